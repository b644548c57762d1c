"""Các dòng mà chức năng tìm kiếm trả về, theo từng thời điểm.
Search rows as they read at each moment (egp-api §2.3): newest version only, changes at their times."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.demo.model import DemoNotice, DemoPackage, DemoPlan, DemoResult
from monitor.demo.network.apitime import api_day, api_second, api_time

Row = dict[str, Any]
_COUNTERS = ("numPetition", "numClarifyReq", "numPetitionHsmt", "numPetitionLcnt", "numPetitionKqlcnt")


@dataclass(frozen=True, slots=True)
class History:
    """One record's rows over time: `states` are (since, row), oldest first."""

    states: tuple[tuple[datetime, Row], ...]

    def at(self, now: datetime) -> Row | None:
        """How the row reads at `now`; `None` before it was first published."""
        found = None
        for since, row in self.states:
            if since > now:
                break
            found = row
        return found


def histories(plan: DemoPlan) -> Iterator[History]:
    """The plan's row and those of its packages that reached the network."""
    if plan.versions:
        yield History(
            tuple((version.published, _plan_row(plan, n)) for n, version in enumerate(plan.versions))
        )
    for package in plan.packages:
        if package.notice is not None:
            yield History(tuple(_notice_states(plan, package, package.notice)))
        elif package.result is not None and package.result.published is not None:
            row = _direct_row(plan, package, package.result, package.result.published)
            yield History(((package.result.published, row),))


def locations(plan: DemoPlan) -> list[dict[str, str]]:
    """The places of a record; some carry no commune, some old records nothing at all."""
    return [{"provCode": code, "provName": name} for code, name in plan.provinces]


def _plan_row(plan: DemoPlan, index: int) -> Row:
    version = plan.versions[index]
    row: Row = {
        "id": version.uid,
        "bidCloseDate": api_day(plan.decided),
        "bidName": [package.name for package in plan.packages],
        "investField": sorted({package.field for package in plan.packages}),
        "locations": locations(plan) * len(plan.packages),
        "publicDate": api_second(version.published),
        "investTotal": sum(package.price for package in plan.packages),
        "investorName": plan.buyer_name,
        "investorCode": plan.buyer_code,
        "name": plan.name,
        "planType": plan.plan_type,
        "planNo": plan.plan_no,
        "planVersion": version.number,
        "planNoStand": f"{plan.plan_no}-{version.number}",
        "stepCode": "plan-step-1",
        "type": "es-plan-project-p",
        "decisionDate": api_day(plan.decided),
        "createdBy": plan.buyer_code,
        "bidPrice": sorted(package.price for package in plan.packages),
        "score": "NaN",
        "bidNamePlanNew": [{"name": package.name} for package in plan.packages],
        "haveBidNotNotify": 1,
        "approvalStatus": "01",
    }
    if plan.plan_type == "DTPT":
        row["pname"] = plan.project
    return row


def _notice_states(
    plan: DemoPlan, package: DemoPackage, notice: DemoNotice
) -> Iterator[tuple[datetime, Row]]:
    result = package.result
    moments = {version.published for version in notice.versions}
    moments |= {change.since for change in notice.changes}
    if notice.cancelled_at is not None:
        moments.add(notice.cancelled_at)
    else:
        moments.add(notice.opened_at)
    if result is not None and result.published is not None:
        moments.add(result.published)
    for moment in sorted(moments):
        yield moment, _notice_row(plan, package, notice, moment)


