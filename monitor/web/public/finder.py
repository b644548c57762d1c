"""Chỉ mục tìm kiếm giữ trong bộ nhớ của máy chủ, chỉ đọc lại những gì vừa đổi.
The search index in the server's memory: what changed is read again, what a word finds is kept a while."""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

import numpy as np

from monitor.search.bits import Bits, at, fitted, none
from monitor.search.columns import Columns
from monitor.search.index import SearchIndex, Selection
from monitor.search.query import Query
from monitor.search.terms import Terms, phrase
from monitor.subscriptions.places import Places
from storage.store import UnitOfWork

# One term over half a million packages is kept as 62 kB of bits.
_KEPT_TERMS = 256


@dataclass
class Finder:
    """Searches one store; several threads may ask, one at a time reads what is new."""

    places: Places
    _lock: Lock = field(default_factory=Lock)
    _revision: int = -1
    _index: SearchIndex | None = None
    _terms: OrderedDict[tuple[int, str], Bits] = field(default_factory=OrderedDict)

    def find(self, work: UnitOfWork, asked: Query, now: datetime) -> Selection:
        """What a search finds at `now` (UTC)."""
        revision = work.search.revision()
        index = self._fresh(work, revision)
        return index.select(asked, self._text(work, revision, index, asked.terms), now)

    def _fresh(self, work: UnitOfWork, revision: int) -> SearchIndex:
        with self._lock:
            # A reader that began earlier may come later with an older view: what is known already is newer.
            if self._index is None or revision > self._revision:
                before = Columns() if self._index is None else self._index.columns
                columns = before.with_rows(work.search.rows_after(max(0, self._revision)))
                self._index, self._revision = SearchIndex(columns, self.places), revision
            return self._index

    def _text(self, work: UnitOfWork, revision: int, index: SearchIndex, terms: Terms) -> Bits | None:
        if not terms.every and not terms.never:
            return None
        found = ~none(len(index))
        for form in terms.every:
            found = found & self._holding(work, revision, form, len(index))
        for form in terms.never:
            found = found & ~self._holding(work, revision, form, len(index))
        return found

    def _holding(self, work: UnitOfWork, revision: int, form: str, size: int) -> Bits:
        """The packages that hold one term, as this reader sees them."""
        with self._lock:
            bits = self._terms.get((revision, form))
            if bits is not None:
                self._terms.move_to_end((revision, form))
        if bits is None:
            ids = np.frombuffer(work.search.holding(phrase(form)), np.uint32).astype(np.int64)
            bits = at(ids - 1, size)
            with self._lock:
                self._terms[revision, form] = bits
                while len(self._terms) > _KEPT_TERMS:
                    self._terms.popitem(last=False)
        # An index that was made newer meanwhile is longer: what came later this reader has not seen.
        return fitted(bits, size)
