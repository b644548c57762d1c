"""Chữ lấy từ nơi khác phải vô hại trước khi vào thư.
Text scraped from elsewhere is made harmless before any template sees it."""

import unicodedata
from collections.abc import Callable, Hashable
from dataclasses import fields, is_dataclass, replace
from functools import cache, lru_cache, partial
from operator import is_
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

LONGEST = 600

T = TypeVar("T")


def harmless(text: str, longest: int = LONGEST) -> str:
    """One line of visible characters: NFC, no control, format or direction signs, cut to length."""
    # True of nearly every text: what would be dropped is not printable, nor is any blank but the usual.
    plain = len(text) <= longest and text.isprintable() and "  " not in text and text.strip() == text
    if plain and unicodedata.is_normalized("NFC", text):
        return text
    visible = unicodedata.normalize("NFC", text)
    # Not printable are line breaks, bidirectional overrides, zero-width signs, and blanks but the usual.
    if not visible.isprintable():
        visible = "".join(sign if sign.isprintable() else " " for sign in visible)
    line = " ".join(visible.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def harmless_letter(data: T) -> T:
    """The same letter with every text in it harmless, at any depth."""
    return _clean(data)  # type: ignore[no-any-return]


# Thousands of letters of one week lead to the same few pages.
@lru_cache(maxsize=4096, typed=True)
def web_address(text: str) -> str:
    """The address when it is an ordinary http(s) one, else nothing: no `javascript:`, no quotes."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    plain = not any(sign.isspace() or sign in "\"'<>\\`" for sign in text)
    return text if parts.scheme in ("http", "https") and parts.hostname and plain else ""


def _clean(value: Any) -> Any:
    """What holds nothing to clean is given back as it is: a letter has thousands of parts."""
    return _cleaner(cast(Hashable, type(value)))(value)


@cache
def _cleaner(kind: Any) -> Callable[[Any], Any]:
    """How values of a type are cleaned; found once, as there are few types and very many values."""
    if kind is str:
        return harmless
    if issubclass(kind, tuple):
        return _clean_tuple
    if is_dataclass(kind):
        return partial(_clean_parts, tuple(field.name for field in fields(kind) if field.init))
    return _as_it_is


def _clean_tuple(value: tuple[Any, ...]) -> tuple[Any, ...]:
    items = tuple(map(_clean, value))
    return value if all(map(is_, items, value)) else items


def _clean_parts(names: tuple[str, ...], value: Any) -> Any:
    cleaned = {}
    for name in names:
        part = getattr(value, name)
        clean = _clean(part)
        if clean is not part:
            cleaned[name] = clean
    return replace(value, **cleaned) if cleaned else value


def _as_it_is(value: Any) -> Any:
    return value
