"""Bậc thang ngày: từ ngày làm căn cứ đến hạn, rồi từng ngày sau hạn.
The day ladder: from the day that starts the clock to the due day, then each day beyond it.

Days off stand together with their reason; long runs of counted days are folded, never left out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from monitor.domain.judgement import DayStep, Duty, Verdict
from monitor.domain.times import due_day, vietnam_day
from monitor.domain.vocabulary import VerdictKind
from monitor.law.calendar import Calendar

_WEEKEND = frozenset({"thứ Bảy", "Chủ nhật"})
_DUE_NOTE = "hạn 24:00"
# A row has room for about a dozen tiles; beyond that the middle is folded.
_LONG, _HEAD, _TAIL = 14, 4, 4


class Mark(StrEnum):
    """What a tile says of its days."""

    START = "start"
    COUNTED = "counted"
    OFF = "off"
    DUE = "due"
    OVER = "over"
    OVER_OFF = "over_off"
    END = "end"
    FOLD = "fold"


@dataclass(frozen=True, slots=True)
class Tile:
    """One day, or days off together, or a folded run whose tiles are in `inside`.

    `number` is the count of the (last) day; `note` the reason of days off, or a remark, in Vietnamese.
    """

    mark: Mark
    first: date
    last: date
    number: int | None = None
    note: str = ""
    inside: tuple["Tile", ...] = ()


def day_tiles(duty: Duty, verdict: Verdict, calendar: Calendar, now: datetime) -> tuple[Tile, ...]:
    """The ladder of a duty as known at `now` (UTC); empty where the law sets no day."""
    if duty.due_at is None or duty.trigger_day is None:
        return ()
    due = due_day(duty.due_at)
    before = (Tile(Mark.START, duty.trigger_day, duty.trigger_day), *_counted(duty.ladder, due))
    return (*_folded(before), *_folded(tuple(_after(due, _end(verdict, now), calendar))))


def _counted(steps: Sequence[DayStep], due: date) -> Iterable[Tile]:
    """The days up to the due day; without steps (a span in hours) the due day alone."""
    ended = False
    for why, run in groupby(steps, key=_why_off):
        days = list(run)
        if why:
            yield Tile(Mark.OFF, days[0].day, days[-1].day, note=_said(why, days))
            continue
        for step in days:
            ended = ended or step.day == due
            note = step.note.removesuffix(_DUE_NOTE).removesuffix("; ")
            yield Tile(Mark.DUE if step.day == due else Mark.COUNTED, step.day, step.day, step.number, note)
    if not ended:
        yield Tile(Mark.DUE, due, due)


def _after(due: date, end: date, calendar: Calendar) -> Iterable[Tile]:
    """The days beyond the due day up to the publication, or up to today."""
    number = 0
    for why, run in groupby(calendar.delay(due, end), key=lambda one: _weekend(one[1])):
        days = [day for day, _ in run]
        if why:
            yield Tile(Mark.OVER_OFF, days[0], days[-1], note=why)
            continue
        for day in days:
            number += 1
            yield Tile(Mark.END if day == end else Mark.OVER, day, day, number)


def _end(verdict: Verdict, now: datetime) -> date:
    published = verdict.published
    if verdict.kind is VerdictKind.LATE and published is not None:
        return published.day
    return vietnam_day(now)


def _folded(tiles: tuple[Tile, ...]) -> tuple[Tile, ...]:
    if len(tiles) <= _LONG:
        return tiles
    inside = tiles[_HEAD:-_TAIL]
    counted = [tile for tile in inside if tile.number is not None]
    last = counted[-1].number if counted else None
    fold = Tile(Mark.FOLD, inside[0].first, inside[-1].last, last, inside=inside)
    return (*tiles[:_HEAD], fold, *tiles[-_TAIL:])


def _why_off(step: DayStep) -> str:
    return "" if step.number is not None else _weekend(step.note)


def _weekend(note: str) -> str:
    return "cuối tuần" if note in _WEEKEND else note


def _said(why: str, days: Sequence[DayStep]) -> str:
    return days[0].note if why == "cuối tuần" and len(days) == 1 else why
