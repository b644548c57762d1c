"""Số tiền nêu trong một bài: "2.300.000.000 đồng", "2 tỷ 300 triệu", "2,3 tỷ".
Sums that a text names, in figures or half in words."""

import re
from decimal import Decimal

from monitor.reconcile.identity_patterns import AMOUNT

# A comma parts decimals, a point thousands; "2.345 tỷ" and "2,345 tỷ" are written for either and not read.
_WORDED = re.compile(
    r"(?<![\d.,])(?:(\d{1,4}(?:,\d{1,2})?)\s*t[ỷỉ]\b(?:\s*(\d{1,3})\s*triệu\b)?"
    r"|(\d{1,3}(?:\.\d{3}|,\d{1,2})?)\s*triệu\b)(?:\s*(\d{1,3})\s*(?:nghìn|ngàn)\b)?",
    re.IGNORECASE,
)
_WORDS = ("tỷ", "tỉ", "triệu", "TỶ", "TỈ", "TRIỆU", "Tỷ", "Tỉ", "Triệu")
_BILLION, _MILLION, _THOUSAND = 10**9, 10**6, 10**3


def sums_named(text: str) -> frozenset[int]:
    """Sums of a million đồng or more, in đồng; `text` as written, composed (NFC)."""
    figures = {int(re.sub(r"\D", "", one)) for one in AMOUNT.findall(text)}
    if any(word in text for word in _WORDS):
        figures.update(map(_sum, _WORDED.finditer(text)))
    return frozenset(figures)


def _sum(match: re.Match[str]) -> int:
    billions, millions_beside, millions, thousands = (_number(part) for part in match.groups(default="0"))
    return int(billions * _BILLION + (millions_beside + millions) * _MILLION + thousands * _THOUSAND)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))
