"""Hạn tính bằng ngày thường, tháng, giờ: lùi qua ngày nghỉ, hoặc chạy liên tục.
Maxima in calendar days, months and hours (law.md §5).

The day of the event is not counted; a last day on a weekend or holiday ends with the next working
day (Bộ luật Dân sự Điều 147-148). Hours run on through nights and holidays. Only maxima roll: a
minimum that rolled would protect tenderers less (`periods`).
"""

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

from monitor.domain.judgement import DayStep
from monitor.law.calendar import Calendar, Deadline, Doubt

Unit = Literal["wd", "day", "month"]

_DAY = timedelta(days=1)


def deadline_in(calendar: Calendar, since: date, n: int, unit: Unit) -> Deadline:
    """The last day of `n` units after `since`, under both readings.

    Raises `ValueError` for a negative n, `OverflowError` past the year 9999.
    """
    if unit == "wd":
        return calendar.deadline(since, n)
    if n < 0:
        raise ValueError(f"cannot count {n} {unit}")
    last = since + timedelta(days=n) if unit == "day" else months_after(since, n)
    return rolled(calendar, last, n)


def months_after(day: date, n: int) -> date:
    """The same day `n` months later, or the last of a month that is too short."""
    years, month = divmod(day.month - 1 + n, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def rolled(calendar: Calendar, last: date, number: int | None = None) -> Deadline:
    """`last`, or the next working day when it is none; `number` is what people counted up to."""
    kind, strict = calendar.readings.kind_makeup, calendar.readings.strict_makeup
    due = _next(last, lambda day: calendar.is_working(day, kind))
    cautious = _next(last, lambda day: calendar.is_working(day, kind) and day not in calendar.pending)
    doubt: Doubt = "calendar_pending"
    if not (calendar.known(last) and calendar.known(cautious)):
        cautious, doubt = calendar.allowing_for_an_unknown_year(cautious), "calendar_unknown"
    return Deadline(
        due,
        _next(last, lambda day: calendar.is_working(day, strict)),
        _steps(calendar, last, due, number),
        doubt if cautious > due else "",
        cautious if cautious > due else None,
    )


def yearly(calendar: Calendar, month_day: str, year: int) -> Deadline:
    """The day `MM-DD` of a year, rolled (TT 134/2026 Điều 5.2: the annual report, before 01/02)."""
    month, day = month_day.split("-")
    return rolled(calendar, date(year, int(month), int(day)))


def _next(day: date, fits: Callable[[date], bool]) -> date:
    while not fits(day):
        day += _DAY
    return day


def _steps(calendar: Calendar, last: date, due: date, number: int | None) -> tuple[DayStep, ...]:
    """The counted last day, then every day it rolls over, then the day it comes to rest on."""
    kind = calendar.readings.kind_makeup
    steps: list[DayStep] = []
    day = last
    while day <= due:
        note = calendar.why_off(day, kind) or "hạn 24:00"  # the one working day is where it rests
        steps.append(DayStep(day, number if day == last else None, note))
        day += _DAY
    return tuple(steps)
