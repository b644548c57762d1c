"""Thư mục outbox: mỗi thư một tệp, nguyên vẹn hoặc không có.
The outbox folder: each message once, whole or not at all."""

import base64
import email
import re
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.channels import outbox
from monitor.domain.cases import InlineImage, Message, Recipient
from monitor.domain.errors import DeliveryError
from monitor.domain.vocabulary import MessageKind

MakeMessage = Callable[..., Message]


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def read(folder: Path) -> EmailMessage:
    (path,) = folder.glob("*.eml")
    parsed = email.message_from_bytes(path.read_bytes(), policy=default)
    assert isinstance(parsed, EmailMessage)
    return parsed


@contextmanager
def no_more_than(size: int) -> Iterator[None]:
    """The disk takes no file larger than `size` bytes: writing fails as on a full disk."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_message_becomes_a_mail_file_that_any_reader_opens(
    make_message: MakeMessage, tmp_path: Path
) -> None:
    message = make_message()
    receipt = outbox.send(message, outbox.Settings(folder=tmp_path, from_address="gs@mau.example"))
    mail = read(tmp_path)
    assert mail["Subject"] == message.subject
    assert mail["To"] == "Thanh tra tỉnh Sông Mẫu <thanh-tra@example.org>"
    assert mail["From"].addresses[0].addr_spec == "gs@mau.example"
    assert mail["Date"].datetime == message.created_at
    assert mail["Message-ID"].endswith("@mau.example>")
    assert mail.defects == []
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None
    assert html is not None
    assert plain.get_content().replace("\r\n", "\n") == message.text
    assert html.get_content().strip() == message.html
    assert receipt.startswith("đã ghi: ")
    assert next(tmp_path.glob("*.html")).read_text(encoding="utf-8") == message.html


def test_a_person_finds_the_file_by_day_kind_and_reader(make_message: MakeMessage, tmp_path: Path) -> None:
    reader = Recipient("Đội-giám_sát/../1", "Đội 1", "a@example.org", "outbox")
    outbox.send(make_message(recipient=reader), outbox.Settings(folder=tmp_path / "thư" / "đi"))
    names = written(tmp_path / "thư" / "đi")
    assert [name.split("alert")[0] for name in names] == ["2026-09-21-", "2026-09-21-"]
    assert all("-alert-doi-giam-sat-1-" in name for name in names)


def test_the_same_message_is_written_once(make_message: MakeMessage, tmp_path: Path) -> None:
    settings = outbox.Settings(folder=tmp_path)
    outbox.send(make_message(), settings)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    again = outbox.send(make_message(text="khác"), settings)
    assert again.startswith("đã có sẵn: ")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


def test_the_same_key_on_another_day_is_still_the_same_message(
    make_message: MakeMessage, tmp_path: Path
) -> None:
    settings = outbox.Settings(folder=tmp_path)
    first = make_message()
    outbox.send(first, settings)
    outbox.send(replace(first, created_at=first.created_at.replace(month=12)), settings)
    assert len(list(tmp_path.glob("*.eml"))) == 1


def test_other_messages_of_the_day_stand_beside_it(make_message: MakeMessage, tmp_path: Path) -> None:
    settings = outbox.Settings(folder=tmp_path)
    outbox.send(make_message(), settings)
    outbox.send(make_message(key="thanh-tra|digest|2026-W38|outbox", kind=MessageKind.DIGEST), settings)
    assert len(list(tmp_path.glob("*.eml"))) == 2
    identities = {
        email.message_from_bytes(path.read_bytes(), policy=default)["Message-ID"]
        for path in tmp_path.glob("*.eml")
    }
    assert len(identities) == 2


def test_a_kill_before_the_mail_file_leaves_the_message_untold(
    make_message: MakeMessage, tmp_path: Path
) -> None:
    settings = outbox.Settings(folder=tmp_path)
    outbox.send(make_message(), settings)
    next(tmp_path.glob("*.eml")).unlink()
    assert outbox.send(make_message(), settings).startswith("đã ghi: ")
    assert len(written(tmp_path)) == 2


def test_a_full_disk_is_passing_and_leaves_nothing_behind(make_message: MakeMessage, tmp_path: Path) -> None:
    settings = outbox.Settings(folder=tmp_path)
    with no_more_than(10), pytest.raises(DeliveryError) as failed:
        outbox.send(make_message(), settings)
    assert failed.value.permanent is False
    assert "dung lượng đĩa" in failed.value.vi
    assert written(tmp_path) == []
    assert outbox.send(make_message(), settings).startswith("đã ghi: ")


def test_a_disk_that_fills_between_the_two_files_tells_nobody(
    make_message: MakeMessage, tmp_path: Path
) -> None:
    message = make_message()
    with no_more_than(len(message.html.encode())), pytest.raises(DeliveryError):
        outbox.send(message, outbox.Settings(folder=tmp_path))
    assert not list(tmp_path.glob("*.eml"))
    assert not list(tmp_path.glob("*.tmp"))


def test_a_folder_that_cannot_be_made_is_passing_and_named(make_message: MakeMessage, tmp_path: Path) -> None:
    (tmp_path / "outbox").write_text("a file stands where the folder should be", encoding="utf-8")
    with pytest.raises(DeliveryError) as failed:
        outbox.send(make_message(), outbox.Settings(folder=tmp_path / "outbox"))
    assert failed.value.permanent is False
    assert str(tmp_path / "outbox") in failed.value.vi


def test_a_long_subject_with_accents_survives_folding(make_message: MakeMessage, tmp_path: Path) -> None:
    subject = "Nâng cấp đường liên ấp – gói thầu số 05: Xây lắp; " * 4
    outbox.send(make_message(subject=subject.strip()), outbox.Settings(folder=tmp_path))
    assert read(tmp_path)["Subject"] == subject.strip()
    raw = next(tmp_path.glob("*.eml")).read_bytes()
    assert all(len(line) <= 998 for line in raw.split(b"\r\n"))
    raw.decode("ascii")


_WORDS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12),
    min_size=1,
    max_size=40,
)


@given(_WORDS.map(" ".join), _WORDS.map(lambda words: " ".join(words)[:200].strip()))
@example(
    "[Công khai đấu thầu] Mời thầu mới: Gói thầu số 07: Thi công xây dựng công trình nâng cấp, mở rộng nhà "
    "văn hóa ấp Mẫu Nhì, phường Bến Mẫu (giai đoạn 3)",
    "Sở Giáo dục và Đào tạo tỉnh Sông Mẫu",
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100)
def test_subject_and_name_are_read_as_they_were_written(
    make_message: MakeMessage, subject: str, name: str
) -> None:
    message = make_message(subject=subject)
    message = replace(message, recipient=replace(message.recipient, name=name))
    with TemporaryDirectory() as folder:
        outbox.send(message, outbox.Settings(folder=Path(folder), from_name=name))
        (path,) = Path(folder).glob("*.eml")
        raw = email.message_from_bytes(path.read_bytes())
    assert str(make_header(decode_header(raw["Subject"]))) == subject
    for header in ("To", "From"):
        # By RFC 2047 the space between two encoded words is none; the newer parser of the library keeps it.
        ((words, address),) = getaddresses([re.sub(r"\s+", " ", raw[header])])
        assert str(make_header(decode_header(words))) == name, header
        assert address == (message.recipient.address if header == "To" else "giam-sat@example.org")


def test_an_unknown_setting_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValidationError, match="folders"):
        outbox.Settings.model_validate({"folder": tmp_path, "folders": "x"})


def test_a_subscribers_mail_can_be_stopped_with_one_click(make_message: MakeMessage, tmp_path: Path) -> None:
    url = "https://mau.example/d/ngung?m=" + "eyJhIjoxfQ" * 60
    outbox.send(make_message(unsubscribe_url=url), outbox.Settings(folder=tmp_path))
    mail = read(tmp_path)
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    raw = next(tmp_path.glob("*.eml")).read_bytes()
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in raw, "the address must stand whole in one line"
    assert mail.defects == []


def test_later_mails_of_a_thread_refer_to_the_first(make_message: MakeMessage, tmp_path: Path) -> None:
    settings = outbox.Settings(folder=tmp_path, from_address=f"gs@{'cong-khai.' * 8}example")
    for key in ("first", "second", "alone"):
        thread = "" if key == "alone" else "first"
        outbox.send(make_message(key=key, thread_key=thread), settings)
    mails = [email.message_from_bytes(path.read_bytes(), policy=default) for path in tmp_path.glob("*.eml")]
    (second,) = [mail for mail in mails if mail["References"]]
    first = second["References"]
    assert second["In-Reply-To"] == first
    assert first in {mail["Message-ID"] for mail in mails} - {second["Message-ID"]}
    assert len(mails) == 3
    assert not any(mail["List-Unsubscribe"] for mail in mails)


def test_where_the_demo_has_no_https_there_is_a_link_and_no_one_click(
    make_message: MakeMessage, tmp_path: Path
) -> None:
    outbox.send(make_message(unsubscribe_url="http://127.0.0.1:8000/x"), outbox.Settings(folder=tmp_path))
    mail = read(tmp_path)
    assert mail["List-Unsubscribe"] == "<http://127.0.0.1:8000/x>"
    assert mail["List-Unsubscribe-Post"] is None


@pytest.mark.parametrize(
    "changes",
    [
        {"unsubscribe_url": "https://mau.example/\r\nBcc: x@evil.example"},
        {"unsubscribe_url": "https://mau.example/\u2028x"},
        {"unsubscribe_url": "https://mau.example/>, <mailto:x@evil.example"},
        {"unsubscribe_url": "https://mau.example/a b"},
        {"unsubscribe_url": "https://mau.example/ngừng"},
        {"unsubscribe_url": "http://mau.example/x"},
        {"unsubscribe_url": "mailto:x@mau.example"},
        {"unsubscribe_url": "https:///x"},
        {"unsubscribe_url": "https://a:b@mau.example/"},
        {"unsubscribe_url": "https://[x/"},
        {"unsubscribe_url": "https://mau.example/" + "x" * 900},
        {"thread_key": "a\r\nBcc: x@evil.example"},
        {"thread_key": "a\x00b"},
    ],
)
def test_nothing_is_smuggled_into_the_new_headers(
    make_message: MakeMessage, tmp_path: Path, changes: dict[str, str]
) -> None:
    with pytest.raises(DeliveryError) as failed:
        outbox.send(make_message(**changes), outbox.Settings(folder=tmp_path))
    assert failed.value.permanent is True
    assert written(tmp_path) == []


CHART = InlineImage("chart", b"\x89PNG\r\n\x1a\n\x00\xff<>")
CHARTS = (CHART, InlineImage("chart2", b"\x89PNG two"))
SHOWN = '<p>cid:chart</p><img src="cid:chart" alt="Một"><img src=\'cid:chart2\' alt="Hai">'


def test_a_browser_shows_the_images_of_the_written_page(make_message: MakeMessage, tmp_path: Path) -> None:
    outbox.send(make_message(html=SHOWN, images=CHARTS), outbox.Settings(folder=tmp_path))
    page = next(tmp_path.glob("*.html")).read_text(encoding="utf-8")
    one, two = (base64.b64encode(image.png).decode() for image in CHARTS)
    assert page == (
        f'<p>cid:chart</p><img src="data:image/png;base64,{one}" alt="Một">'
        f"<img src='data:image/png;base64,{two}' alt=\"Hai\">"
    )


def test_the_mail_file_carries_its_images_as_a_mail_does(make_message: MakeMessage, tmp_path: Path) -> None:
    outbox.send(make_message(html=SHOWN, images=CHARTS), outbox.Settings(folder=tmp_path))
    mail = read(tmp_path)
    pictures = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert [(part["Content-ID"], part.get_content_disposition()) for part in pictures] == [
        ("<chart>", "inline"),
        ("<chart2>", "inline"),
    ]
    assert [part.get_content() for part in pictures] == [image.png for image in CHARTS]
    html = mail.get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == SHOWN
    assert mail.defects == []


def test_an_image_that_is_not_there_is_left_as_it_is_named(make_message: MakeMessage, tmp_path: Path) -> None:
    html = '<img src="cid:other" alt="Khác">'
    outbox.send(make_message(html=html, images=(CHART,)), outbox.Settings(folder=tmp_path))
    assert next(tmp_path.glob("*.html")).read_text(encoding="utf-8") == html
