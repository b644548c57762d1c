"""Hàng việc trong bộ nhớ: mỗi giá trị lọc là một dãy bit, đếm bằng phép và.
The queue in memory: every value of a filter is a set of bits, so that counts need no walk over cases."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from monitor.desk.filters import OPEN, Ages, Days, Facet, Filters, Span
from monitor.desk.rows import QueueRow
from monitor.digest.past_states import closed_in, is_open_at, opened_in
from monitor.domain.times import Window, end_of_day, start_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState
from monitor.law.calendar import Calendar
from monitor.reconcile.text import bare_form

AGES: tuple[Ages, ...] = ((0, 2), (3, 5), (6, 10), (11, None))
PERIODS = (7, 30, 90)
_FIRST, _LAST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class Count:
    """One line of the rail: a value, how many cases it would show, and whether it is asked for."""

    value: str
    cases: int
    asked: bool


@dataclass(frozen=True, slots=True)
class Ranged:
    """One line of the rail for ages or days: its two ends."""

    first: str
    last: str
    cases: int
    asked: bool


class DeskIndex:
    """Every case in the order of the queue on one day; read only, so threads may share it."""

    def __init__(self, rows: Iterable[QueueRow], calendar: Calendar, today: date) -> None:
        self.rows = tuple(sorted(rows, key=lambda row: row.order))
        self.today = today
        self._calendar = calendar
        self._all = (1 << len(self.rows)) - 1
        self._bits = _bits(self.rows)
        self.row_of = {row.case.id: row for row in self.rows}
        # What every page shows is counted once.
        self._ages = {age: self._age(age, None) for age in AGES}
        self._opened: dict[Days, int] = {}
        for length in PERIODS:
            days = self.last_days(length)
            self._opened[days] = self._opened_between(days)

    def select(self, asked: Filters, agency: str = "") -> "Selection":
        """What the filters ask for; `agency` keeps an agency's officer to what concerns it."""
        bits = {facet: self._facet(facet, self._words(asked, facet)) for facet in Facet}
        ranges: dict[str, int] = {
            "age": self._age(asked.age, asked.open_on),
            "text": self._text(asked.text),
            "open_on": self._on(asked.open_on),
            **{span: self._span(span, days, asked) for span, days in asked.spans},
        }
        scope = self._bits[Facet.AGENCY].get(agency, 0) if agency else self._all
        return Selection(self, asked, bits, ranges, scope)

    def facet_bits(self, facet: Facet) -> Mapping[str, int]:
        """Every value of a kind with its cases."""
        return self._bits[facet]

    def opened_bits(self, days: Days) -> int:
        """The cases opened or opened again between two days."""
        known = self._opened.get(days)
        return self._opened_between(days) if known is None else known

    def last_days(self, length: int) -> Days:
        """So many days up to today."""
        return self.today - timedelta(days=length - 1), self.today

    def age_bits(self, age: Ages, on: date | None) -> int:
        """The cases of an age in working days, today or on another day."""
        known = self._ages.get(age) if on is None else None
        return self._age(age, on) if known is None else known

    def _opened_between(self, days: Days) -> int:
        period = _period(days)
        return self._where(lambda row: opened_in(row.case, period))

    def _words(self, asked: Filters, facet: Facet) -> tuple[str, ...]:
        words = asked.of(facet)
        if facet is Facet.STATE and (Span.CLOSED in dict(asked.spans)):
            return ()  # in which state it was then is asked by the span itself
        if facet is Facet.STATE and not words and not asked.looks_back:
            return OPEN
        return words

    def _facet(self, facet: Facet, words: tuple[str, ...]) -> int:
        if not words:
            return self._all
        found = 0
        for word in words:
            found |= self._bits[facet].get(word, 0)
        return found

    def _age(self, age: Ages, on: date | None) -> int:
        first, last = age
        if first is None and last is None:
            return self._all
        low, high = first or 0, float("inf") if last is None else last
        if on is None or on == self.today:
            return self._where(lambda row: low <= row.age <= high)
        count = self._calendar.working_days_after
        return self._where(lambda row: low <= count(vietnam_day(row.case.opened_at), on) <= high)

    def _text(self, text: str) -> int:
        words = bare_form(text).split()
        return self._where(lambda row: all(word in row.words for word in words)) if words else self._all

    def _on(self, day: date | None) -> int:
        if day is None:
            return self._all
        end = end_of_day(day)
        return self._where(lambda row: is_open_at(row.case, end))

    def _span(self, span: Span, days: Days, asked: Filters) -> int:
        period = _period(days)
        if span is Span.OPENED:
            return self.opened_bits(days)
        if span is Span.FRESH:
            return self._where(lambda row: opened_in(row.case, period) and is_open_at(row.case, period.end))
        closed = tuple(state for state in CaseState if not state.is_open)
        states = tuple(map(CaseState, asked.of(Facet.STATE))) or closed
        return self._where(lambda row: closed_in(row.case, period, *states))

    def _where(self, fits: Callable[[QueueRow], bool]) -> int:
        text = "".join("1" if fits(row) else "0" for row in reversed(self.rows))
        return int(text, 2) if text else 0


