"""Biểu đồ: một bản mô tả hợp lệ, PNG nhẹ cho thư, SVG cho trang, chỗ không nhìn thấy là khoảng trống.
Charts: one valid specification, a light PNG for mail, SVG for pages, gaps where we were blind."""

import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import altair
import jsonschema
import pytest

from alerts.charts.draw import VEGA_LITE, ChartRefused, png_of, smaller, svg_of
from alerts.charts.weeks import SHOWN_WIDTH, weeks_chart
from alerts.words import Words
from monitor.domain.digests import WeekPoint
from monitor.domain.labels import Lang
from tests.alerts.digests import WEEKS

FEW = (WEEKS[-1],)
ALL_BLIND = tuple(replace(week, looked=0, whole=0) for week in WEEKS)
SITUATIONS = pytest.mark.parametrize("weeks", [WEEKS, FEW, ALL_BLIND], ids=["twelve", "one", "all blind"])


def pixels(png: bytes) -> tuple[tuple[int, int], bytes]:
    """Size in pixels, and the raw lines with their filter bytes."""
    width, height = struct.unpack_from(">II", png, 16)
    packed, at = b"", 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return (width, height), zlib.decompress(packed)


@SITUATIONS
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_specification_is_valid_vega_lite(weeks: tuple[WeekPoint, ...], lang: Lang) -> None:
    spec = weeks_chart(weeks, Words(lang))
    altair.LayerChart.from_dict(spec, validate=True)
    assert altair.SCHEMA_VERSION.startswith(f"v{VEGA_LITE}")


def test_the_check_would_see_a_wrong_specification() -> None:
    spec = weeks_chart(WEEKS, Words("vi")) | {"layer": [{"mark": "no such mark"}]}
    with pytest.raises(jsonschema.ValidationError):
        altair.LayerChart.from_dict(spec, validate=True)


@pytest.mark.parametrize("draw", [png_of, svg_of])
def test_what_the_engine_refuses_is_said_in_words(draw: Callable[[dict[str, Any]], object]) -> None:
    with pytest.raises(ChartRefused) as refusal:
        draw({"mark": "no such mark"})
    assert "biểu đồ" in refusal.value.vi


@SITUATIONS
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_picture_is_light_and_twice_its_size(weeks: tuple[WeekPoint, ...], lang: Lang) -> None:
    png = png_of(weeks_chart(weeks, Words(lang)))
    assert len(png) <= 60_000
    (width, _), _ = pixels(png)
    assert abs(width - 2 * SHOWN_WIDTH) <= 24


def test_packing_again_loses_nothing_of_the_picture() -> None:
    png = png_of(weeks_chart(WEEKS, Words("vi")))
    loose = png[:8]
    (_, raw), at = pixels(png), 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        for part in [zlib.compress(raw, 1)] if name == b"IDAT" else [body]:
            loose += struct.pack(">I", len(part)) + name + part + struct.pack(">I", zlib.crc32(name + part))
        at += 12 + length
    assert len(loose) > len(png)
    assert smaller(loose) == png


def test_the_page_gets_the_same_words_and_numbers_as_text() -> None:
    svg = svg_of(weeks_chart(WEEKS, Words("vi")))
    shown = "".join(ElementTree.fromstring(svg).itertext())
    for words in ("mới", "đã khắc phục", "còn mở", "không truy cập được", "T27", "T38"):
        assert words in shown
    assert "Be Vietnam Pro" in svg


def test_a_blind_week_has_no_numbers_at_all() -> None:
    values = weeks_chart(WEEKS, Words("vi"))["data"]["values"]
    blind = {"T30", "T36"}
    assert {value["week"] for value in values if value["count"] is None} == blind
    assert {value["week"] for value in values if value["blind"]} == blind
    for week in WEEKS:
        if not week.blind:
            counts = [value["count"] for value in values if value["week"] == f"T{week.iso_week}"]
            assert counts == [week.opened, week.resolved, week.open]


def test_the_two_languages_differ_in_the_words_alone() -> None:
    vi, en = (weeks_chart(WEEKS, Words(lang)) for lang in ("vi", "en"))
    assert vi != en
    numbers = [[value["count"] for value in spec["data"]["values"]] for spec in (vi, en)]
    assert numbers[0] == numbers[1]


def test_no_command_pays_for_the_drawing_library() -> None:
    code = (
        "import sys; from monitor.cli.main import COMMANDS; [one.load() for one in COMMANDS.values()]; "
        "sys.exit('altair' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
