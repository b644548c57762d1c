"""Chọn ra vài gói thầu đáng so cho mỗi tin đăng.
Blocking: the few subjects worth comparing, by rare words and by the agency's own packages."""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import islice

import numpy as np

from monitor.reconcile import weights as w
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.features import Reading, SightingFeatures, Subject
from monitor.reconcile.score import contradicted, own_day
from monitor.reconcile.subjects import SubjectIndex
from monitor.reconcile.wordtable import Numbers, Postings, Query, Sums, WordTable

MOST = 12
_RARE = 60
_UNCOMMON = 400
_ENOUGH = 200
_FIRST = 24
_TOO_LITTLE = 0.25
# The buyer's own packages come before those of others with the same name.
_OWN = 0.2
# Share of words (at most 0.67, for equal names) from which the buyer's own package is plain.
_PLAIN = 0.65
_TOO_LATE = 800
_MOST_BODIES = 8


class Blocks:
    """Candidate search over a `SubjectIndex`; keeps the days by which old subjects drop out."""

    def __init__(self, index: SubjectIndex) -> None:
        self._index = index
        spans = tuple(map(_span, index.subjects))
        self._earliest: Numbers = np.array([earliest for earliest, _ in spans], np.int32)
        self._latest: Numbers = np.array([latest + _TOO_LATE for _, latest in spans], np.int32)
        self._latest_so_far: Numbers = np.maximum.accumulate(self._latest)
        self._totals: Sums = np.array(
            [max(map(index.weights.total, (t.words for t in s.titles))) for s in index.subjects]
        )
        self._table = WordTable(map(_all_words, index.subjects), index.weights)
        self._everyone = self._table.postings()
        self._own: dict[frozenset[str], Postings] = {}

    def near(
        self, features: SightingFeatures, readings: Sequence[Reading], buyers: Buyers
    ) -> Iterator[tuple[int, float]]:
        """Subjects most alike in words, best first, at most `MOST`: (number, share of words).

        Those that the title contradicts are left out. Among equally alike ones those nearest in
        time come first.
        """
        best: dict[int, float] = {}
        day = (features.day or features.first_seen).toordinal()
        span = self._span_of(day)
        if span[0] >= span[1]:
            return

        @cache
        def possible(number: int) -> bool:
            return not contradicted(features, self._index.subjects[number])

        for query, rows, bonus in self._searches(readings, buyers, span, day):
            totals = self._totals[rows]
            either = np.minimum(query.whole, totals) + 0.25 * (query.whole + totals)
            shares = np.round(self._table.shared(query, rows) / either, 2) + bonus
            for number, alike in zip(rows.tolist(), shares.tolist(), strict=True):
                if alike > _TOO_LITTLE + bonus and alike > best.get(number, 0.0):
                    best[number] = alike
            if any(alike >= _PLAIN + _OWN and possible(number) for number, alike in best.items()):
                break  # the buyer has a package of this very name: nobody else's comes near
        ranked = [(alike, -abs(day - int(self._earliest[number])), number) for number, alike in best.items()]
        fitting = ((number, alike) for alike, _, number in sorted(ranked, reverse=True) if possible(number))
        yield from islice(fitting, MOST)

    def _span_of(self, day: int) -> Numbers:
        """The stretch of subject numbers outside which nothing fits the day (an ordinal)."""
        first = self._latest_so_far.searchsorted(day)
        return np.array((first, self._earliest.searchsorted(day - w.IMPOSSIBLY_EARLY, "right")), np.int32)

    def _searches(
        self, readings: Sequence[Reading], buyers: Buyers, span: Numbers, day: int
    ) -> Iterator[tuple[Query, Numbers, float]]:
        """Name by name, the buyer's own packages before all others: (query, subjects, bonus)."""
        index = self._index
        home = buyers.home if len(buyers.home) <= _MOST_BODIES else frozenset()
        for reading in readings:
            if not reading.words:
                continue
            # The buyer's own words are on all of its packages: they find nothing, and hide what would.
            query = self._table.query(reading.words - buyers.name_words or reading.words)
            same = [n for n in index.by_title.get(reading.key, ()) if span[0] <= n < span[1]]
            for bodies in filter(None, (buyers.named, home - buyers.named)):
                own = [n for n in same if index.subjects[n].body in bodies]
                yield query, self._first(self._postings_of(bodies), query, _UNCOMMON, own, span, day), _OWN
            limit = _RARE if home or buyers.named else _UNCOMMON
            yield query, self._first(self._everyone, query, limit, same[:_ENOUGH], span, day), 0.0

    def _first(
        self, postings: Postings, query: Query, limit: int, same: Sequence[int], span: Numbers, day: int
    ) -> Numbers:
        lists = postings.walk(query, limit, span)
        sure = np.array(same, np.int32)
        if not lists and not same:
            return sure
        rows, sums = self._table.add_up(lists, sure, query.whole)
        fits = self._latest[rows] >= day
        rows, sums = rows[fits], sums[fits]
        if len(rows) > _FIRST:  # of equal sums the nearest in time come first
            rows = rows[np.lexsort((np.abs(self._earliest[rows] - day), -sums))[:_FIRST]]
        return rows

    def _postings_of(self, bodies: frozenset[str]) -> Postings:
        """The bodies' own packages, taken apart from all others when they are first asked for."""
        if bodies not in self._own:
            numbers = sorted(n for body in bodies for n in self._index.by_body.get(body, ()))
            self._own[bodies] = self._table.postings(numbers)
        return self._own[bodies]


def _all_words(subject: Subject) -> frozenset[str]:
    first, *more = subject.titles
    return first.words.union(*(title.words for title in more)) if more else first.words


def _span(subject: Subject) -> tuple[int, int]:
    """First and last own day as ordinals; everything fits a subject without a day."""
    days = [day.toordinal() for d in subject.disclosures if (day := own_day(d))]
    if len(days) < len(subject.disclosures):
        return min(days, default=0), date.max.toordinal()
    return min(days), max(days)
