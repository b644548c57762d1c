"""Những điều dùng để tìm một gói thầu: tên, đơn vị, giá, thời điểm đóng thầu, tình trạng.
What a package is found by, read from its notice first, else from its plan, else from its result."""

from datetime import datetime

from monitor.domain.procurement import Result
from monitor.domain.published import Facts, Planned, Process, TenderStatus
from monitor.domain.times import Moment
from monitor.ocds.codes import NO_WINNER, UNCERTAIN


def facts_of(process: Process) -> Facts:
    """The facts of a process as last read; what no record says stays empty."""
    notice = process.notice
    planned = process.planned[-1] if process.planned else None
    result = process.results[-1] if process.results else None
    package = planned.package if planned else None
    plan = planned.plan if planned else None
    records = [record for record in (notice, package, result) if record is not None]

    def first(field: str) -> str:
        return next((str(getattr(r, field)) for r in records if getattr(r, field, "")), "")

    buyers = [body for body in (notice, plan, result) if body is not None]
    buyer = next((body for body in buyers if body.buyer_name), None)
    prices = [record.price for record in (notice, package) if record is not None]
    return Facts(
        title=first("name"),
        buyer_name=buyer.buyer_name if buyer else (notice.procuring_entity_name if notice else ""),
        buyer_code=next((b.buyer_code for b in buyers if buyer and b.buyer_name == buyer.buyer_name), ""),
        notice_no=first("notice_no"),
        bid_no=first("bid_no"),
        plan_no=first("plan_no"),
        package_id=first("package_native_id") or (package.native_id if package else ""),
        category=first("main_procurement_category"),
        method=first("procurement_method_details"),
        price=next((price for price in prices if price is not None), None),
        status=status_of(process),
        closes_at=notice.tender_period_end if notice else None,
        opens_at=notice.bid_opening if notice else None,
        published_at=_published(process, planned, result),
        is_online=next((r.is_online for r in records if r.is_online is not None), None),
        place_codes=_places(process),
    )


def status_of(process: Process) -> TenderStatus | None:
    """How far it is; `None` where the network's word for it is not understood or takes a result back."""
    notice = process.notice
    if notice is None:
        return TenderStatus.COMPLETE if process.results else TenderStatus.PLANNED
    if notice.cancelled:
        return TenderStatus.CANCELLED
    if notice.status_for_notify in NO_WINNER:
        return TenderStatus.UNSUCCESSFUL
    if notice.status_for_notify in UNCERTAIN:
        return None
    concluded = process.results or notice.status_for_notify == "CNTTT" or notice.direct_appointment
    return TenderStatus.COMPLETE if concluded else TenderStatus.ACTIVE


def first_publication(process: Process) -> Moment | None:
    """When version 00 of its notice was published; an amendment never counts (egp-api §6.3)."""
    known = [notice.first_published for notice in process.notices if notice.first_published]
    if known:
        return min(known, key=lambda moment: moment.at)
    first = process.notices[0] if process.notices else None
    return first.published if first and first.version in ("", "00") else None


def _published(process: Process, planned: Planned | None, result: Result | None) -> datetime | None:
    tender = first_publication(process)
    later = process.notice.published if process.notice else None
    shown = (tender, later, planned.plan.published if planned else None, result.published if result else None)
    return next((moment.at for moment in shown if moment is not None), None)


def _places(process: Process) -> tuple[str, ...]:
    plans = tuple(planned.plan for planned in process.planned)
    for records in (process.notices[-1:], plans[-1:], process.results[-1:]):
        for record in records:
            if record.province_codes:
                return record.province_codes
    return ()
