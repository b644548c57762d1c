"""Thư kiểm tra hằng ngày: mỗi ngày một thư, tới hay chưa, bao lâu là quá lâu.
The daily test letter: one a day, its arrival noted once, its absence noticed after 26 hours."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.events.report import read_events
from monitor.domain.cases import key_hash
from monitor.domain.post import Canary
from monitor.domain.vocabulary import MessageKind
from monitor.steps.canary import LATEST, canaries, note_arrivals, note_report, overdue, queue_canary
from monitor.worker import deliver
from tests.steps.subscribers import Town

# 07:00 in Việt Nam.
SEVEN = datetime(2026, 9, 21, 0, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
ADDRESS = "kiem-tra@songmau.example"


def queued(town: Town, now: datetime, address: str = ADDRESS) -> bool:
    with town.line.store.begin() as work:
        return queue_canary(town.line, work, address, "vi", now)


def arrived(town: Town, *reports: tuple[str, datetime]) -> int:
    with town.line.store.begin() as work:
        return note_arrivals(work, reports)


def seen(town: Town) -> tuple[Canary, ...]:
    with town.line.store.read() as work:
        return canaries(work)


@pytest.mark.parametrize(
    ("now", "address", "is_queued"),
    [
        (SEVEN - MINUTE, ADDRESS, False),
        (SEVEN, ADDRESS, True),
        (SEVEN + 16 * HOUR + 59 * MINUTE, ADDRESS, True),
        (SEVEN + 17 * HOUR, ADDRESS, False),  # the next day has begun in Việt Nam
        (SEVEN, "", False),
    ],
)
def test_it_leaves_from_seven_on_where_an_address_is_set(town: Town, now, address, is_queued) -> None:
    assert queued(town, now, address) is is_queued


def test_there_is_one_a_day_and_a_day_without_the_monitor_is_not_made_up(town: Town) -> None:
    assert [queued(town, SEVEN + n * HOUR) for n in range(3)] == [True, False, False]
    assert queued(town, SEVEN + 72 * HOUR)
    assert len(town.letters(MessageKind.CANARY)) == 2


def test_it_says_what_it_is_and_what_became_of_yesterdays_letters(town: Town) -> None:
    assert queued(town, SEVEN)
    deliver(town.line, "w", SEVEN)
    assert queued(town, SEVEN + 24 * HOUR)
    second = town.letters(MessageKind.CANARY)[1]
    assert second.recipient.address == ADDRESS
    assert "thư kiểm tra hằng ngày" in second.text
    assert "Thư đã gửi ngày 21/9/2026: 1 thư" in second.text
    assert "Thư dừng hẳn ngày 21/9/2026: 0 thư" in second.text


def test_an_arrival_is_noted_once_by_key_or_digest_and_only_of_a_test_letter(town: Town) -> None:
    queued(town, SEVEN)
    queued(town, SEVEN + 24 * HOUR)
    first, second = (letter.key for letter in town.letters(MessageKind.CANARY))
    assert arrived(town, ("thanh-tra|digest|x|sendgrid", SEVEN), ("", SEVEN)) == 0
    assert arrived(town, (first, SEVEN + 5 * MINUTE), (first, SEVEN + 2 * MINUTE)) == 1
    assert arrived(town, (first, SEVEN + HOUR)) == 0
    assert arrived(town, (key_hash(second), SEVEN + 25 * HOUR)) == 1
    assert [one.arrived_at for one in seen(town)] == [SEVEN + 25 * HOUR, SEVEN + 2 * MINUTE]


@pytest.mark.parametrize(
    ("event", "noted"), [("delivered", 1), ("deferred", 0), ("processed", 0), ("bounce", 0)]
)
def test_a_providers_report_closes_the_loop_only_when_it_says_delivered(
    town: Town, event: str, noted: int
) -> None:
    queued(town, SEVEN)
    (letter,) = town.letters(MessageKind.CANARY)
    seconds = int((SEVEN + 2 * MINUTE).timestamp())
    told = {"event": event, "email": ADDRESS, "timestamp": seconds, "sg_event_id": "e1"}
    body = json.dumps([{**told, "message_key": key_hash(letter.key)}]).encode()
    with town.line.store.begin() as work:
        assert note_report(work, read_events(body)) == noted
    assert seen(town)[0].arrived_at == (SEVEN + 2 * MINUTE if noted else None)


def test_its_way_is_told_from_queueing_to_its_being_taken(town: Town) -> None:
    queued(town, SEVEN)
    assert seen(town) == (Canary(SEVEN),)
    deliver(town.line, "w", SEVEN + MINUTE)
    assert seen(town) == (Canary(SEVEN, SEVEN + MINUTE),)


def test_a_bad_address_stops_it_and_that_is_seen(town: Town) -> None:
    queued(town, SEVEN, "không-phải@địa chỉ")
    deliver(town.line, "w", SEVEN)
    (one,) = seen(town)
    assert (one.stopped, one.accepted_at) == (True, None)
    assert overdue((one,), reported=False, now=SEVEN + LATEST + MINUTE) == LATEST + MINUTE


TAKEN = Canary(SEVEN, SEVEN + MINUTE)


@pytest.mark.parametrize(
    ("letters", "reported", "after", "late"),
    [
        ((), True, 1000 * HOUR, False),  # none was ever due: the cycle that does not run is told elsewhere
        ((TAKEN,), False, LATEST, False),
        ((TAKEN,), False, LATEST + 2 * MINUTE, True),
        ((TAKEN,), True, LATEST, False),
        ((TAKEN,), True, LATEST + MINUTE, True),  # taken by the provider is not arrived
        ((replace(TAKEN, arrived_at=SEVEN + HOUR),), True, LATEST + HOUR, False),
        ((replace(TAKEN, arrived_at=SEVEN + HOUR),), True, LATEST + HOUR + MINUTE, True),
        ((Canary(SEVEN + 24 * HOUR), replace(TAKEN, arrived_at=SEVEN + HOUR)), True, LATEST + HOUR, False),
    ],
)
def test_the_loop_is_overdue_after_26_hours_without_proof(letters, reported, after, late) -> None:
    assert (overdue(letters, reported, SEVEN + after) is not None) is late


minutes = st.integers(0, 5000).map(lambda n: SEVEN + n * MINUTE)


@given(st.lists(minutes, min_size=1, max_size=6), minutes, minutes)
def test_one_more_proof_never_makes_it_later(queued_at, proof, now) -> None:
    letters = tuple(Canary(at) for at in queued_at)
    before = overdue(letters, True, now)
    proved = (*letters, Canary(min(queued_at), proof, max(proof, min(queued_at))))
    after = overdue(proved, True, now)
    assert after is None or (before is not None and after <= before)
