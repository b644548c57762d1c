"""Trang chi tiết của một kết quả lựa chọn nhà thầu.
A result's detail with its decision and winner (egp-api §5)."""

from datetime import datetime
from typing import Any

from monitor.demo.model import DemoPackage, DemoPlan, DemoResult
from monitor.demo.network import blanks
from monitor.demo.network.apitime import api_day, api_time
from monitor.demo.network.blanks import blank


def result_detail(
    plan: DemoPlan, package: DemoPackage, result: DemoResult, published: datetime
) -> dict[str, Any]:
    """Answer of `contractor-input-result/get`."""
    winner = blank(
        blanks.CONTRACTOR,
        orgCode=result.winner_code,
        orgFullname=result.winner,
        taxNation="VN",
        bidResult=1,
        bidWiningPrice=result.price,
        lotFinalPrice=result.price,
    )
    lot = blank(
        blanks.LOT_RESULT,
        id=f"{result.uid[:-4]}1077",
        lotNo=package.bid_no,
        lotName=package.name,
        lotPrice=package.price,
        winningCode=result.winner_code,
        contractorList=[winner],
    )
    made = blank(
        blanks.RESULT,
        id=result.uid,
        resultVersion="00",
        notifyId=package.notice.versions[-1].uid if package.notice else package.notice_no,
        notifyNo=package.notice_no,
        notifyVersion=package.notice.versions[-1].number if package.notice else "00",
        bidId=package.uid,
        bidNo=package.bid_no,
        bidName=package.name,
        planNo=plan.plan_no,
        investorName=plan.buyer_name,
        investorCode=plan.buyer_code,
        bidPrice=package.price,
        bidField=package.field,
        bidForm=package.form,
        bidMode=package.mode,
        ctype="TG",
        isDomestic=1,
        isInternet=int(package.online),
        publicDate=api_time(published),
        decisionNo=result.decision_no,
        decisionDate=api_day(result.decided),
        decisionAgency=plan.buyer_name,
        status="IS_PUBLISH",
        lotResultDTO=[lot],
    )
    return {"bideContractorInputResultDTO": made}
