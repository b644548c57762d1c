"""Biểu đồ hồ sơ theo tuần: mới, đã khắc phục, còn mở; tuần không nhìn thấy là khoảng trống.
The weeks' chart: cases opened, resolved and open; a week in which we were blind is a gap, never a zero."""

from collections.abc import Iterable
from typing import Any

from alerts.charts.draw import VEGA_LITE
from alerts.charts.look import blind_layers, config
from alerts.palette import LIGHT
from alerts.words import Words
from monitor.domain.digests import WeekPoint

CHART = "bieu-do-tuan"
WIDTH, HEIGHT = 470, 170
# With axis and padding; a narrower letter shrinks it.
SHOWN_WIDTH = 510


def weeks_chart(weeks: Iterable[WeekPoint], words: Words) -> dict[str, Any]:
    """The specification, Vega-Lite as a plain dict."""
    weeks = tuple(weeks)
    names = [words.say(key) for key in ("chart_opened", "chart_resolved", "chart_open")]
    colours = {"domain": names, "range": [LIGHT["late"], LIGHT["ok"], LIGHT["ink"]]}
    return {
        "$schema": f"https://vega.github.io/schema/vega-lite/v{VEGA_LITE}.json",
        "background": LIGHT["card"],
        "padding": {"left": 8, "right": 12, "top": 8, "bottom": 8},
        "width": WIDTH,
        "height": HEIGHT,
        "data": {"values": [value for week in weeks for value in _values(week, names, words)]},
        "encoding": {
            "x": {
                "field": "week",
                "type": "ordinal",
                "sort": [_label(week, words) for week in weeks],
                "title": None,
                "scale": {"paddingInner": 0.3},
            }
        },
        "layer": [
            *blind_layers(HEIGHT, words.say("chart_blind"), LIGHT),
            _bars(names, colours),
            _line(names, colours),
        ],
        "config": config(LIGHT),
    }


def _values(week: WeekPoint, names: list[str], words: Words) -> list[dict[str, Any]]:
    counts = (week.opened, week.resolved, week.open)
    return [
        {
            "week": _label(week, words),
            "what": name,
            "count": None if week.blind else count,
            "blind": week.blind and name == names[0],
        }
        for name, count in zip(names, counts, strict=True)
    ]


def _label(week: WeekPoint, words: Words) -> str:
    return words.say("chart_week", week=str(week.iso_week))


def _bars(names: list[str], colours: dict[str, Any]) -> dict[str, Any]:
    return {
        "transform": [{"filter": {"field": "what", "oneOf": names[:2]}}],
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "y": _height(),
            "xOffset": {"field": "what", "type": "nominal", "sort": names[:2]},
            "color": _colour(colours),
        },
    }


def _line(names: list[str], colours: dict[str, Any]) -> dict[str, Any]:
    point = {"size": 36, "filled": True}
    return {
        "transform": [{"filter": {"field": "what", "equal": names[2]}}],
        "mark": {
            "type": "line", "strokeWidth": 2.5, "point": point, "invalid": "break-paths-show-domains",
        },
        "encoding": {"y": _height(), "color": _colour(colours)},
    }  # fmt: skip


def _height() -> dict[str, Any]:
    axis = {"tickMinStep": 1, "tickCount": 5, "format": "d", "domain": False, "ticks": False}
    return {"field": "count", "type": "quantitative", "title": None, "axis": axis, "scale": {"nice": True}}


def _colour(colours: dict[str, Any]) -> dict[str, Any]:
    legend = {"orient": "top", "direction": "horizontal", "title": None, "symbolType": "square"}
    return {"field": "what", "type": "nominal", "scale": colours, "legend": legend}
