"""Bảng từ của mọi tên gói thầu, dưới dạng mảng số: tra ngược từ ra gói, cộng trọng số từ chung.
The words of all names as arrays: many names are looked up at once, each finding its likest subjects."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from monitor.reconcile.lexicon import Words
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.searches import END, Batch, Found, Numbers, Query, Search, Sums

# Searches worked through at once: enough to share the cost of a call, few enough to stay in the cache.
_TOGETHER = 64
# A word in more than this many times `limit` subjects is not walked even when nothing else was found.
_LONGEST = 5
_COVERED = 0.6
# Subjects that share less than this of what the best one shares are not looked at.
_FLOOR = 0.4
# As if so many more subjects were known: a term means about the same for 5 packages and for 50,000.
_PRIOR = 2000
# More than all terms of a name can weigh together: subjects of that very name.
_SURE = float(1 << 20)
# How many subjects of one search are compared word by word.
_FIRST = 24


class WordTable:
    """Which words each subject's names carry; the subjects go by their number, in order of time.

    Two words side by side are a term of their own: syllables are common, pairs of them are not.
    `names` are every subject's names, `totals` the weights of the longest, `owners` the numbers of
    the bodies, from 1 on. `earliest` and `latest` are the ordinals of the days between which a subject
    can be published.
    """

    def __init__(
        self,
        names: Iterable[Sequence[Words]],
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
        flat, typed = array("i"), array("i")
        ends, ends_typed = [0], [0]
        for titles in names:
            for words in titles:
                typed.extend(self._ids.setdefault(word, len(self._ids)) for word in words)
                typed.append(END)
            flat.extend({self._ids[word] for words in titles for word in words})
            ends.append(len(flat))
            ends_typed.append(len(typed))
        self._flat: NDArray[np.int32] = np.frombuffer(flat, np.int32)
        bounds: Numbers = np.array(ends, np.int64)
        self._starts: Numbers = bounds[:-1]
        self._sizes: Numbers = bounds[1:] - bounds[:-1]
        self._totals = totals
        self._count = max(1, len(totals))
        self._words = len(self._ids)
        self._terms = self._words * (self._words + 1)
        self._lists = self._sorted_lists(
            np.frombuffer(typed, np.int32), ends_typed, np.array(owners, np.int64)
        )
        # One row per search of a batch, all zero between two batches.
        self._marks: Sums = np.zeros((_TOGETHER, max(1, self._words)))

    def _sorted_lists(self, typed: NDArray[np.int32], ends: Sequence[int], owners: Numbers) -> Numbers:
        """Every (owner, term, subject) as one ascending number; each subject stands under 0 as well."""
        numbers = np.repeat(np.arange(len(owners), dtype=np.int64), np.diff(ends))
        words = typed.astype(np.int64)
        known = words != END
        beside = known[:-1] & known[1:]
        pairs = (words[:-1] + 1) * self._words + words[1:]
        everyone = np.unique(
            np.concatenate((words[known], pairs[beside])) * self._count
            + np.concatenate((numbers[known], numbers[:-1][beside]))
        )
        del words, known, beside, pairs, numbers
        self._carried, self._rarities = _rarities(everyone // self._count, self._count)
        # Owners begin at 1, so theirs are all greater.
        lists: Numbers = np.tile(everyone, 2)
        own = lists[len(everyone) :]
        own += owners[everyone % self._count] * (self._terms * self._count)
        own.sort()
        return lists

    def query(self, words: Words) -> Query:
        """A name's words, as typed, as numbers; words that no subject carries only weigh in `whole`."""
        of = self._weights.of
        numbers = [self._ids.get(word, END) for word in words]
        known = dict(zip(numbers, map(of, words), strict=True))
        known.pop(END, None)
        beside = [
            (first + 1) * self._words + second
            for first, second in pairwise(numbers)
            if END not in (first, second)
        ]
        whole = self._weights.total({word for word in words if word})
        return Query(tuple(known), tuple(known.values()), whole, tuple(dict.fromkeys((*known, *beside))))

    def find(self, searches: Sequence[Search]) -> Iterator[Found]:
        """What each search finds, in their order, the likest in words first; at most `_FIRST` each."""
        for at in range(0, len(searches), _TOGETHER):
            yield from self._find(searches[at : at + _TOGETHER])

    def _find(self, searches: Sequence[Search]) -> Iterator[Found]:
        batch = Batch.of(searches)
        rows, numbers = self._first(batch, *self._walk(batch))
        alike = self._alike(batch, rows, numbers)
        bounds = np.searchsorted(rows, np.arange(len(searches) + 1)).tolist()
        numbered, shares = numbers.tolist(), alike.tolist()
        for start, end in pairwise(bounds):
            yield Found(numbered[start:end], shares[start:end])

    def _walk(self, batch: Batch) -> tuple[Numbers, Numbers, Sums]:
        """The subjects on the lists worth walking, with the weight of each list: (row, number, weight).

        From the rarest term on, until most of what a name says is covered: a subject that shares none
        of those cannot be alike enough (prefix filtering). Long lists are passed over; while nothing
        has been found, somewhat longer ones are walked.
        """
        weights = self._rarity(batch.terms)
        order = np.argsort(-weights, axis=1, kind="stable")
        terms: Numbers = np.take_along_axis(batch.terms, order, axis=1)
        weights = np.take_along_axis(weights, order, axis=1)
        # Every term under every owner of its search, the owners of one term beside each other.
        shape = (len(terms), terms.shape[1] * batch.owners.shape[1])
        keys = (batch.owners[:, None, :] * self._terms + terms[:, :, None]).reshape(shape) * self._count
        weights = np.repeat(weights, batch.owners.shape[1], axis=1)
        asked = (weights > 0.0) & np.tile(batch.owners >= 0, terms.shape[1])
        starts, many = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        rows = np.nonzero(asked)[0]
        starts[asked] = self._lists.searchsorted(keys[asked] + batch.first[rows])
        many[asked] = self._lists.searchsorted(keys[asked] + batch.last[rows]) - starts[asked]
        taken = _taken(many, weights, batch.limit[:, None])
        lengths = many[taken]
        places = np.repeat(starts[taken] - (np.cumsum(lengths) - lengths), lengths)
        places += np.arange(len(places))
        return (
            np.repeat(np.nonzero(taken)[0], lengths),
            self._lists[places] - np.repeat(keys[taken], lengths),
            np.repeat(weights[taken], lengths),
        )

    def _rarity(self, terms: Numbers) -> Sums:
        """How much each term tells (natural log of rarity); nought for padding and for unknown ones."""
        at = self._carried.searchsorted(terms)
        return np.where(self._carried[at] == terms, self._rarities[at], 0.0)

    def _first(self, batch: Batch, rows: Numbers, numbers: Numbers, weights: Sums) -> tuple[Numbers, Numbers]:
        """Per search the subjects of the greatest sums, ties by nearness in time: (row, number)."""
        rows = np.concatenate((rows, batch.sure_rows))
        numbers = np.concatenate((numbers, batch.sure))
        weights = np.concatenate((weights, np.full(len(batch.sure), _SURE)))
        fits = self._latest[numbers] >= batch.day[rows]
        keys = rows[fits] * self._count + numbers[fits]
        order = keys.argsort(kind="stable")  # sums must not depend on what else is asked
        keys = keys[order]
        begins = _begins(keys)
        if not len(begins):
            return keys, keys
        keys = keys[begins]
        rows, numbers = keys // self._count, keys % self._count
        sums = np.round(np.add.reduceat(weights[fits][order], begins), 6)
        begins = _begins(rows)
        found = sums % _SURE
        greatest = np.repeat(np.maximum.reduceat(found, begins), np.diff(np.append(begins, len(rows))))
        great = (sums >= _SURE) | (found >= _FLOOR * greatest)
        rows, numbers, sums = rows[great], numbers[great], sums[great]
        far = np.abs(self._earliest[numbers] - batch.day[rows])
        order = np.lexsort((far, -sums, rows))
        rows, numbers = rows[order], numbers[order]
        begins = _begins(rows)
        rank = np.arange(len(rows)) - np.repeat(begins, np.diff(np.append(begins, len(rows))))
        first = rank < _FIRST
        return rows[first], numbers[first]

    def _alike(self, batch: Batch, rows: Numbers, numbers: Numbers) -> Sums:
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


