"""Nguồn được xem lại từ đầu: điều các lượt trước nói không còn được tính.
A source begun anew: what earlier looks covered, and what only they showed, counts no more."""

from datetime import timedelta
from typing import Any

from monitor.domain.sources import BEGUN_ANEW, ITEMS_VANISHED
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from storage.store import Store

HOUR = timedelta(hours=1)


def test_a_look_begun_anew_takes_the_place_of_what_was_covered(store: Store, sample: Any) -> None:
    now = sample.now
    anew = sample.look(
        5, started_at=now + 4 * HOUR, reason=BEGUN_ANEW, window=Window(now + HOUR, now + 4 * HOUR)
    )
    with store.begin() as work:
        work.looks.add(sample.look(1, window=Window(now - 90 * HOUR, now)))
        work.looks.add(sample.look(2, source_id="nguon-b", window=Window(now - 90 * HOUR, now)))
        work.looks.add(sample.look(4, outcome=Outcome.PARTIAL, reason=ITEMS_VANISHED))
        work.looks.add(anew)
        coverage = work.sources.coverage()
        assert coverage["nguon-a"].windows == (Window(now + HOUR, now + 4 * HOUR),)
        assert (coverage["nguon-a"].last_complete, coverage["nguon-a"].last_look) == (anew, anew)
        assert coverage["nguon-b"].windows == (Window(now - 90 * HOUR, now),)
        work.looks.add(sample.look(6, window=Window(now + 4 * HOUR, now + 6 * HOUR)))
        assert work.sources.coverage()["nguon-a"].windows == (Window(now + HOUR, now + 6 * HOUR),)
        assert len(work.looks.history("nguon-a")) == 4, "every look stays on record"


def test_looks_at_another_list_prove_no_absence(store: Store, sample: Any) -> None:
    anew = sample.look(5, reason=BEGUN_ANEW)
    with store.begin() as work:
        for look in (sample.look(1), sample.look(2, source_id="nguon-b"), sample.look(3)):
            work.looks.add(look)
        assert len(work.looks.proving("nguon-a", None, sample.now, 9)) == 2
        work.looks.add(anew)
        assert work.looks.proving("nguon-a", None, sample.now, 9) == (anew,)
        assert work.looks.first_proving("nguon-a", None, sample.now) == anew
        assert len(work.looks.proving("nguon-b", None, sample.now, 9)) == 1


def test_the_past_knows_nothing_of_what_was_begun_anew_later(store: Store, sample: Any) -> None:
    now = sample.now
    with store.begin() as work:
        work.looks.add(sample.look(1, window=Window(now - 90 * HOUR, now)))
        before = work.sources.coverage()
        work.looks.add(sample.look(4, outcome=Outcome.PARTIAL, reason=ITEMS_VANISHED))
        work.looks.add(sample.look(5, started_at=now + 4 * HOUR, reason=BEGUN_ANEW))
        assert work.sources.coverage_at(now + 3 * HOUR) == before
        assert work.sources.coverage_at(now + 4 * HOUR) == work.sources.coverage()


def test_what_was_last_seen_before_it_is_no_longer_expected(store: Store, sample: Any) -> None:
    now = sample.now
    with store.begin() as work:
        work.looks.add(sample.look(1))
        work.sightings.put([sample.sighting(1, first_seen_at=now + HOUR), sample.sighting(2)])
        work.looks.add(sample.look(4, outcome=Outcome.PARTIAL, reason=ITEMS_VANISHED))
        work.looks.add(sample.look(5, started_at=now + 4 * HOUR, reason=BEGUN_ANEW))
        # Met by both looks of the one visit: the doubtful one, and the one that followed it.
        work.sightings.put([sample.sighting(3, first_seen_at=now + 4 * HOUR)])
        work.sightings.last_seen(["nguon-a|2"], now + 4 * HOUR)
        assert work.sources.memory("nguon-a", now + 5 * HOUR).recent.keys() == {"2", "3"}
        assert work.sources.memory("nguon-b", now + 5 * HOUR).recent == {}
