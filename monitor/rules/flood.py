"""Chặn lũ: nhiều tin vắng mặt cùng lúc ở một nguồn là dấu hiệu nguồn bị mù.
The flood guard: many absences at one source at once smell of a source gone blind.

A look may be complete by every test and still show a stale or foreign list. Agencies forget one
package now and then; they do not forget most of a month's at once. At the defaults (five absent,
more than half of what fell due) an agency that misses one package in five passes with a chance of
over 98 % at nine duties; a source that went blind is held back at its fifth absence. Time alone brings
no trust back: a list that stays empty for months is as blind as on the first day. What is held back is
shown to the operator, who looks and confirms the source or mends it; a new recognised item frees it too.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

Counts = tuple[int, int]

MIN_MISSING = 5
MAX_SHARE = 0.5
# Under this name the store keeps what people confirmed.
CONFIRMATIONS = "flood_confirmations"
# As long as the absences that a person looked at are counted: a source may go blind after that.
CONFIRMED_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Confirmation:
    """A person opened the source and found the absences to be real (UTC times)."""

    source_id: str
    by: str
    reason: str
    at: datetime
    taken_back_by: str = ""
    taken_back_at: datetime | None = None

    def holds(self, now: datetime) -> bool:
        """Whether it is in force at `now`."""
        return self.taken_back_at is None and self.at <= now < self.at + CONFIRMED_FOR


def confirmed_sources(kept: Any, now: datetime) -> frozenset[str]:
    """The sources confirmed at `now`, from what the store keeps under `CONFIRMATIONS`."""
    return frozenset(one.source_id for one in confirmations_of(kept) if one.holds(now))


def sources_known_to_people(kept: Any) -> frozenset[str]:
    """Sources that a person once opened and found to be what was meant; that does not wear off."""
    return frozenset(one.source_id for one in confirmations_of(kept) if one.taken_back_at is None)


def looked_at(kept: Any) -> dict[str, datetime]:
    """When a person last opened each source and found its absences real (UTC): those stay so."""
    return {
        one.source_id: one.at
        for one in sorted(confirmations_of(kept), key=lambda one: one.at)
        if one.taken_back_at is None
    }


def confirmations_of(kept: Any) -> tuple[Confirmation, ...]:
    """Every confirmation ever made, from what the store keeps (nothing: none)."""
    return tuple(
        Confirmation(
            row["source_id"],
            row["by"],
            row["reason"],
            datetime.fromisoformat(row["at"]),
            row["taken_back_by"],
            datetime.fromisoformat(row["taken_back_at"]) if row["taken_back_at"] else None,
        )
        for row in kept or ()
    )


def confirm(
    known: Iterable[Confirmation], source_id: str, by: str, reason: str, now: datetime
) -> list[dict[str, str]]:
    """What the store should keep once a person has confirmed a source; nothing earlier is lost."""
    return _rows((*known, Confirmation(source_id, by, reason, now)))


def take_back(known: Iterable[Confirmation], source_id: str, by: str, now: datetime) -> list[dict[str, str]]:
    """What the store should keep once a person no longer stands by a source; history stays."""
    return _rows(
        replace(one, taken_back_by=by, taken_back_at=now)
        if one.source_id == source_id and one.holds(now)
        else one
        for one in known
    )


def _rows(confirmations: Iterable[Confirmation]) -> list[dict[str, str]]:
    return [
        {
            "source_id": one.source_id,
            "by": one.by,
            "reason": one.reason,
            "at": one.at.isoformat(),
            "taken_back_by": one.taken_back_by,
            "taken_back_at": one.taken_back_at.isoformat() if one.taken_back_at else "",
        }
        for one in confirmations
    ]


def distrusted_sources(
    seen: Mapping[str, Counts],
    *,
    min_missing: int = MIN_MISSING,
    max_share: float = MAX_SHARE,
    before: Mapping[str, Counts] | None = None,
    silent: Mapping[str, int] | None = None,
    confirmed: frozenset[str] = frozenset(),
) -> frozenset[str]:
    """Sources whose absences are withheld. `seen` maps source id to (fell due lately, of these absent).

    `before` are the counts of the span before: a source that was as empty then, by the same
    measure, did not change suddenly and is left alone, unless it is `silent`: that many are absent
    without a break up to now, however long ago the first. `confirmed` are those a person looked at
    and found healthy. Raises `ValueError` when more is absent than fell due.
    """
    earlier = before or {}
    changed = {
        source_id
        for source_id, counts in seen.items()
        if _flooded(source_id, counts, min_missing, max_share)
        and not _flooded(source_id, earlier.get(source_id, (0, 0)), min_missing, max_share)
    }
    still = {source_id for source_id, length in (silent or {}).items() if length >= min_missing}
    return frozenset(changed | still) - confirmed


def _flooded(source_id: str, counts: Counts, min_missing: int, max_share: float) -> bool:
    due, absent = counts
    if not 0 <= absent <= due:
        raise ValueError(f"{source_id}: {absent} absent of {due} due")
    return absent >= min_missing and absent > max_share * due
