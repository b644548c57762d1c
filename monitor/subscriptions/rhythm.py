"""Đến giờ gửi chưa: hằng ngày, hằng tuần, theo ngày làm việc.
When a subscription is to be told: the last slot that has come, in Vietnamese time."""

from datetime import datetime, time, timedelta

from monitor.domain.subscriptions import Rhythm
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Pace
from monitor.law.calendar import Calendar

# A slot missed for longer than this is not made up: what it held is told with the next one.
HEALED = timedelta(weeks=4)


def last_slot(rhythm: Rhythm, calendar: Calendar, now: datetime) -> datetime:
    """The latest slot at or before `now` (UTC); for `at_once` it is `now` itself.

    On working days only, a slot on a day off is put off to the same hour of the next working day.
    """
    if rhythm.pace is Pace.AT_ONCE:
        return now
    day = now.astimezone(VIETNAM).date()
    at = time(rhythm.hour)
    while True:
        planned = rhythm.pace is Pace.DAILY or day.weekday() == rhythm.weekday
        if planned:
            told = day
            while rhythm.working_days_only and not calendar.is_working(told):
                told += timedelta(days=1)
            slot = datetime.combine(told, at, VIETNAM)
            if slot <= now:
                return slot.astimezone(now.tzinfo)
        day -= timedelta(days=1)
