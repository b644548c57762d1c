"""Vẽ một bản mô tả biểu đồ thành PNG cho thư và SVG cho trang.
Draws one Vega-Lite specification as PNG for mail and SVG for pages, in the font that is shipped here.

A specification is a plain dict: importing Altair costs every command over half a second, the engine
alone three milliseconds until it first draws. Tests validate each specification with Altair.
"""

import struct
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import as_file, files
from typing import Any

import vl_convert

from monitor.domain.errors import MonitorError

VEGA_LITE = "6.4"
_SCALE = 2.0
_SIGNATURE = 8
_FRAME = 12


class ChartRefused(MonitorError):
    """The engine would not draw a specification."""


def png_of(spec: Mapping[str, Any]) -> bytes:
    """Twice the size it is shown in, as sharp screens want it. Raises `ChartRefused`."""
    _register_font()
    try:
        drawn: bytes = vl_convert.vegalite_to_png(dict(spec), vl_version=VEGA_LITE, scale=_SCALE)
    except ValueError as error:
        raise _refused(error) from error
    return smaller(drawn)


def svg_of(spec: Mapping[str, Any]) -> str:
    """For a page: text stays text. Raises `ChartRefused`."""
    _register_font()
    try:
        drawn: str = vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE)
    except ValueError as error:
        raise _refused(error) from error
    return drawn


def smaller(png: bytes) -> bytes:
    """The same picture with its lines packed as well as can be: the engine packs for speed."""
    kept, packed, at = [], b"", _SIGNATURE
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        name, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if name == b"IDAT":
            packed += body
        elif name != b"IEND":
            kept.append(_chunk(name, body))
        at += _FRAME + length
    body = _chunk(b"IDAT", zlib.compress(zlib.decompress(packed), 9))
    return b"".join((png[:_SIGNATURE], *kept, body, _chunk(b"IEND", b"")))


def _refused(error: ValueError) -> ChartRefused:
    return ChartRefused(
        f"chart not drawn: {error}",
        vi="Không vẽ được biểu đồ; các con số vẫn có trong bảng. Hãy báo cho người vận hành.",
    )


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


@cache
def _register_font() -> None:
    with as_file(files("alerts.charts").joinpath("fonts")) as folder:
        vl_convert.register_font_directory(str(folder))
