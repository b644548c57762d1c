"""Chi tiết kế hoạch lựa chọn nhà thầu với các gói thầu.
Plan detail with its packages (egp-api §3)."""

from dataclasses import replace
from typing import Any

from monitor.domain.procurement import Package, Plan
from sources.egp.audit import Audit
from sources.egp.values import Row, day, flag, moment, money, organisation_code, text


def read_plan(payload: Any, audit: Audit, capture_id: str = "", row: Plan | None = None) -> Plan:
    """The plan of a get-by-id answer.

    The answer's root has no investor code and its packages no place: both come from `row`, the
    plan as the search showed it, else from the project. Raises `SourceChanged`.
    """
    answer = audit.inspect(payload, "plan_detail")
    view = answer["bidPoBidpPlanProjectDetailView"]
    project = answer.get("project") or {}
    packages = answer.pop("bidpPlanDetailToProjectList")
    plan = Plan(
        plan_no=text(view, "planNo"),
        version=text(view, "planVersion"),
        native_id=text(view, "id"),
        name=text(view, "name"),
        buyer_name=text(view, "newInvestorName", "investorName"),
        buyer_code=organisation_code(view, "newInvestorCode") or organisation_code(project, "investorCode"),
        published=moment(view, "publicDate"),
        decision_no=text(view, "decisionNo"),
        decision_date=day(view, "decisionDate"),
        decision_agency=text(view, "decisionAgency"),
        project_name=text(view, "pname"),
        total=money(view, "investTotal", "investTotalUnit"),
        packages=tuple(_package(item, text(view, "planNo")) for item in packages),
        package_names=tuple(text(item, "bidName") for item in packages),
        capture_id=capture_id,
        raw=answer,
    )
    return plan if row is None else _with_row(plan, row)


def _with_row(plan: Plan, row: Plan) -> Plan:
    if row.native_id != plan.native_id:
        return plan
    return replace(
        plan,
        buyer_code=row.buyer_code or plan.buyer_code,
        province_codes=row.province_codes or plan.province_codes,
        raw={**plan.raw, "searchRow": row.raw},
    )


def _package(item: Row, plan_no: str) -> Package:
    bid_no = text(item, "bidNo")
    native_id = text(item, "idDetail", "id")
    return Package(
        key=bid_no or native_id,
        native_id=native_id,
        bid_no=bid_no,
        plan_no=text(item, "planNo") or plan_no,
        name=text(item, "bidName"),
        price=money(item, "bidPrice", "bidPriceUnit"),
        main_procurement_category=text(item, "bidField"),
        procurement_method_details=text(item, "bidForm"),
        bid_mode=text(item, "bidMode"),
        process_apply=text(item, "processApply"),
        is_online=flag(item, "isInternet"),
        is_domestic=flag(item, "isDomestic"),
        notice_no=text(item, "notifyNo"),
        raw=item,
    )
