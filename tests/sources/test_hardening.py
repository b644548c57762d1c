"""JSON lồng sâu: đường tắt không bao giờ cho qua điều mà đường dài từ chối.
The short way of `read_json` refuses exactly what counting every bracket refuses."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.hardening import MAX_JSON_DEPTH, JsonRefused, read_json

# Few letters, so that quotes, escapes and brackets meet in every way.
_PIECES = st.sampled_from(['"', "\\", "[", "]", "{", "}", ":", ",", "1", "[]", '""', "[" * 70, "\u1ed9"])


def _said(text: str) -> Any:
    try:
        return read_json(text)
    except JsonRefused as error:
        return error.reason


def _depth_is_refused(text: str) -> bool:
    """Brackets outside strings, letter by letter."""
    depth, inside, escaped = 0, False, False
    for letter in text.strip():
        if inside:
            inside = escaped or letter != '"'
            escaped = letter == "\\" and not escaped
        elif letter == '"':
            inside = True
        else:
            depth += (letter in "[{") - (letter in "]}")
            if depth > MAX_JSON_DEPTH:
                return True
    return False


@given(st.lists(_PIECES, max_size=60).map("".join))
def test_too_deep_is_what_counting_every_bracket_says(text: str) -> None:
    if _depth_is_refused(text):
        assert _said(text) == "json_too_deep"
    else:
        try:
            expected = json.loads(text)
        except ValueError:
            assert _said(text) in ("bad_json", "truncated")
        else:
            assert _said(text) == expected


@pytest.mark.parametrize("inside", ["", "[]", '"]"', r'"\"]"', r'"\\"', '{"[":"]"}'])
def test_the_last_allowed_level_is_read_and_the_next_refused(inside: str) -> None:
    levels = MAX_JSON_DEPTH - (1 if inside[:1] in ("[", "{") else 0)
    assert _said("[" * levels + inside + "]" * levels) == json.loads("[" * levels + inside + "]" * levels)
    assert _said("[" * (levels + 1) + inside + "]" * (levels + 1)) == "json_too_deep"


def test_brackets_in_strings_nest_nothing() -> None:
    text = json.dumps([{"name": "[" * 200 + r"\" {"}] * 3)
    assert _said(text) == json.loads(text)
