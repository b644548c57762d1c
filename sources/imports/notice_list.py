"""Danh sách thông báo đã được dự án công khai khác chuẩn hoá.
Notices as a public project normalised them: one flat object each, codes as on the network."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from monitor.domain.procurement import Notice, Record, Result
from sources.egp.audit import Audit
from sources.egp.codelists import is_known
from sources.egp.personal import masked
from sources.egp.rows import CANCELLED
from sources.egp.values import Row, day, instant, moment, money, text
from sources.imports.handed import RowProblem

KEYS = frozenset(
    [
        "id",
        "notifyId",
        "bidId",
        "bidOpenId",
        "inputResultId",
        "bidForm",
        "processApply",
        "stepCode",
        "notifyNo",
        "name",
        "provinceCodes",
        "investor",
        "location",
        "closeDate",
        "publicDate",
        "price",
        "sourceStatus",
        "statusForNotify",
        "bidderCount",
        "sourceUrl",
        "decisionDate",
        "resultPublishedDate",
        "winningPrice",
    ]
)
_REQUIRED = ("id", "notifyNo", "name", "investor", "publicDate", "stepCode")
_CODES = {
    "bidForm": "bid_form",
    "processApply": "process_apply",
    "stepCode": "step",
    "sourceStatus": "status",
    "statusForNotify": "status_for_notify",
}


def looks_like_notice(item: Any) -> bool:
    """Whether the object is one of these notices, by the keys the network itself does not have."""
    return isinstance(item, dict) and {"notifyNo", "investor", "sourceUrl", "sourceStatus"} <= item.keys()


def read_notice_item(item: Row, audit: Audit) -> tuple[Record, ...]:
    """The notice, and its result when one was published; raises `RowProblem`.

    Version, plan number, bid mode and online flag stand only in the link to the network's page
    (egp-api §9); the version is not given, so it stays empty.
    """
    missing = [key for key in _REQUIRED if not text(item, key)]
    if missing:
        keys = ", ".join(missing)
        raise RowProblem(f"thiếu {keys}", f"missing {keys}")
    number = text(item, "notifyNo")
    for key in item.keys() - KEYS:
        audit.report("notice_list", key, number)
    for key, list_name in _CODES.items():
        code = text(item, key)
        if code and not is_known(list_name, code):
            audit.report(f"notice_list.{key}", code, number)
    notice = _notice(item)
    if notice.published is None:
        shown = text(item, "publicDate")[:30]
        raise RowProblem(f"ngày đăng “{shown}” không đọc được", f"publicDate {shown!r} unreadable")
    published = moment(item, "resultPublishedDate", origin="file")
    return (notice,) if published is None else (notice, _result(item, notice))


def _notice(item: Row) -> Notice:
    link = _link(item)
    status = text(item, "statusForNotify")
    number = text(item, "notifyNo")
    places = item.get("provinceCodes")
    return Notice(
        notice_no=number,
        version="",
        native_id=text(item, "id"),
        name=text(item, "name"),
        buyer_name=text(item, "investor"),
        buyer_code="",
        published=moment(item, "publicDate", origin="file"),
        first_published=None,
        plan_no=link.get("planNo", ""),
        package_native_id=text(item, "bidId"),
        price=money(item, "price") or None,
        procurement_method_details=text(item, "bidForm"),
        bid_mode=link.get("bidMode", ""),
        process_apply=text(item, "processApply"),
        tender_period_end=instant(item, "closeDate"),
        step_code=text(item, "stepCode"),
        status=text(item, "sourceStatus"),
        status_for_notify=status,
        cancelled=status in CANCELLED,
        direct_appointment=link.get("caseKHKQ") == "1" or text(item, "id") == number,
        is_online={"1": True, "0": False}.get(link.get("isInternet", "")),
        result_native_id=text(item, "inputResultId"),
        province_codes=tuple(str(code) for code in places) if isinstance(places, list) else (),
        raw=masked(dict(item)),
    )


def _result(item: Row, notice: Notice) -> Result:
    return Result(
        native_id=notice.result_native_id or notice.notice_no,
        notice_no=notice.notice_no,
        name=notice.name,
        buyer_name=notice.buyer_name,
        buyer_code="",
        published=moment(item, "resultPublishedDate", origin="file"),
        plan_no=notice.plan_no,
        package_native_id=notice.package_native_id,
        decision_date=day(item, "decisionDate"),
        price=money(item, "winningPrice") or None,
        procurement_method_details=notice.procurement_method_details,
        direct_appointment=notice.direct_appointment,
        is_online=notice.is_online,
        province_codes=notice.province_codes,
        raw=notice.raw,
    )


def _link(item: Row) -> dict[str, str]:
    """Parameters of the link to the network's page; missing values are the text `undefined`.

    The link is read as it stands: cleaning would take `&notifyId` for the entity `&not`.
    """
    try:
        query = parse_qs(urlsplit(str(item.get("sourceUrl") or "")).query, max_num_fields=60)
    except ValueError:
        return {}
    return {key: values[0] for key, values in query.items() if values[0] != "undefined"}
