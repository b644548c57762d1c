"""Kết cục của một lượt kiểm tra.
Turns what happened during a look into its `LookReport` (DESIGN §3): one place for all platforms."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from monitor.domain.errors import (
    SourceBlocked,
    SourceChanged,
    SourceError,
    SourceGate,
    SourceNeedsAuthorisation,
    SourcePartial,
    SourceUnreachable,
)
from monitor.domain.ports import LookReport
from monitor.domain.procurement import Record
from monitor.domain.sources import Look, Oddity, Sighting, Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome

# In this order: a gate is also a block, and must stay told apart.
_OUTCOMES: tuple[tuple[type[SourceError], Outcome], ...] = (
    (SourceGate, Outcome.GATE),
    (SourceBlocked, Outcome.BLOCKED),
    (SourceUnreachable, Outcome.UNREACHABLE),
    (SourceChanged, Outcome.CHANGED),
    (SourcePartial, Outcome.PARTIAL),
    (SourceNeedsAuthorisation, Outcome.NEEDS_AUTHORISATION),
)


def look_id(source: Source, started_at: datetime) -> str:
    """`<source id>@<start in UTC to the microsecond>`; `started_at` must be UTC."""
    return f"{source.id}@{started_at:%Y%m%dT%H%M%S.%fZ}"


def outcome_of(error: SourceError) -> Outcome:
    """The outcome that an error stands for; an error of no known kind means `changed`."""
    for kind, outcome in _OUTCOMES:
        if isinstance(error, kind):
            return outcome
    return Outcome.CHANGED


def look_failed(
    source: Source,
    error: SourceError,
    started_at: datetime,
    now: datetime,
    *,
    pages: int = 0,
    captures: Iterable[str] = (),
    sightings: Iterable[Sighting] = (),
    records: Iterable[Record] = (),
    oddities: Iterable[Oddity] = (),
) -> LookReport:
    """A look that ended in an error; what was read before it is kept, its window is `None`.

    No validators are handed on, so that the next look asks for the whole content again.
    """
    archived = (*captures, error.capture_id) if error.capture_id else tuple(captures)
    return look_ok(
        source,
        started_at,
        now,
        outcome=outcome_of(error),
        window=None,
        reason=error.reason,
        detail=str(error),
        detail_vi=error.vi,
        pages=pages,
        captures=archived,
        sightings=sightings,
        records=records,
        oddities=oddities,
    )


def look_ok(
    source: Source,
    started_at: datetime,
    now: datetime,
    *,
    outcome: Outcome,
    window: Window | None,
    reason: str = "",
    detail: str = "",
    detail_vi: str = "",
    pages: int = 0,
    captures: Iterable[str] = (),
    sightings: Iterable[Sighting] = (),
    records: Iterable[Record] = (),
    oddities: Iterable[Oddity] = (),
    validators: Mapping[str, Mapping[str, str]] | None = None,
    disproved: Window | None = None,
) -> LookReport:
    """A look that came to its end; `started_at` and `now` (its finish) are UTC.

    The window, what it disproves of earlier ones and the validators are kept only where the outcome
    `saw_everything`: a conditional request after a partial look would turn "not modified" into "seen whole".
    """
    identity = look_id(source, started_at)
    seen = tuple(
        sighting if sighting.look_id == identity else replace(sighting, look_id=identity)
        for sighting in sightings
    )
    known = tuple(records)
    look = Look(
        id=identity,
        source_id=source.id,
        started_at=started_at,
        finished_at=max(started_at, now),
        outcome=outcome,
        window=window if outcome.saw_everything else None,
        reason=reason,
        detail=detail,
        detail_vi=detail_vi,
        pages=pages,
        items=len(seen) + len(known),
        capture_ids=tuple(dict.fromkeys(captures)),
        disproved=disproved if outcome.saw_everything else None,
    )
    return LookReport(
        look=look,
        sightings=seen,
        records=known,
        oddities=tuple(oddities),
        validators=dict(validators or {}) if outcome.saw_everything else {},
    )
