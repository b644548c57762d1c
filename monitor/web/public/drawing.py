"""Biểu đồ vẽ ngay trong trang: cùng phông và màu của trang, sáng cũng như tối.
Charts drawn into the page itself, in its font and its colours, light and dark; no style, no script."""

import re
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import structlog
from markupsafe import Markup

from alerts.charts.draw import ChartRefused, svg_of
from alerts.charts.months import MonthWords, months_chart
from alerts.palette import LIGHT
from monitor.domain.board import MonthPoint
from monitor.web.wording import PageWords

log = structlog.get_logger()

WIDE, NARROW = 620, 272
# The colours are the stylesheet's own: one drawing serves both themes.
_COLOURS = {name: f"var(--{name.replace('_', '-')})" for name in LIGHT}
# The picture as a whole has words, its hundred parts need none; the font is the page's; ones are the default.
_NEEDLESS = re.compile(
    r' (?:role|class|version|xmlns(?::xlink)?|aria-[a-z]+|pointer-events|font-family)="[^"]*"'
    r'| (?:fill-)?opacity="1"'
)
# A series that is one gap is a path without its `d`, which is no SVG.
_EMPTY = re.compile(r'<path d="(?:M0,0h0v0h0Z)?"(?: display="none")?/>|<path(?:(?! d=)[^>])*/>|<g/>')
_LONG = re.compile(r"\d+\.\d{2,}")
# One engine for all threads: the second would wait for it anyway.
_ENGINE = Lock()


@dataclass(frozen=True, slots=True)
class Drawn:
    """The same chart for a wide and for a narrow screen."""

    wide: Markup
    narrow: Markup


def months_drawn(points: tuple[MonthPoint, ...], said: PageWords) -> Drawn | None:
    """The trend as SVG; `None` where there is nothing to draw, or the engine would not: the table stays."""
    words = MonthWords(said.say("board_on_time"), said.say("board_full"), said.say("board_gap"))
    if not points:
        return None
    try:
        with _ENGINE:
            return Drawn(_svg(points, words, WIDE), _svg(points, words, NARROW))
    except ChartRefused as error:
        log.error("chart_refused", why=str(error))
        return None


@lru_cache(maxsize=1024)
def _svg(points: tuple[MonthPoint, ...], words: MonthWords, width: int) -> Markup:
    drawn = _NEEDLESS.sub("", svg_of(months_chart(points, words, _COLOURS, width)))
    drawn = _LONG.sub(lambda found: f"{float(found[0]):.1f}", _EMPTY.sub("", drawn))
    # Ours throughout: the words come from our catalogue, and the engine escapes them.
    return Markup(drawn.replace("<svg", '<svg aria-hidden="true"', 1))  # noqa: S704
