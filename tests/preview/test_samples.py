"""Thư mẫu: loại nào cũng có, nói rõ là dữ liệu đặt ra, không nhắc ai có thật.
Sample letters: every kind has some, all say that they are synthetic, hard cases are among them."""

import re

import pytest

from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind
from monitor.preview.gallery import Gallery, chosen, with_images
from monitor.preview.samples import sample_modules, samples_of
from monitor.preview.scene import LONG_TITLE
from monitor.preview.words import kind_name, texts

BOTH: tuple[Lang, ...] = ("vi", "en")


def test_every_kind_of_message_has_samples_and_nothing_else_has() -> None:
    assert set(sample_modules()) == set(MessageKind)


@pytest.mark.parametrize("kind", list(MessageKind))
@pytest.mark.parametrize("lang", BOTH)
def test_a_sample_says_that_it_is_synthetic(kind: MessageKind, lang: Lang) -> None:
    says = {"vi": "Dữ liệu tổng hợp", "en": "Synthetic demonstration data"}[lang]
    found = samples_of(kind, lang)
    assert found
    for sample in found:
        assert (sample.message.kind, sample.lang) == (kind, lang)
        assert says in sample.message.text
        assert says in sample.message.html


def test_addresses_in_samples_belong_to_nobody() -> None:
    for sample in chosen(None, BOTH):
        hosts = re.findall(r"https?://([^/\"'<>\s]+)", sample.message.html + sample.message.text)
        mails = re.findall(r"[\w.-]+@([\w.-]+\w)", sample.message.text)
        assert {host for host in (*hosts, *mails) if not re.search(r"\.example(\.org)?$", host)} == set()


def test_the_hard_cases_are_there() -> None:
    texts_of = {sample.name: sample.message.text for sample in chosen(None, ("vi",))}
    assert any(LONG_TITLE in text for text in texts_of.values())
    assert sum("1 nguồn chưa" in text or "2 nguồn chưa" in text for text in texts_of.values()) >= 3
    assert texts_of["bids-forty-vi"].count("Số TBMT") == 40
    assert len(set(re.findall(r"HS-2026-\d{4}", texts_of["alert-forty-vi"]))) == 40
    assert "không có gói thầu nào khớp" in texts_of["bids-nothing-vi"]


def test_names_of_samples_are_file_names_of_their_own() -> None:
    names = [sample.name for sample in chosen(None, BOTH)]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z_]+-[a-z]+-(vi|en)", name) for name in names)


def test_every_picture_of_a_letter_is_put_into_its_page() -> None:
    drawn = [sample for sample in chosen(None, BOTH) if "cid:" in sample.message.html]
    assert {sample.message.kind for sample in drawn} == {MessageKind.DIGEST}
    for sample in drawn:
        page = with_images(sample.message.html, sample.message.images)
        assert "cid:" not in page
        assert page.count('src="data:image/png;base64,') == len(sample.message.images) == 1


def test_every_kind_has_a_name_in_both_languages() -> None:
    assert len({kind_name(kind) for kind in MessageKind}) == len(MessageKind)
    assert len({kind_name(kind, "en") for kind in MessageKind}) == len(MessageKind)
    assert all(set(entry) == {"vi", "en"} for entry in texts().values())


def test_without_a_browser_the_page_links_every_letter_and_says_why_there_are_no_pictures(tmp_path) -> None:
    gallery = Gallery(tmp_path / "moi" / "thu-muc", None)
    letters = chosen(None, ("vi",))
    for letter in letters:
        gallery.add(letter)
    page = gallery.close("vi").read_text(encoding="utf-8")
    folder = tmp_path / "moi" / "thu-muc"
    assert {path.name for path in folder.iterdir()} == {
        "index.html", *(f"{one.name}.{kind}" for one in letters for kind in ("html", "txt"))
    }  # fmt: skip
    assert [name for name in re.findall(r'href="([^"]+)"', page) if not (folder / name).is_file()] == []
    assert page.count(".html") == len(letters)
    assert "không có trình duyệt Chromium" in page
    assert "<img" not in page
