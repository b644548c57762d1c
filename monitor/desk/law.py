"""Bảng thời hạn và lịch nghỉ cho người đọc: dòng thời gian, từng năm, và đề xuất sẽ đổi hạn nào.
The law and the calendar for people: time line, years, and what a proposed day off would change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.domain.confirmation import Confirmation
from monitor.domain.judgement import Duty
from monitor.domain.times import Window, end_of_day, start_of_day
from monitor.domain.vocabulary import Confidence
from monitor.law.calendar import Calendar, calendar_of
from monitor.law.holidays import DayOff, HolidayBook, HolidayYear, ListedDay, Proposal, Swap, listed
from monitor.law.lawrules import LawRule, RegimeSpan
from monitor.law.recompute import DutyChange, recompute

# No duty we count runs longer than this from its event: a day off beyond it cannot reach it.
_REACH = timedelta(days=45)
_RULER = 1000


@dataclass(frozen=True, slots=True)
class RegimeBar:
    """One regime on a ruler of a thousand; `today` says whether it is the one in force."""

    span: RegimeSpan
    start: int
    width: int
    today: bool


@dataclass(frozen=True, slots=True)
class YearMark:
    """A first of January on the same ruler."""

    year: int
    at: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """The regimes, oldest first, the years, and where today stands."""

    bars: tuple[RegimeBar, ...]
    years: tuple[YearMark, ...]
    today: int


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with who compared it with the signed text."""

    rule: LawRule
    given: Confirmation | None

    @property
    def accuses(self) -> bool:
        """Whether a finding may rest on it."""
        return self.rule.conf.accuses or self.given is not None

    @property
    def only_informs(self) -> bool:
        """Not read in full and confirmed by nobody; a policy is none of these."""
        return not self.accuses and self.rule.conf is not Confidence.POLICY


@dataclass(frozen=True, slots=True)
class Decided:
    """A proposed change of the calendar, as if it were decided: which days, and what would follow."""

    year: int
    reason: str
    off: tuple[date, ...]
    makeup: tuple[date, ...]
    changes: tuple[DutyChange, ...]

    @property
    def reasons(self) -> tuple[tuple[str, int], ...]:
        """The causes with how many duties each, the most first."""
        found = Counter(change.reason for change in self.changes)
        return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def timeline(regimes: Iterable[RegimeSpan], today: date) -> Timeline:
    """Lay regimes out from the first day of the first to the end of this year."""
    spans = sorted(regimes, key=lambda span: span.start)
    first, last = spans[0].start, max(date(today.year, 12, 31), spans[-1].start)
    length = (last - first).days + 1

    def at(day: date) -> int:
        return round((min(day, last + timedelta(days=1)) - first).days * _RULER / length)

    def bar(span: RegimeSpan) -> RegimeBar:
        end = (span.end or last) + timedelta(days=1)
        inside = span.start <= today and (span.end is None or today <= span.end)
        return RegimeBar(span, at(span.start), max(2, at(end) - at(span.start)), inside)

    years = tuple(YearMark(year, at(date(year, 1, 1))) for year in range(first.year + 1, last.year + 1))
    return Timeline(tuple(bar(span) for span in spans), years, at(today))


def rule_lines(rules: Iterable[LawRule], standing: Mapping[str, Confirmation]) -> tuple[RuleLine, ...]:
    """The rules in the order of the book, each with the confirmation that stands."""
    return tuple(RuleLine(rule, standing.get(rule.id)) for rule in rules)


def days_by_year(book: HolidayBook) -> tuple[tuple[HolidayYear, tuple[ListedDay, ...]], ...]:
    """Every year with its days, the newest first."""
    days = listed(book)
    return tuple(
        (year, tuple(one for one in days if one.day.year == year.year)) for year in reversed(book.years)
    )


def reach(book: HolidayBook) -> tuple[Window, ...]:
    """The spans in which a duty must fall due for a proposed day to be able to move it."""
    return tuple(
        Window(start_of_day(min(days)), end_of_day(max(days) + _REACH))
        for days in (
            (*off, *makeup) for year in book.years for _reason, off, makeup, _book in _as_decided(book, year)
        )
    )


def pending_effects(book: HolidayBook, calendar: Calendar, duties: Iterable[Duty]) -> tuple[Decided, ...]:
    """For each proposal alone: what deciding it as proposed would do to these duties.

    `calendar` is the one in force: its readings of the law are kept.
    """
    known = tuple(duties)
    return tuple(
        Decided(
            year.year,
            reason,
            off,
            makeup,
            recompute(known, calendar, calendar_of(changed, calendar.readings)),
        )
        for year in book.years
        for reason, off, makeup, changed in _as_decided(book, year)
    )


_Variant = tuple[str, tuple[date, ...], tuple[date, ...], HolidayBook]


def _as_decided(book: HolidayBook, year: HolidayYear) -> Iterable[_Variant]:
    """Each proposal of a year with the book in which it, and nothing else, has been decided."""
    for swap in year.swaps:
        if swap.status == "pending":
            yield (
                f"hoán đổi với {swap.makeup:%d/%m}",
                (swap.rest,),
                (swap.makeup,),
                _swapped(book, year, swap),
            )
    for proposal in year.pending:
        yield from _proposed(book, year, proposal)


def _proposed(book: HolidayBook, year: HolidayYear, proposal: Proposal) -> Iterable[_Variant]:
    known = {row.day for row in year.days_off} | {swap.rest for swap in year.swaps}
    for span in proposal.proposals:
        new = tuple(day for day in span.days() if day.weekday() < 5 and day not in known)
        if new:
            rows = tuple(DayOff(day=day, reason=proposal.reason) for day in new)
            changed = year.model_copy(update={"days_off": (*year.days_off, *rows)})
            yield proposal.reason, new, (), _with(book, changed)


def _swapped(book: HolidayBook, year: HolidayYear, decided: Swap) -> HolidayBook:
    swaps = tuple(
        swap.model_copy(update={"status": "ok"}) if swap is decided else swap for swap in year.swaps
    )
    return _with(book, year.model_copy(update={"swaps": swaps}))


def _with(book: HolidayBook, changed: HolidayYear) -> HolidayBook:
    years = tuple(changed if year.year == changed.year else year for year in book.years)
    return book.model_copy(update={"years": years})
