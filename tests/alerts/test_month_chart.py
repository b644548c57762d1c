"""Biểu đồ theo tháng của bảng công khai: bản mô tả hợp lệ, khoảng trống, màu của trang.
The months' chart of the public board: a valid specification, gaps, and the page's own colours."""

import re

import altair
import pytest

from alerts.charts.draw import svg_of
from alerts.charts.months import MonthWords, months_chart
from alerts.palette import LIGHT
from monitor.domain.board import Measures, MonthPoint

WORDS = MonthWords("Đúng hạn", "Đủ các kênh", "chưa truy cập được")
SEEN = Measures(9, 10, 0, 1, 2, 4, 5)
POINTS = (
    MonthPoint("2026-06", SEEN, 90, 80, False, False),
    MonthPoint("2026-07", Measures(0, 2, 9), None, None, True, True),
    MonthPoint("2026-08", Measures(), None, None, False, False),
    MonthPoint("2026-09", SEEN, 90, 80, False, False),
)


@pytest.mark.parametrize("points", [POINTS, POINTS[:1], POINTS[1:2], ()], ids=["four", "one", "gap", "none"])
def test_the_specification_is_valid_vega_lite(points: tuple[MonthPoint, ...]) -> None:
    altair.LayerChart.from_dict(months_chart(points, WORDS, LIGHT, 400), validate=True)


def test_a_gap_breaks_both_lines_and_says_why() -> None:
    drawn = svg_of(months_chart(POINTS, WORDS, LIGHT, 400))
    assert drawn.count("chưa truy cập được") == 1
    assert f'fill="{LIGHT["blind_ground"]}"' in drawn
    ways = _ways(drawn)
    # Each line begins anew after the gap: two moves and no way drawn between them.
    assert [way.count("M") for way in ways] == [2, 2]
    assert "L" not in "".join(ways)


def test_without_a_gap_the_lines_go_through() -> None:
    whole = tuple(MonthPoint(f"2026-0{n}", SEEN, 90, 80, False, False) for n in (6, 7, 8))
    drawn = svg_of(months_chart(whole, WORDS, LIGHT, 400))
    assert "chưa truy cập được" not in drawn
    assert [(way.count("M"), way.count("L")) for way in _ways(drawn)] == [(1, 2), (1, 2)]


def test_colours_may_be_those_of_a_stylesheet() -> None:
    colours = {name: f"var(--{name})" for name in LIGHT}
    drawn = svg_of(months_chart(POINTS, WORDS, colours, 400))
    assert "#" not in drawn.replace("&#", "").replace("http://www.w3.org", "")
    assert 'stroke="var(--accent)"' in drawn
    assert "style=" not in drawn


def _ways(drawn: str) -> list[str]:
    return re.findall(r'aria-roledescription="line mark" d="([^"]*)"', drawn)
