"""Trang chi tiết của một kế hoạch, kèm các gói thầu.
A plan's detail with its packages, in the network's shape (egp-api §3)."""

from typing import Any

from monitor.demo.model import DemoPackage, DemoPlan, Version
from monitor.demo.network import blanks
from monitor.demo.network.apitime import api_day, api_time
from monitor.demo.network.blanks import blank

Payload = dict[str, Any]
CAPITAL = "Ngân sách nhà nước (dữ liệu tổng hợp)"


def plan_detail(plan: DemoPlan, version: Version) -> Payload:
    """Answer of `bid-po-bidp-plan-project-view/get-by-id`; the plan root names no investor code."""
    total = sum(package.price for package in plan.packages)
    view = blank(
        blanks.PLAN_VIEW,
        id=version.uid,
        planVersion=version.number,
        status="01",
        name=plan.name,
        investTarget=plan.project,
        investorName=plan.buyer_name,
        isOda=False,
        investTotal=total,
        investTotalUnit="VND",
        decisionNo=plan.decision_no,
        decisionDate=api_day(plan.decided),
        decisionAgency=plan.buyer_name,
        publicDate=api_time(version.published),
        bidPack=len(plan.packages),
        planNo=plan.plan_no,
        planType=plan.plan_type,
        isMultiProject=0,
        pname=plan.project,
        pno=plan.project_no or None,
    )
    return {
        "bidPoBidpPlanProjectDetailView": view,
        "bidpPlanDetailToProjectList": [_plan_package(plan, package, version) for package in plan.packages],
        "project": _project(plan, total) if plan.project_no else None,
        "lsBidpPlanDetailDTO": None,
        "correctPacks": [],
    }


def _plan_package(plan: DemoPlan, package: DemoPackage, version: Version) -> Payload:
    return blank(
        blanks.PLAN_PACKAGE,
        id=package.uid,
        bidNo=package.bid_no,
        idDetail=package.uid,
        idPlan=version.uid,
        planNo=plan.plan_no,
        bidName=package.name,
        isInternet=int(package.online),
        isMultiLot=0,
        isDomestic=1,
        isPrequalification=0,
        isConcentrateShopping=0,
        bidPrice=package.price,
        bidPriceUnit="VND",
        bidForm=package.form,
        bidField=package.field,
        bidMode=package.mode,
        processApply=package.process,
        createdBy=plan.buyer_code,
        capitalDetail=CAPITAL,
        bidStartUnit="Q",
        bidStartYear=plan.decided.year,
        bidStartMonth=0,
        bidStartQuarter=("I", "II", "III", "IV")[(plan.decided.month - 1) // 3],
        createdDate=api_time(version.published),
        planDecisionDate=api_day(plan.decided),
        bidTime="45 ngày",
        generalTasks=package.name,
        investorName=plan.buyer_name,
        ctype="TG",
        cperiod=60,
        cperiodUnit="D",
    )


def _project(plan: DemoPlan, total: int) -> Payload:
    return blank(
        blanks.PROJECT,
        id=plan.project_no,
        no=plan.project_no,
        version="00",
        name=plan.project,
        status="01",
        isOda=0,
        investorCode=plan.buyer_code,
        investorName=plan.buyer_name,
        investTotal=total,
        investTotalUnit="VND",
        investDetail=[{"invest": total, "moneyType": "VND", "exchangeRate": None}],
        decisionDate=api_day(plan.decided),
        investTarget=plan.project,
    )
