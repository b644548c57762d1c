"""Nghĩa vụ, đối chiếu, kết luận và phát hiện.
From what must be published to what can be said about it."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.procurement import Agency
from monitor.domain.sources import Look, Sighting
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import (
    Channel,
    Confidence,
    DisclosureKind,
    LinkOrigin,
    LinkState,
    RuleTrack,
    Severity,
    VerdictKind,
)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One act that must be published: a plan or package, and what of it.

    `id` is `<subject_key>/<kind>`; `subject_key` is the plan or notice number (or, for something
    seen only on a portal, `sighting:<id>`). `national` is its first publication on the national
    network, `None` when not seen there. `seen_elsewhere` holds the earliest portal or agency-page
    publication for disclosures that were seen only there, as the channel dates it, and `elsewhere_by` the
    day on which it surely stood there (`None`: the same day). `regime_date` is the day the bidding
    documents were first issued, else the document's own day. `package_titles` are the packages a
    plan announces. With `first_version_unknown` only a later version is known: `national` is then
    that version's, and nothing can be said of the first. `cancelled_at` is the first instant at
    which the tender of a notice was known to be cancelled, `None` when no time was given.
    `expected` marks an act that no record shows, and that must exist because a later one does or
    because its time has passed (closing passed: an opening). `opened_at` is the instant bids were
    opened, `effective_date` the day the contract took effect, `version` that of an amendment. `process_apply`
    is the network's code for whose rules govern; of a plan, only where none of its packages is under the law.
    """

    id: str
    kind: DisclosureKind
    subject_key: str
    title: str
    buyer_name: str
    agency_id: str
    plan_no: str = ""
    notice_no: str = ""
    bid_no: str = ""
    price: int | None = None
    method: str = ""
    category: str = ""
    decision_date: date | None = None
    regime_date: date | None = None
    national: Moment | None = None
    seen_elsewhere: Moment | None = None
    elsewhere_by: date | None = None
    closes_at: datetime | None = None
    direct_appointment: bool = False
    is_online: bool | None = None
    exempt_reason: str = ""
    capture_ids: tuple[str, ...] = ()
    package_titles: tuple[str, ...] = ()
    first_version_unknown: bool = False
    cancelled: bool = False
    cancelled_at: datetime | None = None
    is_domestic: bool | None = None
    expected: bool = False
    opened_at: datetime | None = None
    effective_date: date | None = None
    version: str = ""
    process_apply: str = ""

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(code for code in (self.notice_no, self.bid_no, self.plan_no) if code)


@dataclass(frozen=True, slots=True)
class DayStep:
    """One day on the ladder to a due date; `number` is `None` for a day that does not count."""

    day: date
    number: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Duty:
    """A disclosure on a channel: due when, by whom, on what basis (nghĩa vụ công khai).

    `due_at` is the instant at which its term ends (24:00 of the due day, UTC) under the reading
    kindest to the agency, `due_strict_at` under the strictest; `None` when the law sets no day.
    `caution` is a Vietnamese reason for which a finding may only inform. `doubt_until` is the due
    instant if every proposed or unknown day off were one, `doubt` the word for why
    (`calendar_pending`, `calendar_unknown`): until then nobody is accused. `unit` is what the span
    is counted in (`wd`, `day`, `month`, `hour`), `trigger_at` the instant (UTC) hours run from.
    `id` is `<disclosure id>@<channel>`.
    """

    id: str
    disclosure_id: str
    channel: Channel
    agency_id: str
    rule_id: str
    basis: str
    confidence: Confidence
    trigger: str
    trigger_day: date | None
    due_at: datetime | None
    due_strict_at: datetime | None
    ladder: tuple[DayStep, ...] = ()
    exempt_reason: str = ""
    policy_note: str = ""
    caution: str = ""
    doubt: str = ""
    doubt_until: datetime | None = None
    unit: str = "wd"
    trigger_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Sighting ↔ disclosure, with what speaks for and against it in words (đối chiếu)."""

    sighting_id: str
    disclosure_id: str
    state: LinkState
    origin: LinkOrigin
    score: float
    reasons: tuple[str, ...]
    decided_at: datetime
    decided_by: str = ""


@dataclass(frozen=True, slots=True)
class SourceCoverage:
    """What is known of one source's looks: merged spans seen whole, and the last looks."""

    source_id: str
    windows: tuple[Window, ...]
    last_complete: Look | None
    last_look: Look | None


@dataclass(frozen=True, slots=True)
class LinkedSighting:
    """A sighting with the link that brought it here."""

    link: Link
    sighting: Sighting


@dataclass(frozen=True, slots=True)
class DutyContext:
    """Everything a rule may read about one duty.

    `shown` are linked sightings on the duty's channel, `doubtful` those a person should decide.
    `coverage` has one entry per enabled source that should show this agency's disclosures on the
    channel; empty means that nobody looks there. `distrusted` names sources whose absences are
    withheld (flood guard, operator's pause).
    """

    disclosure: Disclosure
    duty: Duty
    agency: Agency | None
    shown: tuple[LinkedSighting, ...]
    doubtful: tuple[LinkedSighting, ...]
    coverage: tuple[SourceCoverage, ...]
    distrusted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of one duty now (kết luận).

    `published` is the earliest publication on the duty's channel. `reason` is a short stable
    word, `reasons` every one that applies; `days_late` counts working days after the due day.
    `captures` are both sides' proof, `looks` the looks that prove an absence.
    """

    duty_id: str
    kind: VerdictKind
    published: Moment | None = None
    days_late: int = 0
    borderline: bool = False
    reason: str = ""
    captures: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule says is wrong, with everything needed to check it (phát hiện).

    `fingerprint` stays the same while the same thing is wrong. `sentence` is the Vietnamese
    sentence, `sentence_en` the English one; `reasons` are further Vietnamese lines (inputs, each
    counted day, looks made). A finding of the pattern track is about no duty: its `verdict` is
    `unverifiable`, its `due_at` the instant since when it may be noticed.
    """

    fingerprint: str
    code: str
    duty_id: str
    disclosure_id: str
    subject_key: str
    agency_id: str
    agency_name: str
    package_title: str
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
    reasons: tuple[str, ...] = ()
    captures: tuple[str, ...] = ()
    looks: tuple[str, ...] = ()

    @property
    def track(self) -> RuleTrack:
        """What concludes nothing on a duty is a pattern."""
        return RuleTrack.PATTERN if self.verdict is VerdictKind.UNVERIFIABLE else RuleTrack.OBSERVATION


@dataclass(frozen=True, slots=True)
class Undetermined:
    """A rule applies but cannot say: goes to source health, not to the inspectorate."""

    duty_id: str
    reason: str
    source_ids: tuple[str, ...] = ()
