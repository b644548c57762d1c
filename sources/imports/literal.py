"""Danh sách viết theo cú pháp Python trong một ô CSV.
Lists written as Python literals in a CSV cell, read under limits and never run."""

import ast
import re
from typing import Any

_LONGEST = 1_000_000
_DEEPEST = 4

# Only lists of texts, numbers and None: no calls, no signs, no names, nothing that nests by itself.
_TOKEN = re.compile(
    r"""\s+|(?P<open>\[)|(?P<close>\])|,|'(?:[^'\\]|\\.)*+'|"(?:[^"\\]|\\.)*+"|\d{1,20}(?:\.\d{1,20})?|None|True|False""",
    re.DOTALL,
)


def read_list(text: str) -> list[Any]:
    """The list that the text writes; `ValueError` when it is anything else, too long or too deep."""
    if len(text) > _LONGEST:
        raise ValueError(f"longer than {_LONGEST} characters")
    at = depth = 0
    while at < len(text):
        token = _TOKEN.match(text, at)
        if token is None:
            raise ValueError(f"unexpected {text[at : at + 10]!r} at {at}")
        depth += 1 if token["open"] else -1 if token["close"] else 0
        if not 0 <= depth <= _DEEPEST:
            raise ValueError("brackets do not match or nest too deep")
        at = token.end()
    try:
        value = ast.literal_eval(text.strip())
    except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
        raise ValueError(f"not a list: {error}") from error
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value
