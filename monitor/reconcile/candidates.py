"""Chọn ra vài gói thầu đáng so cho mỗi tin đăng.
Blocking: the few subjects worth comparing, by rare words and by the agency's own packages."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from itertools import islice
from typing import NamedTuple

import numpy as np

from monitor.domain.judgement import Disclosure
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile import weights as w
from monitor.reconcile.buyers import Buyers
from monitor.reconcile.features import SightingFeatures, Subject, own_day
from monitor.reconcile.identity import Number
from monitor.reconcile.lexicon import Words
from monitor.reconcile.reading import Reading
from monitor.reconcile.score import contradicted
from monitor.reconcile.searches import Found, Numbers, Query, Search
from monitor.reconcile.subjects import SubjectIndex
from monitor.reconcile.wordtable import WordTable

MOST = 12
_RARE = 100
_UNCOMMON = 600
_ENOUGH = 100
_TOO_LITTLE = 0.25
# The buyer's own packages come before those of others with the same name.
_OWN = 0.2
# Share of words of equal names, and the one from which the buyer's own package is plain.
_EQUAL = 0.67
_PLAIN = 0.65
_SAME_NUMBER = 0.05
_TOO_LATE = 800
_MOST_BODIES = 8


_Name = tuple[Query, list[int]]
# An act of a subject: its kind and own day (ordinal), 0 where that is unknown.
_Act = tuple[DisclosureKind, int]


class Asked(NamedTuple):
    """A sighting's names (one, or several that may all mean the same package), and whose it is."""

    features: SightingFeatures
    readings: Sequence[Reading]
    buyers: Buyers


class Near:
    """Subjects most alike in words, best first: (number, share of words), at most `MOST`.

    Those that the title contradicts are left out, which is asked only as far as somebody reads.
    """

    def __init__(
        self, features: SightingFeatures, subjects: Sequence[Subject], acts: Sequence[Sequence[_Act]]
    ) -> None:
        self._features = features
        self._subjects = subjects
        self._acts = acts
        self._best: dict[int, float] = {}
        self._ranked: list[tuple[float, int, int]] = []
        self._possible: dict[int, bool] = {}

    def __iter__(self) -> Iterator[tuple[int, float]]:
        fitting = ((number, alike) for alike, _, number in self._ranked if self.possible(number))
        return islice(fitting, MOST)

    def add(self, found: Found, sure: Collection[int], bonus: float) -> None:
        """Take in what a search found; a subject found twice keeps its better share.

        Those of the very name (`sure`) are as alike as can be, whatever the buyer's words weigh.
        """
        best = self._best
        for number, alike in zip(found.numbers, found.alike, strict=True):
            share = _EQUAL if number in sure else alike
            if share > _TOO_LITTLE and share + bonus > best.get(number, 0.0):
                best[number] = share + bonus

    def rank(self, day: int, earliest: Sequence[int]) -> None:
        """Put in order, those of the same package number before others as alike, then the nearest in time."""
        said = self._features.readings[0].parts.numbers
        best = self._best
        if said:
            best = {n: alike + _SAME_NUMBER * self._numbered(n, said) for n, alike in best.items()}
        ranked = sorted(
            ((alike, -abs(day - earliest[number]), number) for number, alike in best.items()), reverse=True
        )
        if len(ranked) > MOST:  # of many namesakes those count whose very act was of about the day
            first = sum(alike >= ranked[MOST - 1][0] for alike, _, _ in ranked)
            nearest = ((alike, -self._away(number, day), number) for alike, _, number in ranked[:first])
            ranked[:first] = sorted(nearest, reverse=True)
        self._ranked = ranked

    def _away(self, number: int, day: int) -> int:
        """Days between this one and the nearest act of the subject, of the announced kind if it is known."""
        acts = self._acts[number]
        announced = self._features.kind
        meant = [act for act in acts if announced in (None, act[0])] or acts
        return min((abs(day - own) for _, own in meant if own), default=_TOO_LATE)

    def _numbered(self, number: int, said: frozenset[Number]) -> bool:
        return any(not said.isdisjoint(title.parts.numbers) for title in self._subjects[number].titles)

    def possible(self, number: int) -> bool:
        if number not in self._possible:
            self._possible[number] = not contradicted(self._features, self._subjects[number])
        return self._possible[number]

    @property
    def plain(self) -> bool:
        """The buyer has a package of this very name: nobody else's comes near."""
        return any(alike >= _PLAIN + _OWN and self.possible(number) for number, alike in self._best.items())


