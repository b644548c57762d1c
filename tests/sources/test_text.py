"""Chữ như cổng thông tin viết ra, đưa về một dạng.
Text as portals write it: encodings, entities, look-alike letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.text import clean, decode, nested_too_deep, plain

PHRASE = "Gói thầu số 05: Xây lắp đường Trà Vinh"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("G&#243;i th&#x1EA7;u s&#7889; 05&#x3A;", "Gói thầu số 05:"),
        ("c&#x1EA3;i c&amp;#225;ch", "cải cách"),
        ("&amp;amp;amp;", "&amp;"),
        ("Mười Ðầy, ðường", "Mười Đầy, đường"),
        (unicodedata.normalize("NFD", PHRASE), PHRASE),
        ("  Gói\u00a0 thầu\r\n\tsố\u200b 1\ufeff ", "Gói thầu số 1"),
        ("a\x00b\x1b\ud800c", "abc"),
        ("", ""),
    ],
)
def test_clean_text_is_one_comparable_line(written, read):
    assert clean(written) == read


@given(st.text())
def test_cleaning_leaves_one_line_that_every_database_stores(text):
    line = clean(text)
    line.encode("utf-8")
    assert "\x00" not in line
    assert line == " ".join(line.split())
    assert unicodedata.is_normalized("NFC", line)


def test_plain_text_has_no_mark_up_and_no_scripts():
    assert plain("<p>Gói <b>thầu</b></p><script>x='IB2600000001'</script><style>p{}</style>") == "Gói thầu"
    assert plain("giá < 5 tỷ &amp; > 1") == "giá < 5 tỷ & > 1"


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PHRASE.encode(), "text/html; charset=utf-8"),
        (PHRASE.encode(), "text/html"),
        (PHRASE.encode(), "text/html; charset=ISO-8859-1"),
        (PHRASE.encode(), "text/html; charset=khong-co"),
        (PHRASE.encode(), "text/html; charset=hex"),
        (PHRASE.encode("utf-8-sig"), "text/html; charset=windows-1252"),
        (PHRASE.encode("utf-16"), "text/xml"),
        (
            unicodedata.normalize("NFD", "Goi").encode("cp1258") + b" th\xe2\xcc\x75",
            "text/html; charset=windows-1258",
        ),
    ],
)
def test_pages_are_decoded_whatever_they_declare(body, content_type):
    text = clean(decode(body, {"content-type": content_type}))
    assert text in (PHRASE, "Goi thầu")


def test_a_declaration_in_the_document_is_used():
    page = '<?xml version="1.0" encoding="windows-1258"?><a>đ</a>'.encode("cp1258")
    assert "<a>đ</a>" in decode(page, {})
    assert "đ" in decode('<meta charset="windows-1258"><p>đ'.encode("cp1258"), {})


def test_one_bad_byte_does_not_spoil_a_page():
    text = decode((PHRASE * 20).encode() + b"\xff", {})
    assert text.startswith(PHRASE)


@given(st.binary(max_size=300), st.sampled_from(["", "utf-8", "cp1258", "latin-1", "utf-7", "zip"]))
def test_decoding_never_fails(body, charset):
    assert isinstance(decode(body, {"content-type": f"text/html; charset={charset}"}), str)


def test_hostile_nesting_is_known_and_still_read_as_text():
    bomb = "<div>" * 200_000 + "IB2600000001"
    assert nested_too_deep(bomb)
    assert plain(bomb) == "IB2600000001"
    assert not nested_too_deep("<p>a<br><li>b" * 5_000)
