"""Bảng từ của mọi tên gói thầu, dưới dạng mảng số: tra ngược từ ra gói, cộng trọng số từ chung.
The words of all names as arrays: many names are looked up at once, each finding its likest subjects."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from monitor.reconcile.rarity import WordWeights

Numbers = NDArray[np.int64]
Sums = NDArray[np.float64]

# Searches worked through at once: enough to share the cost of a call, few enough to stay in the cache.
_TOGETHER = 128
# A word in more than this many times `limit` subjects is not walked even when nothing else was found.
_LONGEST = 5
_COVERED = 0.6
# Subjects that share less than this of what the best one shares are not looked at.
_FLOOR = 0.4
# How many subjects of one search are compared word by word.
_FIRST = 40


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be found: the known ones of its words, rarest first; `whole` weighs all its words."""

    words: tuple[int, ...]
    weights: tuple[float, ...]
    whole: float


class Search(NamedTuple):
    """One name looked for among the subjects of some owners (0: of all), from `first` to before `last`.

    Lists of more than `limit` subjects are passed over. Of equally alike subjects those nearest to
    `day` come first; `sure` are looked at whatever their words.
    """

    query: Query
    owners: Sequence[int]
    limit: int
    first: int
    last: int
    day: int
    sure: Sequence[int]


class Found(NamedTuple):
    """Subjects found by a search, with the share of words in common (0 to 0.67)."""

    numbers: list[int]
    alike: list[float]


class WordTable:
    """Which words each subject's names carry; the subjects go by their number, in order of time.

    `totals` are the weights of their names, `owners` the numbers of their bodies, from 1 on.
    `earliest` and `latest` are the ordinals of the days between which a subject can be published.
    """

    def __init__(
        self,
        names: Iterable[Iterable[str]],
        totals: Sums,
        owners: Sequence[int],
        weights: WordWeights,
        earliest: Numbers,
        latest: Numbers,
    ) -> None:
        self._weights = weights
        self._earliest = earliest
        self._latest = latest
        self._ids: dict[str, int] = {}
        flat = array("i")
        ends = [0]
        for words in names:
            flat.extend(self._ids.setdefault(word, len(self._ids)) for word in words)
            ends.append(len(flat))
        self._flat: NDArray[np.int32] = np.frombuffer(flat, np.int32)
        bounds: Numbers = np.array(ends, np.int64)
        self._starts: Numbers = bounds[:-1]
        self._sizes: Numbers = bounds[1:] - bounds[:-1]
        self._totals = totals
        self._count = max(1, len(totals))
        self._lists = self._sorted_lists(np.array(owners, np.int64))
        # One row per search of a batch, all zero between two batches.
        self._marks: Sums = np.zeros((_TOGETHER, max(1, len(self._ids))))

    def _sorted_lists(self, owners: Numbers) -> Numbers:
        """Every (owner, word, subject) as one ascending number; each subject stands under 0 as well."""
        numbers = np.repeat(np.arange(len(owners), dtype=np.int64), self._sizes)
        everyone = self._flat * self._count + numbers
        own = everyone + owners[numbers] * len(self._ids) * self._count
        lists = np.concatenate((everyone, own))
        lists.sort()
        return lists

    def query(self, words: Iterable[str]) -> Query:
        """A name's words as numbers; words that no subject carries only weigh in `whole`."""
        of = self._weights.of
        weighted = sorted(((of(word), word) for word in words), reverse=True)
        known = [(self._ids[word], weight) for weight, word in weighted if word in self._ids]
        return Query(
            tuple(word for word, _ in known),
            tuple(weight for _, weight in known),
            sum(weight for weight, _ in weighted),
        )

    def find(self, searches: Sequence[Search]) -> Iterator[Found]:
        """What each search finds, in their order, the likest in words first; at most `_FIRST` each."""
        for at in range(0, len(searches), _TOGETHER):
            yield from self._find(searches[at : at + _TOGETHER])

    def _find(self, searches: Sequence[Search]) -> Iterator[Found]:
        batch = _Batch.of(searches)
        rows, numbers = self._first(batch, *self._walk(batch))
        alike = self._alike(batch, rows, numbers)
        bounds = np.searchsorted(rows, np.arange(len(searches) + 1)).tolist()
        numbered, shares = numbers.tolist(), alike.tolist()
        for start, end in pairwise(bounds):
            yield Found(numbered[start:end], shares[start:end])

    def _walk(self, batch: "_Batch") -> tuple[Numbers, Numbers, Sums]:
        """The subjects on the lists worth walking, with the weight of each list: (row, number, weight).

        From the rarest word on, until most of what a name says is covered: a subject that shares none
        of those words cannot be alike enough (prefix filtering). Long lists are passed over; while
        nothing has been found, somewhat longer ones are walked.
        """
        keys = (batch.owners * len(self._ids) + batch.words) * self._count
        starts = self._lists.searchsorted(keys + batch.first[:, None])
        many = self._lists.searchsorted(keys + batch.last[:, None]) - starts
        many[batch.weights == 0.0] = 0
        short = (many > 0) & (many <= batch.limit[:, None])
        any_use = (many > 0) & (many <= _LONGEST * batch.limit[:, None])
        at = np.arange(many.shape[1])
        begin = np.where(any_use.any(axis=1), any_use.argmax(axis=1), len(at))[:, None]
        covered = np.cumsum(batch.weights * (many > 0), axis=1)
        enough = (covered >= _COVERED * covered[:, -1:]) & (at >= begin)
        end = np.where(enough.any(axis=1), enough.argmax(axis=1), len(at))[:, None]
        taken = ((at == begin) | (short & (at > begin))) & (at <= end)
        lengths = many[taken]
        places = np.repeat(starts[taken] - (np.cumsum(lengths) - lengths), lengths)
        places += np.arange(len(places))
        rows = np.nonzero(taken)[0]
        return (
            np.repeat(rows, lengths),
            self._lists[places] - np.repeat(keys[taken], lengths),
            np.repeat(batch.weights[taken], lengths),
        )

    def _first(
        self, batch: "_Batch", rows: Numbers, numbers: Numbers, weights: Sums
    ) -> tuple[Numbers, Numbers]:
        """Per search the subjects of the greatest sums, ties by nearness in time: (row, number)."""
        rows = np.concatenate((rows, batch.sure_rows))
        numbers = np.concatenate((numbers, batch.sure))
        weights = np.concatenate((weights, batch.whole[batch.sure_rows]))
        fits = self._latest[numbers] >= batch.day[rows]
        keys = rows[fits] * self._count + numbers[fits]
        order = keys.argsort()
        keys = keys[order]
        begins = _begins(keys)
        if not len(begins):
            return keys, keys
        keys = keys[begins]
        rows, numbers = keys // self._count, keys % self._count
        sums = np.minimum(np.add.reduceat(weights[fits][order], begins), batch.whole[rows])
        begins = _begins(rows)
        greatest = np.repeat(np.maximum.reduceat(sums, begins), np.diff(np.append(begins, len(rows))))
        great = sums >= _FLOOR * greatest
        rows, numbers, sums = rows[great], numbers[great], sums[great]
        far = np.abs(self._earliest[numbers] - batch.day[rows])
        order = np.lexsort((far, -sums, rows))
        rows, numbers = rows[order], numbers[order]
        begins = _begins(rows)
        rank = np.arange(len(rows)) - np.repeat(begins, np.diff(np.append(begins, len(rows))))
        first = rank < _FIRST
        return rows[first], numbers[first]

    def _alike(self, batch: "_Batch", rows: Numbers, numbers: Numbers) -> Sums:
        """The weight of all words in common, as a share of what either name says."""
        if not len(rows):
            return np.zeros(0)
        real = batch.weights > 0.0
        said = np.nonzero(real)[0], batch.words[real]
        self._marks[said] = batch.weights[real]
        sizes = self._sizes[numbers]
        begins = np.cumsum(sizes) - sizes
        places = np.repeat(self._starts[numbers] - begins, sizes) + np.arange(sizes.sum())
        per_word = self._marks[np.repeat(rows, sizes), self._flat[places]]
        self._marks[said] = 0.0
        shared = np.add.reduceat(np.append(per_word, 0.0), begins) * (sizes > 0)
        totals, whole = self._totals[numbers], batch.whole[rows]
        either = np.minimum(whole, totals) + 0.25 * (whole + totals)
        return np.round(shared / np.maximum(either, 1e-9), 2)


