"""Kỳ bản tin nào còn nợ: bốn tuần trở lại, tuần cũ trước.
Which weeks' digests are owed: up to four weeks back, the oldest first, none that is done."""

from datetime import datetime, time, timedelta

from monitor.domain.digests import DigestRun, Late
from monitor.domain.times import Window, start_of_day, vietnam_day
from monitor.subscriptions.rhythm import HEALED

HOUR = time(7, 0)
_WEEK = timedelta(days=7)
# Later on its own day is not worth a word.
_LATE_AFTER = timedelta(hours=24)


def last_week(now: datetime) -> Window:
    """The last whole ISO week before `now`: Monday 00:00 to Monday 00:00 in Việt Nam, as UTC."""
    today = vietnam_day(now)
    monday = today - timedelta(days=today.weekday())
    return Window(start_of_day(monday - _WEEK), start_of_day(monday))


def iso_week(period: Window) -> tuple[int, int]:
    """ISO year and week of a period that starts on its Monday."""
    calendar = vietnam_day(period.start).isocalendar()
    return calendar.year, calendar.week


def slot_of(period: Window) -> datetime:
    """When the digest of a week is due: the Monday after it, 07:00 in Việt Nam (UTC)."""
    return period.end + timedelta(hours=HOUR.hour, minutes=HOUR.minute)


def weeks_before(period: Window, count: int) -> tuple[Window, ...]:
    """That week and the ones before it, `count` in all, the oldest first."""
    return tuple(Window(period.start - n * _WEEK, period.end - n * _WEEK) for n in reversed(range(count)))


def owed(now: datetime, watching_since: datetime, done_until: datetime | None) -> tuple[Window, ...]:
    """The weeks whose digest is owed at `now` (UTC), the oldest first.

    `done_until` is the slot of the newest completed run. A week in which nobody was watching yet has
    no digest, and one that was due longer ago than four weeks is not made up any more.
    """
    back = HEALED // _WEEK + 1
    return tuple(
        week
        for week in weeks_before(last_week(now), back)
        if now - HEALED < slot_of(week) <= now
        and watching_since < week.end
        and (done_until is None or done_until < slot_of(week))
    )


def lateness(slot: datetime, begun: DigestRun | None, now: datetime) -> Late | None:
    """What to say of a digest that is made up; `begun` is an earlier run of it that broke off."""
    if now - slot < _LATE_AFTER:
        return None
    return Late(slot, begun.started_at if begun else None)
