"""Trang chi tiết của thông báo mời thầu, hai đường đọc.
Details of notices by their two standard routes (egp-api §4)."""

from datetime import datetime

from monitor.demo.clockwork import at
from monitor.demo.model import DemoNotice, DemoPackage, DemoPlan, Version
from monitor.demo.network import blanks
from monitor.demo.network.apitime import api_day, api_offset_time, api_time
from monitor.demo.network.blanks import blank
from monitor.demo.network.plan_detail import CAPITAL, Payload


def standard_notice(plan: DemoPlan, package: DemoPackage, notice: DemoNotice, now: datetime) -> Payload:
    """Answer of `lcnt_tbmt_ttc_ldt`."""
    version, body = _current(notice, now), notice_fields(plan, package, notice, now)
    main = blank(blanks.NOTICE, **body)
    return blank(
        blanks.NOTICE_ROOT,
        bidoNotifyContractorM=main,
        bidInvContractorOfflineDTO=_documents(plan, notice, version),
        bidpBidLocationList=_places(plan, package),
        bidoBidStatus=_status(plan, package, notice, now),
        bidpPlanDetail=_notice_package(plan, package),
        bidCancelingResponse=blank(
            blanks.CANCELLING,
            id=version.uid,
            notifyNo=notice.notice_no,
            bidName=package.name,
            bidNo=package.bid_no,
            bidCloseDate=body["bidCloseDate"],
            publicDate=api_time(version.published),
            status=body["status"],
            procuringEntityName=plan.buyer_name,
            procuringEntityCode=plan.buyer_code,
            **cancelling(plan, notice, now),
        ),
        bidNoContractorResponse={"bidNotification": dict(main)},
        cancelBidHistoryList=[],
    )


def foreign_notice(plan: DemoPlan, package: DemoPackage, notice: DemoNotice, now: datetime) -> Payload:
    """Answer of `lcnt_tbmt_ttc_vk_adb`, where some names differ."""
    version, fields = _current(notice, now), notice_fields(plan, package, notice, now)
    known = set(blanks.FOREIGN_NOTICE.split())
    main = blank(blanks.FOREIGN_NOTICE, **{key: value for key, value in fields.items() if key in known})
    main |= {"pName": plan.project, "cType": "TG", "cPeriod": 60, "cPeriodUnit": "D"}
    main |= cancelling(plan, notice, now)
    return {
        "bidoNotifyContractorP": main,
        "bidoBidStatusDTO": _status(plan, package, notice, now),
        "lsBidpBidLocationDTO": _places(plan, package),
        "bidpPlanDetail": _notice_package(plan, package),
        "bidInvContractorOfflineDTO": _documents(plan, notice, version),
    }


def notice_fields(plan: DemoPlan, package: DemoPackage, notice: DemoNotice, now: datetime) -> Payload:
    """What every route says of a notice at `now`."""
    version = _current(notice, now)
    change = [change for change in notice.changes if change.since <= now][-1]
    cancelled = notice.cancelled_at is not None and notice.cancelled_at <= now
    return {
        "id": version.uid,
        "notifyNo": notice.notice_no,
        "notifyVersion": version.number,
        "bidNo": package.bid_no,
        "planNo": plan.plan_no,
        "publicDate": api_time(version.published),
        "originalPublicDate": api_time(notice.versions[0].published),
        "procuringEntityCode": plan.buyer_code,
        "procuringEntityName": plan.buyer_name,
        "investorCode": plan.buyer_code,
        "investorName": plan.buyer_name,
        "bidCloseDate": api_time(change.closes_at),
        "bidOpenDate": api_time(change.closes_at),
        "status": "03" if cancelled else "01",
        "bidName": package.name,
        "capitalDetail": CAPITAL,
        "contractType": "TG",
        "contractPeriod": 60,
        "contractPeriodUnit": "D",
        "bidForm": package.form,
        "bidMode": package.mode,
        "planName": plan.name,
        "projectName": plan.project,
        "investField": package.field,
        "planType": plan.plan_type,
        "isDomestic": 1,
        "bidPrice": change.price,
        "bidPriceUnit": "VND",
        "bidValidityPeriod": 90,
        "bidValidityPeriodUnit": "D",
        "feeType": "F",
        "isInternet": int(package.online),
        "bidId": package.uid,
        "processApply": package.process,
        "planDecisionDate": api_day(plan.decided),
        "notifyType": "TBMT",
        "createdBy": plan.buyer_code,
        "isMultiLot": 0,
        "getVersionDTOS": versions(plan, notice, now),
    }


