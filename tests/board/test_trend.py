"""Xu hướng theo tháng: không nhìn thấy là khoảng trống, không có gì đến hạn cũng không phải số không.
The trend by month: out of sight is a gap, and nothing due is no zero either."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.board.trend import MONTHS_SHOWN, trend
from monitor.domain.board import BoardCount, ChannelCount
from monitor.domain.vocabulary import Channel


def month(name: str, on_time: int = 0, missing: int = 0, unseen: int = 0, **acts: int) -> BoardCount:
    return BoardCount("a", name, {Channel.PORTAL: ChannelCount(on_time, {}, missing, unseen)}, **acts)


def test_a_month_out_of_sight_is_a_gap_and_not_zero() -> None:
    found = trend(
        {
            "2026-06": month("2026-06", 9, 1, full=4, not_full=1),
            "2026-07": month("2026-07", 0, 3, 9, not_full=1, unverified=8),
            "2026-09": month("2026-09", 0, 6, 1, not_full=3),
        },
        "2026-09",
    )
    assert [(one.month, one.on_time_percent, one.full_percent, one.blind) for one in found] == [
        ("2026-06", 90, 80, False),
        ("2026-07", None, None, True),
        ("2026-08", None, None, False),
        ("2026-09", 0, 0, False),
    ]


def test_a_channel_nobody_looks_at_leaves_the_share_on_time_standing() -> None:
    (one,) = trend({"2026-09": month("2026-09", 5, full=0, unverified=5)}, "2026-09")
    assert (one.on_time_percent, one.full_percent, one.blind, one.few) == (100, None, False, False)


def test_years_are_crossed_and_old_months_left_out() -> None:
    counts = {name: month(name, 1) for name in ("2025-01", "2025-02", "2025-12", "2026-01")}
    found = trend(counts, "2026-01")
    assert len(found) == MONTHS_SHOWN
    assert (found[0].month, found[-1].month) == ("2025-02", "2026-01")
    assert found[0].few


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_there_is_a_number_exactly_where_something_may_be_said(
    on_time: int, missing: int, unseen: int
) -> None:
    (one,) = trend({"2026-09": month("2026-09", on_time, missing, unseen)}, "2026-09")
    assert (one.on_time_percent is not None) == (on_time + missing > 0 and not one.blind)
    assert one.blind == (unseen * 5 > on_time + missing + unseen)
