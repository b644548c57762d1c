"""Lịch làm việc riêng của thế giới mẫu, tách khỏi phần luật để không tự chấm bài mình.
The demo world's own working days: truth must not be computed by the code under test.

Days off and make-up Saturdays of the state sector, 2023 to 2026 (law.md §5).
"""

from datetime import date, timedelta

_DAYS_OFF = {
    2023: "01-02 01-20 01-23 01-24 01-25 01-26 05-01 05-02 05-03 09-01 09-04",
    2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
    2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
    2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
}
_MAKE_UP_SATURDAYS = frozenset({date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)})
_OFF = frozenset(
    date.fromisoformat(f"{year}-{day}") for year, days in _DAYS_OFF.items() for day in days.split()
)


def is_working(day: date, *, makeup_counts: bool = False) -> bool:
    """Whether offices work that day; a make-up Saturday counts only when asked to."""
    if day in _MAKE_UP_SATURDAYS:
        return makeup_counts
    return day.weekday() < 5 and day not in _OFF


def working_day_after(day: date, n: int, *, makeup_counts: bool = False) -> date:
    """The n-th working day strictly after `day`; `day` itself when n is 0."""
    while n > 0:
        day += timedelta(days=1)
        n -= is_working(day, makeup_counts=makeup_counts)
    return day


def working_day_before(day: date) -> date:
    """The last working day strictly before `day`, whichever way make-up Saturdays are read."""
    day -= timedelta(days=1)
    while not is_working(day):
        day -= timedelta(days=1)
    return day


def first_working(day: date) -> date:
    """`day`, or the first working day after it."""
    while not is_working(day):
        day += timedelta(days=1)
    return day


def due_kind(decided: date, n: int) -> date:
    """The later of both readings of make-up Saturdays: the kindest due day."""
    return max(working_day_after(decided, n, makeup_counts=reading) for reading in (True, False))


def days_late(due: date, published: date) -> int:
    """Working days strictly after `due` up to and including `published`, the smaller of both readings."""
    return min(_between(due, published, makeup_counts=reading) for reading in (True, False))


def _between(after: date, until: date, *, makeup_counts: bool) -> int:
    span = (after + timedelta(days=step) for step in range(1, (until - after).days + 1))
    return sum(is_working(day, makeup_counts=makeup_counts) for day in span)