def versions(plan: DemoPlan, notice: DemoNotice, now: datetime) -> list[Payload]:
    """The versions published by `now`."""
    return [
        {
            "id": version.uid,
            "version": version.number,
            "no": notice.notice_no,
            "publicDate": api_time(version.published),
            "publicBy": plan.buyer_code,
            "status": "01",
        }
        for version in notice.versions
        if version.published <= now
    ]


def cancelling(plan: DemoPlan, notice: DemoNotice, now: datetime) -> Payload:
    """The cancellation's fields, empty before it was published."""
    if notice.cancelled_at is None or notice.cancel_decided is None or notice.cancelled_at > now:
        return {}
    return {
        "cancelReason": notice.cancel_reason,
        "cancelDecisionNo": notice.decision_no,
        "cancelDecisionDate": f"{notice.cancel_decided.isoformat()}T00:00:00",
        "cancelDecisionAgency": plan.buyer_name,
        "cancelDate": api_time(notice.cancelled_at),
        "cancelBy": plan.buyer_code,
    }


def _current(notice: DemoNotice, now: datetime) -> Version:
    return [version for version in notice.versions if version.published <= now][-1]


def _documents(plan: DemoPlan, notice: DemoNotice, version: Version) -> Payload:
    return blank(
        blanks.DOCUMENTS,
        id=version.uid,
        notifyId=version.uid,
        notifyNo=notice.notice_no,
        notifyVersion=version.number,
        decisionNo=notice.decision_no,
        decisionDate=api_offset_time(at(notice.decided, 8, 0)),
        decisionAgency=plan.buyer_name,
        createdDate=api_time(version.published),
        createdBy=plan.buyer_code,
    )


def _places(plan: DemoPlan, package: DemoPackage) -> list[Payload]:
    return [
        blank(
            blanks.PLACE,
            id=f"{package.uid[:-4]}{code:0>4}",
            provCode=code,
            provName=name,
            bidDetailId=package.uid,
            planId=plan.versions[0].uid,
        )
        for code, name in plan.provinces
    ]


def _status(plan: DemoPlan, package: DemoPackage, notice: DemoNotice, now: datetime) -> Payload:
    version = _current(notice, now)
    opened = notice.cancelled_at is None and notice.opened_at <= now
    return blank(
        blanks.BID_STATUS,
        id=f"{version.uid[:-4]}5747",
        notifyNo=notice.notice_no,
        notifyVersion=version.number,
        bidNo=package.bid_no,
        bidName=package.name,
        procuringEntityCode=plan.buyer_code,
        procuringEntityName=plan.buyer_name,
        status="OPEN_BID" if opened else "PUB_MT",
        isMultiLot=0,
        notifyType="TBMT",
        notifyId=version.uid,
        bidId=package.uid,
        successBidOpenDate=api_time(notice.opened_at) if opened else None,
        published=1,
    )


def _notice_package(plan: DemoPlan, package: DemoPackage) -> Payload:
    return blank(
        blanks.NOTICE_PACKAGE,
        id=package.uid,
        planNo=plan.plan_no,
        planId=plan.versions[0].uid,
        planVersion="00",
        isDomestic=1,
        isInternet=int(package.online),
        processApply=package.process,
        bidMode=package.mode,
        bidForm=package.form,
        bidField=package.field,
        bidName=package.name,
        bidPrice=package.price,
        bidPriceUnit="VND",
        bidNo=package.bid_no,
        planDecisionDate=api_day(plan.decided),
        investorName=plan.buyer_name,
        ctype="TG",
        cperiod=60,
        cperiodUnit="D",
    )
