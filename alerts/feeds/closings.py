"""Từ các sự kiện của gói thầu đến thời điểm đóng thầu trên lịch.
From everything that happened to tenders to their closing times, with how often each was moved."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from alerts.event_values import instant, moves_closing
from monitor.domain.feeds import Closing
from monitor.domain.subscriptions import TenderEvent

# A bidder looks back at what has just closed; older events only slow a telephone down.
KEPT = timedelta(days=60)


def closings(history: Iterable[TenderEvent], now: datetime) -> tuple[Closing, ...]:
    """The closing times still of use at `now`, soonest first; those that closed before come last.

    `history` is all that happened to the tenders wanted, whatever kinds of event were asked for: with
    a part of it `sequence` would fall behind what a calendar already holds. A record that no longer
    names a closing time keeps the last one known. Raises `MonitorError` for an unreadable extension.
    """
    told: dict[str, list[TenderEvent]] = defaultdict(list)
    for event in history:
        told[event.tender.subject_key].append(event)
    found = (_closing(events) for events in told.values())
    ranked = [(*_rank(closing, now), closing) for closing in found if closing is not None]
    ranked.sort(key=lambda row: row[:3])
    return tuple(closing for past, away, _, closing in ranked if not past or away < KEPT)


def _rank(closing: Closing, now: datetime) -> tuple[bool, timedelta, str]:
    """Those ahead first, the nearest of each first."""
    away = closing.closes_at - now
    return away < timedelta(0), abs(away), closing.tender.subject_key


def _closing(events: list[TenderEvent]) -> Closing | None:
    events = sorted(events, key=lambda event: (event.learnt_at, event.id))
    current: datetime | None = None
    previous: datetime | None = None
    cancelled, sequence = False, 0
    for event in events:
        before, at = _around(event, current)
        if before is not None and at != before:
            previous, sequence = before, sequence + 1
        if cancelled != event.tender.cancelled:
            sequence += 1
        current, cancelled = at, event.tender.cancelled
    if current is None:
        return None
    last = events[-1]
    return Closing(last.tender, current, last.learnt_at, sequence, previous)


def _around(event: TenderEvent, current: datetime | None) -> tuple[datetime | None, datetime | None]:
    """The closing time before this event and after it."""
    moves = moves_closing(event)
    before = instant(event, event.old) if moves and event.old and current is None else current
    after = instant(event, event.new) if moves and event.new else before
    return before, event.tender.closes_at or after
