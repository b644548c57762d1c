"""Tập gói thầu dạng bit: cho cùng đáp số như tập hợp thường.
Sets of packages as bits answer as plain sets do, whatever the size."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from monitor.search.bits import at, count, fitted, none, packed, places

SIZES = st.integers(0, 200)


@given(size=SIZES, data=st.data())
def test_they_are_combined_and_counted_as_plain_sets(size: int, data: st.DataObject) -> None:
    some = st.sets(st.integers(0, size - 1)) if size else st.just(set())
    one, other = data.draw(some), data.draw(some)
    a, b = (at(np.array(sorted(chosen), np.int64), size) for chosen in (one, other))
    assert places(a & b).tolist() == sorted(one & other)
    assert places(a | b).tolist() == sorted(one | other)
    assert places(a & ~b).tolist() == sorted(one - other)
    assert count(a) == len(one)
    flags = np.array([place in one for place in range(size)], np.bool_)
    assert packed(flags).tolist() == a.tolist()


@given(chosen=st.sets(st.integers(0, 199)), size=SIZES)
def test_what_lies_beyond_is_passed_over_and_more_room_is_empty(chosen: set[int], size: int) -> None:
    given_ = np.array(sorted(chosen), np.int64)
    assert set(places(at(given_, size)).tolist()) == {place for place in chosen if place < size}
    assert places(fitted(at(given_, 200), 400)).tolist() == sorted(chosen)
    assert count(none(size)) == 0
