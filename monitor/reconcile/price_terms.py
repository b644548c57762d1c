"""Bài tính giá thế nào: có thuế hay chưa, dự phòng để riêng, đơn vị ở đầu bảng; và hai giá có là một không.
How an article counts its prices (tax, a reserve apart, the unit of a table), and when two are one."""

import re
from dataclasses import dataclass

from monitor.reconcile.stated_price import stated_price

# Announced sums are often rounded: up to a hundredth of the price that is no other price.
_ROUNDED = 100
_ANYWAY = 1000
# Rates of the value-added tax, per cent (8 while 10 is lowered).
_TAXES = (5, 8, 10)
_TAX = re.compile(
    r"(?<!\w)(?:vat|gtgt|thuế (?:giá trị gia tăng|suất)"
    r"|(?:chưa|trước|sau|gồm|có|cả)(?: các(?: loại)?)? thuế)(?!\w)"
)
_HEAD = re.compile(
    r"(?<!\w)(?:đvt|đơn vị(?: tính| tiền)?)\s?:?\s?\(?"
    r"(?:(?P<thousand>nghìn|ngàn|1[.,]?000)|(?P<million>triệu|1[.,]?000[.,]?000)|(?P<billion>t[ỷỉ]))"
    r"\s?(?:đồng|vnđ|vnd|đ)(?!\w)"
)
_UNITS = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_RESERVE = re.compile(r"(?<!\w)dự phòng[^\d:;.\n]{0,30}:?\s?(?=\d)")
# A price and that price with its tax are written to a thousand; round ones may lie so far apart by chance.
_EXACT = 1000
_ROUND = 10**6


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """What an article says of all its prices; `reserves` are sums that come on top."""

    taxed: bool = False
    unit: int = 1
    reserves: frozenset[int] = frozenset()


def read_terms(folded: str) -> PriceTerms:
    """The terms of a text in lower case with accents."""
    head = _HEAD.search(folded)
    reserves = (stated_price(folded[found.end() : found.end() + 60]) for found in _RESERVE.finditer(folded))
    return PriceTerms(
        _TAX.search(folded) is not None,
        _UNITS[str(head.lastgroup)] if head else 1,
        frozenset(dong for dong in reserves if dong),
    )


def same_price(shown: int, price: int, terms: PriceTerms) -> bool:
    """Whether an article that counts by these terms shows this price, rounded, in its unit or without tax."""
    zeros = len(str(shown)) - len(str(shown).rstrip("0"))
    half = int(10**zeros) // 2
    counted = {shown, shown * terms.unit, *(shown + reserve for reserve in terms.reserves)}
    if any(abs(price - one) <= max(min(half, price // _ROUNDED), price // _ANYWAY) for one in counted):
        return True
    low, high = sorted((shown, price))
    if not terms.taxed and low % _ROUND == 0:
        return False
    close = max(min(half, price // _ANYWAY) if terms.taxed else 0, _EXACT)
    return any(abs(low * (100 + tax) - high * 100) <= close * 100 for tax in _TAXES)
