"""Giờ giấc của cơ quan: ngày làm việc, giờ hành chính, sát giờ nửa đêm.
When offices act: working days, office hours, and the last minutes of a due day."""

from datetime import date, datetime, time, timedelta
from random import Random

from monitor.demo.workdays import working_day_after
from monitor.domain.times import from_vietnam


def at(day: date, hour: int, minute: int, second: int = 0, micro: int = 0) -> datetime:
    """An instant by the wall clock in Việt Nam, as UTC."""
    return from_vietnam(datetime.combine(day, time(hour, minute, second, micro)))


def office_time(rng: Random, day: date, *, from_hour: int = 8) -> datetime:
    """A moment in office hours (until 16:59) of that day, with the network's milliseconds."""
    second, micro = rng.randint(0, 59), rng.randint(0, 999) * 1000
    return at(day, rng.randint(from_hour, 16), rng.randint(0, 59), second, micro)


def last_minutes(rng: Random, day: date) -> datetime:
    """23:50 to 23:58 of that day: still in time."""
    return at(day, 23, rng.randint(50, 58), rng.randint(0, 59))


def some_days_after(rng: Random, day: date, low: int, high: int) -> datetime:
    """Office time `low` to `high` working days after `day`; in the afternoon when on the day itself."""
    wait = rng.randint(low, high)
    return office_time(rng, working_day_after(day, wait), from_hour=8 if wait else 14)


def soon_after(rng: Random, instant: datetime, day: date, high: int) -> datetime:
    """Within an hour or two of `instant`, or up to `high` working days after `day`."""
    wait = rng.randint(0, high)
    if wait == 0:
        return instant + timedelta(minutes=rng.randint(10, 60))
    return office_time(rng, working_day_after(day, wait))
