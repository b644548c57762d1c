"""Sự cố cài sẵn: nguồn lỗi, bị chắn, trống, thiếu, cũ, chậm hay đứt.
Planted outages. Each kind can befall each source; a thin front before the server applies it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.demo.clockwork import at
from monitor.demo.model import World
from monitor.demo.names import (
    FEED_WORKS,
    NATIONAL_NOTICES,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
    PAGE_HEALTH,
    PORTAL_NEW,
    PORTAL_OLD,
)

# A copy so old that items known before are missing from it, and the silence is longer than usual.
STALE_DAYS = 21
TRUNCATED_TO = 3


class OutageKind(StrEnum):
    """What goes wrong."""

    ERROR_500 = "error_500"
    COOKIE_GATE = "cookie_gate"
    EMPTY_LIST = "empty_list"
    TRUNCATED_LIST = "truncated_list"
    STALE_COPY = "stale_copy"
    TIMEOUT = "timeout"
    RESET = "reset"


@dataclass(frozen=True, slots=True)
class Outage:
    """One source is out from `start` to `end` (aware UTC, `end` excluded).

    A stale copy shows, all the while, what had been published `STALE_DAYS` before `start`.
    """

    kind: OutageKind
    source_id: str
    start: datetime
    end: datetime

    def covers(self, now: datetime) -> bool:
        """Whether it is going on at `now`."""
        return self.start <= now < self.end


@dataclass(frozen=True, slots=True)
class View:
    """What a server may show: items published by `now`, at most `limit` of the newest."""

    now: datetime
    limit: int | None = None


def view_during(outage: Outage | None, now: datetime) -> View:
    """The view that an outage of the list leaves; everything published by `now` without one."""
    match outage.kind if outage else None:
        case OutageKind.EMPTY_LIST:
            return View(now, 0)
        case OutageKind.TRUNCATED_LIST:
            return View(now, TRUNCATED_TO)
        case OutageKind.STALE_COPY if outage is not None:
            return View(outage.start - timedelta(days=STALE_DAYS))
        case _:
            return View(now)


def active(outages: Iterable[Outage], source_id: str, now: datetime) -> Outage | None:
    """The outage of a source at `now`, the first declared if several."""
    return next((o for o in outages if o.source_id == source_id and o.covers(now)), None)


def default_outages(world: World) -> tuple[Outage, ...]:
    """The demo's own: one of each kind, ended before the last day, and one still going on.

    The old portal stands behind a cookie gate from six days before the end, so that what falls
    due there meanwhile must be withheld.
    """
    kind = OutageKind

    def out(what: OutageKind, source_id: str, days_before: float, hours: float) -> Outage:
        start = at(world.end, 0, 0) - timedelta(days=days_before)
        return Outage(what, source_id, start, start + timedelta(hours=hours))

    return (
        out(kind.ERROR_500, PORTAL_NEW, 40, 48),
        out(kind.COOKIE_GATE, PAGE_HEALTH, 33, 48),
        out(kind.EMPTY_LIST, PORTAL_OLD, 28, 30),
        out(kind.TRUNCATED_LIST, PORTAL_NEW, 24, 48),
        out(kind.STALE_COPY, PAGE_HEALTH, 20, 40),
        out(kind.TIMEOUT, FEED_WORKS, 15, 12),
        out(kind.RESET, NATIONAL_NOTICES, 12, 24),
        out(kind.EMPTY_LIST, NATIONAL_PLANS, 10, 30),
        out(kind.ERROR_500, NATIONAL_RESULTS, 8, 24),
        out(kind.COOKIE_GATE, PORTAL_OLD, 6, 24 * 30),
    )
