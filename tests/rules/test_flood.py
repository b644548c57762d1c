"""Chặn lũ: vắng hàng loạt là dấu hiệu nguồn bị mù, không phải lỗi của đơn vị.
The flood guard: absences in bulk speak of a blind source, not of careless agencies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.flood import distrusted_sources

COUNTS = st.integers(0, 200).flatmap(lambda due: st.tuples(st.just(due), st.integers(0, due)))


@pytest.mark.parametrize(
    ("due", "absent", "held"),
    [
        (0, 0, False),
        (4, 4, False),
        (5, 5, True),
        (10, 5, False),
        (9, 5, True),
        (100, 50, False),
        (100, 51, True),
        (100, 20, False),
    ],
)
def test_most_of_what_fell_due_lately_is_absent(due: int, absent: int, held: bool) -> None:
    assert ("cong" in distrusted_sources({"cong": (due, absent)})) is held


def test_each_source_stands_for_itself() -> None:
    seen = {"cong": (20, 19), "trang-a": (20, 1), "trang-b": (6, 6)}
    assert distrusted_sources(seen) == {"cong", "trang-b"}


def test_a_source_as_empty_before_did_not_change_suddenly() -> None:
    seen = {"cong": (20, 19)}
    assert distrusted_sources(seen, before={"cong": (20, 18)}) == frozenset()
    assert distrusted_sources(seen, before={"cong": (20, 2)}) == {"cong"}
    assert distrusted_sources(seen, before={"cong": (3, 3)}) == {"cong"}
    assert distrusted_sources(seen, before={"khac": (20, 20)}) == {"cong"}


def test_a_source_that_a_person_confirmed_is_believed() -> None:
    assert distrusted_sources({"cong": (20, 19)}, confirmed=frozenset({"cong"})) == frozenset()


def test_the_limits_are_settings() -> None:
    seen = {"cong": (10, 3)}
    assert distrusted_sources(seen) == frozenset()
    assert distrusted_sources(seen, min_missing=3, max_share=0.2) == {"cong"}


@pytest.mark.parametrize("counts", [(3, 4), (5, -1)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cong"):
        distrusted_sources({"cong": counts})


@given(COUNTS)
def test_one_more_absence_never_restores_trust(counts: tuple[int, int]) -> None:
    due, absent = counts
    if absent < due and distrusted_sources({"cong": counts}):
        assert distrusted_sources({"cong": (due, absent + 1)})
