"""Lần xem đầu tiên, chia thành từng quãng.
A first look at months of publications, taken as consecutive looks of a few weeks each.

What one look brings is held in memory until it is stored, and lost when the look is cut. In stretches,
oldest first, both are bounded: each is stored before the next is asked, and coverage grows without a hole.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.ports import LookReport
from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window, start_of_day, vietnam_day
from monitor.domain.vocabulary import Outcome

# Reasons to doubt a list that shows little. A few weeks may really be quiet, Tết for one: a longer
# stretch tells whether they were, as one look at everything would.
_QUIET = frozenset({"empty_list", "too_few_items", "silent_too_long", "weekday_without_rows"})

LookAt = Callable[[SourceMemory, Window], LookReport]


def in_stretches(
    look: LookAt, memory: SourceMemory, window: Window, stretch: timedelta | None
) -> Iterator[tuple[LookReport, bool]]:
    """Looks that together cover `window` (UTC) from where `memory` ends, and whether another follows.

    Each is to be stored before the next is asked for. One look where `stretch` is `None` or not
    exceeded. A stretch that is not seen whole ends the series: a later one resumes there. A quiet
    stretch is no look of its own: it is asked again, twice as long, and its captures go along.
    """
    known = memory.covered_until or window.start
    start, reached, length = window.start, min(max(window.start, known), window.end), stretch
    captures: tuple[str, ...] = ()
    while True:
        end = _border(reached, window.end, length)
        report = look(memory, Window(start, end))
        if end < window.end and length is not None and _is_quiet(report):
            length, captures = length * 2, (*captures, *report.look.capture_ids)
            continue
        goes_on = end < window.end and report.look.outcome.saw_everything
        yield _of_its_own(report, captures, end if end < window.end else None), goes_on
        if not goes_on:
            return
        memory = replace(memory, covered_until=end, validators=report.validators or memory.validators)
        start, reached, length, captures = end, end, stretch, ()
        del report  # the next look needs the room


def _border(reached: datetime, end: datetime, length: timedelta | None) -> datetime:
    """Where a stretch ends: at a midnight in Việt Nam, because the national search asks by days."""
    if length is None or end - reached <= length:
        return end
    return min(start_of_day(vietnam_day(reached + length)), end)


def _is_quiet(report: LookReport) -> bool:
    """Where nothing is shown, how long nothing was shown must be seen in one piece."""
    look = report.look
    doubted = look.outcome is Outcome.PARTIAL and look.reason in _QUIET
    return doubted or (look.outcome.saw_everything and look.items == 0)


def _of_its_own(report: LookReport, captures: tuple[str, ...], end: datetime | None) -> LookReport:
    """All stretches of one visit begin at the same instant: the end of its window tells a look apart."""
    look = report.look
    identity = look.id if end is None else f"{look.id}/{end:%Y%m%dT%H%M%SZ}"
    if identity == look.id and not captures:
        return report
    return replace(
        report,
        look=replace(look, id=identity, capture_ids=tuple(dict.fromkeys((*captures, *look.capture_ids)))),
        sightings=tuple(replace(sighting, look_id=identity) for sighting in report.sightings),
    )
