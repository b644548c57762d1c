"""Bảng từ bằng mảng số cho đúng kết quả của phép cộng viết thẳng.
The array search agrees with the same search written out in loops, asked alone or among many."""

from collections.abc import Sequence
from itertools import pairwise
from math import log

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reconcile.lexicon import Words
from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.searches import Found, Search
from monitor.reconcile.wordtable import WordTable

_WORDS = ("duong", "truong", "cau", "mam", "non", "mau", "sau", "tram", "y", "te", "xa", "ap")
_DAYS = st.integers(0, 9)


class _Province:
    """Names with their bodies and days, and both searches over them."""

    def __init__(self, subjects: Sequence[tuple[Words, int, int, int]]) -> None:
        self.subjects = sorted(subjects, key=lambda subject: subject[2])
        self.names = [words for words, *_ in self.subjects]
        self.weights = WordWeights(frozenset(name) for name in self.names)
        self.totals = [self.weights.total(frozenset(name)) for name in self.names]
        self.owners = [owner for _, owner, *_ in self.subjects]
        self.earliest = [day for *_, day, _ in self.subjects]
        self.latest = [day + more for *_, day, more in self.subjects]
        self.table = WordTable(
            [[name] for name in self.names],
            np.array(self.totals),
            self.owners,
            self.weights,
            np.array(self.earliest),
            np.array(self.latest),
        )

    def search(self, words: Words, owners: Sequence[int], limit: int, day: int, sure: int) -> Search:
        same = [n for n, name in enumerate(self.names) if name == words][:sure]
        return Search(self.table.query(words), owners, limit, 0, len(self.names), day, same)

    def plainly(self, words: Words, search: Search) -> Found:
        """The same in loops, as the docstrings of the table tell it."""
        carried = {
            term: [n for n, name in enumerate(self.names) if term in _terms(name)] for term in _terms(words)
        }
        rarity = {term: log((len(self.names) + 2000) / len(rows)) for term, rows in carried.items() if rows}
        lists: dict[float, list[list[int]]] = {}
        for term, weight in rarity.items():
            for owner in search.owners:
                if numbers := [n for n in self._of(owner) if n in carried[term]]:
                    lists.setdefault(weight, []).append(numbers)
        sums: dict[int, float] = {}
        ordered = [(weight, numbers) for weight in sorted(lists, reverse=True) for numbers in lists[weight]]
        enough, covered, begun = 0.6 * sum(weight for weight, _ in ordered), 0.0, False
        for weight, numbers in ordered:
            covered += weight
            if len(numbers) <= (search.limit if begun else 5 * search.limit):
                begun = True
                for number in numbers:
                    sums[number] = sums.get(number, 0.0) + weight
            if begun and covered >= enough - 1e-9:
                break
        floor = 0.4 * max((t for n, t in sums.items() if self.latest[n] >= search.day), default=0.0)
        wanted = {n for n, total in sums.items() if total >= floor - 1e-9} | set(search.sure)
        found = [n for n in wanted if self.latest[n] >= search.day]
        return Found(found, [self._alike(frozenset(words), n, search) for n in found])

    def _of(self, owner: int) -> list[int]:
        return [n for n, own in enumerate(self.owners) if owner in (0, own)]

    def _alike(self, words: frozenset[str], number: int, search: Search) -> float:
        total, whole = self.totals[number], search.query.whole
        either = min(total, whole) + 0.25 * (total + whole)
        return round(self.weights.total(words & frozenset(self.names[number])) / max(either, 1e-9), 2)


def _terms(words: Words) -> list[str | tuple[str, str]]:
    """The words, and every two side by side, each once."""
    return list(dict.fromkeys((*words, *pairwise(words))))


_NAME = st.lists(st.sampled_from(_WORDS), max_size=6).map(tuple)
_SUBJECT = st.tuples(_NAME, st.integers(1, 3), _DAYS, st.integers(0, 3))
_ASKED = st.tuples(
    st.lists(st.sampled_from((*_WORDS, "la")), max_size=6).map(tuple),
    st.sampled_from(((0,), (1,), (2, 3))),
    st.integers(1, 6),
    _DAYS,
    st.integers(0, 2),
)


@given(st.lists(_SUBJECT, min_size=1, max_size=14), st.lists(_ASKED, min_size=1, max_size=5))
def test_many_searches_at_once_find_what_the_loops_find(
    subjects: list[tuple[Words, int, int, int]],
    asked: list[tuple[Words, tuple[int, ...], int, int, int]],
) -> None:
    province = _Province(subjects)
    searches = [province.search(*one) for one in asked]
    together = list(province.table.find(searches))
    for (words, *_), search, found in zip(asked, searches, together, strict=True):
        plain = province.plainly(words, search)
        assert sorted(found.numbers) == sorted(plain.numbers)
        expected = dict(zip(plain.numbers, plain.alike, strict=True))
        assert found.alike == pytest.approx([expected[number] for number in found.numbers], abs=0.0101)
        assert list(province.table.find([search])) == [found]


def test_more_searches_than_one_batch_holds_come_in_their_order() -> None:
    names = [(word, "goi") for word in _WORDS]
    province = _Province([(name, 1, 5, 3) for name in names])
    searches = [province.search(names[n % len(names)], (0,), 3, 5, 1) for n in range(300)]
    for n, found in enumerate(province.table.find(searches)):
        assert province.names[found.numbers[0]] == names[n % len(names)]


def test_a_name_found_whole_comes_first_whatever_its_words() -> None:
    names = [("cau",)] * 3 + [("cau", "mau")]
    province = _Province([(name, 1, day, 3) for day, name in enumerate(names)])
    found = next(iter(province.table.find([province.search(names[0], (0,), 1, 2, 3)])))
    assert found.numbers[0] == 2, "of equal names the nearest in time"
    assert found.alike[0] == pytest.approx(0.67)


def test_a_province_without_packages_finds_nothing() -> None:
    empty = np.array([], np.int64)
    table = WordTable([], np.array([]), [], WordWeights([]), empty, empty)
    assert list(table.find([Search(table.query(("cau",)), (0,), 5, 0, 0, 1, ())])) == [Found([], [])]
