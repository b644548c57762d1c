"""Kỳ bản tin còn nợ: không sót, không lặp, không quá bốn tuần, cũ trước.
Owed weeks: none is lost, none repeated, none older than four weeks, the oldest first."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.runs import lateness, owed, slot_of, weeks_before
from monitor.domain.digests import DigestRun, Late

MONDAY_7 = datetime(2026, 9, 21, tzinfo=UTC)  # 07:00 in Việt Nam
WEEK = timedelta(days=7)
LONG_AGO = MONDAY_7 - 52 * WEEK


@pytest.mark.parametrize(
    ("now", "done", "slots"),
    [
        (MONDAY_7 - timedelta(minutes=1), MONDAY_7 - WEEK, []),
        (MONDAY_7, MONDAY_7 - WEEK, [0]),
        (MONDAY_7, MONDAY_7, []),
        (MONDAY_7, MONDAY_7 - 3 * WEEK, [2, 1, 0]),
        (MONDAY_7, None, [3, 2, 1, 0]),
        (MONDAY_7 + timedelta(days=6, hours=23), None, [3, 2, 1, 0]),
        (MONDAY_7 - timedelta(hours=2), None, [4, 3, 2, 1]),
    ],
)
def test_the_weeks_owed(now, done, slots) -> None:
    assert [slot_of(week) for week in owed(now, LONG_AGO, done)] == [MONDAY_7 - n * WEEK for n in slots]


def test_weeks_in_which_nobody_watched_have_no_digest() -> None:
    first_cycle = MONDAY_7 - timedelta(days=9)
    assert [slot_of(week) for week in owed(MONDAY_7, first_cycle, None)] == [MONDAY_7 - WEEK, MONDAY_7]
    assert owed(MONDAY_7, MONDAY_7, None) == ()


@given(
    st.lists(st.integers(1, 60 * 24 * 50), min_size=1, max_size=40),
    st.integers(0, 60 * 24 * 7),
)
def test_whatever_the_gaps_each_week_is_owed_once_and_in_order(gaps: list[int], start: int) -> None:
    since = now = MONDAY_7 - timedelta(minutes=start)
    done: datetime | None = None
    told: list[datetime] = []
    for gap in gaps:
        now += timedelta(minutes=gap)
        for week in owed(now, since, done):
            done = slot_of(week)
            assert now - 4 * WEEK < done <= now
            told.append(done)
        recent = [MONDAY_7 + n * WEEK for n in range((now - MONDAY_7) // WEEK + 1)][-4:]
        # The week ended seven hours before its slot: who began to watch since then owes nothing.
        assert {slot for slot in recent if since < slot - timedelta(hours=7)} <= set(told)
    assert told == sorted(set(told))


def test_only_what_is_late_by_a_day_says_so_and_why() -> None:
    broken = DigestRun("inspectorate", MONDAY_7, MONDAY_7 + timedelta(hours=1))
    assert lateness(MONDAY_7, None, MONDAY_7 + timedelta(hours=23)) is None
    assert lateness(MONDAY_7, None, MONDAY_7 + timedelta(hours=24)) == Late(MONDAY_7)
    assert lateness(MONDAY_7, broken, MONDAY_7 + WEEK) == Late(MONDAY_7, broken.started_at)


def test_weeks_before_come_oldest_first_and_touch() -> None:
    last = owed(MONDAY_7, LONG_AGO, MONDAY_7 - WEEK)[0]
    weeks = weeks_before(last, 3)
    assert weeks[-1] == last
    assert [a.end == b.start for a, b in pairwise(weeks)] == [True, True]
