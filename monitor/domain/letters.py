"""Nội dung của thư, trước khi thành chữ.
What a message says, before any template: built purely, rendered by `alerts`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from monitor.domain.times import Window
from monitor.domain.vocabulary import (
    CaseState,
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
    how often the case was reopened: what comes back is told again.
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


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case as one row. `age` counts working days since it was opened, `at` is its last change."""

    case_number: str
    agency_name: str
    title: str
    state: CaseState
    severity: Severity
    at: datetime
    age: int
    days_late: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class AgeBand:
    """Open cases aged `at_least` to `at_most` working days (`None`: no upper end)."""

    at_least: int
    at_most: int | None
    count: int
    high: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty that falls due soon."""

    due_at: datetime
    agency_name: str
    title: str
    subject_key: str
    kind: DisclosureKind
    channel: Channel


@dataclass(frozen=True, slots=True)
class ChannelTotals:
    """How the duties on one channel stand."""

    channel: Channel
    counts: Mapping[VerdictKind, int] = field(default_factory=dict)

    def of(self, kind: VerdictKind) -> int:
        return self.counts.get(kind, 0)

    @property
    def concluded(self) -> int:
        """Duties on which something could be said."""
        return sum(self.of(kind) for kind in (VerdictKind.ON_TIME, VerdictKind.LATE, VerdictKind.MISSING))


@dataclass(frozen=True, slots=True)
class PatternGroup:
    """What one pattern rule noticed, apart from every finding: `total` in all, `lines` the latest few."""

    title: str
    title_en: str
    total: int
    lines: tuple[AlertLine, ...]


@dataclass(frozen=True, slots=True)
class FloodNotice:
    """A rule that speaks of `fired` of its `of` packages, too many to tell one by one."""

    title: str
    title_en: str
    fired: int
    of: int


@dataclass(frozen=True, slots=True)
class DigestData:
    """The weekly letter to the inspectorate. Lists are cut to a readable length; `…_total` is whole."""

    heading: Heading
    period: Window
    iso_year: int
    iso_week: int
    sight: Sight
    new: tuple[AgencyGroup, ...]
    new_total: int
    open_by_age: tuple[AgeBand, ...]
    open_total: int
    oldest: tuple[CaseRow, ...]
    resolved: tuple[CaseRow, ...]
    resolved_total: int
    decided: tuple[CaseRow, ...]
    decided_total: int
    to_confirm: tuple[AlertLine, ...]
    to_confirm_total: int
    links_to_review: int
    totals: tuple[ChannelTotals, ...]
    deadlines: tuple[Deadline, ...]
    deadlines_total: int
    patterns: tuple[PatternGroup, ...] = ()
    floods: tuple[FloodNotice, ...] = ()

    @property
    def is_quiet(self) -> bool:
        """Nothing new in the period: the letter still goes out and says that we were watching."""
        return not (self.new_total or self.resolved_total or self.decided_total)
