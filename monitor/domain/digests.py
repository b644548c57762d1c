"""Nội dung bản tin tuần của thanh tra, trước khi thành chữ.
What the inspectorate's weekly digest says, before any template; counts carry the address of their list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.letters import AgencyGroup, AlertLine, Heading, Sight
from monitor.domain.times import Window
from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, Severity, VerdictKind


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
    link: str = ""
    high_link: str = ""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A duty that falls due soon."""

    due_at: datetime
    agency_name: str
    title: str
    subject_key: str
    kind: DisclosureKind
    channel: Channel
    agency_id: str = ""


@dataclass(frozen=True, slots=True)
class ChannelTotals:
    """How the duties on one channel stand; `links` are the addresses of their lists."""

    channel: Channel
    counts: Mapping[VerdictKind, int] = field(default_factory=dict)
    links: Mapping[VerdictKind, str] = field(default_factory=dict)

    def of(self, kind: VerdictKind) -> int:
        return self.counts.get(kind, 0)

    def link(self, kind: VerdictKind) -> str:
        return self.links.get(kind, "")

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
    link: str = ""


@dataclass(frozen=True, slots=True)
class FloodNotice:
    """A rule that speaks of `fired` of its `of` packages, too many to tell one by one."""

    title: str
    title_en: str
    fired: int
    of: int
    link: str = ""


@dataclass(frozen=True, slots=True)
class Late:
    """A digest made up later than `due_at` (UTC); `begun_at` when a run was begun before and broke off."""

    due_at: datetime
    begun_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WeekPoint:
    """One week of the chart: cases opened, resolved, and open at its end.

    `looked` counts the sources looked at in the week, `whole` those seen whole at least once.
    """

    period: Window
    iso_week: int
    opened: int
    resolved: int
    open: int
    looked: int
    whole: int
    opened_link: str = ""
    resolved_link: str = ""
    open_link: str = ""
    seen_link: str = ""

    @property
    def blind(self) -> bool:
        """Nothing, or less than half of what was looked at, was seen whole: a gap, not a number."""
        return self.whole * 2 < self.looked or not self.looked


@dataclass(frozen=True, slots=True)
class Tally:
    """What fell due for one agency: `on_time` of `concluded`, and `unseen` that nobody could check."""

    agency_id: str
    agency_name: str
    on_time: int
    concluded: int
    unseen: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class RankRow:
    """One agency's place, and that of the week before as it was told then (`None`: it had none)."""

    place: int
    before: int | None
    tally: Tally

    @property
    def moved(self) -> int:
        """Places gained (positive) or lost since the week before."""
        return 0 if self.before is None else self.before - self.place


@dataclass(frozen=True, slots=True)
class Ranking:
    """Agencies by the share published on time of what fell due from `since` on (UTC).

    Apart from them those with `few` duties, less than `least`, and those with too many `unseen` ones.
    """

    since: datetime
    rows: tuple[RankRow, ...] = ()
    few: tuple[Tally, ...] = ()
    unseen: tuple[Tally, ...] = ()
    least: int = 0

    @property
    def places(self) -> dict[str, int]:
        """The places to remember for the week after, by agency id."""
        return {row.tally.agency_id: row.place for row in self.rows}


@dataclass(frozen=True, slots=True)
class DigestLinks:
    """Addresses of the lists behind the single counts; empty while there is no desk."""

    new: str = ""
    open: str = ""
    resolved: str = ""
    decided: str = ""
    to_confirm: str = ""
    review: str = ""
    deadlines: str = ""
    sources: str = ""
    looks: str = ""
    withheld: str = ""
    unwatched: str = ""
    ranking: str = ""
    by_source: Mapping[str, str] = field(default_factory=dict)
    withheld_by: Mapping[str, str] = field(default_factory=dict)
    totals: str = ""


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
    weeks: tuple[WeekPoint, ...] = ()
    ranking: Ranking | None = None
    late: Late | None = None
    links: DigestLinks = DigestLinks()

    @property
    def is_quiet(self) -> bool:
        """Nothing new in the period: the letter still goes out and says that we were watching."""
        return not (self.new_total or self.resolved_total or self.decided_total)


@dataclass(frozen=True, slots=True)
class DigestRun:
    """One week's digest for one sort of reader: done once `completed_at` is set.

    `slot` is when it was due (UTC), `letters` how many it queued, `places` what rank each agency
    was told to have.
    """

    reader: str
    slot: datetime
    started_at: datetime
    completed_at: datetime | None = None
    letters: int = 0
    places: Mapping[str, int] = field(default_factory=dict)
