"""Xem bù nhiều tháng: dừng giữa chừng thì lần sau xem tiếp.
A back-fill that fails or is killed goes on where it stopped, and two cycles change nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.demo.names import NATIONAL_OPEN, NATIONAL_RESULTS
from monitor.demo.play import DemoClock, open_demo
from monitor.demo.world import build_world
from monitor.domain.errors import SourceUnreachable
from monitor.domain.ports import Fetcher, Response
from monitor.domain.sources import Look, Source
from monitor.domain.times import Window, vietnam_day
from monitor.domain.vocabulary import Channel, Outcome, VerdictKind
from monitor.logs import log_to
from monitor.steps.judge import judge
from monitor.steps.link import link
from monitor.steps.poll import poll, sources_due
from monitor.wiring import Line
from sources.platforms.egp import STRETCH

WORLD = build_world(2026, 90)
NOW = WORLD.ends_at
SINCE = NOW - 5 * STRETCH
THIRD = vietnam_day(SINCE + 2 * STRETCH)


class Killed(BaseException):
    """Stands for a kill: nothing in the line catches it."""


class Cut:
    """The line's own client until a question reaches `day`; then `error` is raised."""

    def __init__(self, inner: Fetcher, day: date, error: BaseException) -> None:
        self._inner, self._day, self._error = inner, f"{day:%Y-%m-%d}", error

    def get(self, source: Source, url: str, headers: Mapping[str, str] | None = None) -> Response:
        return self._inner.get(source, url, headers)

    def post(self, source: Source, url: str, **said: Any) -> Response:
        asked = said["json"][0]["query"][0] if "/smart/search" in url else None
        if asked is not None and asked["filters"][0]["to"] and asked["filters"][0]["to"] > f"{self._day}T24":
            raise self._error
        return self._inner.post(source, url, **said)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """A line that watches five stretches, of which no source has been seen."""
    log_to(None)
    with open_demo(tmp_path, WORLD, (), DemoClock(NOW)) as (wired, _running):
        kept = tuple(s for s in wired.sources if s.id in (NATIONAL_RESULTS, NATIONAL_OPEN))
        yield replace(wired, sources=kept, watched_since=SINCE)


def _run(line: Line, now: datetime = NOW) -> tuple[Look, ...]:
    return poll(line, sources_due(line, now), now, lambda _source, _look: None)


def _stored(line: Line) -> tuple[tuple[Window, ...], list[Look], int]:
    """Coverage of the results, their looks from the oldest stretch on, and how many results are known."""
    with line.store.read() as work:
        windows = work.sources.coverage([NATIONAL_RESULTS])[NATIONAL_RESULTS].windows
        looks = work.looks.history(NATIONAL_RESULTS)
        return windows, sorted(looks, key=lambda look: look.id), len(work.records.results())


def test_a_first_look_is_stored_stretch_by_stretch(line: Line) -> None:
    last = {look.source_id: look for look in _run(line)}
    windows, looks, _known = _stored(line)
    assert windows == (Window(SINCE, NOW),)
    assert len(looks) > 3
    assert len({look.id for look in looks}) == len(looks)
    assert last[NATIONAL_RESULTS].window is not None
    assert last[NATIONAL_RESULTS].window.end == NOW
    assert set(last) == {NATIONAL_RESULTS, NATIONAL_OPEN}


def test_two_cycles_change_nothing(line: Line) -> None:
    _run(line)
    before = _stored(line)
    assert sources_due(line, NOW) == ()
    assert _run(line) == ()
    assert _stored(line) == before


def test_a_failing_stretch_ends_the_cycle_and_the_next_one_goes_on(line: Line) -> None:
    error = SourceUnreachable(NATIONAL_RESULTS, "down", reason="http_500", vi="Máy chủ lỗi.")
    failing = replace(line, fetch=Cut(line.fetch, THIRD, error))
    last = {look.source_id: look for look in _run(failing)}
    windows, looks, known = _stored(line)
    assert last[NATIONAL_RESULTS].outcome is Outcome.UNREACHABLE
    assert last[NATIONAL_OPEN].outcome is Outcome.COMPLETE
    assert [window.start for window in windows] == [SINCE]
    assert windows[0].end < NOW
    assert known > 0
    assert sources_due(line, NOW) == ()
    later = NOW + timedelta(hours=1)
    _run(line, later)
    after, more, all_known = _stored(line)
    assert after == (Window(SINCE, later),)
    assert all(look in more for look in looks)
    assert all_known > known


def test_a_killed_back_fill_is_due_at_once_and_asks_nothing_twice(line: Line) -> None:
    with pytest.raises(Killed):
        _run(replace(line, fetch=Cut(line.fetch, THIRD, Killed())))
    windows, _looks, _known = _stored(line)
    assert len(windows) == 1
    assert windows[0].end < NOW
    assert NATIONAL_RESULTS in {source.id for source in sources_due(line, NOW)}
    _run(line)
    after, looks, known = _stored(line)
    assert after == (Window(SINCE, NOW),)
    resumed = [look for look in looks if look.window is not None and look.window.end > windows[0].end]
    overlap = timedelta(days=14)
    assert all(look.window is not None and look.window.start >= windows[0].end - overlap for look in resumed)
    assert sources_due(line, NOW) == ()
    assert known > 0


def test_what_was_seen_in_earlier_stretches_is_remembered(line: Line) -> None:
    _run(line)
    with line.store.read() as work:
        memory = work.sources.memory(NATIONAL_RESULTS, NOW)
    (remembered,) = memory.validators.values()
    oldest = min(datetime.fromisoformat(at) for at in remembered.values())
    windows = [look.window for look in _stored(line)[1] if look.window is not None]
    assert memory.covered_until == NOW
    assert oldest < max(window.start for window in windows)


def test_a_source_never_seen_waits_for_its_first_look_not_for_a_persons_word(tmp_path: Path) -> None:
    log_to(None)
    with open_demo(tmp_path, WORLD, (), DemoClock(NOW)) as (line, _running):
        national = [source for source in line.sources if source.channel is Channel.NATIONAL]
        poll(line, national, NOW, lambda _source, _look: None)
        judged = judge(line, link(line, NOW), NOW)
    elsewhere = [v for duty, v in judged.verdicts if duty.channel is not Channel.NATIONAL]
    assert judged.distrusted == frozenset()
    assert {verdict.kind for verdict in elsewhere}.isdisjoint({VerdictKind.MISSING, VerdictKind.LATE})
    waiting = [verdict for verdict in elsewhere if verdict.reason == "not_covered"]
    assert len(waiting) > 30
