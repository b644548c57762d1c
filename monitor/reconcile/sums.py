"""Số tiền nêu trong một bài: "2.300.000.000 đồng", "2.300.000 nghìn đồng", "2 tỷ 300 triệu", "2,3 tỷ".
Sums that a text names, in figures or half in words."""

import re

from monitor.reconcile.identity_patterns import AMOUNT

# "2.345 tỷ", "2,345 tỷ", "1,250 triệu" are written for decimals and for thousands: found, and not read.
WORDED = re.compile(
    r"(\d(?<![\d.,]\d)\d{0,3}(?:[.,]\d{1,3})?)\s*(?:(t[ỷỉ])\b(?:\s*(\d{1,3})\s*triệu\b)?|triệu\b)"
    r"(?:\s*(\d{1,3})\s*(?:nghìn|ngàn)\b)?",
    re.IGNORECASE,
)
_WORDS = ("tỷ", "tỉ", "triệu", "TỶ", "TỈ", "TRIỆU", "Tỷ", "Tỉ", "Triệu")
# What may follow figures, with accents and without: "2.345.678 nghìn đồng", "2.345.678 (triệu đồng)".
_UNIT = re.compile(
    r"\s?\(?(?:(?:(?P<thousand>ngh[iì]n|ng[aà]n)|(?P<million>tri[eệ]u))\s?(?:đồng|dong|vn[dđ]|đ)\b"
    r"|(?:ngh[iì]n|ng[aà]n(?!\shang)|tri[eệ]u|t[yỷỉ]|usd|eur|euro)\b)",
    re.IGNORECASE,
)
_BILLION, _MILLION, _THOUSAND = 10**9, 10**6, 10**3


def sums_named(text: str) -> frozenset[int]:
    """Sums of a million đồng or more, in đồng; `text` as written, composed (NFC)."""
    found = {dong for match in AMOUNT.finditer(text) if (dong := figures_sum(match)) is not None}
    if any(word in text for word in _WORDS):
        found.update(read[0] for match in WORDED.finditer(text) if (read := worded_sum(match)))
    return frozenset(found)


def figures_sum(match: re.Match[str]) -> int | None:
    """Đồng of what `AMOUNT` found; None where points and commas mix or the unit is vague."""
    figures = match[1]
    if "." in figures and "," in figures:
        return None
    dong = int(re.sub(r"[.,]", "", figures))
    unit = _UNIT.match(match.string, match.end())
    if unit is None:
        return dong
    return {"thousand": dong * _THOUSAND, "million": dong * _MILLION}.get(unit.lastgroup or "")


def worded_sum(match: re.Match[str]) -> tuple[int, int] | None:
    """Đồng of what `WORDED` found, and its last place ("2,35 tỷ": 10,000,000); None where it is vague."""
    whole, _, part = match[1].replace(",", ".").partition(".")
    scale = _BILLION if match[2] else _MILLION
    if len(part) == 3:
        if match[2] or "," in match[1] or whole.startswith("0") or len(whole) > 3:
            return None
        whole, part = whole + part, ""
    beside = [(int(n), size) for n, size in ((match[3], _MILLION), (match[4], _THOUSAND)) if n]
    if (part and beside) or _UNIT.match(match.string, match.end()):
        return None
    place = scale // 10 ** len(part)
    dong = int(whole + part) * place + sum(number * size for number, size in beside)
    return dong, beside[-1][1] if beside else place
