"""Lời tìm như người ta gõ.
What people type, read into words, phrases and words left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.search.terms import LONGEST, MOST_TERMS, phrase, read_terms, stream

TEXT = st.text(st.sampled_from("aâấwđz01 -_№Вж\u0301\"'*"), max_size=12)


@pytest.mark.parametrize(
    ("typed", "every", "never"),
    [
        ("", (), ()),
        ("sửa chữa", ("sửa", "chữa"), ()),
        ("Sua CHUA sua", ("sua", "chua"), ()),
        ('"sửa chữa" trường', ("sửa chữa", "trường"), ()),
        ("“sửa chữa” -trường", ("sửa chữa",), ("trường",)),
        ('-"nhà vệ sinh" trường', ("trường",), ("nhà vệ sinh",)),
        ("xây-dựng", ("xây dựng",), ()),
        ('"chưa đóng ngoặc', ("chưa đóng ngoặc",), ()),
        ("IB2600012345-00", ("ib2600012345",), ()),
        ("- -- *", (), ()),
    ],
)
def test_words_phrases_and_words_left_out(typed: str, every: tuple[str, ...], never: tuple[str, ...]) -> None:
    read = read_terms(typed)
    assert (read.every, read.never) == (every, never)


@pytest.mark.parametrize("typed", ["***", '"', "%" * 9, "a " * LONGEST, " ".join(map(str, range(99)))])
def test_what_is_not_used_is_said(typed: str) -> None:
    read = read_terms(typed)
    assert read.unread
    assert len(read.every) <= MOST_TERMS


@given(TEXT, TEXT)
def test_two_words_are_written_alike_only_when_they_are_the_same(one: str, other: str) -> None:
    words = {word for text in (one, other) for word in text.split()}
    assert len({phrase(word) for word in words}) == len(words)
    assert all(sign.isascii() and sign.isalnum() for word in words for sign in phrase(word))


@given(st.lists(st.text(st.sampled_from("aấw1"), min_size=1, max_size=4), max_size=8))
def test_a_stream_holds_every_word_and_no_phrase_spans_two_texts(words: list[str]) -> None:
    text = f" {stream(words)} "
    assert all(f" {phrase(word)} " in text for word in words)
    assert all(f" {phrase(one)} {phrase(other)} " not in text for one in words for other in words)
