"""Hộp thư đi: không ai được báo hai lần, không thư nào mất.
The outbox with one worker, two workers at once, and workers that died."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier
from typing import Any

from monitor.domain.cases import InlineImage, Message, key_hash
from monitor.domain.vocabulary import DeliveryState
from storage.codec import decode, encode
from storage.store import Store
from tests.storage.outboxes import MINUTE, claim, queue

Opened = Callable[[str], Store]


def test_a_known_key_is_never_queued_again_whatever_became_of_it(store: Store, sample: Any) -> None:
    message = sample.message(1)
    queue(store, sample, message)
    for settle in ("", "claim", "sent"):
        with store.begin() as work:
            if settle == "claim":
                work.outbox.claim("w1", sample.now, 1)
            if settle == "sent":
                work.outbox.sent(message.key, "w1", "202", sample.now)
            assert not work.outbox.queue(replace(message, subject="Lần nữa"), sample.now)
    with store.begin() as work:
        (delivery,) = work.outbox.list()
        assert delivery.message == message
        assert (delivery.state, delivery.attempts, delivery.outcome) == (DeliveryState.SENT, 1, "202")
        assert work.outbox.counts() == {DeliveryState.SENT: 1}


def test_a_message_waits_for_its_time(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.outbox.queue(sample.message(1), sample.now + 5 * MINUTE)
    assert claim(store, sample) == []
    assert claim(store, sample, minutes=5) == [sample.message(1).key]
    assert claim(store, sample, minutes=6) == []


def test_one_recipient_hears_in_the_order_of_queueing(store: Store, sample: Any) -> None:
    first, second, other = sample.message(1), sample.message(2), sample.message(1, "phong-bien-tap")
    queue(store, sample, first, second, other)
    assert claim(store, sample) == [first.key, other.key]
    assert claim(store, sample) == []
    with store.begin() as work:
        assert work.outbox.retry(first.key, "w1", "máy chủ bận", sample.now + 10 * MINUTE)
    assert claim(store, sample, minutes=5) == []
    assert claim(store, sample, minutes=10) == [first.key]
    with store.begin() as work:
        assert work.outbox.sent(first.key, "w1", "202", sample.now)
    assert claim(store, sample, minutes=10) == [second.key]


def test_what_waits_for_its_own_hour_holds_nobody_back_but_a_retry_does(store: Store, sample: Any) -> None:
    tomorrow, urgent, last = sample.message(1), sample.message(2), sample.message(3)
    with store.begin() as work:
        work.outbox.queue(tomorrow, sample.now + 60 * MINUTE)
    queue(store, sample, urgent, last)
    assert claim(store, sample) == [urgent.key]
    with store.begin() as work:
        assert work.outbox.retry(urgent.key, "w1", "503", sample.now + 30 * MINUTE)
    assert claim(store, sample, minutes=1) == [], "order is kept behind a letter that was tried"
    assert claim(store, sample, minutes=30) == [urgent.key]
    with store.begin() as work:
        work.outbox.sent(urgent.key, "w1", "202", sample.now)
    assert claim(store, sample, minutes=60) == [tomorrow.key], "and when its hour comes, its place is first"
    with store.begin() as work:
        work.outbox.sent(tomorrow.key, "w1", "202", sample.now)
    assert claim(store, sample, minutes=61) == [last.key]


def test_a_message_given_up_holds_nobody_back(store: Store, sample: Any) -> None:
    first, second = sample.message(1), sample.message(2)
    queue(store, sample, first, second)
    claim(store, sample)
    with store.begin() as work:
        assert work.outbox.stop(first.key, "w1", "địa chỉ không tồn tại", sample.now)
        (stopped,) = work.outbox.list(DeliveryState.STOPPED)
        assert stopped.outcome == "địa chỉ không tồn tại"
    assert claim(store, sample) == [second.key]


def test_a_batch_is_no_larger_than_asked(store: Store, sample: Any) -> None:
    queue(store, sample, *[sample.message(1, f"nguoi-{n}") for n in range(5)])
    assert len(claim(store, sample, limit=2)) == 2
    assert len(claim(store, sample, "w2")) == 3


def test_the_claim_of_a_dead_worker_comes_back(store: Store, sample: Any) -> None:
    queue(store, sample, sample.message(1))
    claim(store, sample)
    with store.begin() as work:
        assert work.outbox.release_stale(sample.now) == 0
        assert work.outbox.release_stale(sample.now + MINUTE) == 1
    assert claim(store, sample, "w2") == [sample.message(1).key]
    with store.begin() as work:
        assert not work.outbox.retry(sample.message(1).key, "w1", "quá muộn", sample.now)
        assert not work.outbox.stop(sample.message(1).key, "w1", "quá muộn", sample.now)
        (delivery,) = work.outbox.list(DeliveryState.CLAIMED)
        assert (delivery.claimed_by, delivery.claimed_at, delivery.attempts) == ("w2", sample.now, 1)


def test_a_slow_worker_that_did_send_is_believed(store: Store, sample: Any) -> None:
    queue(store, sample, sample.message(1))
    claim(store, sample)
    with store.begin() as work:
        work.outbox.release_stale(sample.now + MINUTE)
        assert not work.outbox.sent(sample.message(1).key, "w1", "202", sample.now)
    assert claim(store, sample, "w2") == []
    with store.begin() as work:
        assert not work.outbox.sent(sample.message(1).key, "w2", "202 lần hai", sample.now)
        assert work.outbox.list()[0].outcome == "202"


def test_two_workers_at_once_never_get_the_same_message(url: str, opened: Opened, sample: Any) -> None:
    store = opened(url)
    messages = [sample.message(number, f"nguoi-{number % 40}") for number in range(120)]
    queue(store, sample, *messages)
    stores = [opened(url) for _ in range(4)]
    start = Barrier(4)

    def work_off(number: int) -> list[str]:
        mine: list[str] = []
        start.wait()
        idle = 0
        while idle < 3:
            taken = claim(stores[number], sample, f"w{number}", 5)
            idle = 0 if taken else idle + 1
            for key in taken:
                with stores[number].begin() as work:
                    assert work.outbox.sent(key, f"w{number}", "202", sample.now)
            mine += taken
        return mine

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(work_off, range(4)))
    taken.append(claim(store, sample, "rest", 200))
    keys = [key for part in taken for key in part]
    assert len(keys) == len(set(keys))
    with store.begin() as work:
        assert all(delivery.attempts <= 1 for delivery in work.outbox.list())


def test_two_writers_at_once_never_queue_one_key_twice(url: str, opened: Opened, sample: Any) -> None:
    stores = [opened(url) for _ in range(4)]
    start = Barrier(4)

    def tell(number: int) -> int:
        start.wait()
        new = 0
        for subject in range(25):
            with stores[number].begin() as work:
                new += work.outbox.queue(sample.message(subject), sample.now)
        return new

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(tell, range(4))) == 25


def test_two_case_openers_at_once_never_get_the_same_number(url: str, opened: Opened) -> None:
    stores = [opened(url) for _ in range(4)]
    start = Barrier(4)

    def number(worker: int) -> list[str]:
        start.wait()
        taken = []
        for _ in range(20):
            with stores[worker].begin() as work:
                taken.append(work.cases.next_number(2026))
        return taken

    with ThreadPoolExecutor(4) as pool:
        numbers = [name for part in pool.map(number, range(4)) for name in part]
    assert sorted(numbers) == [f"HS-2026-{n:04}" for n in range(1, 81)]


PICTURE = InlineImage("xu-huong", bytes(range(256)))


def test_the_images_of_a_message_come_back_byte_by_byte(store: Store, sample: Any) -> None:
    message = replace(sample.message(1), images=(PICTURE, InlineImage("xep-hang", b"")))
    queue(store, sample, message)
    with store.read() as work:
        assert work.outbox.list()[0].message == message


def test_a_document_from_before_there_were_images_still_reads(sample: Any) -> None:
    message = sample.message(1)
    document = json.loads(encode(Message, message))
    assert document.pop("images") == []
    assert decode(Message, json.dumps(document)) == message


def test_forgotten_letters_keep_no_image(store: Store, sample: Any) -> None:
    one, two = (replace(sample.message(number), images=(PICTURE,)) for number in (1, 2))
    queue(store, sample, one, two)
    claim(store, sample)
    with store.begin() as work:
        work.outbox.sent(one.key, "w1", "202", sample.now)
        assert work.outbox.forget_settled(sample.now + MINUTE) == 1
        assert work.outbox.forget(two.recipient.id) == 1
        assert [delivery.message.images for delivery in work.outbox.list()] == [(), ()]


def test_many_are_queued_as_one_by_one_and_known_keys_are_passed_over(store: Store, sample: Any) -> None:
    messages = [sample.message(number) for number in range(5)]
    queue(store, sample, messages[3])
    with store.begin() as work:
        assert work.outbox.queue_all([*messages, messages[0]], sample.now) == 4
        assert work.outbox.queue_all(messages, sample.now) == 0
        assert work.outbox.queue_all([], sample.now) == 0
        queued = [delivery.message for delivery in work.outbox.list()]
    assert queued == [messages[3], *messages[:3], messages[4]]


def test_a_report_finds_the_key_of_its_message(store: Store, sample: Any) -> None:
    long = replace(sample.message(2), key="k" * 2000)
    queue(store, sample, sample.message(1), long)
    with store.read() as work:
        assert work.outbox.key_of(key_hash(long.key)) == long.key
        assert work.outbox.key_of(key_hash("của ai khác")) is None


def test_what_is_put_back_has_lost_no_attempt(store: Store, sample: Any) -> None:
    message = sample.message(1)
    queue(store, sample, message)
    claim(store, sample)
    with store.begin() as work:
        assert work.outbox.put_back([message.key], "w2", sample.now) == 0
        assert work.outbox.put_back([message.key], "w1", sample.now + 5 * MINUTE) == 1
        (waiting,) = work.outbox.list(DeliveryState.QUEUED)
        assert (waiting.attempts, waiting.claimed_by, waiting.claimed_at) == (0, "", None)
    assert claim(store, sample) == []
    assert claim(store, sample, minutes=5) == [message.key]


def test_a_channel_that_is_left_alone_keeps_its_letters_waiting(store: Store, sample: Any) -> None:
    message = sample.message(1)
    queue(store, sample, message)
    with store.begin() as work:
        assert work.outbox.claim("w1", sample.now, 50, (message.recipient.channel,)) == ()
        assert len(work.outbox.claim("w1", sample.now, 50, ("khác",))) == 1


def test_who_begins_learns_what_was_given_to_another(store: Store, sample: Any) -> None:
    mine, taken = sample.message(1, "nguoi-1"), sample.message(1, "nguoi-2")
    queue(store, sample, mine, taken)
    claim(store, sample)
    with store.begin() as work:
        work.outbox.retry(taken.key, "w1", "", sample.now)
        work.outbox.claim("w2", sample.now, 50)
        assert work.outbox.begin([mine.key, taken.key, "lạ"], "w1", sample.now) == {mine.key}


def test_a_worker_that_says_it_is_alive_is_not_taken_for_dead(store: Store, sample: Any) -> None:
    queue(store, sample, sample.message(1, "nguoi-1"), sample.message(1, "nguoi-2"))
    claim(store, sample, "w1", limit=1)
    claim(store, sample, "w2", limit=1)
    with store.begin() as work:
        work.outbox.renew("w1", sample.now + 20 * MINUTE)
        assert work.outbox.release_stale(sample.now + 5 * MINUTE) == 1
        assert [one.claimed_by for one in work.outbox.list(DeliveryState.CLAIMED)] == ["w1"]
