"""Những gì các phòng khác của bàn làm việc đọc: cặp chờ xem, lượt kiểm tra, quyết định về hồ sơ.
What the desk's other rooms read: pairs that wait, looks in brief, what people decided per rule."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, Outcome, VerdictKind


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A doubtful pair in brief; `verdict` is that of the duty it bears on, `None` where there is none.

    `withheld` says that the verdict names a doubtful candidate among its reasons.
    """

    sighting_id: str
    disclosure_id: str
    score: float
    seen_title: str
    source_id: str
    channel: Channel
    kind: DisclosureKind
    title: str
    agency_id: str
    due_at: datetime | None = None
    verdict: VerdictKind | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look in brief: what a square of the strip tells."""

    id: str
    source_id: str
    started_at: datetime
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """How a person closed a case, and by which rules its findings were made."""

    state: CaseState
    codes: frozenset[str]
    fingerprints: tuple[str, ...]
