"""Đến giờ gửi: hằng ngày, hằng tuần, chỉ ngày làm việc.
Slots of daily and weekly subscriptions, over a week-end and a holiday."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.subscriptions import Rhythm
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Pace
from monitor.law.calendar import load_calendar
from monitor.subscriptions.rhythm import last_slot

CALENDAR = load_calendar()


def at(day: int, hour: int, minute: int = 0, month: int = 9) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM)


@pytest.mark.parametrize(
    ("rhythm", "now", "slot"),
    [
        (Rhythm(Pace.DAILY), at(21, 7), at(21, 7)),
        (Rhythm(Pace.DAILY), at(21, 6, 59), at(20, 7)),
        (Rhythm(Pace.DAILY, hour=18), at(21, 7), at(20, 18)),
        (Rhythm(Pace.WEEKLY), at(23, 12), at(21, 7)),
        (Rhythm(Pace.WEEKLY), at(21, 6), at(14, 7)),
        (Rhythm(Pace.WEEKLY, weekday=4), at(21, 6), at(18, 7)),
        # 19 and 20 September 2026 are a week-end: what falls there waits for Monday.
        (Rhythm(Pace.DAILY, working_days_only=True), at(20, 12), at(18, 7)),
        (Rhythm(Pace.DAILY, working_days_only=True), at(21, 7), at(21, 7)),
        (Rhythm(Pace.WEEKLY, weekday=5, working_days_only=True), at(20, 12), at(14, 7)),
        (Rhythm(Pace.WEEKLY, weekday=5, working_days_only=True), at(21, 8), at(21, 7)),
        # 31 August is swapped for a Saturday, 1 and 2 September are National Day: Friday was the last.
        (Rhythm(Pace.DAILY, working_days_only=True), at(2, 12), at(28, 7, month=8)),
    ],
)
def test_the_last_slot_that_has_come(rhythm: Rhythm, now: datetime, slot: datetime) -> None:
    assert last_slot(rhythm, CALENDAR, now.astimezone(UTC)) == slot


def test_a_slot_is_due_once() -> None:
    rhythm, now = Rhythm(Pace.DAILY), at(21, 7).astimezone(UTC)
    slot = last_slot(rhythm, CALENDAR, now)
    assert slot > now - timedelta(hours=1)
    assert not last_slot(rhythm, CALENDAR, now + timedelta(hours=23)) > slot


def test_at_once_is_always_due() -> None:
    now = at(21, 3)
    assert last_slot(Rhythm(Pace.AT_ONCE), CALENDAR, now) == now
