"""Phần trăm, trung vị, thứ tự, kỳ trước: những phép tính nhỏ mà người đọc nhìn thấy.
Percentages, medians, orders, the span before: the small sums that readers see."""

from statistics import median_low

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.board.counting import PROVINCE
from monitor.board.standing import board, median, ordered, percent
from monitor.domain.board import BoardCount, ChannelCount
from monitor.domain.vocabulary import Channel
from tests.board.duties import NAMES, PERIODS

SINCE = PERIODS.span.start


def counts(agency: str, on_time: int, missing: int = 0, unseen: int = 0, **late: int) -> BoardCount:
    """`d3=2`: two came three working days late."""
    delays = {int(name[1:]): number for name, number in late.items()}
    return BoardCount(
        agency, "kỳ", {Channel.PORTAL: ChannelCount(on_time, delays, missing, unseen)}, on_time, missing
    )


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_percentages_are_whole_and_exact_at_their_ends(part: int, rest: int) -> None:
    whole = part + rest
    found = percent(part, whole)
    assert (found is None) == (whole == 0)
    if found is not None:
        assert abs(found - 100 * part / whole) < 1
        assert (found == 0) == (part == 0)
        assert (found == 100) == (rest == 0)


@given(st.lists(st.integers(1, 40)))
def test_the_median_is_a_delay_that_occurred(delays: list[int]) -> None:
    histogram = {days: delays.count(days) for days in delays}
    assert median(histogram) == (median_low(delays) if delays else None)


def test_an_agency_is_compared_with_itself_only_where_both_spans_tell_enough() -> None:
    now = (counts("a", 8, 2), counts("b", 8, 2))
    found = board(
        {one.agency_id: one for one in now},
        {"a": counts("a", 5, 5), "b": counts("b", 4)},
        NAMES,
        PROVINCE,
        SINCE,
    )
    before = {line.agency_id: line.before for line in found.ranked}
    assert before["b"] is None
    assert before["a"] is not None
    assert (before["a"].on_time, before["a"].concluded) == (5, 10)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("on_time", ["b", "c", "a"]),
        ("full", ["b", "c", "a"]),
        ("delay", ["b", "a", "c"]),
        ("name", ["a", "b", "c"]),
    ],
)
def test_another_order_keeps_the_places(by: str, expected: list[str]) -> None:
    now = (counts("a", 5, 4, d2=1), counts("b", 10), counts("c", 8, 1, d7=1))
    ranked = board({one.agency_id: one for one in now}, {}, NAMES, PROVINCE, SINCE).ranked
    found = ordered(ranked, by)
    assert [line.agency_id for line in found] == expected
    assert {line.agency_id: line.place for line in found} == {"b": 1, "c": 2, "a": 3}
