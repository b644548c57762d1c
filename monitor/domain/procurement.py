"""Hồ sơ đấu thầu theo Mạng đấu thầu quốc gia.
National records, named after OCDS; money in whole đồng, instants UTC, days Vietnamese."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from monitor.domain.times import Moment


@dataclass(frozen=True, slots=True)
class Agency:
    """A body that buys (chủ đầu tư / bên mời thầu).

    `codes` are organisation codes of the network (`vn…`, `vnz…`, without sub-account suffix).
    `successor_id` took over from `successor_from` on.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    parent_id: str = ""
    successor_id: str = ""
    successor_from: date | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Package:
    """One bid package of a plan (gói thầu). `key` is `BP…` where known, else the native id."""

    key: str
    native_id: str
    bid_no: str
    plan_no: str
    name: str
    price: int | None = None
    main_procurement_category: str = ""
    procurement_method_details: str = ""
    bid_mode: str = ""
    process_apply: str = ""
    is_online: bool | None = None
    is_domestic: bool | None = None
    notice_no: str = ""
    lots: int = 0
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """One version of a procurement plan (KHLCNT)."""

    plan_no: str
    version: str
    native_id: str
    name: str
    buyer_name: str
    buyer_code: str
    published: Moment | None
    decision_no: str = ""
    decision_date: date | None = None
    decision_agency: str = ""
    project_name: str = ""
    total: int | None = None
    packages: tuple[Package, ...] = ()
    package_names: tuple[str, ...] = ()
    province_codes: tuple[str, ...] = ()
    capture_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day it was decided, else published (Vietnamese)."""
        return self.decision_date or (self.published.day if self.published else None)


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of a tender notice (TBMT), as last read.

    `published` is this version's publication, `first_published` that of version 00.
    `direct_appointment` marks a result without a notice (`caseKHKQ`); `native_id` is then the
    IB number itself. `status_for_notify` decides cancellation, never `status`. `clarifications`
    counts the requests for clarification, `None` where a reading does not say.
    """

    notice_no: str
    version: str
    native_id: str
    name: str
    buyer_name: str
    buyer_code: str
    published: Moment | None
    first_published: Moment | None
    procuring_entity_name: str = ""
    plan_no: str = ""
    bid_no: str = ""
    package_native_id: str = ""
    price: int | None = None
    main_procurement_category: str = ""
    procurement_method_details: str = ""
    bid_mode: str = ""
    process_apply: str = ""
    tender_period_end: datetime | None = None
    bid_opening: datetime | None = None
    step_code: str = ""
    status: str = ""
    status_for_notify: str = ""
    cancelled: bool = False
    cancel_reason: str = ""
    cancel_decision_date: date | None = None
    cancelled_at: Moment | None = None
    direct_appointment: bool = False
    is_online: bool | None = None
    is_domestic: bool | None = None
    documents_decision_date: date | None = None
    lots: int = 0
    result_native_id: str = ""
    province_codes: tuple[str, ...] = ()
    capture_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)
    clarifications: int | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """One winner of a result; members of a venture repeat the venture's price."""

    supplier_name: str
    supplier_code: str
    price: int | None = None
    venture_name: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A selection result (KQLCNT); `notice_no` also names direct appointments."""

    native_id: str
    notice_no: str
    name: str
    buyer_name: str
    buyer_code: str
    published: Moment | None
    plan_no: str = ""
    bid_no: str = ""
    package_native_id: str = ""
    decision_no: str = ""
    decision_date: date | None = None
    decision_agency: str = ""
    price: int | None = None
    procurement_method_details: str = ""
    main_procurement_category: str = ""
    direct_appointment: bool = False
    is_online: bool | None = None
    awards: tuple[Award, ...] = ()
    province_codes: tuple[str, ...] = ()
    capture_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)

    @property
    def day(self) -> date | None:
        """The day it was decided, else published (Vietnamese)."""
        return self.decision_date or (self.published.day if self.published else None)


@dataclass(frozen=True, slots=True)
class Opening:
    """The opening of one notice (biên bản mở thầu)."""

    notice_no: str
    version: str
    package_native_id: str
    opened_at: datetime | None
    tenderers: tuple[Award, ...] = ()
    bidder_count: int = 0
    capture_id: str = ""
    raw: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Project:
    """An investment project (dự án đầu tư) that plans belong to; counted, not judged."""

    native_id: str
    project_no: str
    name: str
    buyer_name: str
    buyer_code: str
    published: Moment | None
    total: int | None = None
    raw: Mapping[str, Any] = field(default_factory=dict)


Record = Plan | Notice | Result | Opening | Project


@dataclass(frozen=True, slots=True)
class RecordChange:
    """A field of a known record that now reads differently (silent changes included)."""

    record: str
    key: str
    field: str
    old: str
    new: str
    noticed_at: datetime
