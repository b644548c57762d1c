"""Địa chỉ quay lại: gõ gì cũng chỉ ở trong trang của mình.
Where to go back to: whatever is typed, a browser stays on our own site."""

from urllib.parse import unquote, urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.web.ways import own_way

HOME = "https://songmau.example"
SIGNS = st.sampled_from(
    [
        "/",
        "\\",
        "%2f",
        "%5C",
        "%0a",
        "%09",
        "\t",
        "\n",
        ".",
        "..",
        ":",
        "@",
        "?",
        "#",
        "a",
        "xau.example",
        "ă",
    ]
)


@given(parts=st.lists(SIGNS, max_size=8), before=st.sampled_from(["", "/", "//", "https:", "/a"]))
def test_no_address_leads_elsewhere(parts: list[str], before: str) -> None:
    way = own_way(before + "".join(parts), "/nha")
    for read in (way, unquote(way)):
        # Browsers read a backslash as a slash, and drop tabs and line breaks.
        as_browsers_do = read.replace("\\", "/").translate({9: None, 10: None, 13: None})
        assert urlsplit(urljoin(HOME, as_browsers_do)).netloc == "songmau.example"
        assert as_browsers_do.startswith("/")
        assert not as_browsers_do.startswith("//")
        assert read.isprintable()


@given(given_=st.text(max_size=60))
def test_any_text_gives_a_way_of_ours(given_: str) -> None:
    assert own_way(given_, "/nha").startswith("/")


@pytest.mark.parametrize(
    "way",
    [
        "/",
        "/tai-khoan",
        "/ho-so/HS-2026-0001",
        "/nhat-ky?ai=a.b&tu=2026-01-01",
        "/goi-thau?q=c%E1%BA%A7u+th%C3%A9p",
    ],
)
def test_an_ordinary_way_is_kept(way: str) -> None:
    assert own_way(way, "/nha") == way
