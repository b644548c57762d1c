"""Chữ lấy từ nơi khác phải vô hại trước khi vào thư.
Text scraped from elsewhere is made harmless before any template sees it."""

import unicodedata
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar
from urllib.parse import urlsplit

LONGEST = 600

# Cc/Cf hold line breaks, bidirectional overrides and zero-width signs; Zl/Zp further line breaks.
_DROPPED = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

T = TypeVar("T")


def harmless(text: str, longest: int = LONGEST) -> str:
    """One line of visible characters: NFC, no control, format or direction signs, cut to length."""
    visible = "".join(
        " " if unicodedata.category(sign) in _DROPPED else sign for sign in unicodedata.normalize("NFC", text)
    )
    line = " ".join(visible.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


def harmless_letter(data: T) -> T:
    """The same letter with every text in it harmless, at any depth."""
    return _clean(data)  # type: ignore[no-any-return]


def web_address(text: str) -> str:
    """The address when it is an ordinary http(s) one, else nothing: no `javascript:`, no quotes."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    plain = not any(sign.isspace() or sign in "\"'<>\\`" for sign in text)
    return text if parts.scheme in ("http", "https") and parts.hostname and plain else ""


def _clean(value: Any) -> Any:
    if type(value) is str:
        return harmless(value)
    if isinstance(value, tuple):
        return tuple(_clean(item) for item in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _clean(getattr(value, f.name)) for f in fields(value) if f.init})
    return value
