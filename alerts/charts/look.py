"""Dáng chung của mọi biểu đồ: phông chữ, trục, chú giải, khoảng trống chưa nhìn thấy.
What all charts look like: font, axes, legend, and the gap for a time out of sight."""

from collections.abc import Mapping
from typing import Any

FONT = "Be Vietnam Pro"


def config(colours: Mapping[str, str]) -> dict[str, Any]:
    """The `config` of a specification in one palette."""
    text = {"labelFont": FONT, "labelFontSize": 12, "labelColor": colours["ink2"]}
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {**text, "gridColor": colours["line"], "labelPadding": 6, "labelAngle": 0},
        "axisX": {"grid": False, "domainColor": colours["line"], "ticks": False},
        "legend": {**text, "labelFontSize": 13, "columnPadding": 18, "offset": 8},
    }


def blind_layers(height: int, words: str, colours: Mapping[str, str]) -> list[dict[str, Any]]:
    """A shaded column with words where the field `blind` is true: a gap, never a zero."""
    seen = {"transform": [{"filter": "datum.blind"}]}
    text = {"type": "text", "angle": 270, "fontSize": 11, "color": colours["blind"]}
    return [
        {
            **seen,
            "mark": {"type": "rect", "color": colours["blind_ground"], "width": {"band": 1.2}},
            "encoding": {"y": {"value": 0}, "y2": {"value": height}},
        },
        {**seen, "mark": text, "encoding": {"text": {"value": words}, "y": {"value": height / 2}}},
    ]
