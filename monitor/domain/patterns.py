"""Những gì các quy tắc về dấu hiệu đọc: hồ sơ một gói thầu, gói trong kế hoạch, nhóm chỉ định thầu.
What pattern rules read: the file of one tender, a planned package, like direct appointments."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from monitor.domain.judgement import LinkedSighting, SourceCoverage
from monitor.domain.procurement import Notice, Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind

PlanSetting = Literal["", "project", "recurrent", "estimate"]
Coverage = Mapping[DisclosureKind, tuple[SourceCoverage, ...]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that a portal or agency page shows otherwise than the network; words for people."""

    field: str
    field_en: str
    national: str
    shown: str
    channel: Channel
    url: str
    capture_id: str = ""


@dataclass(frozen=True, slots=True)
class Twin:
    """Another invitation for the same package that stood open at the same time, and why it is the same."""

    notice_no: str
    why: str
    published: Moment
    closes_at: datetime
    capture_id: str = ""


@dataclass(frozen=True, slots=True)
class TenderFile:
    """All that is known of one notice number.

    `versions` are the stored notices, oldest first; `closings` every closing time the network ever
    showed (silent extensions included). `shown` are invitations on portals and agency pages that
    are linked beyond doubt. `coverage` are the national sources by what they should show. What is
    `elsewhere` is about the same package, under another notice number or none.
    """

    notice_no: str
    agency_id: str
    agency_name: str
    versions: tuple[Notice, ...]
    results: tuple[Result, ...] = ()
    closings: tuple[datetime, ...] = ()
    shown: tuple[LinkedSighting, ...] = ()
    differences: tuple[Difference, ...] = ()
    twins: tuple[Twin, ...] = ()
    coverage: Coverage = field(default_factory=dict)
    results_elsewhere: tuple[Result, ...] = ()
    notices_elsewhere: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPackage:
    """A package of a plan's latest version with neither notice nor result in the store.

    `planned_until` is the last Vietnamese day of the quarter or month in which its selection was to
    begin, `None` when the plan does not say; `published` when its first version was, `None` when only
    a later one is known.
    """

    key: str
    plan_no: str
    name: str
    agency_id: str
    agency_name: str
    price: int | None
    method: str
    published: Moment | None
    planned_until: date | None
    planned_words: str = ""
    capture_id: str = ""
    coverage: Coverage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Purchase:
    """One direct appointment, planned or concluded; `day` is that of its decision or publication.

    `purpose` is what its plan is for (a project, a purchase of the year), `setting` the kind of plan
    that a ceiling may depend on: `project`, `recurrent`, `estimate`; empty where not known.
    """

    key: str
    name: str
    agency_id: str
    agency_name: str
    category: str
    price: int
    day: date
    capture_id: str = ""
    purpose: str = ""
    setting: PlanSetting = ""


@dataclass(frozen=True, slots=True)
class LikePurchases:
    """Direct appointments of one buyer with like titles, oldest first; often only one."""

    purchases: tuple[Purchase, ...]


PatternSubject = TenderFile | PlannedPackage | LikePurchases
