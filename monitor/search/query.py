"""Lời tìm và bộ lọc, đọc từ thanh địa chỉ và viết lại vào đó.
The search and its filters as they stand in the address; what cannot be read is told, never guessed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from monitor.search.terms import LONGEST, NOTHING, Terms, read_terms

TEXT, PRICE_FROM, PRICE_TO, ORDER, PAGE = "tim", "gia-tu", "gia-den", "xep", "trang"
_MOST_CHOSEN = 30
_LONGEST_VALUE = 300
_MOST_DONG = 10**15
_MOST_PAGES = 100_000


class Facet(StrEnum):
    """What packages are counted under; the value is the name in the address."""

    FIELD = "linh-vuc"
    METHOD = "hinh-thuc"
    PLACE = "dia-ban"
    BUYER = "don-vi"
    PRICE = "gia"
    STATUS = "trang-thai"
    CLOSING = "dong-thau"
    HOLDS = "da-co"


# Facets of which any value may be given several times; one of them must hold.
CHOSEN = (Facet.FIELD, Facet.METHOD, Facet.PLACE, Facet.BUYER, Facet.STATUS, Facet.HOLDS)


class Order(StrEnum):
    """In which order packages stand; the value is the word in the address."""

    NEWEST = "moi"
    CLOSING = "dong-thau"
    DEAREST = "gia-cao"
    CHEAPEST = "gia-thap"


class Closing(StrEnum):
    """When bids close, as seen from now; open ones only, but for the last."""

    OPEN = "con-han"
    IN_3_DAYS = "3-ngay"
    IN_7_DAYS = "7-ngay"
    OVER = "da-dong"


class Held(StrEnum):
    """Which record of a package is known."""

    PLAN = "ke-hoach"
    NOTICE = "thong-bao"
    RESULT = "ket-qua"


W = TypeVar("W", bound=StrEnum)

# A package whose status or field is not known.
UNKNOWN = "chua-ro"
PriceSpan = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class Query:
    """One search; every field empty finds everything. Prices in đồng, both ends included."""

    text: str = ""
    terms: Terms = NOTHING
    chosen: Mapping[Facet, tuple[str, ...]] = field(default_factory=dict)
    price: PriceSpan = (None, None)
    closing: Closing | None = None
    order: Order = Order.NEWEST
    page: int = 1
    unread: tuple[str, ...] = ()

    def of(self, facet: Facet) -> tuple[str, ...]:
        """The values of a facet that are asked for."""
        if facet is Facet.CLOSING:
            return (self.closing.value,) if self.closing else ()
        if facet is Facet.PRICE:
            return () if self.price == (None, None) else ("-".join(_number(end) for end in self.price),)
        return self.chosen.get(facet, ())

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.text.strip()) or any(self.of(facet) for facet in Facet)

    def toggled(self, facet: Facet, value: str) -> "Query":
        """The search with one value more, or without it; on its first page."""
        values = self.of(facet)
        kept = tuple(v for v in values if v != value) if value in values else (*values, value)
        return replace(self, chosen={**self.chosen, facet: kept}, page=1)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The search as it stands in the address, the same search always the same."""
        low, high = self.price
        single = (
            (TEXT, self.text),
            (PRICE_FROM, _number(low)),
            (PRICE_TO, _number(high)),
            (Facet.CLOSING.value, self.closing.value if self.closing else ""),
            (ORDER, "" if self.order is Order.NEWEST else self.order.value),
            (PAGE, "" if self.page == 1 else str(self.page)),
        )
        many = ((facet.value, value) for facet in CHOSEN for value in sorted(self.of(facet)))
        return (*(pair for pair in single[:1] if pair[1]), *many, *(pair for pair in single[1:] if pair[1]))

    def address(self) -> str:
        """`pairs` as the part of an address after `?`."""
        return urlencode(self.pairs())


def read_query(given: Iterable[tuple[str, str]]) -> Query:
    """The search of an address. Unknown names are passed over, unreadable values told in `unread`."""
    by_name: dict[str, list[str]] = {}
    for name, value in given:
        by_name.setdefault(name, []).append(value)
    unread: list[str] = []
    text = " ".join(by_name.get(TEXT, [""])[-1].split())
    chosen: dict[Facet, tuple[str, ...]] = {}
    for facet in CHOSEN:
        values = tuple(dict.fromkeys(v for v in by_name.get(facet.value, ()) if v))
        if len(values) > _MOST_CHOSEN or any(len(v) > _LONGEST_VALUE or not v.isprintable() for v in values):
            unread.append(facet.value)
        elif values:
            chosen[facet] = values

    def one(name: str) -> str:
        return by_name.get(name, [""])[-1].strip()

    terms = read_terms(text)
    return Query(
        text[:LONGEST],
        terms,
        chosen,
        (_dong(PRICE_FROM, one(PRICE_FROM), unread), _dong(PRICE_TO, one(PRICE_TO), unread)),
        _word(Closing, Facet.CLOSING.value, one(Facet.CLOSING.value), unread),
        _word(Order, ORDER, one(ORDER), unread) or Order.NEWEST,
        _page(one(PAGE), unread),
        tuple([TEXT] * terms.unread + unread),
    )


def _dong(name: str, text: str, unread: list[str]) -> int | None:
    digits = "".join(sign for sign in text if sign not in " .,đ\xa0")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdecimal()) or int(digits[:20]) > _MOST_DONG:
        unread.append(name)
        return None
    return int(digits)


def _word(words: type[W], name: str, text: str, unread: list[str]) -> W | None:
    if not text:
        return None
    found = next((word for word in words if word.value == text), None)
    if found is None:
        unread.append(name)
    return found


def _page(text: str, unread: list[str]) -> int:
    if not text:
        return 1
    if text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= _MOST_PAGES:
        return int(text)
    unread.append(PAGE)
    return 1


def _number(end: int | None) -> str:
    return "" if end is None else str(end)
