"""Nội dung của thư, trước khi thành chữ.
What a message says, before any template: built purely, rendered by `alerts`."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.domain.vocabulary import (
    Channel,
    DisclosureKind,
    Outcome,
    Reason,
    Severity,
    VerdictKind,
)


class NextAct(StrEnum):
    """What the reader would do next about one line."""

    ASK_TO_PUBLISH = "ask_to_publish"
    ASK_WHY_LATE = "ask_why_late"
    ASK_WHY_CLOSE = "ask_why_close"
    VERIFY = "verify"
    READ = "read"


class BlindReason(StrEnum):
    """Why a source does not show everything."""

    NEVER_LOOKED = "never_looked"
    LAST_LOOK_FAILED = "last_look_failed"
    NOT_LOOKED_LATELY = "not_looked_lately"
    GAP = "gap"


class Track(StrEnum):
    """Which track a line belongs to; shown as its left edge and its badge."""

    BREACH = "breach"
    LATE = "late"
    PATTERN = "neutral"
    SETTLED = "ok"


@dataclass(frozen=True, slots=True)
class AlertLine:
    """One finding as told: what, where, against what, with proof and the next act.

    `case_number` is empty for findings that only inform. `due_at` is the first instant that is too
    late (UTC). `captures` and `looks` are ids; `link` an address of the case, or empty.
    `more` counts further findings of the same case that are not told one by one. `episode` counts
    how often the case was reopened: what comes back is told again. `lost` counts the letters about it that
    never reached the agency.
    """

    fingerprint: str
    reason: Reason
    case_number: str
    subject_key: str
    title: str
    agency_id: str
    agency_name: str
    kind: DisclosureKind
    channel: Channel
    verdict: VerdictKind
    severity: Severity
    sentence: str
    sentence_en: str
    basis: str
    due_at: datetime
    seen_at: datetime | None
    days_late: int
    next_act: NextAct
    price: int | None = None
    captures: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    link: str = ""
    more: int = 0
    episode: int = 0
    lost: int = 0

    @property
    def track(self) -> Track:
        if self.reason is Reason.RESOLVED:
            return Track.SETTLED
        if self.severity is Severity.INFORM:
            return Track.PATTERN
        return Track.BREACH if self.verdict is VerdictKind.MISSING else Track.LATE

    @property
    def too_close(self) -> bool:
        """Whether it came too close to closing: on the network notices and amendments have no other limit."""
        about_minimum = self.kind in (DisclosureKind.NOTICE, DisclosureKind.AMENDMENT)
        return self.track is Track.LATE and self.channel is Channel.NATIONAL and about_minimum


@dataclass(frozen=True, slots=True)
class AgencyGroup:
    """Everything told about one agency, worst first; `untold` while it has no address to be told at."""

    agency_id: str
    agency_name: str
    lines: tuple[AlertLine, ...]
    untold: bool = False


@dataclass(frozen=True, slots=True)
class BlindSource:
    """A source that does not show everything now.

    `seen_whole_at` is the start of the last look that saw everything (UTC), `None` when there was
    none; `outcome` that of the last look, `None` when it was never looked at; `detail` what that
    look said in Vietnamese. `withheld` counts conclusions that wait for this source.
    """

    source_id: str
    name: str
    channel: Channel
    seen_whole_at: datetime | None
    outcome: Outcome | None
    reason: BlindReason
    detail: str
    withheld: int


@dataclass(frozen=True, slots=True)
class Sight:
    """What could and could not be seen: goes first in every message.

    `withheld` counts duties on which nothing is concluded because of blind sources, each once;
    `unwatched` those on channels where no source is declared.
    """

    sources: int = 0
    looks: int = 0
    blind: tuple[BlindSource, ...] = ()
    withheld: int = 0
    unwatched: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """What every message opens and closes with. `desk_url` is empty while there is no web desk."""

    reader: str
    place: str
    told_at: datetime
    desk_url: str = ""
    synthetic: bool = False


@dataclass(frozen=True, slots=True)
class AlertData:
    """One alert: what one run has to tell one reader, grouped by agency."""

    heading: Heading
    groups: tuple[AgencyGroup, ...]
    sight: Sight = Sight()

    @property
    def lines(self) -> tuple[AlertLine, ...]:
        return tuple(line for group in self.groups for line in group.lines)
