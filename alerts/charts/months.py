"""Biểu đồ theo tháng: tỷ lệ đúng hạn và tỷ lệ đủ các kênh; tháng không nhìn thấy là khoảng trống.
The months' chart: the share on time and the share on all channels; a month out of sight is a gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from alerts.charts.draw import VEGA_LITE
from alerts.charts.look import blind_layers, config
from monitor.domain.board import MonthPoint

HEIGHT = 200


@dataclass(frozen=True, slots=True)
class MonthWords:
    """What the chart says: its two lines, and what stands in a gap."""

    on_time: str
    full: str
    blind: str


def months_chart(
    points: Iterable[MonthPoint], words: MonthWords, colours: Mapping[str, str], width: int
) -> dict[str, Any]:
    """The specification, Vega-Lite as a plain dict, `width` pixels wide without its axis.

    Lines differ by dash and sign too, as colour never speaks alone; a share of few duties is hollow.
    """
    points = tuple(points)
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json",
        "background": colours["card"],
        "padding": {"left": 4, "right": 8, "top": 4, "bottom": 4},
        "width": width,
        "height": HEIGHT,
        "data": {"values": [value for point in points for value in _values(point, words)]},
        "encoding": {
            "x": {
                "field": "month",
                "type": "ordinal",
                "sort": [_label(point) for point in points],
                "title": None,
                "scale": {"paddingInner": 0.3},
                "axis": {"labelOverlap": True},
            }
        },
        "layer": [*blind_layers(HEIGHT, words.blind, colours), *_lines(words, colours)],
        "config": config(colours),
    }


def _values(point: MonthPoint, words: MonthWords) -> list[dict[str, Any]]:
    lines = ((words.on_time, point.on_time_percent), (words.full, point.full_percent))
    return [
        {
            "month": _label(point),
            "what": name,
            "percent": percent,
            "few": point.few,
            "blind": point.blind and name == words.on_time,
        }
        for name, percent in lines
    ]


def _label(point: MonthPoint) -> str:
    """`9/26` for `2026-09`."""
    return f"{int(point.month[5:])}/{point.month[2:4]}"


def _lines(words: MonthWords, colours: Mapping[str, str]) -> list[dict[str, Any]]:
    names = [words.on_time, words.full]
    legend = {"orient": "top", "direction": "horizontal", "title": None, "symbolStrokeWidth": 0}
    ink = {"domain": names, "range": [colours["accent"], colours["late"]]}
    colour = {"field": "what", "type": "nominal", "scale": ink, "legend": legend}
    dash = {"field": "what", "type": "nominal", "scale": {"domain": names, "range": [[1, 0], [5, 4]]}}
    shape = {"field": "what", "type": "nominal", "scale": {"domain": names, "range": ["circle", "square"]}}
    hollow = {"condition": {"test": "datum.few", "value": 0}, "value": 1}
    gap = "break-paths-show-domains"
    return [
        {
            "mark": {"type": "line", "strokeWidth": 2, "invalid": gap},
            "encoding": {"y": _height(), "color": colour, "strokeDash": {**dash, "legend": None}},
        },
        {
            "mark": {
                "type": "point",
                "size": 44,
                "filled": True,
                "opacity": 1,
                "strokeWidth": 2,
                "invalid": "filter",
            },
            "encoding": {
                "y": _height(),
                "color": colour,
                "stroke": {**colour, "legend": None},
                "shape": {**shape, "legend": legend},
                "fillOpacity": hollow,
            },
        },
    ]


def _height() -> dict[str, Any]:
    axis = {
        "values": [0, 25, 50, 75, 100],
        "labelExpr": "datum.label + '%'",
        "domain": False,
        "ticks": False,
    }
    return {
        "field": "percent",
        "type": "quantitative",
        "title": None,
        "axis": axis,
        "scale": {"domain": [0, 100]},
    }
