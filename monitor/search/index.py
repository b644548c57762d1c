"""Chỉ mục đếm và xếp: với một lời tìm, có bao nhiêu gói ở mỗi giá trị lọc, và trang này gồm những gói nào.
Counts and order: how many packages each value of a filter would show beside the others, and which stand
on a page. Exact over half a million packages: a filter is a set of bits, a count is one pass over it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from monitor.domain.published import TenderStatus
from monitor.domain.searched import Holds
from monitor.search.bits import Bits, count, none, packed, places
from monitor.search.columns import Columns
from monitor.search.query import UNKNOWN, Closing, Facet, Held, Order, PriceSpan, Query
from monitor.subscriptions.places import Places

# In đồng, both ends included: round amounts that part small purchases from large works.
BANDS: tuple[PriceSpan, ...] = (
    (None, 499_999_999),
    (500_000_000, 1_999_999_999),
    (2_000_000_000, 9_999_999_999),
    (10_000_000_000, 49_999_999_999),
    (50_000_000_000, None),
)
_HELD = {Held.PLAN: Holds.PLAN, Held.NOTICE: Holds.NOTICE, Held.RESULT: Holds.RESULT}
_COLUMNS = {Facet.FIELD: "category", Facet.METHOD: "method", Facet.STATUS: "status"}
_SOON = {Closing.IN_3_DAYS: timedelta(days=3), Closing.IN_7_DAYS: timedelta(days=7)}


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a facet: a value, how many packages it would show, and whether it is asked for."""

    value: str
    packages: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Ranged:
    """One line of the price facet."""

    span: PriceSpan
    packages: int
    asked: bool


class SearchIndex:
    """All packages at one revision; read only, so threads may share it.

    `meant` tells which codes a code means: old and new ones of the province.
    """

    def __init__(self, columns: Columns, meant: Places) -> None:
        self.columns = columns
        self._alive = packed(columns.alive)
        self._values = {facet: self._by_value(name) for facet, name in _COLUMNS.items()}
        self._values[Facet.PLACE] = self._by_place(meant)
        holds = columns.number("holds").astype(np.uint8)
        self._values[Facet.HOLDS] = {
            word.value: packed((holds & flag.value) != 0) for word, flag in _HELD.items()
        }
        self._bands = {span: self._priced(span) for span in BANDS}
        self._ranks = {order: self._rank(order) for order in Order}
        self._closes = np.sort(columns.number("closes"))
        self._closing: dict[Closing, tuple[tuple[int, ...], Bits]] = {}

    def __len__(self) -> int:
        return len(self.columns)

    @property
    def packages(self) -> int:
        """How many there are."""
        return count(self._alive)

    def select(self, asked: Query, text: Bits | None, now: datetime) -> "Selection":
        """What the search finds at `now` (UTC); `text` are the packages whose words hold, `None`: all."""
        base = self._alive if text is None else self._alive & text
        chosen = {facet: self._chosen(facet, asked.of(facet)) for facet in self._values if asked.of(facet)}
        if buyers := asked.of(Facet.BUYER):
            chosen[Facet.BUYER] = self._bought_by(buyers)
        if asked.price != (None, None):
            chosen[Facet.PRICE] = self._priced(asked.price)
        if asked.closing:
            chosen[Facet.CLOSING] = self.closing(asked.closing, now)
        return Selection(self, asked, base, chosen, now)

    def values(self, facet: Facet) -> Mapping[str, Bits]:
        """The packages of every value of a facet."""
        return self._values[facet]

    def band(self, span: PriceSpan) -> Bits:
        """The packages of a band of prices."""
        return self._bands[span]

    def closing(self, when: Closing, now: datetime) -> Bits:
        """Packages by when bids close: those still invited, or those whose time is over."""
        ends = (now, *((now + _SOON[when],) if when in _SOON else ()))
        passed = tuple(int(np.searchsorted(self._closes, int(end.timestamp()), side="right")) for end in ends)
        # Between two closings the answer is the same.
        known = self._closing.get(when)
        if known is None or known[0] != passed:
            known = self._closing[when] = passed, self._closes_by(when, ends)
        return known[1]

    def first_of(self, found: NDArray[np.intp], order: Order, now: datetime, most: int) -> NDArray[np.intp]:
        """The first places of those found; by closing: what closes next, then what closed last."""
        ranks = self._ranks[order][found]
        if order is Order.CLOSING:
            size, known = len(self), int(np.searchsorted(self._closes, 0))
            over = int(np.searchsorted(self._closes, int(now.timestamp()), side="right"))
            ended = np.where(ranks >= known, size - 1 - ranks, size - known + ranks)
            ranks = np.where(ranks >= over, ranks - over, ended)
        if most < len(found):
            # A page needs the first few only: to order half a million would take many times as long.
            nearest = np.argpartition(ranks, most - 1)[:most]
            found, ranks = found[nearest], ranks[nearest]
        return found[np.argsort(ranks)]

    def _rank(self, order: Order) -> NDArray[np.int32]:
        number = self.columns.number
        newest = -number("published")
        price = number("price")
        keys = {
            Order.NEWEST: newest,
            Order.CLOSING: number("closes"),
            Order.DEAREST: -price,
            # Without a price last, whichever way they are ordered.
            Order.CHEAPEST: np.where(price < 0, np.iinfo(np.int64).max, price),
        }
        # The id tells apart what is equal: the same search has the same pages.
        ordered = np.lexsort((np.arange(len(self)), newest, keys[order]))
        ranks = np.empty(len(self), np.int32)
        ranks[ordered] = np.arange(len(self), dtype=np.int32)
        return ranks

    def _closes_by(self, when: Closing, ends: tuple[datetime, ...]) -> Bits:
        # Whole seconds on both sides: with a fraction every column would be turned into floats first.
        closes, (at, *soon) = self.columns.number("closes"), (int(end.timestamp()) for end in ends)
        if when is Closing.OVER:
            return packed((closes >= 0) & (closes <= at))
        still = self._values[Facet.STATUS].get(TenderStatus.ACTIVE.value)
        if still is None:
            return none(len(self))
        found = still & packed(closes > at)
        return found & packed(closes <= soon[0]) if soon else found

    def _by_value(self, name: str) -> dict[str, Bits]:
        codes = self.columns.column(name)
        texts = self.columns.values.get(name, ())
        return {text or UNKNOWN: packed(codes == code) for code, text in enumerate(texts)}

    def _by_place(self, meant: Places) -> dict[str, Bits]:
        """A package is counted under every code that means one of its own."""
        codes, texts = self.columns.column("places"), self.columns.values.get("places", ())
        named = [frozenset(filter(None, text.split(","))) for text in texts]
        asked = {*meant, *(code for codes_of in named for code in codes_of)}
        found: dict[str, Bits] = {}
        for code in sorted(asked):
            same = meant.get(code, frozenset()) | {code}
            mine = np.array([not same.isdisjoint(own) for own in named], np.bool_)
            found[code] = packed(mine[codes]) if len(mine) else none(len(self))
        return found

    def _chosen(self, facet: Facet, values: tuple[str, ...]) -> Bits:
        known = self._values[facet]
        found = none(len(self))
        for value in values:
            if value in known:
                found = found | known[value]
        return found

    def _bought_by(self, buyers: tuple[str, ...]) -> Bits:
        known, codes = self.columns.values.get("buyer", ()), self.columns.column("buyer")
        found = none(len(self))
        for buyer in buyers:
            if buyer in known:
                found = found | packed(codes == known.index(buyer))
        return found

    def _priced(self, span: PriceSpan) -> Bits:
        low, high = span
        price = self.columns.number("price")
        found = packed(price >= (low or 0))
        return found if high is None else found & packed(price <= high)


