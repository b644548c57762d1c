"""Việc gì xảy ra với một gói thầu: mỗi việc báo một lần, việc cũ không báo.
What a new reading of a tender brings: each happening once, nothing that was over before we looked."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.subscriptions import Tender, TenderEvent, TenderState
from monitor.domain.vocabulary import EventKind
from monitor.subscriptions.events import Outcome, Reading, closing_soon, followed

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TENDER = Tender(
    "IB2600000001",
    "Gói thầu số 01: Xây lắp đường mẫu",
    "Sở Mẫu",
    notice_no="IB2600000001",
    version="00",
    price=2_000_000_000,
    published_at=NOW - DAY,
    closes_at=NOW + 10 * DAY,
)


def _told(*readings: Reading, every: timedelta = DAY) -> list[TenderEvent]:
    state: TenderState | None = None
    told: list[TenderEvent] = []
    for number, reading in enumerate(readings):
        state, events = followed(state, reading, NOW + number * every)
        told += events
    return told


def _kinds(*readings: Reading) -> list[EventKind]:
    return [event.kind for event in _told(*readings)]


def test_an_open_notice_is_new_once() -> None:
    assert _kinds(Reading(TENDER), Reading(TENDER), Reading(TENDER)) == [EventKind.NEW_NOTICE]


def test_a_notice_that_had_closed_before_we_looked_is_no_news() -> None:
    assert _kinds(Reading(replace(TENDER, closes_at=NOW - DAY))) == []
    assert _kinds(Reading(replace(TENDER, closes_at=None, published_at=NOW - 60 * DAY))) == []


def test_a_cancelled_notice_met_for_the_first_time_is_no_news() -> None:
    assert _kinds(Reading(replace(TENDER, cancelled=True))) == []


def test_a_silent_extension_is_an_extension_that_says_so() -> None:
    later = replace(TENDER, closes_at=NOW + 17 * DAY)
    _, event = _told(Reading(TENDER), Reading(later))
    assert (event.kind, event.silent) == (EventKind.EXTENSION, True)
    assert (datetime.fromisoformat(event.old), datetime.fromisoformat(event.new)) == (
        TENDER.closes_at,
        later.closes_at,
    )


def test_an_extension_in_a_new_version_is_both_amendment_and_extension() -> None:
    amended = replace(TENDER, version="01", closes_at=NOW + 17 * DAY)
    _, amendment, extension = _told(Reading(TENDER), Reading(amended))
    assert (amendment.kind, extension.kind) == (EventKind.AMENDMENT, EventKind.EXTENSION)
    assert not extension.silent


def test_a_closing_brought_forward_is_no_extension() -> None:
    sooner = replace(TENDER, closes_at=NOW + 6 * DAY)
    assert _kinds(Reading(TENDER), Reading(sooner)) == [EventKind.NEW_NOTICE, EventKind.AMENDMENT]


def test_a_closing_time_that_went_there_and_back_is_told_each_time() -> None:
    later = Reading(replace(TENDER, closes_at=NOW + 17 * DAY))
    told = _told(Reading(TENDER), later, Reading(TENDER), later)
    assert [event.kind for event in told] == [
        EventKind.NEW_NOTICE,
        EventKind.EXTENSION,
        EventKind.AMENDMENT,
        EventKind.EXTENSION,
    ]
    assert len({event.id for event in told}) == 4


def test_a_value_that_is_missing_in_one_reading_is_no_change() -> None:
    sparse = replace(TENDER, closes_at=None, price=None)
    told = [kind for kind in _kinds(Reading(TENDER), Reading(sparse)) if kind is not EventKind.NEW_NOTICE]
    assert told == []


def test_price_cancellation_opening_and_result_follow() -> None:
    dearer = replace(TENDER, price=2_500_000_000)
    off = replace(dearer, cancelled=True)
    outcome = Outcome("uuid-r-1", NOW + 20 * DAY, ("Công ty Mẫu",), 1_900_000_000)
    kinds = _kinds(
        Reading(TENDER),
        Reading(dearer),
        Reading(off),
        Reading(off, NOW + 11 * DAY),
        Reading(off, NOW, (outcome,)),
    )
    assert kinds == [
        EventKind.NEW_NOTICE,
        EventKind.PRICE_CHANGE,
        EventKind.CANCELLATION,
        EventKind.OPENING,
        EventKind.RESULT,
    ]


def test_old_results_of_a_back_fill_are_no_news_and_fresh_ones_are() -> None:
    over = replace(TENDER, closes_at=NOW - 200 * DAY)
    old, fresh = Outcome("r-1", NOW - 100 * DAY), Outcome("r-2", NOW - DAY)
    assert _kinds(Reading(over, None, (old,))) == []
    assert _kinds(Reading(over, None, (fresh,))) == [EventKind.RESULT]


def test_closing_soon_is_told_once_for_each_closing_time() -> None:
    state, _ = followed(None, Reading(TENDER), NOW)
    assert closing_soon(state, NOW + DAY)[1] == ()
    state, (event,) = closing_soon(state, NOW + 8 * DAY)
    assert event.kind is EventKind.CLOSING_SOON
    assert closing_soon(state, NOW + 9 * DAY)[1] == ()
    state, _ = followed(state, Reading(replace(TENDER, closes_at=NOW + 14 * DAY)), NOW + 9 * DAY)
    assert [e.kind for e in closing_soon(state, NOW + 12 * DAY)[1]] == [EventKind.CLOSING_SOON]
    assert closing_soon(state, NOW + 15 * DAY)[1] == ()


_TENDERS = st.builds(
    lambda version, price, closes, cancelled: replace(
        TENDER, version=version, price=price, closes_at=closes and NOW + closes * DAY, cancelled=cancelled
    ),
    st.sampled_from(["00", "01", "02"]),
    st.sampled_from([None, 10**9, 2 * 10**9]),
    st.sampled_from([None, 4, 9, 12, 30]),
    st.booleans(),
)
_READINGS = st.builds(
    Reading,
    _TENDERS,
    st.sampled_from([None, NOW + 12 * DAY]),
    st.sampled_from([(), (Outcome("r-1", NOW),), (Outcome("r-1", NOW), Outcome("r-2", NOW))]),
)


@given(st.lists(_READINGS, min_size=1, max_size=8))
def test_whatever_happens_no_event_comes_twice_and_reading_again_brings_nothing(
    readings: list[Reading],
) -> None:
    state: TenderState | None = None
    seen: set[str] = set()
    for number, reading in enumerate(readings):
        now = NOW + number * timedelta(hours=1)
        state, events = followed(state, reading, now)
        assert seen.isdisjoint(event.id for event in events)
        seen |= {event.id for event in events}
        again, nothing = followed(state, reading, now)
        assert (again, nothing) == (state, ())


def _asked(count: int | None, version: str = "00") -> Reading:
    return Reading(replace(TENDER, clarifications=count, version=version))


def test_more_requests_to_clarify_are_told_with_both_counts() -> None:
    _, event = _told(_asked(0), _asked(0), _asked(3))
    assert (event.kind, event.old, event.new) == (EventKind.CLARIFICATION, "0", "3")
    assert not event.silent


def test_a_counter_first_read_later_or_left_out_is_no_news() -> None:
    assert _kinds(_asked(None), _asked(4)) == [EventKind.NEW_NOTICE]
    assert _kinds(_asked(4), _asked(None), _asked(4)) == [EventKind.NEW_NOTICE]
    assert _kinds(_asked(4), _asked(1)) == [EventKind.NEW_NOTICE]


def test_a_counter_left_out_once_still_tells_what_came_meanwhile() -> None:
    told = _told(_asked(1), _asked(None), _asked(2))
    assert [(event.old, event.new) for event in told[1:]] == [("1", "2")]


def test_a_counter_that_begins_anew_with_a_version_is_told_again() -> None:
    told = _told(_asked(0), _asked(1), _asked(0, "01"), _asked(1, "01"))
    clarified = [event.id for event in told if event.kind is EventKind.CLARIFICATION]
    assert len(set(clarified)) == len(clarified) == 2


@given(counts=st.lists(st.none() | st.integers(0, 5), max_size=12))
def test_each_count_of_a_version_is_told_once_and_only_growth_is(counts: list[int | None]) -> None:
    told = [event for event in _told(*map(_asked, counts)) if event.kind is EventKind.CLARIFICATION]
    known = [count for count in counts if count is not None]
    grown = [(a, b) for a, b in pairwise(known) if b > a]
    assert [(int(event.old), int(event.new)) for event in told] == grown
