"""Bảng từ bằng mảng số cho đúng kết quả của phép cộng viết thẳng.
The array search agrees with the sums written out plainly, and leaves nothing behind between questions."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.reconcile.rarity import WordWeights
from monitor.reconcile.wordtable import WordTable

_WORDS = ("duong", "truong", "cau", "mam", "non", "mau", "sau", "tram", "y", "te", "xa", "ap")
_NAMES = st.lists(st.frozensets(st.sampled_from(_WORDS), max_size=6), min_size=1, max_size=12)
_ASKED = st.lists(st.frozensets(st.sampled_from((*_WORDS, "la")), max_size=6), min_size=1, max_size=4)


@given(_NAMES, _ASKED)
def test_shared_weight_is_the_sum_over_the_common_words(
    names: list[frozenset[str]], asked: list[frozenset[str]]
) -> None:
    weights = WordWeights(names)
    table = WordTable(names, weights)
    rows = np.arange(len(names), dtype=np.int32)
    for words in asked:
        found = table.shared(table.query(words), rows)
        assert np.allclose(found, [weights.total(words & name) for name in names])


@given(_NAMES, _ASKED, st.integers(1, 6))
def test_walked_sums_count_each_walked_word_once(
    names: list[frozenset[str]], asked: list[frozenset[str]], limit: int
) -> None:
    weights = WordWeights(names)
    table = WordTable(names, weights)
    postings = table.postings()
    span = np.array((0, len(names)), np.int32)
    for words in asked:
        query = table.query(words)
        lists = postings.walk(query, limit, span)
        rows, sums = table.add_up(lists, np.array([], np.int32), query.whole)
        plain = {
            number: sum(weight for weight, numbers in lists if number in numbers)
            for number in {number for _, numbers in lists for number in numbers.tolist()}
        }
        floor = 0.4 * max(plain.values(), default=0.0)
        assert rows.tolist() == sorted(number for number, total in plain.items() if total >= floor)
        assert np.allclose(sums, [plain[number] for number in rows.tolist()])
        for _, numbers in lists:
            assert all(names[number] & words for number in numbers.tolist())


def test_a_name_found_whole_weighs_all_its_words() -> None:
    names = [frozenset({"cau", "mau"}), frozenset({"cau"}), frozenset({"cau", "sau"})]
    table = WordTable(names, WordWeights(names))
    query = table.query(names[0])
    lists = table.postings().walk(query, 10, np.array((0, 3), np.int32))
    rows, sums = table.add_up(lists, np.array([0], np.int32), query.whole)
    assert rows.tolist()[0] == 0
    assert sums[0] == query.whole


def test_only_some_subjects_and_a_stretch_of_time_are_searched() -> None:
    names = [frozenset({"cau"})] * 6
    table = WordTable(names, WordWeights(names))
    query = table.query(frozenset({"cau"}))
    lists = table.postings([1, 3, 5]).walk(query, 10, np.array((2, 5), np.int32))
    assert [numbers.tolist() for _, numbers in lists] == [[3]]
