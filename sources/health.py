"""Có được coi là đã xem đầy đủ không.
Whether a look that came to its end may be called complete; a doubt makes it partial, never complete."""

import email.utils
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from monitor.domain.sources import ITEMS_VANISHED, Sighting, Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.wording import sentence

# Here and there an item is deleted; a tenth of a list is not.
_DELETED_ALWAYS_TOLERATED = 1
_DELETED_SHARE = 0.10
_TOO_FEW_SHARE = 0.5
# The volume is declared for 30 days: a shorter span may be quiet, and other doubts watch over it.
_TOO_FEW_FROM = timedelta(days=30)
# A copy of the day before tells of a list until then; an older one is not a look at it.
OLDEST_COPY = timedelta(days=1)
_CLOCKS_DIFFER = timedelta(hours=1)


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
        # Neither a source that never showed anything nor one that once did is proved empty by an empty list.
        ("" if seen else "empty_list")
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


def copy_age(headers: Mapping[str, str], now: datetime) -> timedelta:
    """How old an answer is, by `Age` and by the `Date` its origin gave it; zero when neither tells.

    `headers` have lower-case names, `now` (UTC) is when it came. An hour between two clocks is no age;
    more means a copy kept on the way, or that our own clock runs ahead: neither saw what is new.
    """
    at = http_time(headers.get("date", ""))
    behind = now - at if at is not None else timedelta()
    return max(cache_age(headers), behind if behind > _CLOCKS_DIFFER else timedelta())


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


def _vanished(memory: SourceMemory, window: Window, seen: Mapping[str, Sighting]) -> str:
    """Known items that the list should still show and does not.

    A deletion leaves a hole: what is next older is still there. A list that was cut, or lost a page,
    loses neighbours together, and may hide new items too: one such item is enough for a doubt.
    """
    expected = {key: at for key, at in memory.recent.items() if window.start <= at < window.end}
    expected |= _last_before(memory, window, seen)
    gone = [at for key, at in expected.items() if key not in seen]
    tolerated = max(_DELETED_ALWAYS_TOLERATED, int(len(expected) * _DELETED_SHARE))
    whole = len(gone) <= tolerated and all(_next_older_is_shown(memory, seen, at) for at in gone)
    return "" if whole else ITEMS_VANISHED


def _last_before(memory: SourceMemory, window: Window, seen: Mapping[str, Sighting]) -> dict[str, datetime]:
    """The newest known item before the window: a walk to the window's start comes past it.

    Nothing is asked of a list whose own oldest item stands between that one and the window: it
    reaches the start, and keeps no more than that (a feed's cap).
    """
    before = [at for at in memory.recent.values() if at < window.start]
    if not before:
        return {}
    last = max(before)
    oldest = min((item.published.at for item in seen.values() if item.published), default=None)
    if oldest is not None and last <= oldest <= window.start:
        return {}
    # Of several at one instant (portals that show days only) any one will do.
    same = sorted(key for key, at in memory.recent.items() if at == last)
    return {next((key for key in same if key in seen), same[0]): last}


def _next_older_is_shown(memory: SourceMemory, seen: Mapping[str, Sighting], at: datetime) -> bool:
    """Whether a known item of the instant next older than `at` is still listed."""
    older = max((when for when in memory.recent.values() if when < at), default=None)
    return any(when == older and key in seen for key, when in memory.recent.items())


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
