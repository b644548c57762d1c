"""Những gì có trong thế giới mẫu: đơn vị, kế hoạch, gói thầu, tin đăng, lỗi cài sẵn.
What the demo world is made of; everything in it is invented (dữ liệu tổng hợp)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from monitor.domain.judgement import Finding
from monitor.domain.procurement import Agency
from monitor.domain.province import Province
from monitor.domain.vocabulary import Channel, DisclosureKind

FaultKind = Literal["missing", "late"]


@dataclass(frozen=True, slots=True)
class DemoAgency:
    """An invented agency with where it publishes: `portal` and `page` are source ids, "" for none.

    `page` may be a site shared with others. `active_from`/`active_until` bound the days on which
    it may decide anything; `old_names` are used in records until `renamed_on`.
    """

    agency: Agency
    short: str
    domain: str
    portal: str
    page: str = ""
    weight: int = 1
    prov_old: str = ""
    active_from: date = date(2000, 1, 1)
    active_until: date = date(2100, 1, 1)
    old_name: str = ""
    renamed_on: date | None = None

    def name_on(self, day: date) -> str:
        """The name it bore that day."""
        if self.renamed_on is not None and day < self.renamed_on:
            return self.old_name
        return self.agency.name


@dataclass(frozen=True, slots=True)
class Version:
    """One published version of a plan or notice."""

    number: str
    uid: str
    published: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """A silent change: from `since` on the record reads `closes_at` and `price`."""

    since: datetime
    closes_at: datetime
    price: int


@dataclass(frozen=True, slots=True)
class DemoNotice:
    """A tender notice on the national network; `changes` begin with what was first published."""

    notice_no: str
    decided: date
    decision_no: str
    versions: tuple[Version, ...]
    changes: tuple[Change, ...]
    opened_at: datetime
    cancelled_at: datetime | None = None
    cancel_decided: date | None = None
    cancel_reason: str = ""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """A selection result; `published` is `None` when it never reached the national network."""

    uid: str
    decided: date
    decision_no: str
    published: datetime | None
    winner: str
    winner_code: str
    price: int


@dataclass(frozen=True, slots=True)
class DemoPackage:
    """One bid package; codes of the network's lists (egp-api §7)."""

    bid_no: str
    uid: str
    notice_no: str
    name: str
    field: str
    form: str
    mode: str
    process: str
    price: int
    online: bool
    direct: bool
    notice: DemoNotice | None
    result: DemoResult | None


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """One procurement plan with its packages; `versions` is empty when it was never published nationally."""

    plan_no: str
    project_no: str
    name: str
    project: str
    plan_type: str
    agency_id: str
    buyer_name: str
    buyer_code: str
    decided: date
    decision_no: str
    versions: tuple[Version, ...]
    provinces: tuple[tuple[str, str], ...]
    packages: tuple[DemoPackage, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that must be published, and when each channel showed it first (UTC; `None` = never).

    `decided` is the day from which the days are counted, `acted_on` the regime's day. `sources`
    are the portal and page sources that should show it. `national` is the first version's time.
    """

    id: str
    kind: DisclosureKind
    agency_id: str
    title: str
    codes: tuple[str, ...]
    decided: date
    regime_day: date
    national: datetime | None
    portal: datetime | None
    page: datetime | None
    portal_source: str
    page_source: str

    def shown(self, channel: Channel) -> datetime | None:
        """When the channel first showed it."""
        return {Channel.NATIONAL: self.national, Channel.PORTAL: self.portal}.get(channel, self.page)


@dataclass(frozen=True, slots=True)
class Article:
    """One item on a portal, site or feed; `acts` names what it announces (none for other news).

    `attachment` is the name of its file, `attached` what stands in it: nothing in a scanned page.
    """

    number: int
    source_id: str
    title: str
    summary: str
    paragraphs: tuple[str, ...]
    attachment: str
    published: datetime
    acts: tuple[str, ...] = ()
    attached: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault that stands in the world at some moment, with what is needed to recognise it.

    `due_at` is the instant at which the term ended; `seen_at` when it was published all the same.
    """

    kind: FaultKind
    channel: Channel
    disclosure: DisclosureKind
    act_id: str
    codes: tuple[str, ...]
    title: str
    agency_id: str
    due_at: datetime
    seen_at: datetime | None
    expected_days_late: int | None


@dataclass(frozen=True, slots=True)
class Sign:
    """What the pattern rule `code` should say of the record `key` (a notice or package number)."""

    code: str
    key: str


@dataclass(frozen=True, slots=True)
class Trap:
    """Something innocent that looks like a fault and must not become one."""

    name: str
    act_ids: tuple[str, ...]
    agency_id: str
    note: str


@dataclass(frozen=True, slots=True)
class World:
    """The whole invented province; all instants UTC, `start`, `end` Vietnamese days."""

    seed: int
    start: date
    end: date
    province: Province
    agencies: tuple[DemoAgency, ...]
    plans: tuple[DemoPlan, ...]
    strangers: tuple[DemoPlan, ...]
    acts: tuple[Act, ...]
    articles: tuple[Article, ...]
    intended: tuple[tuple[FaultKind, Channel, str], ...]
    traps: tuple[Trap, ...]
    signs: tuple[Sign, ...]
    watch_start: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts for one kind of fault; precision and recall are 1 where there is nothing to measure."""

    planted: int
    found: int
    findings: int
    false: int

    @property
    def precision(self) -> float:
        return 1 - self.false / self.findings if self.findings else 1.0

    @property
    def recall(self) -> float:
        return self.found / self.planted if self.planted else 1.0


@dataclass(frozen=True, slots=True)
class Score:
    """How findings compare with what must be found and what may be.

    `false` findings match nothing that stands; `wrong_days` are late ones with another count of
    working days.
    """

    found: tuple[Planted, ...]
    missed: tuple[Planted, ...]
    false: tuple[Finding, ...]
    wrong_days: tuple[tuple[Planted, Finding], ...]
    by_kind: Mapping[tuple[FaultKind, Channel], Tally]

    @property
    def precision(self) -> float:
        total = sum(tally.findings for tally in self.by_kind.values())
        return 1 - len(self.false) / total if total else 1.0

    @property
    def recall(self) -> float:
        planted = len(self.found) + len(self.missed)
        return len(self.found) / planted if planted else 1.0


@dataclass(frozen=True, slots=True)
class SignScore:
    """Signs that were built in and found, or not; `false` findings speak of nothing that is so."""

    found: tuple[Sign, ...]
    missed: tuple[Sign, ...]
    false: tuple[Finding, ...]