@dataclass(frozen=True, slots=True)
class Selection:
    """The cases that filters ask for, and what every other filter would give beside them."""

    index: DeskIndex
    asked: Filters
    facets: Mapping[Facet, int]
    ranges: Mapping[str, int]
    scope: int

    @property
    def total(self) -> int:
        return self._without(None).bit_count()

    def page(self, number: int, size: int) -> tuple[QueueRow, ...]:
        """The rows of a page, the first being 1."""
        first = (number - 1) * size
        places = islice(_places(self._without(None)), first, first + size)
        return tuple(self.index.rows[place] for place in places)

    def ids(self) -> tuple[str, ...]:
        """The numbers of all cases, in the order of the queue."""
        return tuple(self.index.rows[place].case.id for place in _places(self._without(None)))

    def counts(self, facet: Facet) -> tuple[Count, ...]:
        """Every value of a kind that the other filters leave: asked ones, then the most frequent, first."""
        rest, asked = self._without(facet), self.asked.of(facet)
        bits = self.index.facet_bits(facet)
        # Plain tuples until they are sorted: there may be a thousand agencies on every page.
        found = [(value not in asked, -(rest & those).bit_count(), value) for value, those in bits.items()]
        return tuple(
            Count(value, -less, not other) for other, less, value in sorted(found) if less or not other
        )

    def ages(self) -> tuple[Ranged, ...]:
        """The bands of age in working days."""
        rest = self._without("age")
        return tuple(
            Ranged(
                str(first),
                "" if last is None else str(last),
                (rest & self.index.age_bits((first, last), self.asked.open_on)).bit_count(),
                self.asked.age == (first, last),
            )
            for first, last in AGES
        )

    def periods(self) -> tuple[Ranged, ...]:
        """Opened within so many days up to today."""
        rest = self._without(Span.OPENED)
        found = []
        for length in PERIODS:
            days = self.index.last_days(length)
            bits = rest & self.index.opened_bits(days)
            asked = dict(self.asked.spans).get(Span.OPENED) == days
            first, last = days
            found.append(Ranged(str(first), str(last), bits.bit_count(), asked))
        return tuple(found)

    def _without(self, left_out: Facet | Span | str | None) -> int:
        bits = self.scope
        for facet, those in self.facets.items():
            if facet is not left_out:
                bits &= those
        for name, those in self.ranges.items():
            if name != left_out:
                bits &= those
        return bits


def _bits(rows: tuple[QueueRow, ...]) -> Mapping[Facet, Mapping[str, int]]:
    """For every value the number whose bit n is set where row n has it."""
    texts: dict[Facet, dict[str, bytearray]] = {facet: {} for facet in Facet}
    blank = b"0" * len(rows)
    for place, row in enumerate(rows, start=1):
        for facet, value in row.values:
            held = texts[facet].get(value)
            if held is None:
                held = texts[facet][value] = bytearray(blank)
            held[-place] = 0x31
    return {facet: {value: int(text, 2) for value, text in held.items()} for facet, held in texts.items()}


def _period(days: Days) -> Window:
    first, last = days
    return Window(start_of_day(first or _FIRST), end_of_day(last or _LAST))


def _places(bits: int) -> Iterator[int]:
    """The places of the ones, the lowest first."""
    text = format(bits, "b")[::-1]
    place = text.find("1")
    while place >= 0:
        yield place
        place = text.find("1", place + 1)
