"""Bảng từ của mọi tên gói thầu, dưới dạng mảng số: tra ngược từ ra gói, cộng trọng số từ chung.
The words of all names as arrays: from a word to its subjects, and the weight two names share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from monitor.reconcile.rarity import WordWeights

Numbers = NDArray[np.int32]
Sums = NDArray[np.float64]

# A word in more than this many times `limit` subjects is not walked even when nothing else was found.
_LONGEST = 5
_COVERED = 0.6
# Subjects that share less than this of what the best one shares are not looked at.
_FLOOR = 0.4


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be found: the known ones of its words, rarest first; `whole` weighs all its words."""

    words: Numbers
    weights: Sums
    whole: float


class WordTable:
    """Which words each subject's names carry; the subjects go by their number."""

    def __init__(self, names: Iterable[Iterable[str]], weights: WordWeights) -> None:
        self._weights = weights
        self._ids: dict[str, int] = {}
        flat: list[int] = []
        ends = [0]
        for words in names:
            flat += [self._ids.setdefault(word, len(self._ids)) for word in words]
            ends.append(len(flat))
        self._flat: Numbers = np.array(flat, np.int32)
        self._ends: Numbers = np.array(ends, np.int32)
        self._sizes: Numbers = np.diff(self._ends)
        # One reused row per subject and one per word, left all zero between two questions.
        self._sums: Sums = np.zeros(len(ends) - 1)
        self._marks: Sums = np.zeros(len(self._ids))

    def query(self, words: frozenset[str]) -> Query:
        """A name's words as numbers; words that no subject carries only weigh in `whole`."""
        of = self._weights.of
        weighted = sorted(((of(word), word) for word in words), reverse=True)
        known = [(self._ids[word], weight) for weight, word in weighted if word in self._ids]
        return Query(
            np.array([word for word, _ in known], np.int32),
            np.array([weight for _, weight in known]),
            sum(weight for weight, _ in weighted),
        )

    def postings(self, rows: Sequence[int] | None = None) -> "Postings":
        """From word to subject, for some subjects (ascending) or for all of them."""
        chosen = np.arange(len(self._sizes), dtype=np.int32) if rows is None else np.array(rows, np.int32)
        return Postings(self._flat[self._places(chosen)], np.repeat(chosen, self._sizes[chosen]))

    def add_up(
        self, lists: Sequence[tuple[float, Numbers]], sure: Numbers, whole: float
    ) -> tuple[Numbers, Sums]:
        """The numbers in the lists, ascending, each with the sum of its lists' weights.

        Those of `sure` weigh the `whole`. Sums far below the greatest are left out.
        """
        sums = self._sums
        for weight, numbers in lists:
            sums[numbers] += weight
        sums[sure] = whole
        touched = np.concatenate([numbers for _, numbers in lists] + [sure])
        found = sums[touched]
        great = touched[found >= _FLOOR * found.max(initial=0.0)]
        found = sums[great]
        # A number met a second time finds its sum taken by the later place: it counts once.
        places = np.arange(len(great))
        sums[great] = places
        once = sums[great] == places
        great, found = great[once], found[once]
        sums[touched] = 0.0
        order = great.argsort()
        great, found = great[order], found[order]
        return great, found

    def shared(self, query: Query, rows: Numbers) -> Sums:
        """For each subject the weight of all words that it has in common with the query."""
        self._marks[query.words] = query.weights
        per_word = self._marks[self._flat[self._places(rows)]]
        self._marks[query.words] = 0.0
        sizes = self._sizes[rows]
        starts = np.cumsum(sizes) - sizes
        return np.add.reduceat(np.append(per_word, 0.0), starts) * (sizes > 0)

    def _places(self, rows: Numbers) -> NDArray[np.int64]:
        """Where the words of these subjects stand in the flat array, row after row."""
        sizes = self._sizes[rows]
        before = np.cumsum(sizes) - sizes
        return np.repeat(self._ends[rows] - before, sizes) + np.arange(sizes.sum())


class Postings:
    """From a word to the ascending numbers of the subjects that carry it."""

    def __init__(self, words: Numbers, numbers: Numbers) -> None:
        order = np.argsort(words, kind="stable")
        self._numbers: Numbers = numbers[order]
        known, starts = np.unique(words[order], return_index=True)
        ends = np.append(starts[1:], len(words))[: len(known)]
        slices = zip(starts.tolist(), ends.tolist(), strict=True)
        self._slices: dict[int, tuple[int, int]] = dict(zip(known.tolist(), slices, strict=True))

    def walk(self, query: Query, limit: int, span: Numbers) -> list[tuple[float, Numbers]]:
        """The lists to add up, from the rarest word on, until most of what the name says is covered.

        A subject that shares none of those words cannot be alike enough (prefix filtering). Of every
        list only the numbers within `span` (start, end) count; where those are many, they are walked
        only while nothing has been found.
        """
        words = zip(query.words.tolist(), query.weights.tolist(), strict=True)
        known = [(self._slices[word], weight) for word, weight in words if word in self._slices]
        enough = _COVERED * sum(weight for _, weight in known)
        covered = 0.0
        found: list[tuple[float, Numbers]] = []
        for (start, end), weight in known:
            covered += weight
            numbers = self._numbers[start:end]
            first, last = numbers.searchsorted(span).tolist()
            many = last - first
            if many and (many <= limit or (not found and many <= _LONGEST * limit)):
                found.append((weight, numbers[first:last]))
            if covered >= enough and found:
                break
        return found