@dataclass(frozen=True, slots=True)
class _Batch:
    """Searches as arrays, a row each: every word under every owner, padded with weight 0."""

    words: Numbers
    owners: Numbers
    weights: Sums
    limit: Numbers
    first: Numbers
    last: Numbers
    day: Numbers
    whole: Sums
    sure_rows: Numbers
    sure: Numbers

    @classmethod
    def of(cls, searches: Sequence[Search]) -> "_Batch":
        width = max(1, *(len(query.words) * len(owners) for query, owners, *_ in searches))
        words = np.zeros((len(searches), width), np.int64)
        under = np.zeros((len(searches), width), np.int64)
        weights = np.zeros((len(searches), width))
        for row, (query, owners, *_) in enumerate(searches):
            many, end = len(owners), len(query.words) * len(owners)
            words[row, :end] = query.words if many == 1 else np.repeat(query.words, many)
            weights[row, :end] = query.weights if many == 1 else np.repeat(query.weights, many)
            under[row, :end] = owners[0] if many == 1 else np.tile(owners, len(query.words))
        queries, _, limit, first, last, day, sure = zip(*searches, strict=True)
        return cls(
            words,
            under,
            weights,
            np.array(limit, np.int64),
            np.array(first, np.int64),
            np.array(last, np.int64),
            np.array(day, np.int64),
            np.array([query.whole for query in queries]),
            np.repeat(np.arange(len(searches)), [len(numbers) for numbers in sure]),
            np.array([number for numbers in sure for number in numbers], np.int64),
        )


def _begins(ascending: Numbers) -> Numbers:
    """Where each run of equal numbers begins."""
    if not len(ascending):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, ascending[1:] != ascending[:-1]))
