"""Hạn của một nghĩa vụ: từ sự kiện nào, đến thời điểm nào, với bậc thang từng ngày.
What the days or hours of one duty come to, from which event."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from monitor.domain.judgement import DayStep
from monitor.domain.times import end_of_day, vietnam_day
from monitor.law.calendar import Calendar
from monitor.law.spans import Unit, deadline_in

# A year beyond this is a slip of the pen, not a day to count from.
LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Due:
    """The fields of a duty that time decides; instants UTC. Empty: nothing can be counted."""

    trigger: str = ""
    trigger_day: date | None = None
    due_at: datetime | None = None
    due_strict_at: datetime | None = None
    ladder: tuple[DayStep, ...] = ()
    doubt: str = ""
    doubt_until: datetime | None = None
    unit: str = "wd"
    trigger_at: datetime | None = None


def due_after(calendar: Calendar, trigger: str, since: date | None, n: int | None, unit: Unit = "wd") -> Due:
    """At most `n` units after `since`, working days unless said; `None`: the law sets no number."""
    if since is None or since.year > LAST_YEAR:
        return Due()
    if n is None:
        return Due(trigger, since)
    deadline = deadline_in(calendar, since, n, unit)
    return Due(
        trigger,
        since,
        after(deadline.due),
        after(deadline.strict_due),
        deadline.ladder,
        deadline.doubt,
        after(deadline.doubt_until) if deadline.doubt_until else None,
        unit,
    )


def due_within_hours(trigger: str, at: datetime | None, hours: int | None) -> Due:
    """At most `hours` after `at` (UTC): hours run on through nights, weekends and holidays."""
    if at is None or hours is None or at.year > LAST_YEAR:
        return Due()
    due = at + timedelta(hours=hours)
    return Due(trigger, vietnam_day(at), due, due, unit="hour", trigger_at=at)


@lru_cache(maxsize=10_000)
def after(day: date) -> datetime:
    """24:00 of a Vietnamese day; remembered, for tens of thousands of duties share few days."""
    return end_of_day(day)
