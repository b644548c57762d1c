"""Có được coi là đã xem đầy đủ không.
Whether a look that came to its end may be called complete; a doubt makes it partial, never complete."""

import email.utils
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from monitor.domain.sources import Sighting, Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.wording import sentence

# A page may be deleted; a tenth of a list may not.
_VANISHED_ALWAYS_TOLERATED = 1
_VANISHED_SHARE = 0.10
_TOO_FEW_SHARE = 0.5
_TOO_FEW_FROM = timedelta(days=7)
_STALE_AFTER = timedelta(days=1)


class Assessment(NamedTuple):
    """`COMPLETE` with no reason, or `PARTIAL` with the reason word and its Vietnamese sentence."""

    outcome: Outcome
    reason: str
    detail_vi: str


def assess(
    source: Source,
    memory: SourceMemory,
    window: Window,
    sightings: Iterable[Sighting],
    now: datetime,
    *,
    reached_start: bool,
    declared_total: int | None = None,
) -> Assessment:
    """Judge an otherwise complete look at `window` (UTC); the first doubt found is returned.

    `sightings` are all items that the look saw, those older than the window included.
    `reached_start`: the walk came to the window's start or to the list's end. `declared_total` is
    the number of items that the list itself announces, given only when all of it was walked.
    The reasons are `empty_list`, `window_not_reached`, `truncated_list`, `items_vanished`,
    `stale_copy`, `silent_too_long` and `too_few_items`.
    """
    seen = {sighting.native_key: sighting for sighting in sightings}
    reason = (
        _empty(source, memory, window, seen)
        or ("" if reached_start else "window_not_reached")
        or ("truncated_list" if declared_total is not None and len(seen) < declared_total else "")
        or _vanished(memory, window, seen)
        or _stale(memory, seen)
        or _silent(source, seen, now)
        or _too_few(source, window, seen, now)
    )
    if not reason:
        return Assessment(Outcome.COMPLETE, "", "")
    return Assessment(Outcome.PARTIAL, reason, sentence(source, reason))


def stale_headers(headers: Mapping[str, str], now: datetime) -> tuple[str, ...]:
    """Which headers hint that a cache answered with an old copy: `age`, `date`, `last-modified`.

    `headers` have lower-case names; "old" is more than a day before `now` (UTC). `last-modified`
    alone is only a hint: a quiet category's is old and true (portals §3.4).
    """
    hints = []
    if cache_age(headers) > _STALE_AFTER:
        hints.append("age")
    for name in ("date", "last-modified"):
        at = http_time(headers.get(name, ""))
        if at is not None and now - at > _STALE_AFTER:
            hints.append(name)
    return tuple(hints)


def cache_age(headers: Mapping[str, str]) -> timedelta:
    """How long a cache has held this answer, by its `Age` header; zero when it does not say."""
    value = headers.get("age", "").split(",")[0].strip()
    return (
        timedelta(seconds=int(value))
        if value.isascii() and value.isdigit() and len(value) < 10
        else timedelta()
    )


def http_time(value: str) -> datetime | None:
    """An HTTP date header as UTC; `None` when it is absent or not one."""
    try:
        at = email.utils.parsedate_to_datetime(value)
        return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def silent_too_long(source: Source, newest: datetime | None, now: datetime) -> bool:
    """Whether the newest item is older than the longest usual pause; `False` when none is declared."""
    if source.max_silence_days <= 0 or newest is None:
        return False
    return newest < now - timedelta(days=source.max_silence_days)


def _empty(source: Source, memory: SourceMemory, window: Window, seen: Mapping[str, Sighting]) -> str:
    if seen:
        return ""
    known = any(window.start <= at < window.end for at in memory.recent.values())
    # A source that never showed anything has not proved that it would show something.
    never_seen = memory.newest_published is None
    return "empty_list" if source.expected_per_30_days > 0 or known or never_seen else ""


def _vanished(memory: SourceMemory, window: Window, seen: Mapping[str, Sighting]) -> str:
    known = [key for key, at in memory.recent.items() if window.start <= at < window.end]
    gone = sum(1 for key in known if key not in seen)
    tolerated = max(_VANISHED_ALWAYS_TOLERATED, int(len(known) * _VANISHED_SHARE))
    return "items_vanished" if gone > tolerated else ""


def _stale(memory: SourceMemory, seen: Mapping[str, Sighting]) -> str:
    newest = _newest(seen)
    if newest is None or memory.newest_published is None:
        return ""
    return "stale_copy" if newest <= memory.newest_published else ""


def _silent(source: Source, seen: Mapping[str, Sighting], now: datetime) -> str:
    return "silent_too_long" if silent_too_long(source, _newest(seen), now) else ""


def _too_few(source: Source, window: Window, seen: Mapping[str, Sighting], now: datetime) -> str:
    length = min(window.end, now) - window.start
    if source.expected_per_30_days <= 0 or length < _TOO_FEW_FROM:
        return ""
    inside = sum(1 for item in seen.values() if item.published and window.start < item.published.latest)
    expected = source.expected_per_30_days * (length / timedelta(days=30))
    return "too_few_items" if inside < expected * _TOO_FEW_SHARE else ""


def _newest(seen: Mapping[str, Sighting]) -> datetime | None:
    """The end of the newest item's uncertain span: precision differs from look to look."""
    return max((item.published.latest for item in seen.values() if item.published), default=None)
