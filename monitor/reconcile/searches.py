"""Những câu hỏi đặt ra cho bảng từ, và cả loạt câu hỏi dưới dạng mảng số.
What is asked of the word table, one question and a batch of them as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Sums = NDArray[np.float64]

# Stands for a word that no subject carries, and for the end of a name.
END = -1


@dataclass(frozen=True, slots=True)
class Query:
    """A name to be found: the known ones of its words with their weights, `whole` that of all its words.

    `terms` are what it is found by: those words, and every two of them that stand side by side.
    """

    words: tuple[int, ...]
    weights: tuple[float, ...]
    whole: float
    terms: tuple[int, ...]


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


@dataclass(frozen=True, slots=True)
class Batch:
    """Searches as arrays, a row each; words are padded with weight 0, terms and owners with -1."""

    words: Numbers
    weights: Sums
    terms: Numbers
    owners: Numbers
    limit: Numbers
    first: Numbers
    last: Numbers
    day: Numbers
    whole: Sums
    sure_rows: Numbers
    sure: Numbers

    @classmethod
    def of(cls, searches: Sequence[Search]) -> "Batch":
        queries, owners, limit, first, last, day, sure = zip(*searches, strict=True)
        return cls(
            _padded([query.words for query in queries], 0).astype(np.int64),
            _padded([query.weights for query in queries], 0.0),
            _padded([query.terms for query in queries], END).astype(np.int64),
            _padded(owners, END).astype(np.int64),
            np.array(limit, np.int64),
            np.array(first, np.int64),
            np.array(last, np.int64),
            np.array(day, np.int64),
            np.array([query.whole for query in queries]),
            np.repeat(np.arange(len(searches)), [len(numbers) for numbers in sure]),
            np.array([number for numbers in sure for number in numbers], np.int64),
        )


def _padded(rows: Sequence[Sequence[float]], padding: float) -> Sums:
    table = np.full((len(rows), max(1, *map(len, rows))), float(padding))
    for row, values in zip(table, rows, strict=True):
        row[: len(values)] = values
    return table