@dataclass(frozen=True, slots=True)
class Selection:
    """What one search finds, and what every other value of a filter would give beside the rest."""

    index: SearchIndex
    asked: Query
    base: Bits
    chosen: Mapping[Facet, Bits]
    now: datetime
    _rests: dict[Facet | None, Bits] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """How many packages are found."""
        return count(self._without(None))

    def page(self, number: int, size: int) -> tuple[int, ...]:
        """The ids on a page, the first being 1."""
        found = places(self._without(None))
        first = self.index.first_of(found, self.asked.order, self.now, number * size)
        return tuple((first[(number - 1) * size :] + 1).tolist())

    def counts(self, facet: Facet) -> tuple[Count, ...]:
        """Every value that the other filters leave, the most frequent first; asked ones always."""
        if facet is Facet.BUYER:
            return self._buyers()
        rest, asked = self._without(facet), self.asked.of(facet)
        found = {value: count(rest & has) for value, has in self.index.values(facet).items()}
        return _sorted(found, asked)

    def closings(self) -> tuple[Count, ...]:
        """By when bids close."""
        rest, asked = self._without(Facet.CLOSING), self.asked.closing
        return tuple(
            Count(when.value, count(rest & self.index.closing(when, self.now)), when is asked)
            for when in Closing
        )

    def prices(self) -> tuple[Ranged, ...]:
        """By bands of price."""
        rest = self._without(Facet.PRICE)
        return tuple(
            Ranged(span, count(rest & self.index.band(span)), self.asked.price == span) for span in BANDS
        )

    def _buyers(self) -> tuple[Count, ...]:
        columns = self.index.columns
        texts = columns.values.get("buyer", ())
        mine = columns.column("buyer").take(places(self._without(Facet.BUYER)))
        numbers = np.bincount(mine, minlength=len(texts))
        found = {text: int(number) for text, number in zip(texts, numbers, strict=True) if text and number}
        return _sorted(found, self.asked.of(Facet.BUYER))

    def _without(self, left_out: Facet | None) -> Bits:
        """Everything that the filters leave but for one of them."""
        key = left_out if left_out in self.chosen else None
        if key not in self._rests:
            rest = self.base
            for facet, bits in self.chosen.items():
                if facet is not key:
                    rest = rest & bits
            self._rests[key] = rest
        return self._rests[key]


def _sorted(found: Mapping[str, int], asked: tuple[str, ...]) -> tuple[Count, ...]:
    every = {**dict.fromkeys(asked, 0), **found}
    counts = [
        Count(value, number, value in asked) for value, number in every.items() if number or value in asked
    ]
    return tuple(sorted(counts, key=lambda one: (-one.packages, one.value)))
