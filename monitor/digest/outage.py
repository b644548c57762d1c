"""Nguồn chưa xem được: báo một lần khi đã lâu, một lần khi tất cả trở lại.
Outages: told once when a source has been blind for long, and once when all of them are back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from monitor.domain.letters import BlindReason, BlindSource
from monitor.domain.notices import LostSource

# A source never looked at, or with an old gap, is no outage: it can be seen now, or nobody tried.
_LOST = frozenset({BlindReason.LAST_LOOK_FAILED, BlindReason.NOT_LOOKED_LATELY})


@dataclass(frozen=True, slots=True)
class Outages:
    """What is remembered from cycle to cycle: since when each source is lost (UTC), and which were told."""

    since: Mapping[str, datetime] = field(default_factory=dict)
    told: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class OutageNews:
    """What there is to tell now: every lost source when one more crossed the line, or those all back."""

    after: Outages
    lost: tuple[LostSource, ...] = ()
    back: tuple[str, ...] = ()


def outage_news(
    blind: Iterable[BlindSource], watched: Iterable[str], before: Outages, patience: timedelta, now: datetime
) -> OutageNews:
    """Compare the blind sources of this cycle with what is remembered.

    `watched` are the ids of the sources looked at: one that was switched off is neither lost nor
    back. A told source that comes and goes is not told again before all were back. Sources are looked
    at in turn, so that one outage is noticed of each at another moment: when the first crosses the
    line, those lost for half as long are told with it.
    """
    lost = {one.source_id: one for one in blind if one.reason in _LOST}
    since = {name: before.since.get(name, now) for name in sorted(lost)}
    long = {name for name, at in since.items() if now - at >= patience}
    with_them = {name for name, at in since.items() if now - at >= patience / 2}
    told = before.told & frozenset(watched)
    if told and not told & lost.keys() and not long:
        return OutageNews(Outages(since), back=tuple(sorted(told)))
    if not long - told:
        return OutageNews(Outages(since, told))
    rows = tuple(LostSource(one, since[name]) for name, one in lost.items() if name in with_them)
    return OutageNews(Outages(since, told | with_them), rows)


def as_kept(outages: Outages) -> dict[str, Any]:
    """Plain data for the store."""
    return {
        "since": {name: at.isoformat() for name, at in outages.since.items()},
        "told": sorted(outages.told),
    }


def from_kept(kept: Any) -> Outages:
    """The reverse; nothing kept is nothing remembered."""
    if not kept:
        return Outages()
    return Outages(
        {name: datetime.fromisoformat(at) for name, at in kept["since"].items()}, frozenset(kept["told"])
    )
