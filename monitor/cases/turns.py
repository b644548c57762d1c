"""Mỗi người một thư cho cả đợt: điều tới ngay sau một thư, hay trong giờ nghỉ, chờ chung thư kế tiếp.
One letter a burst: what comes soon after a letter, or in quiet hours, waits for the next one together.

Nothing is put in line while it waits: what is mended meanwhile is never told, and a letter that a person
sends at once stands behind nothing. A wait has an end that is fixed when it begins: a machine that is
only ever started at night tells with its next cycle after that end, to leave in the morning.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from monitor.cases.quiet import QuietHours
from monitor.cases.telling import PASSING, Due
from monitor.domain.vocabulary import Reader, Reason
from monitor.law.calendar import Calendar

# Before the id of an agency.
AGENCY = "agency:"
INSPECTORATE = "inspectorate"
OUTAGES = "outages"


@dataclass(frozen=True, slots=True)
class Pace:
    """When letters may leave: not in quiet hours, and `apart` from the last one to the same reader."""

    quiet: QuietHours
    calendar: Calendar
    apart: timedelta

    def leaves(self, now: datetime) -> datetime:
        """When a letter written at `now` (UTC) may leave."""
        return self.quiet.next_allowed(now, self.calendar)


@dataclass(frozen=True, slots=True)
class Turn:
    """One reader's: when the last letter left, until when what came since waits (UTC), and how much does."""

    last: datetime | None = None
    until: datetime | None = None
    waiting: int = 0

    def opens(self, pace: Pace, now: datetime) -> datetime:
        """From when on the next letter may be written."""
        if self.until is not None:
            return self.until
        return pace.leaves(now if self.last is None else max(now, self.last + pace.apart))


class Passing(NamedTuple):
    """News that must be remembered while it waits; `fingerprint` is that of its finding."""

    case_id: str
    reader: Reader
    reason: Reason
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Turns:
    """What is remembered from cycle to cycle: the turn of each reader, and what waits for it."""

    of: Mapping[str, Turn] = field(default_factory=dict)
    news: frozenset[Passing] = frozenset()

    def moved(self, name: str, pace: Pace, now: datetime, told: bool | None, waiting: int) -> "Turns":
        """With a reader told at `now` (UTC), held back (`False`), or with nothing to tell (`None`).

        `waiting` counts what there is to tell.
        """
        turn, rest = self.turn(name), {other: turn for other, turn in self.of.items() if other != name}
        if told:
            return replace(self, of=rest | {name: Turn(pace.leaves(now))})
        if told is False:
            return replace(self, of=rest | {name: Turn(turn.last, turn.opens(pace, now), waiting)})
        recent = turn.last is not None and turn.last + pace.apart > now
        return replace(self, of=rest | {name: Turn(turn.last)} if recent else rest)

    def turn(self, name: str) -> Turn:
        return self.of.get(name, Turn())

    def is_open(self, name: str, pace: Pace, now: datetime) -> bool:
        """Whether this reader may be told at `now` (UTC)."""
        return self.turn(name).opens(pace, now) <= now


def take_turns(
    due: Iterable[Due], desk_of: Callable[[str], str | None], before: Turns, pace: Pace, now: datetime
) -> tuple[tuple[Due, ...], Turns]:
    """What is told at `now` (UTC), and what is remembered of the rest.

    `desk_of` names who answers for an agency, or nobody while no letter reaches it: that has no turn, and
    what is due to it is kept. What waits for its agency's turn waits at the inspectorate too: the
    agency is told first. The turn of outages is not touched.
    """
    waits: dict[str, list[Due]] = defaultdict(list)
    inspectorate, unreached = list[Due](), list[Due]()
    for one in due:
        if one.reader is not Reader.AGENCY:
            inspectorate.append(one)
        elif (desk := desk_of(one.finding.agency_id)) is not None:
            waits[AGENCY + desk].append(one)
        else:
            unreached.append(one)
    behind = {_about(one) for name in waits if not before.is_open(name, pace, now) for one in waits[name]}
    ready = [one for one in inspectorate if _about(one) not in behind]
    if ready:
        waits[INSPECTORATE] = ready
    told, after = list[Due](), before
    for name in sorted(waits.keys() | before.of.keys() - {OUTAGES}):
        opened = before.is_open(name, pace, now) if name in waits else None
        after = after.moved(name, pace, now, opened, len(waits[name]))
        told += waits[name] if opened else ()
    leaving = {id(one) for one in told}
    kept = (
        one for group in (*waits.values(), inspectorate, unreached) for one in group if id(one) not in leaving
    )
    news = frozenset(
        Passing(one.case.id, one.reader, one.reason, one.finding.fingerprint)
        for one in kept
        if one.reason in PASSING
    )
    return tuple(told), replace(after, news=news)


def _about(one: Due) -> tuple[str, str]:
    return one.case.id, one.finding.fingerprint
