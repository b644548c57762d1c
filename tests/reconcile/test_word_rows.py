"""Sàng tên theo chữ: bỏ đúng những tên thiếu quá nhiều chữ, không bỏ sót tên nào đủ.
The sieve of names: what it keeps is what the plain definition keeps."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.reconcile.wordrows import WordRows, slipped

# Slips of one another ("truong", "turong", "truon"), words too short for one ("so", "xo"), and others.
WORD = st.sampled_from(["truong", "turong", "truon", "tuong", "so", "xo", "1", "cai", "cao", "tao", "noi"])
ROWS = st.lists(st.lists(WORD, min_size=1, max_size=6), min_size=1, max_size=8)


@given(ROWS, st.lists(WORD, max_size=8), st.integers(0, 2), st.data())
def test_it_keeps_the_names_in_which_no_more_words_are_missing(
    rows: list[list[str]], said: list[str], strange: int, data: st.DataObject
) -> None:
    numbers = sorted(data.draw(st.sets(st.integers(0, len(rows) - 1))))

    def missing(row: list[str]) -> int:
        return sum(not any(word == other or slipped(word, other) for other in row) for word in said)

    kept = WordRows(rows).carrying(np.array(numbers, np.int64), said, strange).tolist()
    assert kept == [number for number in numbers if missing(rows[number]) <= strange]


def test_words_beyond_the_sixty_fourth_are_not_asked_for() -> None:
    long = [letter * 3 + other * 3 for letter in "abcdefg" for other in "hijklmnopq"]
    rows = WordRows([long[:64], long[:63]])
    assert rows.carrying(np.array([0, 1], np.int64), long, 0).tolist() == [0]


def test_where_nothing_is_asked_everything_stays() -> None:
    rows = WordRows([["cai"], ["tao"]])
    assert rows.carrying(np.array([0, 1], np.int64), [], 0).tolist() == [0, 1]
    assert WordRows([]).carrying(np.array([], np.int64), ["cai"], 0).tolist() == []
