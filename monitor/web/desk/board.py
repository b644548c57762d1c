"""Hàng việc giữ trong bộ nhớ của máy chủ, chỉ đọc lại những gì vừa đổi.
The queue kept in the server's memory; only what changed is read from the store again."""

from dataclasses import dataclass, field
from datetime import date, datetime
from threading import Lock

from monitor.desk.clock import DeskRules
from monitor.desk.index import DeskIndex
from monitor.desk.rows import QueueRow, queue_row
from monitor.domain.cases import Case
from monitor.domain.desk import FindingFacts
from monitor.domain.times import vietnam_day
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class _Stamp:
    """What the index was made from: another stamp, another index."""

    revision: int = -1
    findings_at: datetime | None = None
    day: date | None = None


@dataclass
class Board:
    """The index of all cases; several threads may ask, one at a time makes it anew."""

    rules: DeskRules
    _lock: Lock = field(default_factory=Lock)
    _cases: dict[str, Case] = field(default_factory=dict)
    _facts: dict[str, FindingFacts] = field(default_factory=dict)
    _rows: dict[str, QueueRow] = field(default_factory=dict)
    _stamp: _Stamp = _Stamp()
    _index: DeskIndex | None = None

    def index(self, work: UnitOfWork, now: datetime) -> DeskIndex:
        """The queue as it is at `now` (UTC)."""
        seen = _Stamp(work.desk.revision(), work.desk.findings_changed_at(), vietnam_day(now))
        with self._lock:
            if self._index is None or not self._is_fresh(seen):
                self._read(work, seen, now)
            assert self._index is not None
            return self._index

    def _is_fresh(self, seen: _Stamp) -> bool:
        # A reader that began earlier may come later with an older view: what is known already is newer.
        known = self._stamp
        return known == seen or (known.revision > seen.revision and known.day == seen.day)

    def _read(self, work: UnitOfWork, seen: _Stamp, now: datetime) -> None:
        before = self._stamp
        fresh = {case.id: case for case in work.desk.cases_after(before.revision)}
        self._cases |= fresh
        if seen.day != before.day or seen.findings_at != before.findings_at:
            self._facts |= {one.fingerprint: one for one in work.desk.facts_since(before.findings_at)}
            fresh = self._cases
        self._rows |= {name: queue_row(case, self._facts, self.rules, now) for name, case in fresh.items()}
        self._index = DeskIndex(self._rows.values(), self.rules.calendar, vietnam_day(now))
        self._stamp = seen
