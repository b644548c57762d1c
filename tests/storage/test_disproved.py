"""Lượt xem cho thấy các lượt trước đã gặp một bản đứng yên.
A look that shows what earlier ones cannot have seen: that span is covered no more, and was until then."""

from datetime import timedelta
from typing import Any

from monitor.domain.sources import DISPROVED
from monitor.domain.times import Moment, Window, cut_windows
from monitor.domain.vocabulary import Outcome, Precision
from storage.store import Store

HOUR = timedelta(hours=1)


def test_what_a_look_disproves_is_covered_no_more(store: Store, sample: Any) -> None:
    now = sample.now
    gap = Window(now - 50 * HOUR, now - 20 * HOUR)
    returned = sample.look(
        5, started_at=now + 4 * HOUR, reason=DISPROVED, window=Window(gap.end, now + 4 * HOUR), disproved=gap
    )
    with store.begin() as work:
        work.looks.add(sample.look(1, window=Window(now - 90 * HOUR, now)))
        work.looks.add(sample.look(2, source_id="nguon-b", window=Window(now - 90 * HOUR, now)))
        before = work.sources.coverage()
        work.looks.add(returned)
        coverage = work.sources.coverage()
        kept = Window(now - 90 * HOUR, gap.start), Window(gap.end, now + 4 * HOUR)
        assert coverage["nguon-a"].windows == kept
        assert coverage["nguon-a"].last_complete == returned
        assert coverage["nguon-b"].windows == (Window(now - 90 * HOUR, now),)
        assert work.sources.coverage_at(now + 3 * HOUR) == before
        assert work.sources.coverage_at(now + 4 * HOUR) == coverage
        work.looks.add(returned)
        assert work.sources.coverage() == coverage, "the same look twice is one look"


def test_what_is_seen_after_all_is_covered_again(store: Store, sample: Any) -> None:
    now = sample.now
    gap = Window(now - 50 * HOUR, now - 20 * HOUR)
    with store.begin() as work:
        work.looks.add(sample.look(1, window=Window(now - 90 * HOUR, now)))
        work.looks.add(sample.look(2, started_at=now + HOUR, window=Window(gap.end, now), disproved=gap))
        work.looks.add(sample.look(3, started_at=now + 2 * HOUR, window=gap))
        assert work.sources.coverage()["nguon-a"].windows == (Window(now - 90 * HOUR, now),)
        assert work.sources.coverage_at(now + 2 * HOUR) == work.sources.coverage()


def test_only_what_a_complete_look_took_along_is_proven(store: Store, sample: Any) -> None:
    now = sample.now

    def item(number: int, published: int, seen: int, source_id: str = "nguon-a") -> Any:
        moment = Moment(now + published * HOUR, Precision.SECOND, "listing")
        return sample.sighting(number, source_id=source_id, published=moment, first_seen_at=now + seen * HOUR)

    with store.begin() as work:
        assert work.sources.memory("nguon-a", now).newest_proven is None
        work.sightings.put([item(1, -30, 1)])
        assert work.sources.memory("nguon-a", now).newest_proven is None, "no look was complete yet"
        work.looks.add(sample.look(1, started_at=now + HOUR, window=Window(now - 90 * HOUR, now + HOUR)))
        # Dated in the future; seen by a look that broke off; another source's.
        work.sightings.put([item(2, 40, 1), item(3, -10, 2), item(4, -5, 1, "nguon-b")])
        work.looks.add(sample.look(2, started_at=now + 2 * HOUR, outcome=Outcome.UNREACHABLE, window=None))
        assert work.sources.memory("nguon-a", now).newest_proven == now - 30 * HOUR
        work.looks.add(sample.look(3, started_at=now + 3 * HOUR, window=Window(now, now + 3 * HOUR)))
        assert work.sources.memory("nguon-a", now).newest_proven == now - 10 * HOUR


def test_a_span_is_cut_out_of_windows(sample: Any) -> None:
    def span(start: int, end: int) -> Window:
        return Window(sample.now + start * HOUR, sample.now + end * HOUR)

    windows = (span(0, 4), span(5, 8), span(10, 12))
    assert cut_windows(windows, span(2, 6)) == (span(0, 2), span(6, 8), span(10, 12))
    assert cut_windows(windows, span(0, 12)) == ()
    assert cut_windows(windows, span(4, 5)) == windows
    assert cut_windows((span(0, 9),), span(3, 4)) == (span(0, 3), span(4, 9))
