"""Những gì các phòng khác của bàn làm việc đọc: cặp chờ xem, lượt kiểm tra, quyết định về hồ sơ.
What the desk's other rooms read: pairs that wait, looks in brief, what people decided per rule."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, Outcome, VerdictKind


@dataclass(frozen=True, slots=True)
class WaitingPair:
    """A doubtful pair in brief; `verdict` is that of the duty it bears on, `None` where there is none.

    `withheld` says that the verdict names a doubtful candidate among its reasons; `price` is in đồng.
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
    price: int | None = None


@dataclass(frozen=True, slots=True)
class LookLine:
    """One look in brief: what a square of the strip tells."""

    id: str
    source_id: str
    started_at: datetime
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LookTally:
    """All looks at one source from an instant on, counted; `first_at` is when (UTC) the first began.

    `complete` saw everything, `partial` a part, `failed` nothing; `proving` are the complete ones that
    ended after the due instant.
    """

    complete: int = 0
    partial: int = 0
    failed: int = 0
    proving: int = 0
    first_at: datetime | None = None

    @property
    def total(self) -> int:
        """Every one of them."""
        return self.complete + self.partial + self.failed

    @property
    def first_day(self) -> date | None:
        """The Vietnamese day on which the first of them began."""
        return None if self.first_at is None else vietnam_day(self.first_at)


@dataclass(frozen=True, slots=True)
class DecidedCase:
    """How a person closed a case, and by which rules its findings were made."""

    state: CaseState
    codes: frozenset[str]
    fingerprints: tuple[str, ...]
