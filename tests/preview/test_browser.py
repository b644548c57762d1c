"""Ảnh chụp thư: đúng bề ngang, đúng nền sáng tối, có hạn giờ.
Pictures: as wide as asked, dark where asked, whole; a browser that hangs or fails is said."""

import html
import re
import struct
import time
from pathlib import Path

import pytest

from monitor.domain.vocabulary import MessageKind
from monitor.preview import browser
from monitor.preview.browser import LOOKS, VARIABLE, BrowserFailed, find_browser, heights_of, take_picture
from monitor.preview.gallery import Gallery, chosen

PAGE = """<!doctype html><meta charset="utf-8"><meta name="color-scheme" content="light dark">
<style>body{margin:0;background:#fff}.tall{height:1200px}@media (max-width:480px){.tall{height:1700px}}
@media (prefers-color-scheme:dark){body{background:#000}}</style><div class="tall"></div>"""

# How wide the letter is, and how wide the narrowest first cell of a row that has no numbers of a table.
PHONE = """<!doctype html><meta charset="utf-8"><body>
<iframe style="width:390px;height:800px;border:0" srcdoc="{letter}"></iframe>
<script>addEventListener("load", () => {{
const letter = document.querySelector("iframe").contentDocument;
const firsts = [...letter.querySelectorAll('table.card:not(.wide) td:first-child')];
document.body.dataset.widest = letter.documentElement.scrollWidth;
document.body.dataset.narrowest = Math.floor(Math.min(
  390, ...firsts.filter(td => td.offsetWidth).map(td => td.offsetWidth)));
}})</script></body>"""


@pytest.fixture
def chromium() -> Path:
    found = find_browser()
    if found is None:
        pytest.skip("no Chromium on this machine: pictures are made by one")
    return found


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "thư.html"
    path.write_text(PAGE, encoding="utf-8")
    return path


def program(folder: Path, text: str) -> Path:
    path = folder / "trinh-duyet"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def size(picture: Path) -> tuple[int, int]:
    data = picture.read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def test_a_page_is_measured_and_drawn_whole_at_every_width(
    chromium: Path, page: Path, tmp_path: Path
) -> None:
    assert heights_of(chromium, page) == {640: 1200, 390: 1700}
    drawn = {}
    for look in LOOKS:
        picture = tmp_path / f"{look.name}.png"
        take_picture(chromium, page, look, {640: 1200, 390: 1700}[look.width], picture)
        assert size(picture) == (look.width, {640: 1200, 390: 1700}[look.width])
        drawn[look.name] = picture.read_bytes()
    assert len(set(drawn.values())) == 4, "dark and light look the same"


def test_a_letter_gets_its_four_pictures_and_the_page_shows_them(chromium: Path, tmp_path: Path) -> None:
    gallery = Gallery(tmp_path, chromium)
    (letter,) = chosen(MessageKind.STOPPED, ("vi",))
    gallery.add(letter)
    shown = gallery.close("vi").read_text(encoding="utf-8")
    assert {path.name for path in tmp_path.glob("*.png")} == {
        f"{letter.name}-{look.name}.png" for look in LOOKS
    }
    assert all(f'src="{path.name}"' in shown for path in tmp_path.glob("*.png"))


@pytest.mark.parametrize("kind", list(MessageKind))
def test_on_a_phone_every_title_has_the_whole_width_and_nothing_lies_beyond_the_edge(
    chromium: Path, tmp_path: Path, kind: MessageKind
) -> None:
    letter = chosen(kind, ("vi",))[0]
    escaped = html.escape(letter.message.html, quote=True)
    frame = tmp_path / "khung.html"
    frame.write_text(PHONE.format(letter=escaped), encoding="utf-8")
    shown = browser._run(chromium, ["--dump-dom", frame.as_uri()])
    widest, narrowest = map(int, re.findall(r'data-(?:widest|narrowest)="(\d+)"', shown))
    assert widest <= 390
    assert narrowest >= 300, "a column beside the title takes a third of a phone"


def test_the_variable_wins_over_the_path_and_a_wrong_one_is_refused(tmp_path, monkeypatch) -> None:
    mine = program(tmp_path, "exit 0")
    monkeypatch.setenv(VARIABLE, str(mine))
    assert find_browser() == mine
    monkeypatch.setenv(VARIABLE, str(tmp_path / "khong-co"))
    with pytest.raises(BrowserFailed) as caught:
        find_browser()
    assert VARIABLE in caught.value.vi
    monkeypatch.delenv(VARIABLE)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_browser() is None


def test_a_browser_that_draws_nothing_is_said(page: Path, tmp_path: Path) -> None:
    useless = program(tmp_path, "exit 0")
    picture = tmp_path / "anh.png"
    picture.write_bytes(b"an old picture")
    with pytest.raises(BrowserFailed):
        take_picture(useless, page, LOOKS[0], 100, picture)
    assert not picture.exists(), "an old picture must not pass for a new one"
    with pytest.raises(BrowserFailed):
        heights_of(useless, page)


def test_a_browser_that_hangs_is_ended_with_all_it_started(page: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(browser, "_SECONDS", 0.5)
    child = tmp_path / "con"
    hanging = program(tmp_path, f"(sleep 1.5; touch {child}) &\nsleep 30")
    with pytest.raises(BrowserFailed) as caught:
        heights_of(hanging, page)
    assert "bị dừng" in caught.value.vi
    time.sleep(2)
    assert not child.exists()


def test_the_sandbox_is_left_out_for_root_only(page: Path, tmp_path: Path, monkeypatch) -> None:
    noted = tmp_path / "co"
    asked = program(tmp_path, f'echo "$@" > {noted}')
    for user, without in ((0, True), (1000, False)):
        monkeypatch.setattr(browser.os, "geteuid", lambda user=user: user)
        with pytest.raises(BrowserFailed):
            heights_of(asked, page)
        assert ("--no-sandbox" in noted.read_text()) is without
        assert "--user-data-dir=" in noted.read_text()