class Blocks:
    """Candidate search over a `SubjectIndex`; keeps the days by which old subjects drop out."""

    def __init__(self, index: SubjectIndex) -> None:
        self._index = index
        acts: dict[_Act, _Act] = {}  # many have the same: each is held once
        self._acts: list[tuple[_Act, ...]] = [
            tuple(acts.setdefault(act, act) for act in map(_act, subject.disclosures))
            for subject in index.subjects
        ]
        spans = tuple(map(_span, self._acts))
        earliest: Numbers = np.array([earliest for earliest, _ in spans], np.int64)
        latest: Numbers = np.array([latest + _TOO_LATE for _, latest in spans], np.int64)
        self._earliest = earliest
        self._days: list[int] = earliest.tolist()
        self._latest_so_far: Numbers = np.maximum.accumulate(latest)
        self._owners = {body: number for number, body in enumerate(index.by_body, 1)}
        self._table = WordTable(
            ([title.ordered for title in subject.titles] for subject in index.subjects),
            np.array([max(index.weights.total(t.words) for t in s.titles) for s in index.subjects]),
            [self._owners.get(subject.body, len(self._owners) + 1) for subject in index.subjects],
            index.weights,
            earliest,
            latest,
        )

    def near(self, asked: Sequence[Asked]) -> list[Near]:
        """The candidates of each, in their order; many are asked at once because that is cheaper.

        The buyer's own packages first; those of others only where none of its own is plain.
        """
        nears = [Near(one.features, self._index.subjects, self._acts) for one in asked]
        days = [(one.features.day or one.features.first_seen).toordinal() for one in asked]
        spans = self._spans(days)
        open_ = [at for at, (first, last) in enumerate(spans) if first < last]
        names = {at: self._names(asked[at], spans[at]) for at in open_}
        own = [(at, s) for at in open_ for s in self._own(asked[at].buyers, names[at], spans[at], days[at])]
        self._add(nears, own, _OWN)
        every = [
            (at, s)
            for at in open_
            if not nears[at].plain
            for s in self._all(asked[at].buyers, names[at], spans[at], days[at])
        ]
        self._add(nears, every, 0.0)
        for near, day in zip(nears, days, strict=True):
            near.rank(day, self._days)
        return nears

    def _add(self, nears: Sequence[Near], searches: Sequence[tuple[int, Search]], bonus: float) -> None:
        found = self._table.find([search for _, search in searches])
        for (at, search), result in zip(searches, found, strict=True):
            nears[at].add(result, search.sure, bonus)

    def _spans(self, days: Sequence[int]) -> list[tuple[int, int]]:
        """For each day (ordinal) the stretch of subject numbers outside which nothing fits it."""
        firsts = self._latest_so_far.searchsorted(days).tolist()
        lasts = self._earliest.searchsorted(np.array(days) - w.IMPOSSIBLY_EARLY, "right").tolist()
        return list(zip(firsts, lasts, strict=True))

    def _names(self, asked: Asked, span: tuple[int, int]) -> list[_Name]:
        """What each name is found by, and the subjects of that very name."""
        return [
            (
                self._table.query(searched(reading, asked.buyers)),
                [n for n in self._index.by_title.get(reading.ordered, ()) if span[0] <= n < span[1]],
            )
            for reading in asked.readings
            if reading.ordered
        ]

    def _own(
        self, buyers: Buyers, names: Sequence[_Name], span: tuple[int, int], day: int
    ) -> Iterator[Search]:
        """Each name among the packages of each body that the text or the source names."""
        groups = (buyers.named | buyers.in_body, home_of(buyers) - buyers.named - buyers.in_body)
        owned = [
            (bodies, [self._owners[body] for body in sorted(bodies) if body in self._owners])
            for bodies in groups
        ]
        for query, same in names:
            for bodies, owners in owned:
                if owners:
                    own = [n for n in same if self._index.subjects[n].body in bodies]
                    yield Search(query, owners, _UNCOMMON, *span, day, own)

    def _all(
        self, buyers: Buyers, names: Sequence[_Name], span: tuple[int, int], day: int
    ) -> Iterator[Search]:
        """Each name among all packages; of very many with that very name those of about the day."""
        limit = _RARE if home_of(buyers) or buyers.named else _UNCOMMON
        today = bisect_left(self._days, day)
        for query, same in names:
            at = bisect_left(same, today)
            about = same[max(0, at - _ENOUGH) : at + _ENOUGH]
            yield Search(query, (0,), limit, *span, day, about)


def home_of(buyers: Buyers) -> frozenset[str]:
    """The bodies of the source, unless they are too many to tell anything."""
    return buyers.home if len(buyers.home) <= _MOST_BODIES else frozenset()


def searched(reading: Reading, buyers: Buyers) -> Words:
    """The buyer's own words are on all of its packages: they find nothing, and hide what would."""
    if reading.words <= buyers.name_words:
        return reading.ordered
    return tuple("" if word in buyers.name_words else word for word in reading.ordered)


def _act(disclosure: Disclosure) -> _Act:
    day = own_day(disclosure)
    return disclosure.kind, day.toordinal() if day else 0


def _span(acts: Sequence[_Act]) -> tuple[int, int]:
    """First and last own day as ordinals; everything fits a subject of which a day is unknown."""
    days = [day for _, day in acts if day]
    if len(days) < len(acts):
        return min(days, default=0), date.max.toordinal()
    return min(days), max(days)
