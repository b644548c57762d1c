"""Hộp thư đi như người vận hành xem, trên cả hai loại kho.
The outbox as an operator looks at it: found by number, key, reader and state; put back in line once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from monitor.domain.post import Posting
from monitor.domain.times import Window
from monitor.domain.vocabulary import DeliveryState, MessageKind
from storage.store import Store, UnitOfWork

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def _queue(store: Store, sample: Any, *messages: Any) -> None:
    with store.begin() as work:
        for message in messages:
            assert work.outbox.queue(message, sample.now)


def _claim(work: UnitOfWork, sample: Any) -> list[str]:
    return [one.message.key for one in work.outbox.claim("w", sample.now, 50)]


def _stop(store: Store, sample: Any, *messages: Any, why: str = "hộp thư không có") -> None:
    _queue(store, sample, *messages)
    with store.begin() as work:
        for key in _claim(work, sample):
            assert work.outbox.stop(key, "w", why, sample.now + MINUTE)


def _numbers(found: tuple[Posting, ...]) -> list[str]:
    return [one.delivery.message.key for one in found]


def test_the_newest_come_first_and_are_cut_to_the_limit(store: Store, sample: Any) -> None:
    messages = [sample.message(n) for n in range(5)]
    _queue(store, sample, *messages)
    with store.read() as work:
        found = work.postings.newest(limit=3)
        assert _numbers(found) == [one.key for one in messages[:1:-1]]
        assert all(work.postings.named(str(one.number)) == one for one in found)
        assert all(work.postings.named(one.delivery.message.key) == one for one in found)
        assert work.postings.named("999999") is None
        assert work.postings.named("9" * 30) is None


def test_a_reader_is_found_by_id_and_by_the_whole_address_only(store: Store, sample: Any) -> None:
    mine, other = sample.message(1), sample.message(2, "don-vi-a")
    alike = replace(
        sample.message(3, "b"), recipient=replace(mine.recipient, id="b", address="xthanh-tra@mau.test")
    )
    quoting = replace(sample.message(4, "c"), text="gửi thanh-tra@mau.test")
    _queue(store, sample, mine, other, alike, quoting)
    with store.read() as work:
        assert _numbers(work.postings.newest(reader="thanh-tra")) == [mine.key]
        assert _numbers(work.postings.newest(reader="Thanh-Tra@mau.test")) == [mine.key]
        assert work.postings.newest(reader="%@%") == ()
        assert _numbers(work.postings.newest(DeliveryState.QUEUED, "don-vi-a@mau.test")) == [other.key]
        assert work.postings.newest(DeliveryState.SENT, "don-vi-a") == ()


def test_the_oldest_wait_is_of_what_could_leave_and_not_of_what_stands_behind_it(
    store: Store, sample: Any
) -> None:
    first, behind = sample.message(1), sample.message(2)
    with store.begin() as work:
        work.outbox.queue(first, sample.now)
        (tried,) = work.outbox.claim("w", sample.now, 1)
        work.outbox.retry(tried.message.key, "w", "chưa được", sample.now + 2 * HOUR)
        work.outbox.queue(behind, sample.now)
        work.outbox.queue(sample.message(3, "khac"), sample.now + HOUR)
    with store.read() as work:
        assert work.postings.waiting_since(sample.now) is None
        assert work.postings.waiting_since(sample.now + HOUR) == sample.now + HOUR
        assert _numbers(work.postings.due(sample.now)) == [behind.key]
        assert len(work.postings.due(sample.now + 2 * HOUR)) == 3


def test_a_letter_behind_one_that_waits_for_its_own_hour_could_leave(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.outbox.queue(sample.message(1), sample.now + 2 * HOUR)
        work.outbox.queue(sample.message(2), sample.now)
    with store.read() as work:
        assert work.postings.waiting_since(sample.now + HOUR) == sample.now


def test_letters_tried_in_vain_are_counted_by_channel(store: Store, sample: Any) -> None:
    _queue(store, sample, sample.message(1))
    for attempt in range(3):
        with store.begin() as work:
            (key,) = _claim(work, sample)
            assert work.outbox.retry(key, "w", "chưa nhận", sample.now)
        with store.read() as work:
            assert work.postings.tried_in_vain("outbox", attempt + 1) == 1
            assert work.postings.tried_in_vain("outbox", attempt + 2) == 0
            assert work.postings.tried_in_vain("sendgrid", 1) == 0


def test_what_was_settled_is_counted_in_its_span_only(store: Store, sample: Any) -> None:
    _stop(store, sample, sample.message(1), sample.message(2, "b"))
    _queue(store, sample, sample.message(3, "c"))
    with store.begin() as work:
        (key,) = _claim(work, sample)
        work.outbox.sent(key, "w", "202", sample.now + HOUR)
    with store.read() as work:
        assert work.postings.settled(Window(sample.now, sample.now + HOUR)) == {DeliveryState.STOPPED: 2}
        assert work.postings.settled(Window(sample.now + HOUR, sample.now + 2 * HOUR)) == {
            DeliveryState.SENT: 1
        }


def test_what_was_given_up_is_told_for_the_readers_asked_about(store: Store, sample: Any) -> None:
    _stop(store, sample, sample.message(1), sample.message(2, "b"))
    with store.read() as work:
        (found,) = work.postings.stopped_for(["thanh-tra", "ai-khac"])
        assert (found.delivery.message, found.settled_at) == (sample.message(1), sample.now + MINUTE)
        assert work.postings.stopped_for([]) == ()


def test_the_last_letter_to_a_reader_and_those_of_a_kind(store: Store, sample: Any) -> None:
    canary = sample.message(2, kind=MessageKind.CANARY)
    _queue(store, sample, sample.message(1), canary, sample.message(3, "b"))
    with store.read() as work:
        last = work.postings.last_to("thanh-tra")
        assert last is not None
        assert last.delivery.message == canary
        assert work.postings.last_to("khong-co") is None
        assert _numbers(work.postings.of_kind(MessageKind.CANARY, 5)) == [canary.key]


def test_a_letter_goes_back_in_line_once_with_its_attempts_counted_anew(store: Store, sample: Any) -> None:
    _stop(store, sample, sample.message(1))
    mended = replace(
        sample.message(1),
        recipient=replace(sample.message(1).recipient, address="moi@mau.test", channel="sendgrid"),
    )
    with store.begin() as work:
        (found,) = work.postings.newest()
        assert work.postings.again(found.number, mended, "xếp lại", sample.now + HOUR)
        assert not work.postings.again(found.number, mended, "lần nữa", sample.now + HOUR)
    with store.begin() as work:
        assert work.outbox.claim("w", sample.now, 5) == ()
        (delivery,) = work.outbox.claim("w", sample.now + HOUR, 5)
        assert (delivery.message, delivery.attempts, delivery.outcome) == (mended, 1, "xếp lại")


@pytest.mark.parametrize("settled", ["queued", "sent"])
def test_a_letter_that_was_not_given_up_stays_as_it_is(store: Store, sample: Any, settled: str) -> None:
    message = sample.message(1)
    _queue(store, sample, message)
    with store.begin() as work:
        if settled == "sent":
            _claim(work, sample)
            work.outbox.sent(message.key, "w", "202", sample.now)
        (before,) = work.postings.newest()
        assert not work.postings.again(before.number, message, "xếp lại", sample.now)
        assert work.postings.newest() == (before,)
