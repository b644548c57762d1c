"""Kỳ bản tin trong kho: bắt đầu, dở dang, đã xong; và mỗi tuần xem được bao nhiêu nguồn.
Digest runs in the store: begun, broken off, done; and how many sources a week was able to see."""

from datetime import timedelta
from typing import Any

from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from storage.store import Store

WEEK = timedelta(days=7)


def test_a_run_is_done_only_when_it_was_marked_so(store: Store, sample: Any) -> None:
    slot = sample.now
    with store.begin() as work:
        work.digests.begin("inspectorate", slot, slot)
        work.digests.begin("inspectorate", slot, slot + timedelta(hours=5))
        work.digests.begin("agencies", slot - WEEK, slot)
    with store.read() as work:
        run = work.digests.get("inspectorate", slot)
        assert run is not None
        assert (run.started_at, run.completed_at) == (slot, None), "begun again, it keeps its first time"
        assert work.digests.done_until("inspectorate") is None
    with store.begin() as work:
        done = slot + timedelta(hours=6)
        assert work.digests.complete("inspectorate", slot, 3, {"so-y-te": 1, "ban": 2}, done)
        assert not work.digests.complete("inspectorate", slot, 9, {}, done + WEEK), "done once is done"
        assert not work.digests.complete("inspectorate", slot + WEEK, 1, {}, done), "never begun"
    with store.read() as work:
        (run,) = work.digests.list("inspectorate")
        assert (run.completed_at, run.letters, run.places) == (done, 3, {"so-y-te": 1, "ban": 2})
        assert work.digests.done_until("inspectorate") == slot
        assert work.digests.done_until("agencies") is None


def test_a_kill_before_the_commit_leaves_a_run_that_is_not_done(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.digests.begin("agencies", sample.now, sample.now)
    try:
        with store.begin() as work:
            work.digests.complete("agencies", sample.now, 1, {}, sample.now)
            raise InterruptedError
    except InterruptedError:
        pass
    with store.read() as work:
        assert work.digests.done_until("agencies") is None


def test_a_week_counts_each_source_once(store: Store, sample: Any) -> None:
    span = Window(sample.now, sample.now + WEEK)
    looks = [
        ("a", 0, Outcome.COMPLETE), ("a", 1, Outcome.UNREACHABLE), ("b", 2, Outcome.UNREACHABLE),
        ("b", 3, Outcome.PARTIAL), ("c", 7, Outcome.COMPLETE), ("d", -1, Outcome.COMPLETE),
    ]  # fmt: skip
    with store.begin() as work:
        for number, (source_id, days, outcome) in enumerate(looks):
            at = sample.now + timedelta(days=days)
            work.looks.add(
                sample.look(
                    id=f"l{number}", source_id=source_id, started_at=at, finished_at=at, outcome=outcome
                )
            )
    with store.read() as work:
        assert work.digests.seen(span) == (2, 1)
        assert work.digests.seen_each(span) == {"a": True, "b": False}
        assert work.digests.seen(Window(span.end + WEEK, span.end + 2 * WEEK)) == (0, 0)
