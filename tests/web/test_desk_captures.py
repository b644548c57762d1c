"""Bản lưu: không gì trong trang lạ chạy được, byte gốc chỉ tải về.
Captures: nothing of a strange page runs or loads, its bytes only leave as a download."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.staff import Role
from monitor.web.desk.captured import readable
from tests.steps.subscribers import Town
from tests.web.deskhouse import NASTY, DeskHouse, desk_house
from tests.web.served import Visit, serving
from tests.web.staffed import inside

BASE = "/ban-lam-viec/ho-so/HS-2026-0001/ban-luu"
_TAG = re.compile(r"<\s*(script|iframe|img|svg|math|object|embed|link|base|form|input|video|audio)\b", re.I)
_ATTRIBUTE = re.compile(r"<[^>]*\s(on\w+|style|src|href|action|srcset|background|formaction)\s*=", re.I)


@pytest.fixture
def house(town: Town, tmp_path: Path) -> DeskHouse:
    return desk_house(town, tmp_path / "captures")


@pytest.fixture
def desk(house: DeskHouse) -> Iterator[Visit]:
    with serving(house.town) as visit:
        yield visit


def _harmless(page: str) -> None:
    inner = page.partition("<body>")[2]
    assert not _TAG.search(inner)
    assert not _ATTRIBUTE.search(inner)
    assert "http-equiv" not in inner
    assert "<style" not in inner


def test_the_text_of_a_capture_is_shown_in_a_frame_that_may_do_nothing(house: DeskHouse, desk: Visit) -> None:
    person, own = inside(desk, Role.INSPECTOR), f"{BASE}/{house.captures[0].id}"
    around = person.get(own)
    assert f'<iframe class="captured" sandbox src="{own}/noi-dung"' in around.text
    assert "frame-src 'self'" in around.headers["content-security-policy"]
    inner = person.get(f"{own}/noi-dung")
    assert "Gói thầu số 5" in inner.text
    assert "xau.test" not in inner.text
    assert "alert" not in inner.text
    _harmless(inner.text)
    policy = inner.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert policy.endswith("frame-ancestors 'self'; sandbox")
    assert "script-src" not in policy


def test_json_is_shown_as_text(house: DeskHouse, desk: Visit) -> None:
    inner = inside(desk, Role.INSPECTOR).get(f"{BASE}/{house.captures[1].id}/noi-dung")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in inner.text
    _harmless(inner.text)


def test_what_is_no_text_is_only_downloaded(house: DeskHouse, desk: Visit) -> None:
    person, own = inside(desk, Role.INSPECTOR), f"{BASE}/{house.captures[2].id}"
    assert "<iframe" not in person.get(own).text
    assert person.get(f"{own}/noi-dung").status_code == 404


def test_the_bytes_leave_as_they_came_and_never_inline(house: DeskHouse, desk: Visit) -> None:
    answer = inside(desk, Role.INSPECTOR).get(f"{BASE}/{house.captures[0].id}/tep")
    assert answer.content == NASTY
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", ["khong-co", "..%2f..%2fmonitor.db", "captures-20260302.warc.gz", "x" * 400])
@pytest.mark.parametrize("rest", ["", "/noi-dung", "/tep"])
def test_what_is_no_capture_of_the_case_is_not_there(desk: Visit, name: str, rest: str) -> None:
    assert inside(desk, Role.INSPECTOR).get(f"{BASE}/{name}{rest}").status_code == 404


_PIECES = st.sampled_from(
    [
        "<",
        ">",
        "</",
        "script",
        "style",
        "svg",
        "math",
        "img src=x onerror=alert(1)",
        "'",
        '"',
        "-->",
        "<!--",
        "<![CDATA[",
        "iframe srcdoc=",
        "a href=javascript:alert(1)",
        "template",
        "noscript",
        "title",
        "textarea",
        "xmp",
        "\x00",
        "&lt;",
        " ",
    ]
)


@given(pieces=st.lists(_PIECES, max_size=40))
def test_no_page_however_broken_keeps_anything_that_acts(pieces: list[str]) -> None:
    page = readable("".join(pieces).encode(), "text/html")
    assert page is not None
    _harmless(page)


@given(
    body=st.binary(max_size=300),
    kind=st.sampled_from(["text/html", "text/plain; charset=khong-co", "application/json", ""]),
)
def test_any_bytes_are_read_without_an_error(body: bytes, kind: str) -> None:
    assert readable(body, kind) is not None
