"""Tên nào có gần đủ các chữ đã cho: sàng nhanh hàng nghìn tên trước khi so từng chữ.
Which of thousands of names carry nearly all of some words: a sieve before words are compared in order."""

from array import array
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

from monitor.reconcile.searches import Numbers

# Words counted of a name, one bit each.
_BITS = 64
# Shorter words are never taken for slips of one another.
_SHORT = 2


class WordRows:
    """The words of each name, in no order; names go by their number."""

    def __init__(self, rows: Iterable[Iterable[str]]) -> None:
        ids: dict[str, int] = {}
        flat, ends = array("i"), array("q", [0])
        for words in rows:
            flat.extend(ids.setdefault(word, len(ids)) for word in words)
            ends.append(len(flat))
        self._ids = ids
        self._flat: NDArray[np.int32] = np.frombuffer(flat, np.int32)
        self._ends: Numbers = np.frombuffer(ends, np.int64)
        self._long = [word for word in ids if len(word) > _SHORT]
        self._long_ids: Numbers = np.array([ids[word] for word in self._long], np.int64)
        self._like: dict[str, Numbers] = {}

    def carrying(self, numbers: Numbers, words: Sequence[str], strange: int) -> Numbers:
        """Those of the names, none of them empty, in which all but `strange` of the words have their like."""
        words = words[:_BITS]
        if not len(numbers) or len(words) <= strange:
            return numbers
        marks: NDArray[np.uint64] = np.zeros(len(self._ids), np.uint64)
        for at, word in enumerate(words):
            marks[self._likes(word)] |= np.uint64(1 << at)
        starts, sizes = self._ends[numbers], self._ends[numbers + 1] - self._ends[numbers]
        begins = np.cumsum(sizes) - sizes
        places = np.repeat(starts - begins, sizes) + np.arange(sizes.sum())
        carried = np.bitwise_or.reduceat(marks[self._flat[places]], begins)
        kept: Numbers = numbers[np.bitwise_count(carried) >= len(words) - strange]
        return kept

    def _likes(self, word: str) -> Numbers:
        """The numbers of this word and of those that are it but for one slip (see `slipped`)."""
        if word not in self._like:
            self._like[word] = self._found(word)
        return self._like[word]

    def _found(self, word: str) -> Numbers:
        if len(word) <= _SHORT or not self._long:
            return np.array([self._ids[word]] if word in self._ids else [], np.int64)
        (far,) = cdist([word], self._long, scorer=OSA.distance, score_cutoff=1, dtype=np.uint8)
        found: Numbers = self._long_ids[far <= 1]
        return found


def slipped(word: str, other: str) -> bool:
    """Whether two words differ by no more than one slip of a key, and are long enough to tell."""
    return len(word) > _SHORT and len(other) > _SHORT and OSA.distance(word, other, score_cutoff=1) <= 1
