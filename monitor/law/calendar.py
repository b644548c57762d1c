"""Lịch làm việc: ngày làm việc thứ n, bậc thang từng ngày, số ngày trễ.
Working days of the state sector: the n-th after a day, each step on the way, how many late.

Bộ luật Dân sự Điều 147-148: the day of the event is not counted, the last day ends at 24:00
(law.md §5). Days are Vietnamese calendar days. A year outside the data is counted with weekends
only, and every such day says so; what is only proposed is never applied (`doubt` tells of both).
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import Literal

from monitor.domain.judgement import DayStep
from monitor.law.holidays import HolidayBook, load_holidays
from monitor.law.readings import BOTH, Readings

Doubt = Literal["", "calendar_pending", "calendar_unknown"]

_DAY = timedelta(days=1)
_WEEKEND = {5: "thứ Bảy", 6: "Chủ nhật"}

# In a year we have no data for, Tết alone may hide seven working days and no other holiday falls
# within two weeks of it: ten leave room to spare.
_UNKNOWN_YEAR_ALLOWANCE = 10


@dataclass(frozen=True, slots=True)
class Deadline:
    """The n-th working day after a day, under both readings, with the ladder of the kinder one.

    `doubt_until` is the due day if every proposed or unknown day off were one (`None`: no doubt).
    """

    due: date
    strict_due: date
    ladder: tuple[DayStep, ...]
    doubt: Doubt
    doubt_until: date | None


@dataclass(frozen=True, eq=False)
class Calendar:
    """Working days under both readings of make-up Saturdays; compare by identity.

    `off`, `makeup`, `pending` and `pending_makeup` map days to their Vietnamese reason; `years`
    are those known; `readings` says which readings of the law are admitted.
    """

    off: Mapping[date, str]
    makeup: Mapping[date, str]
    pending: Mapping[date, str]
    years: frozenset[int]
    pending_makeup: Mapping[date, str] = field(default_factory=dict)
    readings: Readings = BOTH
    _maybe_off: tuple[int, ...] = field(init=False, repr=False)
    _deadlines: dict[tuple[date, int], Deadline] = field(init=False, repr=False, default_factory=dict)

    def __post_init__(self) -> None:
        days = sorted({*self.off, *self.pending})
        weekdays = tuple(day.toordinal() for day in days if day.weekday() not in _WEEKEND)
        object.__setattr__(self, "_maybe_off", weekdays)

    def known(self, day: date) -> bool:
        """Whether the days off of that year are in the data at all."""
        return day.year in self.years

    def is_working(self, day: date, makeup_counts: bool = True) -> bool:
        """Monday to Friday not off, and make-up Saturdays in the reading where they count."""
        if day.weekday() in _WEEKEND:
            return makeup_counts and day in self.makeup
        return day not in self.off

    def why_off(self, day: date, makeup_counts: bool = True) -> str:
        """Why a day does not count, in Vietnamese; empty for a working day."""
        if self.is_working(day, makeup_counts):
            return ""
        if day in self.makeup:
            return f"{self.makeup[day]}; cách tính có lợi cho đơn vị không tính ngày này"
        return self.off.get(day) or _WEEKEND[day.weekday()]

    def nth_working_day_after(self, day: date, n: int, makeup_counts: bool = True) -> date:
        """The n-th working day strictly after `day`; `day` itself when n is 0.

        Raises `ValueError` for a negative n, `OverflowError` past the year 9999.
        """
        if n < 0:
            raise ValueError(f"cannot count {n} working days")
        while n > 0:
            day += _DAY
            n -= self.is_working(day, makeup_counts)
        return day

    def ladder(self, day: date, n: int, makeup_counts: bool = True) -> tuple[DayStep, ...]:
        """Every day after `day` up to the n-th working day, counted or not, with its reason."""
        steps: list[DayStep] = []
        last = self.nth_working_day_after(day, n, makeup_counts)
        number = 0
        while day < last:
            day += _DAY
            working = self.is_working(day, makeup_counts)
            number += working
            notes = [self._remark(day) if working else self.why_off(day, makeup_counts)]
            if day == last:
                notes.append("hạn 24:00")
            steps.append(DayStep(day, number if working else None, "; ".join(filter(None, notes))))
        return tuple(steps)

    def working_days_after(self, due_day: date, until_day: date) -> int:
        """Working days strictly after `due_day` up to and including `until_day`, 0 if none.

        The kind count: neither a make-up Saturday nor a day whose rest is only proposed adds to a delay,
        nor do the first days of a year that has no holidays in the data.
        """
        if until_day <= due_day:
            return 0
        first, last = due_day.toordinal(), until_day.toordinal()
        off = bisect_right(self._maybe_off, last) - bisect_right(self._maybe_off, first)
        return _weekdays_until(last) - _weekdays_until(first) - off - self._allowance(first, last)

    def delay(self, due_day: date, until_day: date) -> Iterator[tuple[date, str]]:
        """Each day counted by `working_days_after` (or not), with why it does not count, in Vietnamese."""
        spared: dict[int, int] = {}
        for n in range(1, (until_day - due_day).days + 1):
            day = due_day + n * _DAY
            why = self.why_off(day, makeup_counts=False)
            if not why and day in self.pending:
                why = f"đề xuất nghỉ ({self.pending[day]}), chưa tính là ngày trễ"
            elif not why and not self.known(day) and spared.get(day.year, 0) < _UNKNOWN_YEAR_ALLOWANCE:
                spared[day.year] = spared.get(day.year, 0) + 1
                why = f"năm {day.year} chưa có lịch nghỉ lễ, chưa tính là ngày trễ"
            yield day, why

    def _allowance(self, first: int, last: int) -> int:
        """Weekdays after `first` and up to `last` (ordinals) that may be off in years we have no data for."""
        allowed = 0
        for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
            if year not in self.years:
                begin = max(first, date(year, 1, 1).toordinal() - 1)
                end = min(last, date(year, 12, 31).toordinal())
                allowed += min(_UNKNOWN_YEAR_ALLOWANCE, _weekdays_until(end) - _weekdays_until(begin))
        return allowed

    def deadline(self, day: date, n: int) -> Deadline:
        """The n-th working day after `day` under both readings; remembered, for there are few."""
        found = self._deadlines.get((day, n))
        if found is None:
            found = self._deadlines[day, n] = self._work_out(day, n)
        return found

    def _work_out(self, day: date, n: int) -> Deadline:
        # Leaving the make-up Saturday out can only push the day later: that reading is the kind one.
        kind = self.readings.kind_makeup
        due = self.nth_working_day_after(day, n, kind)
        strict = self.nth_working_day_after(day, n, self.readings.strict_makeup)
        cautious = self._if_every_proposal_came(day, n)
        doubt: Doubt = "calendar_pending"
        if not (self.known(day + _DAY) and self.known(cautious)):
            cautious = self.allowing_for_an_unknown_year(cautious)
            doubt = "calendar_unknown"
        ladder = self.ladder(day, n, kind)
        if cautious == due:
            return Deadline(due, strict, ladder, "", None)
        return Deadline(due, strict, ladder, doubt, cautious)

    def allowing_for_an_unknown_year(self, day: date) -> date:
        """A day so far behind `day` that no holiday we have no data for can lie beyond it."""
        return self.nth_working_day_after(day, _UNKNOWN_YEAR_ALLOWANCE, makeup_counts=False)

    def _if_every_proposal_came(self, day: date, n: int) -> date:
        while n > 0:
            day += _DAY
            n -= self.is_working(day, self.readings.kind_makeup) and day not in self.pending
        return day

    def _remark(self, day: date) -> str:
        """What to know of a day that counts."""
        if not self.known(day):
            return f"năm {day.year} chưa có lịch nghỉ lễ, mới trừ thứ Bảy và Chủ nhật"
        if day in self.pending:
            return f"đề xuất nghỉ ({self.pending[day]}), chưa có quyết định nên vẫn tính"
        return self.makeup.get(day, "")


def load_calendar(readings: Readings = BOTH) -> Calendar:
    """The calendar of the shipped holidays; raises `ConfigError` naming file and row."""
    return _shipped(readings)


@cache
def _shipped(readings: Readings) -> Calendar:
    return calendar_of(load_holidays(), readings)


def calendar_of(book: HolidayBook, readings: Readings = BOTH) -> Calendar:
    """Lay a book of holidays out by day; only what has been decided is applied."""
    off = {row.day: row.reason for year in book.years for row in year.days_off}
    makeup: dict[date, str] = {}
    for swap in (swap for year in book.years for swap in year.swaps if swap.status == "ok"):
        off[swap.rest] = f"hoán đổi, làm bù thứ Bảy {swap.makeup:%d/%m} ({swap.decision})"
        makeup[swap.makeup] = f"làm bù cho ngày {swap.rest:%d/%m} ({swap.decision})"
    pending = {day: why for year in book.years for day, why in year.proposed_off() if day not in off}
    saturdays = {day: why for year in book.years for day, why in year.proposed_makeup()}
    return Calendar(
        MappingProxyType(off),
        MappingProxyType(makeup),
        MappingProxyType(pending),
        frozenset(year.year for year in book.years),
        MappingProxyType(saturdays),
        readings,
    )


def _weekdays_until(ordinal: int) -> int:
    """Mondays to Fridays from 0001-01-01 (a Monday) up to and including a day's ordinal."""
    weeks, rest = divmod(ordinal, 7)
    return weeks * 5 + min(rest, 5)