def _notice_row(plan: DemoPlan, package: DemoPackage, notice: DemoNotice, now: datetime) -> Row:
    version = [version for version in notice.versions if version.published <= now][-1]
    change = [change for change in notice.changes if change.since <= now][-1]
    row = _common(plan, package, notice.notice_no)
    row |= {
        "id": version.uid,
        "notifyId": version.uid,
        "notifyVersion": version.number,
        "notifyNoStand": f"{notice.notice_no}-{version.number}",
        "publicDate": api_time(version.published),
        "originalPublicDate": api_time(notice.versions[0].published),
        "bidCloseDate": api_time(change.closes_at),
        "bidOpenDate": api_time(change.closes_at),
        "bidPrice": [float(change.price)],
        "status": "01",
        "statusForNotify": "",
        "stepCode": "reoffer-price-step-1" if package.form == "CGTTRG" else "notify-contractor-step-1-tbmt",
    }
    if not package.online:
        row["procuringEntityName"] = plan.buyer_name
        row["procuringEntityCode"] = plan.buyer_code
        row["pname"] = plan.project
    if notice.cancelled_at is not None and notice.cancelled_at <= now:
        row |= {"status": "03", "statusForNotify": "DHTBMT"}
    elif notice.cancelled_at is None and notice.opened_at <= now:
        row |= _opened(package, notice, version.published)
    result = package.result
    if result is not None and result.published is not None and result.published <= now:
        row |= _concluded(result, result.published)
    return row


def _common(plan: DemoPlan, package: DemoPackage, notice_no: str) -> Row:
    row: Row = {
        "notifyNo": notice_no,
        "bidId": package.uid,
        "planNo": plan.plan_no,
        "bidName": [package.name],
        "investField": [package.field],
        "bidField": package.field,
        "bidForm": package.form,
        "bidMode": package.mode,
        "processApply": package.process,
        "planType": plan.plan_type,
        "type": "es-notify-contractor",
        "isInternet": int(package.online),
        "isDomestic": 1,
        "locations": locations(plan),
        "investorName": plan.buyer_name,
        "investorCode": plan.buyer_code,
        "createdBy": f"{plan.buyer_code}-05" if plan.buyer_code.startswith("vnz") else plan.buyer_code,
        "score": "NaN",
    }
    row |= dict.fromkeys(_COUNTERS, 0)
    if package.field == "XL":
        row["workType"] = "KHAC"
    if package.field == "HH":
        row["isMedicine"] = 0
    return row


def _opened(package: DemoPackage, notice: DemoNotice, published: datetime) -> Row:
    joined = 1 + int(notice.notice_no[-1]) % 4
    status = "01" if package.form == "CGTTRG" else "OPEN_BID"
    return {
        "bidOpenId": f"{notice.versions[0].uid[:-4]}beef",
        "bidRealityOpenDate": api_second(notice.opened_at),
        "publicDateKqmt": api_time(published),
        "numBidderJoin": joined,
        "numBidderTech": joined,
        "status": status,
        "statusForNotify": "DXT",
        "stepCode": "reoffer-price-step-1" if package.form == "CGTTRG" else "notify-contractor-step-2-kqmt",
    }


def _concluded(result: DemoResult, published: datetime) -> Row:
    return {
        "inputResultId": result.uid,
        "publicDateKqlcnt": api_second(published),
        "decisionDate": api_day(result.decided),
        "isPass": 1,
        "winningCode": [result.winner_code],
        "winningContractorName": [result.winner],
        "contractorName": [result.winner],
        "bidWinningPrice": [float(result.price)],
        "status": "IS_PUBLISH",
        "statusForNotify": "CNTTT",
        "stepCode": "notify-contractor-step-4-kqlcnt",
    }


def _direct_row(plan: DemoPlan, package: DemoPackage, result: DemoResult, published: datetime) -> Row:
    """A result without a notice: the row's id is the IB number itself (egp-api §6.2)."""
    row = _common(plan, package, package.notice_no)
    row |= {
        "id": package.notice_no,
        "notifyId": package.notice_no,
        "notifyVersion": "00",
        "notifyNoStand": f"{package.notice_no}-00",
        "caseKHKQ": "1",
        "publicDate": api_time(published),
        "originalPublicDate": api_time(published),
        "bidPrice": [float(package.price)],
    }
    return row | _concluded(result, published)
