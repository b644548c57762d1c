"""Chi tiết thông báo mời thầu, đọc qua ba đường.
Notice detail by its three roots (egp-api §4); a stale `linkNotifyInfo` in it is never followed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from monitor.domain.errors import SourceChanged
from monitor.domain.procurement import Notice
from sources.egp.audit import Audit
from sources.egp.values import (
    Row,
    day,
    flag,
    instant,
    moment,
    money,
    organisation_code,
    province_codes,
    text,
)


def read_notice(payload: Any, audit: Audit, capture_id: str = "", row: Notice | None = None) -> Notice:
    """The notice of a detail answer; raises `SourceChanged` when none of the three roots is there.

    The detail does not carry `statusForNotify`, the step or the result: with `row`, the same
    version as the search showed it, those are taken over.
    """
    if isinstance(payload, Mapping) and "reofferNo" in payload:
        notice = _reoffer(audit.inspect(payload, "reoffer", text(payload, "notifyNo")), capture_id)
    else:
        notice = _standard(audit.inspect(payload, "notice_detail"), audit, capture_id)
    return notice if row is None else _with_row(notice, row)


def notice_body(row: Row, capture_id: str = "") -> Notice:
    """A notice from the common block of 91 keys that several answers carry."""
    cancelled_at = moment(row, "cancelDate")
    return Notice(
        notice_no=text(row, "notifyNo"),
        version=text(row, "notifyVersion"),
        native_id=text(row, "id"),
        name=text(row, "bidName"),
        buyer_name=text(row, "investorName", "procuringEntityName"),
        buyer_code=organisation_code(row, "investorCode", "procuringEntityCode"),
        published=moment(row, "publicDate"),
        first_published=moment(row, "originalPublicDate"),
        procuring_entity_name=text(row, "procuringEntityName"),
        plan_no=text(row, "planNo"),
        bid_no=text(row, "bidNo"),
        package_native_id=text(row, "bidId"),
        price=money(row, "bidEstimatePrice", "bidPriceUnit") or money(row, "bidPrice", "bidPriceUnit"),
        main_procurement_category=text(row, "investField"),
        procurement_method_details=text(row, "bidForm"),
        bid_mode=text(row, "bidMode"),
        process_apply=text(row, "processApply"),
        tender_period_end=instant(row, "bidCloseDate", "reofferCloseDate"),
        bid_opening=instant(row, "bidOpenDate", "reofferOpenDate"),
        status=text(row, "status"),
        cancelled=cancelled_at is not None,
        cancel_reason=text(row, "cancelReason"),
        cancel_decision_date=day(row, "cancelDecisionDate"),
        cancelled_at=cancelled_at,
        is_online=flag(row, "isInternet"),
        is_domestic=flag(row, "isDomestic"),
        lots=len(row.get("lotDTOList") or ()),
        capture_id=capture_id,
        raw=row,
    )


def _standard(answer: Row, audit: Audit, capture_id: str) -> Notice:
    wrapped = answer.get("bidNoContractorResponse") or {}
    bid_notification = wrapped.get("bidNotification")
    root = answer.get("bidoNotifyContractorM") or answer.get("bidoNotifyContractorP") or bid_notification
    if not root:
        raise SourceChanged(
            audit.source_id,
            "notice detail without any of its three roots",
            reason="missing_key",
            vi=f"Nguồn {audit.source_id}: chi tiết thông báo mời thầu không có phần nội dung đã biết. "
            "Cần người phụ trách xem bản lưu.",
        )
    cancelling = answer.get("bidCancelingResponse") or root
    documents = answer.get("bidInvContractorOfflineDTO") or {}
    lots = root.get("lotDTOList") or (bid_notification or {}).get("lotDTOList") or ()
    status = answer.get("bidoBidStatus") or answer.get("bidoBidStatusDTO") or {}
    places = answer.get("bidpBidLocationList") or answer.get("lsBidpBidLocationDTO")
    body = notice_body(root, capture_id)
    cancelled_at = moment(cancelling, "cancelDate") or body.cancelled_at
    return replace(
        body,
        bid_opening=instant(status, "successBidOpenDate") or body.bid_opening,
        cancelled=cancelled_at is not None,
        cancel_reason=text(cancelling, "cancelReason") or body.cancel_reason,
        cancel_decision_date=day(cancelling, "cancelDecisionDate") or body.cancel_decision_date,
        cancelled_at=cancelled_at,
        documents_decision_date=day(documents, "decisionDate"),
        lots=len(lots),
        province_codes=province_codes(places),
        raw=answer,
    )


def _reoffer(answer: Row, capture_id: str) -> Notice:
    package = answer.get("bidDetail") or {}
    return replace(
        notice_body(answer, capture_id),
        price=money(answer, "priceInit") or money(package, "bidPrice", "bidPriceUnit"),
        documents_decision_date=day(answer, "decisionDate"),
        lots=len(package.get("bidpBidLotList") or ()),
        province_codes=province_codes(package.get("bidLocation")),
    )


def _with_row(notice: Notice, row: Notice) -> Notice:
    if row.native_id != notice.native_id:
        return notice
    return replace(
        notice,
        step_code=row.step_code,
        status_for_notify=row.status_for_notify,
        cancelled=row.cancelled,
        direct_appointment=row.direct_appointment,
        result_native_id=row.result_native_id,
        province_codes=notice.province_codes or row.province_codes,
        raw={**notice.raw, "searchRow": row.raw},
    )
