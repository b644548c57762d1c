"""Đọc từng giá trị trong câu trả lời: chữ, tiền, thời gian, mã đơn vị.
Reads single values of an answer; what cannot be read is absent here and reported by the audit."""

import math
import re
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from monitor.domain.times import Moment, vietnam_day
from monitor.domain.vocabulary import Precision
from sources.dates import parse_api_time
from sources.egp.personal import mask_citizen_number
from sources.text import clean

Row = Mapping[str, Any]

_NUMBER = (int, float)

# Sub-accounts of an organisation end in two digits (vnz000021410-05); branches of a firm in three.
_SUB_ACCOUNT = re.compile(r"-\d{2}$")


def text(row: Row, *keys: str) -> str:
    """The first non-empty text among the keys, cleaned; a list gives its first element."""
    for key in keys:
        held = row.get(key)
        if type(held) is list:
            held = held[0] if held else None
        if type(held) is str and held:
            # Codes and numbers, two values of three, have nothing to clean.
            if held.isascii() and held.isalnum():
                return held
            if not held.isspace():
                return clean(held)
    return ""


def texts(row: Row, key: str) -> tuple[str, ...]:
    """All texts of a list (or the one text), cleaned, empty ones left out."""
    held = row.get(key)
    items = held if isinstance(held, list) else [held]
    return tuple(clean(item) for item in items if isinstance(item, str) and item.strip())


def money(row: Row, key: str, unit_key: str = "") -> int | None:
    """An amount in whole đồng; lists of one element are read as that element (egp-api §2.3).

    `None` when absent, when several amounts stand there, or when `unit_key` names a currency
    other than VND.
    """
    held = row.get(key)
    if isinstance(held, list):
        held = held[0] if len(held) == 1 else None
    if held is None or isinstance(held, bool) or not isinstance(held, _NUMBER) or not math.isfinite(held):
        return None
    if unit_key and row.get(unit_key) not in (None, "", "VND"):
        return None
    return round(held)


def count(row: Row, key: str) -> int | None:
    """How many, where the row says so: nought is an answer, nothing is none."""
    held = row.get(key)
    return held if type(held) is int and held >= 0 else None


def number(row: Row, key: str) -> int:
    """A count; 0 when absent."""
    held = row.get(key)
    return held if isinstance(held, int) and not isinstance(held, bool) else 0


def flag(row: Row, key: str) -> bool | None:
    """0/1 or true/false; `None` when not said."""
    held = row.get(key)
    return None if held not in (0, 1) else bool(held)


def instant(row: Row, *keys: str) -> datetime | None:
    """The first readable time among the keys, as UTC."""
    for key in keys:
        held = row.get(key)
        if isinstance(held, str) and held:
            found = parse_api_time(held)
            if found is not None:
                return found
    return None


def moment(row: Row, *keys: str, origin: str = "api") -> Moment | None:
    """A publication time, exact to the second."""
    at = instant(row, *keys)
    return None if at is None else _to_the_second(at, origin)


@lru_cache(maxsize=1 << 12)
def _to_the_second(at: datetime, origin: str) -> Moment:
    """Held once: most rows name one instant twice or three times."""
    return Moment(at, Precision.SECOND, origin)


def day(row: Row, *keys: str) -> date | None:
    """A day stored as `T23:59:59` (or any time of that day), Vietnamese calendar (egp-api §6.4)."""
    at = instant(row, *keys)
    return None if at is None else vietnam_day(at)


def organisation_code(row: Row, *keys: str) -> str:
    """An organisation code without its sub-account suffix; citizen numbers are masked."""
    return mask_citizen_number(_SUB_ACCOUNT.sub("", text(row, *keys)))


def province_codes(locations: Any) -> tuple[str, ...]:
    """Distinct province codes of a list of locations, in order."""
    if not isinstance(locations, list):
        return ()
    codes = [text(place, "provCode") for place in locations if type(place) is dict]
    return tuple(dict.fromkeys(filter(None, codes)))
