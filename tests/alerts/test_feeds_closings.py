"""Thời điểm đóng thầu trên lịch: mỗi lần dời là một số thứ tự mới, không bao giờ lùi.
Closing times of a calendar: each move is a higher sequence, which never falls."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.feeds.closings import KEPT, closings
from monitor.domain.errors import MonitorError
from monitor.domain.subscriptions import Tender, TenderEvent
from monitor.domain.vocabulary import EventKind

NOW = datetime(2026, 9, 1, 1, 30, tzinfo=UTC)
CLOSE = NOW + timedelta(days=10)


def told(
    number: int,
    closes_at: datetime | None,
    kind: EventKind = EventKind.AMENDMENT,
    *,
    cancelled: bool = False,
    key: str = "IB1",
    old: str = "",
    new: str = "",
) -> TenderEvent:
    tender = Tender(key, "Mua sắm", "Sở Y tế", closes_at=closes_at, cancelled=cancelled)
    return TenderEvent(f"{key}/{kind}/{number}", kind, tender, NOW + timedelta(hours=number), old, new)


def test_a_notice_never_changed_has_sequence_zero_and_no_time_before() -> None:
    (shown,) = closings([told(0, CLOSE, EventKind.NEW_NOTICE), told(1, CLOSE, EventKind.CLARIFICATION)], NOW)
    assert (shown.sequence, shown.previous, shown.closes_at) == (0, None, CLOSE)
    assert shown.changed_at == NOW + timedelta(hours=1)


def test_each_move_counts_forward_and_back_and_the_last_time_before_is_kept() -> None:
    later, sooner = CLOSE + timedelta(days=5), CLOSE - timedelta(days=2)
    (shown,) = closings([told(0, CLOSE), told(1, later), told(2, later), told(3, sooner)], NOW)
    assert (shown.sequence, shown.previous, shown.closes_at) == (2, later, sooner)


def test_an_amendment_and_the_extension_read_with_it_are_one_move() -> None:
    later = CLOSE + timedelta(days=5)
    extension = told(
        1, later, EventKind.EXTENSION, old=CLOSE.isoformat(), new=later.isoformat()
    )  # fmt: skip
    (shown,) = closings([told(0, CLOSE), told(1, later, old="00", new="01"), extension], NOW)
    assert (shown.sequence, shown.previous) == (1, CLOSE)


def test_an_extension_is_counted_even_when_it_is_the_first_thing_known() -> None:
    later = CLOSE + timedelta(days=5)
    extension = told(
        1, None, EventKind.EXTENSION, old=CLOSE.isoformat(), new=later.isoformat()
    )  # fmt: skip
    (shown,) = closings([extension], NOW)
    assert (shown.sequence, shown.previous, shown.closes_at) == (1, CLOSE, later)


def test_a_cancellation_is_a_new_sequence_and_keeps_the_closing_it_had() -> None:
    gone = told(1, None, EventKind.CANCELLATION, cancelled=True)
    (shown,) = closings([told(0, CLOSE), gone], NOW)
    assert (shown.sequence, shown.closes_at, shown.tender.cancelled) == (1, CLOSE, True)


def test_a_closing_withdrawn_and_set_again_to_another_time_has_moved() -> None:
    later = CLOSE + timedelta(days=5)
    (shown,) = closings([told(0, CLOSE), told(1, None), told(2, later)], NOW)
    assert (shown.sequence, shown.previous, shown.closes_at) == (1, CLOSE, later)


def test_a_tender_without_a_closing_time_is_not_in_the_calendar() -> None:
    assert closings([told(0, None, EventKind.RESULT)], NOW) == ()


def test_an_unreadable_extension_is_refused() -> None:
    with pytest.raises(MonitorError, match="unreadable"):
        closings([told(0, None, EventKind.EXTENSION, old="mai", new="mốt")], NOW)


def test_what_closes_soonest_comes_first_and_what_closed_long_ago_is_left_out() -> None:
    times = {
        "b": NOW + timedelta(days=2),
        "a": NOW,
        "c": NOW - timedelta(days=1),
        "d": NOW - timedelta(days=3),
        "e": NOW - KEPT,
    }
    shown = closings([told(0, at, key=key) for key, at in times.items()], NOW)
    assert [closing.tender.subject_key for closing in shown] == ["a", "b", "c", "d"]


steps = st.lists(
    st.tuples(st.one_of(st.none(), st.integers(0, 3)), st.booleans(), st.sampled_from(EventKind)),
    min_size=1,
    max_size=12,
)


def history_of(drawn: list[tuple[int | None, bool, EventKind]]) -> list[TenderEvent]:
    """A random history, as the record read: extensions carry the two times they moved between."""
    events: list[TenderEvent] = []
    known: datetime | None = None
    for number, (day, cancelled, kind) in enumerate(drawn):
        at = None if day is None else CLOSE + timedelta(days=day)
        event = told(number, at, kind, cancelled=cancelled)
        if kind is EventKind.EXTENSION:
            event = replace(event, old=known.isoformat() if known else "", new=at.isoformat() if at else "")
        events.append(event)
        known = at or known
    return events


@settings(deadline=None)
@given(steps, st.randoms())
def test_a_calendar_never_goes_back_and_every_change_is_a_higher_sequence(drawn, random) -> None:  # type: ignore[no-untyped-def]
    events = history_of(drawn)
    before = None
    for length in range(1, len(events) + 1):
        part = events[:length]
        random.shuffle(part)
        now = next(iter(closings(part + part[:1], NOW)), None)
        if before is not None:
            assert now is not None
            assert now.sequence >= before.sequence
            assert now.changed_at > before.changed_at
            seen = (now.closes_at, now.tender.cancelled) != (before.closes_at, before.tender.cancelled)
            assert (now.sequence > before.sequence) is seen
        before = now
