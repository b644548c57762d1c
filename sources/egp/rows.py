"""Các dòng của trang tìm kiếm: thông báo, kết quả, kế hoạch, dự án.
Rows of the search page as records (egp-api §2.3)."""

from collections.abc import Mapping
from typing import Any

from monitor.domain.procurement import Award, Notice, Plan, Project, Result
from sources.egp.audit import Audit
from sources.egp.parsed import Searched, SearchRow
from sources.egp.personal import masked
from sources.egp.values import (
    Row,
    count,
    day,
    flag,
    instant,
    moment,
    money,
    organisation_code,
    province_codes,
    text,
    texts,
)

NOTICE_TYPE = "es-notify-contractor"
PLAN_TYPE = "es-plan-project-p"
PROJECT_TYPE = "es-bidp-project-p"
RESULT_STEP = "notify-contractor-step-4-kqlcnt"

# Decided on statusForNotify and never on status; DHKQLCNT cancels the result, not the tender (§6.3).
CANCELLED = frozenset({"DHT", "DHTBMT"})


def read_row(row: Any, audit: Audit, capture_id: str = "") -> SearchRow:
    """One row as records; a notice row with a published result gives a notice and a result.

    Raises `SourceChanged` when the row lacks a required key. A row of a type that is not read
    here is reported and gives no record.
    """
    kind = text(row, "type") if isinstance(row, Mapping) else ""
    records: tuple[Searched, ...] = ()
    if kind == PLAN_TYPE:
        raw = audit.inspect(row, "plan_row", text(row, "planNo"))
        records = (_plan(raw, capture_id),)
    elif kind == PROJECT_TYPE:
        raw = audit.inspect(row, "project_row", text(row, "id"))
        records = (_project(raw),)
    elif kind in (NOTICE_TYPE, ""):
        raw = audit.inspect(row, "notice_row", text(row, "notifyNo") if isinstance(row, Mapping) else "")
        records = _notice_and_result(raw, capture_id)
    else:
        audit.report("search_page.type", kind, text(row, "id"))
        raw = masked(dict(row))
    return SearchRow(masked(kind), text(raw, "id"), records, raw)


def is_direct_appointment(row: Row) -> bool:
    """A result without a tender notice: then the row's id is the IB number itself (egp-api §6.2)."""
    return text(row, "caseKHKQ") == "1" or text(row, "id") == text(row, "notifyNo")


def _notice_and_result(row: Row, capture_id: str) -> tuple[Searched, ...]:
    notice = _notice(row, capture_id)
    published = moment(row, "publicDateKqlcnt")
    if text(row, "stepCode") != RESULT_STEP or not (published or notice.direct_appointment):
        return (notice,)
    return (notice, _result(row, notice))


def _notice(row: Row, capture_id: str) -> Notice:
    status = text(row, "statusForNotify")
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
        package_native_id=text(row, "bidId"),
        price=money(row, "bidPrice"),
        main_procurement_category=text(row, "bidField", "investField"),
        procurement_method_details=text(row, "bidForm"),
        bid_mode=text(row, "bidMode"),
        process_apply=text(row, "processApply"),
        tender_period_end=instant(row, "bidCloseDate"),
        bid_opening=instant(row, "bidRealityOpenDate", "bidOpenDate"),
        step_code=text(row, "stepCode"),
        status=text(row, "status"),
        status_for_notify=status,
        cancelled=status in CANCELLED,
        direct_appointment=is_direct_appointment(row),
        is_online=flag(row, "isInternet"),
        is_domestic=flag(row, "isDomestic"),
        result_native_id=text(row, "inputResultId"),
        province_codes=province_codes(row.get("locations")),
        capture_id=capture_id,
        raw=row,
        clarifications=count(row, "numClarifyReq"),
    )


def _result(row: Row, notice: Notice) -> Result:
    direct = notice.direct_appointment
    return Result(
        native_id=text(row, "inputResultId") or notice.notice_no,
        notice_no=notice.notice_no,
        name=notice.name,
        buyer_name=notice.buyer_name,
        buyer_code=notice.buyer_code,
        published=moment(row, "publicDateKqlcnt", *(("publicDate",) if direct else ())),
        plan_no=notice.plan_no,
        package_native_id=notice.package_native_id,
        decision_date=day(row, "decisionDate"),
        price=money(row, "bidWinningPrice"),
        procurement_method_details=notice.procurement_method_details,
        main_procurement_category=notice.main_procurement_category,
        direct_appointment=direct,
        is_online=notice.is_online,
        awards=_awards(row),
        province_codes=notice.province_codes,
        capture_id=notice.capture_id,
        raw=row,
    )


def _awards(row: Row) -> tuple[Award, ...]:
    """Winners of a row. `winningContractorName` is in another order than `winningCode` and may hold
    old or extra names, so a code gets a name only through `contractorName` (egp-api §2.3)."""
    names = texts(row, "contractorName")
    codes = [organisation_code({"code": code}, "code") for code in texts(row, "winningCode")]
    price = money(row, "bidWinningPrice")
    venture = text(row, "ventureName")
    if venture or (len(names) == 1 and len(codes) == 1):
        shown = names[0] if names else venture
        return tuple(Award(shown, code, price, venture) for code in codes or [""])
    return tuple(Award(name, "") for name in names)


def _plan(row: Row, capture_id: str) -> Plan:
    return Plan(
        plan_no=text(row, "planNo"),
        version=text(row, "planVersion"),
        native_id=text(row, "id"),
        name=text(row, "name"),
        buyer_name=text(row, "investorName", "procuringEntityName"),
        buyer_code=organisation_code(row, "investorCode", "procuringEntityCode"),
        published=moment(row, "publicDate"),
        decision_date=day(row, "decisionDate", "bidCloseDate"),
        project_name=text(row, "pname"),
        total=money(row, "investTotal"),
        package_names=texts(row, "bidName"),
        province_codes=province_codes(row.get("locations")),
        capture_id=capture_id,
        raw=row,
    )


def _project(row: Row) -> Project:
    return Project(
        native_id=text(row, "id"),
        project_no=text(row, "pno", "no", "projectNo"),
        name=text(row, "pname", "name"),
        buyer_name=text(row, "investorName"),
        buyer_code=organisation_code(row, "investorCode"),
        published=moment(row, "publicDate"),
        total=money(row, "investTotal"),
        raw=row,
    )
