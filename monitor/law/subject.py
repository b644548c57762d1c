"""Những gì mọi thông tin phải đăng của một gói thầu có chung.
What every disclosure of one notice shares, and a disclosure made from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Notice, Result
from monitor.domain.times import Moment
from monitor.domain.vocabulary import DisclosureKind

AgencyOf = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Subject:
    """What all disclosures of one notice share; money in đồng."""

    notice_no: str
    title: str
    buyer_name: str
    agency_id: str
    plan_no: str
    bid_no: str
    price: int | None
    method: str
    category: str
    closes_at: datetime | None
    direct_appointment: bool
    is_online: bool | None
    is_domestic: bool | None = None
    process_apply: str = ""

    def disclosure(
        self,
        kind: DisclosureKind,
        *,
        national: Moment | None,
        decision_date: date | None,
        regime_date: date | None,
        captures: tuple[str, ...],
        first_version_unknown: bool = False,
        cancelled: bool = False,
        cancelled_at: datetime | None = None,
        opened_at: datetime | None = None,
        expected: bool = False,
        version: str = "",
    ) -> Disclosure:
        return Disclosure(
            id=f"{self.notice_no}/{kind}" + (f":{version}" if version else ""),
            kind=kind,
            subject_key=self.notice_no,
            title=self.title,
            buyer_name=self.buyer_name,
            agency_id=self.agency_id,
            plan_no=self.plan_no,
            notice_no="" if self.notice_no.startswith("result:") else self.notice_no,
            bid_no=self.bid_no,
            price=self.price,
            method=self.method,
            category=self.category,
            decision_date=decision_date,
            regime_date=regime_date,
            national=national,
            closes_at=self.closes_at,
            direct_appointment=self.direct_appointment,
            is_online=self.is_online,
            capture_ids=captures,
            first_version_unknown=first_version_unknown,
            cancelled=cancelled,
            cancelled_at=cancelled_at,
            is_domestic=self.is_domestic,
            opened_at=opened_at,
            expected=expected,
            version=version,
            process_apply=self.process_apply,
        )


def subject_of_notice(notice: Notice, agency_of: AgencyOf) -> Subject:
    return Subject(
        notice_no=notice.notice_no,
        title=notice.name,
        buyer_name=notice.buyer_name or notice.procuring_entity_name,
        agency_id=agency_of(notice.buyer_name or notice.procuring_entity_name, notice.buyer_code),
        plan_no=notice.plan_no,
        bid_no=notice.bid_no,
        price=notice.price,
        method=notice.procurement_method_details,
        category=notice.main_procurement_category,
        closes_at=notice.tender_period_end,
        direct_appointment=notice.direct_appointment,
        is_online=notice.is_online,
        is_domestic=notice.is_domestic,
        process_apply=notice.process_apply,
    )


def subject_of_result(notice_no: str, result: Result, agency_of: AgencyOf) -> Subject:
    return Subject(
        notice_no=notice_no,
        title=result.name,
        buyer_name=result.buyer_name,
        agency_id=agency_of(result.buyer_name, result.buyer_code),
        plan_no=result.plan_no,
        bid_no=result.bid_no,
        price=result.price,
        method=result.procurement_method_details,
        category=result.main_procurement_category,
        closes_at=None,
        direct_appointment=result.direct_appointment,
        is_online=result.is_online,
    )
