"""Kho như đã biết vào một thời điểm trong quá khứ, chỉ để đọc.
The store as of an instant: the very same linking and judging runs on it, and nothing is written.

This is the one place that knows about the past. What counts at an instant:

| fact | known since |
|---|---|
| record version | its first reading, as it read then |
| sighting | it was first seen, as it was shown then |
| look, and the coverage that follows | the instant of its cycle |
| person's link, pause, word for a source, confirmed rule | decided by then, and not yet taken back |

Not of that time but of today: the texts of the law, the calendar, the settings and the province's
profile, which are files.
Readings that a database of before version 0004 had written over are answered as they read after it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from monitor.domain.bookkeeping import Pause
from monitor.domain.errors import StorageError
from monitor.domain.judgement import Link, SourceCoverage
from monitor.domain.procurement import Notice, Opening, Plan, RecordChange, Result
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel
from monitor.rules.flood import CONFIRMATIONS
from monitor.steps.judge import Judged, judge
from monitor.steps.link import Linked, link
from monitor.wiring import Line, lawbook_at
from storage.store import Store, UnitOfWork


def line_as_of(line: Line, at: datetime) -> Line:
    """The line on what was known at `at` (UTC): its store can be read, and only of that time.

    Asking it for anything whose past is not kept raises, rather than to answer as of today.
    """
    with line.store.read() as work:
        lawbook = lawbook_at(work, at)
    return replace(line, store=cast(Store, StoreAsOf(line.store, at)), lawbook=lawbook)


def judged_as_of(line: Line, at: datetime) -> tuple[Linked, Judged]:
    """What a cycle at `at` (UTC) would have said, without looking at anything."""
    then = line_as_of(line, at)
    linked = link(then, at)
    return linked, judge(then, linked, at)


class StoreAsOf:
    """A store that can be read only, and answers as of one instant (UTC)."""

    def __init__(self, store: Store, at: datetime) -> None:
        self._store = store
        self._at = at

    @contextmanager
    def read(self) -> Iterator["WorkAsOf"]:
        with self._store.read() as work:
            yield WorkAsOf(work, self._at)

    def begin(self) -> Any:
        raise StorageError(
            f"the past cannot be written (as of {self._at.isoformat()})",
            vi="Đang xem lại quá khứ nên không ghi gì vào kho. Muốn ghi, hãy dùng lệnh thường.",
        )


class WorkAsOf:
    """The repositories that linking, judging and the pattern rules read, each as of one instant."""

    def __init__(self, work: UnitOfWork, at: datetime) -> None:
        self.records = _Records(work, at)
        self.sightings = _Sightings(work, at)
        self.links = _Links(work, at)
        self.sources = _Sources(work, at)
        self.meta = _Meta(work, at)


class _Cut:
    def __init__(self, work: UnitOfWork, at: datetime) -> None:
        self._work = work
        self._at = at


class _Records(_Cut):
    def plans(self, *, raw: bool = False) -> tuple[Plan, ...]:
        return self._work.records.known_at(Plan, self._at, raw=raw)

    def notices(self, *, raw: bool = False) -> tuple[Notice, ...]:
        return self._work.records.known_at(Notice, self._at, raw=raw)

    def results(self, *, raw: bool = False) -> tuple[Result, ...]:
        return self._work.records.known_at(Result, self._at, raw=raw)

    def openings(self, *, raw: bool = False) -> tuple[Opening, ...]:
        return self._work.records.known_at(Opening, self._at, raw=raw)

    def changes(self) -> tuple[RecordChange, ...]:
        return tuple(one for one in self._work.records.changes() if one.noticed_at <= self._at)


class _Sightings(_Cut):
    def all(self, channel: Channel | None = None) -> tuple[Sighting, ...]:
        known = self._work.sightings.known_at(self._at)
        return tuple(one for one in known if channel is None or one.channel is channel)


class _Links(_Cut):
    def decisions(self) -> tuple[Link, ...]:
        return self._work.links.decisions_at(self._at)


class _Sources(_Cut):
    def coverage(self, source_ids: Iterable[str] | None = None) -> Mapping[str, SourceCoverage]:
        known = self._work.sources.coverage_at(self._at)
        if source_ids is None:
            return known
        return {name: known.get(name, SourceCoverage(name, (), None, None)) for name in source_ids}

    def paused(self) -> dict[str, Pause]:
        return self._work.sources.paused_at(self._at)


class _Meta(_Cut):
    def get(self, key: str) -> Any:
        if key != CONFIRMATIONS:
            raise LookupError(f"the past of {key} is not kept")
        return [
            row if _by(row["taken_back_at"], self._at) else {**row, "taken_back_by": "", "taken_back_at": ""}
            for row in self._work.meta.get(key) or ()
            if _by(row["at"], self._at)
        ]


def _by(text: str, at: datetime) -> bool:
    return bool(text) and datetime.fromisoformat(text) <= at
