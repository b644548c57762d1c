"""Tên không đổi của tin và dấu phiên bản của nguồn tin.
Names that last for ever, and the tag by which a reader knows what it has."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.feeds.content import link
from alerts.feeds.etag import already_has, etag
from alerts.feeds.identity import closing_uid, event_tag, feed_tag
from monitor.domain.errors import ConfigError


@given(*[st.text(st.characters(exclude_categories=()))] * 2)
def test_two_ids_never_become_one_name(one: str, other: str) -> None:
    named = [event_tag("example.org,2026", text) for text in (one, other)]
    assert (named[0] == named[1]) == (one == other)
    assert all(re.fullmatch(r"tag:example\.org,2026:event/[!-~]*", name) for name in named)


@pytest.mark.parametrize("authority", ["", "example.org", "example.org,26", "a b,2026", "EXAMPLE.org\n,2026"])
@pytest.mark.parametrize("named", [feed_tag, event_tag, closing_uid])
def test_a_wrong_authority_is_refused_with_what_to_do(
    named: Callable[[str, str], str], authority: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        named(authority, "IB2600000001")
    assert "hãy ghi tên miền" in refused.value.vi


@given(st.binary(), st.binary())
def test_equal_bytes_and_only_they_have_equal_tags(one: bytes, other: bytes) -> None:
    assert (etag(one) == etag(other)) == (one == other)
    assert re.fullmatch(r'"[\x21\x23-\x7e]+"', etag(one))


@pytest.mark.parametrize(
    ("pattern", "had"),
    [("{0}", True), ('"x", {0}', True), ("W/{0}", True), (" * ", True), ('"a,b",W/{0},"c"', True),
     ("", False), ('"x"', False), ("{1}", False), ('W/"x" , "y"', False)],
)  # fmt: skip
def test_a_reader_who_has_the_feed_is_recognised(pattern: str, had: bool) -> None:
    tag = etag(b"nguon tin")
    assert already_has(pattern.format(tag, tag.strip('"')), tag) is had


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "https://a.example/\x1b", "https://a.example/\ud800", "https://a/" + "x" * 3_000],
)
def test_an_address_that_is_none_becomes_no_link(address: str) -> None:
    assert link(address) == ""


def test_an_address_with_vietnamese_letters_is_written_in_ascii() -> None:
    address = "https://mang.example.org/g%C3%B3i?a=1%20&b=th%E1%BA%A7u"
    assert link("https://mang.example.org/gói?a=1%20&b=thầu") == link(address) == address


@given(st.text(st.characters(exclude_categories=())), st.sampled_from(["", "https://", "http://a.example/"]))
def test_a_link_is_ascii_without_a_break_and_stays_as_it_is(text: str, start: str) -> None:
    address = link(start + text)
    assert re.fullmatch(r"(https?://[!-~]+)?", address)
    assert link(address) == address
