"""Giờ nghỉ: thư đi vào lúc được phép gần nhất, không sớm hơn, không muộn hơn.
Quiet hours: letters leave at the first allowed instant, neither earlier nor later."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cases.quiet import QuietHours
from monitor.domain.times import VIETNAM
from monitor.law.calendar import load_calendar

CALENDAR = load_calendar()
OFFICE = QuietHours()


def local(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "leaves"),
    [
        (local(10, 1, 9), local(10, 1, 9)),
        (local(10, 1, 7), local(10, 1, 7)),
        (local(10, 1, 6, 59), local(10, 1, 7)),
        (local(10, 1, 17, 59), local(10, 1, 17, 59)),
        (local(10, 1, 18), local(10, 2, 7)),
        (local(10, 1, 0), local(10, 1, 7)),
        (local(10, 2, 20), local(10, 5, 7)),  # Friday evening: Monday
        (local(10, 3, 10), local(10, 5, 7)),
        (local(8, 28, 19), local(9, 3, 7)),  # National Day and the week-end before it
        (local(8, 22, 10), local(8, 22, 10)),  # a make-up Saturday is worked
    ],
)
def test_letters_wait_for_office_hours(at: datetime, leaves: datetime) -> None:
    assert OFFICE.next_allowed(at, CALENDAR) == leaves


@pytest.mark.parametrize(
    ("quiet", "at", "leaves"),
    [
        (QuietHours(7, 7, False), local(10, 3, 3), local(10, 3, 3)),
        (QuietHours(7, 7, True), local(10, 3, 3), local(10, 5, 0)),
        (QuietHours(18, 7, False), local(10, 3, 20), local(10, 4, 7)),
        (QuietHours(11, 14, False), local(10, 3, 12), local(10, 3, 14)),
        (QuietHours(11, 14, True), local(10, 3, 12), local(10, 5, 0)),
    ],
)
def test_other_hours(quiet: QuietHours, at: datetime, leaves: datetime) -> None:
    assert quiet.next_allowed(at, CALENDAR) == leaves


@given(
    st.integers(0, 23),
    st.integers(0, 23),
    st.booleans(),
    st.integers(0, 330 * 24 * 60),
)
def test_nothing_allowed_lies_before_it(start: int, end: int, working: bool, minutes: int) -> None:
    quiet, at = QuietHours(start, end, working), local(1, 1, 0) + timedelta(minutes=minutes)
    leaves = quiet.next_allowed(at, CALENDAR)
    assert leaves >= at
    assert not quiet.is_quiet(leaves, CALENDAR)
    half_hour = timedelta(minutes=30)
    steps = (leaves - at) // half_hour
    assert all(quiet.is_quiet(at + step * half_hour, CALENDAR) for step in range(steps))
    assert leaves == at or quiet.is_quiet(leaves - timedelta(microseconds=1), CALENDAR)
