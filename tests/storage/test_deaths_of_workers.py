"""Thư mà người đưa thư chết giữa lúc gửi: đếm số lần, và để sau các thư khác.
Letters whose workers died while they sent them: deaths are counted, and such letters come last."""

from typing import Any

from monitor.domain.vocabulary import DeliveryState
from storage.store import Store
from tests.storage.outboxes import MINUTE, claim, queue


def test_only_what_a_dead_worker_was_sending_counts_its_death(store: Store, sample: Any) -> None:
    deadly, other = sample.message(1, "nguoi-1"), sample.message(1, "nguoi-2")
    queue(store, sample, deadly, other)
    for times in range(1, 4):
        assert set(claim(store, sample)) == {deadly.key, other.key}
        with store.begin() as work:
            assert work.outbox.begin([deadly.key], "w1", sample.now) == {deadly.key}
            assert work.outbox.release_stale(sample.now + MINUTE) == 2
        with store.read() as work:
            found = {one.message.key: (one.deaths, one.attempts) for one in work.outbox.list()}
        assert found == {deadly.key: (times, 0), other.key: (0, 0)}
    # The healthy one goes first, though it was queued later.
    assert claim(store, sample, limit=1) == [other.key]
    assert claim(store, sample, limit=1) == [deadly.key]
    with store.begin() as work:
        work.outbox.retry(deadly.key, "w1", "máy chủ bận", sample.now)
        assert [one.deaths for one in work.outbox.list(DeliveryState.QUEUED)] == [0]


def test_the_letter_on_which_most_workers_died_is_offered_last(store: Store, sample: Any) -> None:
    letters = [sample.message(1, f"nguoi-{number}") for number in range(4)]
    queue(store, sample, *letters)
    worst, bad, healthy, later = (letter.key for letter in letters)
    for harmed in ([worst], [worst, bad]):
        claim(store, sample)
        with store.begin() as work:
            assert work.outbox.begin(harmed, "w1", sample.now) == set(harmed)
            work.outbox.release_stale(sample.now + MINUTE)
    # In one batch, and from batch to batch.
    assert claim(store, sample, limit=3) == [healthy, later, bad]
    assert claim(store, sample) == [worst]
