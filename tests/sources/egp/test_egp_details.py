"""Chi tiết kế hoạch, thông báo hủy, chỉ định thầu, biên bản mở thầu; chỉ khi có mã được cấp.
Details behind the token: what is asked, in which order, how often, and what a failure costs (nothing)."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.domain.ports import LookReport
from monitor.domain.procurement import Notice, Opening, Plan, Result
from monitor.domain.sources import SourceMemory
from monitor.domain.vocabulary import Outcome
from sources.egp.detail import fetch_opening, notice_route
from sources.egp.parse import parse_notice_detail, parse_result
from sources.egp.settings import EgpSettings
from sources.egp.transport import Caller

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
TOKEN = "do-chu-he-thong-cap"
PLAN_CALL = "/bid-po-bidp-plan-project-view/get-by-id"

Look = Callable[..., LookReport]


def _plan_detail(row: dict[str, Any]) -> dict[str, Any]:
    package = {
        "id": "p-1",
        "idDetail": "p-1",
        "bidNo": "BP2600000001",
        "bidName": "Gói 1",
        "bidPrice": 7_000_000,
    }
    package |= {"bidForm": "CDTRG", "bidField": "TV", "isInternet": 0, "bidPriceUnit": "VND"}
    view = {
        "id": row["id"],
        "planNo": row["planNo"],
        "planVersion": "00",
        "name": row["name"],
        "investorName": row["investorName"],
        "publicDate": row["publicDate"] + ".25",
        "decisionNo": "12/QĐ-SM",
    }
    return {
        "bidPoBidpPlanProjectDetailView": view,
        "bidpPlanDetailToProjectList": [package],
        "project": None,
        "lsBidpPlanDetailDTO": None,
        "correctPacks": [],
    }


def _paths(network: Any) -> list[str]:
    return [path.split("/services")[1].split("?")[0] for path, _body in network.asked]


def test_new_plans_are_completed_with_their_packages(network: Any, declare: Any, look_at: Look) -> None:
    row = network.plan(1, "2026-03-11T08:00:00")
    network.details[PLAN_CALL] = _plan_detail(row)
    report = look_at(declare("plans", token=TOKEN), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    (plan,) = [r for r in report.records if isinstance(r, Plan)]
    assert [package.bid_no for package in plan.packages] == ["BP2600000001"]
    assert (plan.decision_no, plan.buyer_code, plan.province_codes) == ("12/QĐ-SM", "vnz999999901", ("86",))
    path, body = network.asked[-1]
    assert path.endswith(f"{PLAN_CALL}?token={TOKEN}")
    assert body == {"id": row["id"]}


def test_details_are_asked_newest_first_up_to_the_limit_and_not_again(
    network: Any, declare: Any, look_at: Look
) -> None:
    for number in range(5):
        network.plan(number, f"2026-03-11T{8 + number:02d}:00:00")
    network.before = lambda _n, path, body: (
        network.reply(_plan_detail(next(r for r in network.rows if r["id"] == body["id"])))
        if PLAN_CALL in path
        else None
    )
    source = declare("plans", token=TOKEN, details_per_look=2)
    report = look_at(source, TUESDAY)
    complete = [r.plan_no for r in report.records if isinstance(r, Plan) and r.packages]
    assert sorted(complete) == ["PL2600000003", "PL2600000004"]
    assert "còn 3 chi tiết để lượt sau" in report.look.detail_vi

    network.asked.clear()
    look_at(source, TUESDAY, SourceMemory(covered_until=NOW))
    assert not any(PLAN_CALL in path for path, _body in network.asked)


@pytest.mark.parametrize(
    ("reply", "note"),
    [
        ((401, {}, b"{}"), "cần được cấp quyền (http_401)"),
        ((500, {}, b"x"), "dừng đọc chi tiết sau 0 mục (http_500)"),
        ((403, {}, b"x"), "dừng đọc chi tiết sau 0 mục (http_403)"),
    ],
)
def test_a_detail_that_fails_does_not_spoil_the_search(
    network: Any, declare: Any, look_at: Look, reply: Any, note: str
) -> None:
    network.plan(1, "2026-03-11T08:00:00")
    network.before = lambda _number, path, _body: reply if PLAN_CALL in path else None
    report = look_at(declare("plans", token=TOKEN), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    assert note in report.look.detail_vi
    assert len(report.records) == 1


@pytest.mark.parametrize("answer", [None, {"khac": 1}])
def test_a_detail_of_unknown_shape_is_an_oddity(
    network: Any, declare: Any, look_at: Look, answer: Any
) -> None:
    network.plan(1, "2026-03-11T08:00:00")
    network.details[PLAN_CALL] = answer
    report = look_at(declare("plans", token=TOKEN), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    assert [odd.where for odd in report.oddities] == ["detail"]
    assert len(report.records) == 1


def test_a_cancelled_notice_is_asked_for_its_decision(network: Any, declare: Any, look_at: Look) -> None:
    row = network.notice(1, "2026-03-11T08:00:00", statusForNotify="DHTBMT", status="03", bidForm="CGTTRG")
    network.notice(2, "2026-03-11T09:00:00")
    network.details["/online-reoffer/detail"] = {
        "reofferNo": row["notifyNo"],
        "id": row["id"],
        "notifyNo": row["notifyNo"],
        "notifyVersion": "00",
        "bidName": row["bidName"][0],
        "publicDate": row["publicDate"],
        "investorName": row["investorName"],
        "cancelReason": "Sai hồ sơ",
        "cancelDecisionDate": "2026-03-11T00:00:00",
        "cancelDate": "2026-03-11T16:00:00",
    }
    report = look_at(declare(token=TOKEN), TUESDAY)
    assert _paths(network)[3:] == ["/online-reoffer/detail"]
    notice = next(r for r in report.records if isinstance(r, Notice) and r.cancelled)
    assert notice.cancel_decision_date == date(2026, 3, 11)
    assert (notice.cancel_reason, notice.status_for_notify) == ("Sai hồ sơ", "DHTBMT")
    assert notice.raw["searchRow"]["statusForNotify"] == "DHTBMT"


def _result_answer() -> dict[str, Any]:
    won = {"orgFullname": "Hộ kinh doanh Mẫu", "orgCode": "vn001234567890", "bidResult": 1}
    lost = {"orgFullname": "Công ty Trượt", "orgCode": "vn0100000001", "bidResult": 0, "bidWiningPrice": 5}
    lot = {"id": "l-1", "lotNo": "1", "contractorList": [won | {"bidWiningPrice": 900_000_000}, lost]}
    return {
        "bideContractorInputResultDTO": {
            "id": "r-1",
            "notifyNo": "IB2600000001",
            "bidNo": "BP2600000001",
            "bidName": "Gói 1",
            "investorName": "Ban Quản lý dự án xã Sông Mẫu",
            "publicDate": "2026-03-11T11:00:00",
            "decisionNo": "9/QĐ-SM",
            "decisionDate": "2026-03-10T23:59:59",
            "decisionAgency": "UBND xã Sông Mẫu",
            "lotResultDTO": [lot],
        }
    }


def test_a_direct_appointment_is_asked_for_its_decision(network: Any, declare: Any, look_at: Look) -> None:
    row = network.notice(
        1,
        "2026-03-11T11:00:00",
        stepCode="notify-contractor-step-4-kqlcnt",
        statusForNotify="CNTTT",
        publicDateKqlcnt="2026-03-11T11:00:00",
        inputResultId="r-1",
        caseKHKQ="1",
        bidForm="CDTRG",
    )
    row["id"] = row["notifyNo"]
    network.details["/contractor-input-result/get"] = _result_answer()
    report = look_at(declare("results", token=TOKEN), TUESDAY)
    result = next(r for r in report.records if isinstance(r, Result))
    assert (result.decision_no, result.bid_no, result.direct_appointment) == ("9/QĐ-SM", "BP2600000001", True)
    assert result.decision_date == date(2026, 3, 10)


def test_only_bid_result_one_wins_and_citizen_numbers_are_masked() -> None:
    read = parse_result(_result_answer(), "egp")
    assert read.oddities == ()
    (award,) = read.records[0].awards
    assert (award.supplier_code, award.price) == ("vn*********890", 900_000_000)
    assert "001234567890" not in str(read.records[0].raw)


def test_the_foreign_route_is_read_by_its_own_names() -> None:
    root = {
        "id": "n-1",
        "notifyNo": "IB2600000001",
        "notifyVersion": "01",
        "bidName": "Gói 1",
        "publicDate": "2026-03-11T11:00:00",
        "investorName": "Ban Quản lý dự án xã Sông Mẫu",
        "cType": "TG_DGCD",
        "pName": "Cầu Sông Mẫu",
        "cancelDate": "2026-03-12T08:00:00",
        "lotDTOList": [{"id": "1", "lotNo": "1"}, {"id": "2", "lotNo": "2"}],
    }
    places = [{"provCode": "86", "provName": "Tỉnh Sông Mẫu"}]
    read = parse_notice_detail({"bidoNotifyContractorP": root, "lsBidpBidLocationDTO": places}, "egp")
    assert read.oddities == ()
    notice = read.records[0]
    assert (notice.version, notice.cancelled, notice.lots) == ("01", True, 2)
    assert notice.province_codes == ("86",)


@pytest.mark.parametrize(
    ("form", "process", "direct", "route"),
    [
        ("CGTTRG", "LDT", False, "/online-reoffer/detail"),
        ("DTRR", "LDT", False, "/lcnt_tbmt_ttc_ldt"),
        ("DTRR", "CPTPP", False, "/lcnt_tbmt_ttc_ldt"),
        ("DTRR", "WB", False, "/lcnt_tbmt_ttc_vk_adb"),
        ("CDTRG", "LDT", True, ""),
        ("DTRR", "MOI", False, ""),
    ],
)
def test_the_route_to_a_notice_follows_its_row(form: str, process: str, direct: bool, route: str) -> None:
    notice = Notice("IB2600000001", "00", "n-1", "Gói 1", "", "", None, None)
    notice = replace(
        notice, procurement_method_details=form, process_apply=process, direct_appointment=direct
    )
    assert notice_route(notice) == route


def test_an_opening_with_two_envelopes_asks_for_both(network: Any, declare: Any, fetch: Any) -> None:
    status = {"id": "n-1", "notifyNo": "IB2600000001", "notifyVersion": "00", "countContractor": 1}
    network.details["/roundmng"] = {"bidoBidroundMngViewDTO": status}
    tenderer = {"contractorName": "Công ty Mẫu Một", "bidFinalPrice": 5}
    network.details["/bid-open"] = {
        "bidSubmissionByContractorViewResponse": {"bidSubmissionDTOList": [tenderer]}
    }
    source = declare(token=TOKEN)
    caller = Caller(source, fetch, EgpSettings(query="notices", token=TOKEN))
    notice = Notice("IB2600000001", "00", "n-1", "Gói 1", "", "", None, None, bid_mode="1_HTHS")
    (opening,) = fetch_opening(caller, notice).records
    assert isinstance(opening, Opening)
    assert (opening.bidder_count, opening.tenderers[0].price) == (1, 5)
    assert [body.get("packType") for _path, body in network.asked] == [1, 1, 2]