def _rarities(terms: Numbers, subjects: int) -> tuple[Numbers, Sums]:
    """Every term of an ascending list once, and how much it tells; a last one that nobody asks for."""
    begins = _begins(terms)
    carried = np.diff(np.append(begins, len(terms)))
    beyond = np.iinfo(np.int64).max
    return np.append(terms[begins], beyond), np.append(np.log((subjects + _PRIOR) / carried), 0.0)


def _taken(many: Numbers, weights: Sums, limit: Numbers) -> NDArray[np.bool_]:
    """Which lists of each row are walked, given their lengths in the order of their weights."""
    short = (many > 0) & (many <= limit)
    any_use = (many > 0) & (many <= _LONGEST * limit)
    at = np.arange(many.shape[1])
    begin = np.where(any_use.any(axis=1), any_use.argmax(axis=1), len(at))[:, None]
    covered = np.cumsum(weights * (many > 0), axis=1)
    enough = (covered >= _COVERED * covered[:, -1:]) & (at >= begin)
    end = np.where(enough.any(axis=1), enough.argmax(axis=1), len(at))[:, None]
    walked: NDArray[np.bool_] = ((at == begin) | (short & (at > begin))) & (at <= end)
    return walked


def _begins(ascending: Numbers) -> Numbers:
    """Where each run of equal numbers begins."""
    if not len(ascending):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.append(True, ascending[1:] != ascending[:-1]))
