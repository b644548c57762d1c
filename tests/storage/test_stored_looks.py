"""Lượt kiểm tra, độ phủ, trí nhớ, tạm dừng, bản lưu, giá trị lạ.
What stays of the looks at a source."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.domain.rooms import LookTally
from monitor.domain.sources import Oddity
from monitor.domain.times import Window, merge_windows
from monitor.domain.vocabulary import Outcome
from storage.store import Store

HOUR = timedelta(hours=1)


def test_a_look_stored_twice_is_one_look(store: Store, sample: Any) -> None:
    for _ in range(2):
        with store.begin() as work:
            work.looks.add(sample.look(1))
    with store.begin() as work:
        assert work.looks.history("nguon-a") == (sample.look(1),)
        assert work.looks.get("look-1") == sample.look(1)
        assert work.looks.get("look-2") is None


def test_history_is_newest_first_and_of_one_source(store: Store, sample: Any) -> None:
    with store.begin() as work:
        for number in (1, 3, 2):
            work.looks.add(sample.look(number))
        work.looks.add(sample.look(9, source_id="nguon-b"))
        assert [look.id for look in work.looks.history("nguon-a", 2)] == ["look-3", "look-2"]


def test_looks_are_counted_by_when_they_began(store: Store, sample: Any) -> None:
    first, second = sample.look(1), sample.look(2)
    with store.begin() as work:
        work.looks.add(first)
        work.looks.add(second)
        assert work.looks.count(Window(first.started_at, second.started_at)) == 1
        assert work.looks.count(Window(first.started_at, second.started_at + HOUR)) == 2
        assert work.looks.count(Window(second.started_at + HOUR, second.started_at + 2 * HOUR)) == 0


def test_looks_that_arrive_out_of_order_leave_the_newest_as_latest(store: Store, sample: Any) -> None:
    with store.begin() as work:
        for number, outcome in ((5, Outcome.UNREACHABLE), (2, Outcome.COMPLETE), (3, Outcome.PARTIAL)):
            work.looks.add(sample.look(number, outcome=outcome))
    with store.begin() as work:
        assert work.looks.latest() == {"nguon-a": sample.look(5, outcome=Outcome.UNREACHABLE)}
        coverage = work.sources.coverage()["nguon-a"]
        assert coverage.last_complete == sample.look(2)
        assert coverage.last_look == sample.look(5, outcome=Outcome.UNREACHABLE)


def test_only_looks_that_saw_everything_cover_anything(store: Store, sample: Any) -> None:
    with store.begin() as work:
        for number, outcome in enumerate(Outcome, 1):
            work.looks.add(sample.look(number * 48, outcome=outcome))
        windows = work.sources.coverage()["nguon-a"].windows
    seen = [
        sample.look(number * 48, outcome=o).window for number, o in enumerate(Outcome, 1) if o.saw_everything
    ]
    assert windows == merge_windows(seen)


def test_coverage_that_broke_begins_anew(store: Store, sample: Any) -> None:
    now = sample.now
    with store.begin() as work:
        work.looks.add(sample.look(1, window=Window(now, now + HOUR)))
        work.looks.add(sample.look(2, window=Window(now + HOUR, now + 2 * HOUR)))
        work.looks.add(sample.look(3, window=Window(now + 5 * HOUR, now + 6 * HOUR)))
        assert work.sources.coverage()["nguon-a"].windows == (
            Window(now, now + 2 * HOUR),
            Window(now + 5 * HOUR, now + 6 * HOUR),
        )
        assert work.sources.memory("nguon-a", now).covered_until == now + 6 * HOUR
        work.looks.add(sample.look(4, window=Window(now + 2 * HOUR, now + 5 * HOUR)))
        assert work.sources.coverage()["nguon-a"].windows == (Window(now, now + 6 * HOUR),)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(spans=st.lists(st.tuples(st.integers(0, 200), st.integers(1, 30)), max_size=25))
def test_stored_coverage_is_always_the_merged_windows(
    sqlite_store: Store, sample: Any, spans: list[tuple[int, int]]
) -> None:
    windows = [Window(sample.now + s * HOUR, sample.now + (s + n) * HOUR) for s, n in spans]
    with suppress(InterruptedError), sqlite_store.begin() as work:
        for number, window in enumerate(windows):
            work.looks.add(sample.look(number, window=window))
        coverage = work.sources.coverage(["nguon-a"])["nguon-a"]
        assert coverage.windows == merge_windows(windows)
        raise InterruptedError  # leaves the store empty for the next example


def test_failing_since_is_the_first_look_after_the_last_whole_one(store: Store, sample: Any) -> None:
    with store.begin() as work:
        assert work.looks.failing_since("nguon-a") is None
        work.looks.add(sample.look(1, outcome=Outcome.BLOCKED))
        work.looks.add(sample.look(2, outcome=Outcome.UNREACHABLE))
        assert work.looks.failing_since("nguon-a") == sample.look(1).started_at
        work.looks.add(sample.look(3))
        assert work.looks.failing_since("nguon-a") is None
        work.looks.add(sample.look(4, outcome=Outcome.GATE))
        work.looks.add(sample.look(5, outcome=Outcome.PARTIAL))
        assert work.looks.failing_since("nguon-a") == sample.look(4).started_at
        assert work.looks.failing_since("nguon-b") is None


def test_memory_of_a_source_never_looked_at_is_empty(store: Store, sample: Any) -> None:
    with store.begin() as work:
        memory = work.sources.memory("nguon-a", sample.now)
    assert (memory.covered_until, memory.newest_published, memory.recent, memory.validators) == (
        None,
        None,
        {},
        {},
    )


def test_memory_holds_recent_items_of_this_source_only(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sightings.put(
            [
                sample.sighting(1, published=sample.moment(-59)),
                sample.sighting(2, published=sample.moment(-61)),
                sample.sighting(3, published=None),
                sample.sighting(4, published=sample.moment(-1), source_id="nguon-b"),
                sample.sighting(5, published=sample.moment(-3), source_id="nguon-a|x"),
            ]
        )
        memory = work.sources.memory("nguon-a", sample.now)
    assert memory.recent == {"1": sample.moment(-59).at}
    assert memory.newest_published == sample.moment(-59).at


def test_validators_are_replaced_and_survive_looks(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sources.remember("nguon-a", {"http://mau.test/": {"etag": '"1"'}})
        work.looks.add(sample.look(1))
        assert work.sources.memory("nguon-a", sample.now).validators == {"http://mau.test/": {"etag": '"1"'}}
        work.sources.remember("nguon-a", {"http://mau.test/b": {"last-modified": "x"}})
        assert work.sources.memory("nguon-a", sample.now).validators == {
            "http://mau.test/b": {"last-modified": "x"}
        }
        assert work.looks.latest()["nguon-a"] == sample.look(1)


def test_remembering_before_the_first_look_makes_no_look(store: Store) -> None:
    with store.begin() as work:
        work.sources.remember("nguon-a", {})
        assert work.looks.latest() == {}
        assert work.sources.coverage() == {}


def test_a_named_source_without_looks_has_an_empty_coverage(store: Store) -> None:
    with store.begin() as work:
        coverage = work.sources.coverage(["nguon-z"])["nguon-z"]
    assert (coverage.windows, coverage.last_look, coverage.last_complete) == ((), None, None)


def test_a_pause_lasts_until_it_is_ended(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.sources.pause("nguon-a", "Lan", "bảo trì", sample.now)
        work.sources.pause("nguon-a", "Minh", "vẫn bảo trì", sample.now + HOUR)
        (paused,) = work.sources.paused().values()
        assert (paused.source_id, paused.by, paused.reason) == ("nguon-a", "Minh", "vẫn bảo trì")
        assert paused.at == sample.now + HOUR
        assert work.sources.resume("nguon-a", "Minh", sample.now + 2 * HOUR)
        assert work.sources.paused() == {}
        assert not work.sources.resume("nguon-a", "Minh", sample.now + 3 * HOUR)


def test_captures_come_back_in_the_order_of_the_look(store: Store, sample: Any) -> None:
    with store.begin() as work:
        assert work.captures.last_chain() == ""
        for number in (3, 1, 2):
            assert work.captures.add(sample.capture(number))
        assert not work.captures.add(sample.capture(2))
        work.looks.add(sample.look(1, capture_ids=("capture-2", "capture-9", "capture-1")))
        assert work.captures.for_look("look-1") == (sample.capture(2), sample.capture(1))
        assert work.captures.for_look("look-7") == ()
        assert work.captures.get("capture-3") == sample.capture(3)
        assert work.captures.get("capture-9") is None
        assert [capture.id for capture in work.captures.all()] == ["capture-1", "capture-2", "capture-3"]
        assert work.captures.last_chain() == sample.capture(3).chain


def test_the_chain_ends_in_the_newest_file_whatever_was_stored_last(store: Store, sample: Any) -> None:
    newest = sample.capture(7, warc_file="captures-20260303.warc.gz", warc_offset=0)
    with store.begin() as work:
        assert work.captures.resume_file() == ""
        work.captures.add_all([newest, sample.capture(8)])
        assert work.captures.last_chain() == newest.chain
        assert work.captures.resume_file() == "captures-20260302.warc.gz"
        assert work.captures.add_all([newest, sample.capture(9), sample.capture(9)]) == 1


def test_every_look_is_counted_and_the_proving_ones_are_found_behind_failures(
    store: Store, sample: Any
) -> None:
    due = sample.now + 5 * HOUR
    ends = {3: Outcome.NOT_MODIFIED, 4: Outcome.PARTIAL}
    with store.begin() as work:
        assert work.looks.tally("nguon-a", None, due) == LookTally()
        for number in range(1, 140):
            failed = Outcome.UNREACHABLE if number > 9 else ends.get(number, Outcome.COMPLETE)
            kept = ("capture-1",) if number == 7 else ()
            work.looks.add(sample.look(number, outcome=failed, capture_ids=kept, detail='"capture_ids":[]'))
        work.looks.add(sample.look(500, source_id="nguon-b"))
    with store.read() as work:
        looks, began = work.looks, sample.now + HOUR
        assert looks.tally("nguon-a", None, due) == LookTally(8, 1, 130, 5, began)
        assert looks.tally("nguon-a", sample.now + 3 * HOUR, None) == LookTally(
            6, 1, 130, 0, sample.now + 3 * HOUR
        )
        assert looks.tally("nguon-a", None, due).total == 139
        assert [one.id for one in looks.proving("nguon-a", None, due, 2)] == ["look-9", "look-8"]
        assert [one.id for one in looks.proving("nguon-a", None, due, 9, kept=True)] == ["look-7"]
        first = looks.first_proving("nguon-a", None, due)
        assert first is not None
        assert first.id == "look-5"
        assert looks.first_proving("nguon-a", sample.now + 10 * HOUR, due) is None
        assert [one.id for one in looks.history("nguon-a", 9, sample.now + 138 * HOUR)] == [
            "look-139",
            "look-138",
        ]


def test_an_oddity_is_reported_once_and_kept(store: Store, sample: Any) -> None:
    odd = Oddity("nguon-a", "notice.bidForm", "LA_HOAC", "IB2600000001")
    again = Oddity("nguon-a", "notice.bidForm", "LA_HOAC", "IB2600000002")
    other = Oddity("nguon-b", "notice.bidForm", "LA_HOAC")
    huge = Oddity("nguon-b", "notice.note", "ă" * 20_000)
    with store.begin() as work:
        from_first = work.oddities.report([odd, again], sample.now)
        assert [o.where for o in from_first] == ["notice.bidForm"]
        assert work.oddities.report([again, other, huge], sample.now + HOUR) == (other, huge)
        assert work.oddities.report([odd, huge], sample.now + 2 * HOUR) == ()
        assert set(work.oddities.all()) == {again, other, huge}
