"""Mạng đấu thầu mẫu: tìm kiếm, phiên bản, thay đổi ngầm, chi tiết cần mã.
The demo national network answers as the real one is documented to (egp-api §2–§6)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from monitor.demo.names import NATIONAL_OPEN
from monitor.demo.network.apitime import api_time, comparable
from monitor.demo.servers.start import NATIONAL
from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.times import VIETNAM
from sources.egp.parse import parse_notice_detail, parse_plan_detail, parse_result, parse_search_page

Town = Any  # the class of conftest.py, which cannot be imported
SEARCH = "/o/egp-portal-home/services/smart/search"
V2 = "/o/egp-portal-contractor-selection-v2/services"


def is_type(name: str) -> dict[str, Any]:
    return {"fieldName": "type", "searchType": "in", "fieldValues": [name]}


PLANS, NOTICES = is_type("es-plan-project-p"), is_type("es-notify-contractor")
OURS = {"fieldName": "locations.provCode", "searchType": "in", "fieldValues": ["99", "991", "993"]}


def test_the_search_shows_every_record_of_the_province_in_its_newest_version(town: Town) -> None:
    made = town.world
    plans = {row["planNo"]: row["planVersion"] for row in town.rows(PLANS)}
    strangers = {plan.plan_no for plan in made.strangers}
    for plan in made.plans:
        published = [version.number for version in plan.versions if version.published <= made.ends_at]
        assert plans.get(plan.plan_no) == (published[-1] if published else None)
    assert set(plans) - {plan.plan_no for plan in made.plans} <= strangers


def test_the_province_filter_leaves_strangers_and_unplaced_records_out(town: Town) -> None:
    made = town.world
    found = {row["planNo"] for row in town.rows(PLANS, OURS)}
    unplaced = {plan.plan_no for plan in made.plans if not plan.provinces}
    assert not found & {plan.plan_no for plan in made.strangers}
    assert unplaced
    assert not found & unplaced
    buyer = next(plan.buyer_name for plan in made.plans if not plan.provinces)
    by_name = town.rows(PLANS, words=buyer, matchFields=["investorName"])
    assert unplaced & {row["planNo"] for row in by_name}


def test_ranges_carry_local_wall_clock_time_with_a_z(town: Town) -> None:
    notice = next(row for row in town.rows(NOTICES, OURS) if "caseKHKQ" not in row)
    at = comparable(notice["publicDate"])
    inside = {"fieldName": "publicDate", "searchType": "range", "from": f"{at}Z", "to": f"{at}Z"}
    day_before = {
        "fieldName": "publicDate",
        "searchType": "range",
        "from": None,
        "to": f"{at[:10]}T00:00:00.000Z",
    }
    assert notice["id"] in {row["id"] for row in town.rows(NOTICES, inside)}
    assert notice["id"] not in {row["id"] for row in town.rows(NOTICES, day_before)}


@pytest.mark.parametrize("name", ["publicDate", "publicDateKqlcnt", "bidCloseDate"])
@pytest.mark.parametrize(
    ("first", "last"), [(None, None), ("2025-01-01", "2025-12-31"), ("2026-10-01", None)]
)
def test_a_range_finds_what_reading_every_row_would(
    town: Town, name: str, first: str | None, last: str | None
) -> None:
    """The search looks dates up in order; every bound, open ends and rows without the date included."""
    low = f"{first}T00:00:00.000Z" if first else None
    high = f"{last}T23:59:59.999Z" if last else None
    asked = {"fieldName": name, "searchType": "range", "from": low, "to": high}
    everything = town.rows()
    wanted = [
        row["id"]
        for row in everything
        if row.get(name)
        and (low is None or comparable(low) <= comparable(row[name]))
        and (high is None or comparable(row[name]) <= comparable(high))
    ]
    assert wanted
    assert [row["id"] for row in town.rows(asked)] == wanted
    assert [row["id"] for row in town.rows(NOTICES, asked)] == [
        row["id"] for row in everything if row["id"] in set(wanted) and row["type"] == "es-notify-contractor"
    ]


def test_an_amendment_moves_the_publication_and_keeps_the_original(town: Town) -> None:
    made = town.world
    notice = next(
        package.notice
        for plan in made.plans
        for package in plan.packages
        if package.notice and len(package.notice.versions) == 2
    )
    first, second = notice.versions
    town.clock.now = first.published
    before = town.rows(NOTICES, words=notice.notice_no, matchType="exact")[0]
    town.clock.now = second.published
    after = town.rows(NOTICES, words=notice.notice_no, matchType="exact")[0]
    assert (before["notifyVersion"], after["notifyVersion"]) == ("00", "01")
    assert before["id"] != after["id"]
    assert after["publicDate"] == api_time(second.published)
    assert after["originalPublicDate"] == before["originalPublicDate"] == api_time(first.published)


def test_a_silent_extension_changes_closing_and_price_and_nothing_else(town: Town) -> None:
    notice = next(
        package.notice
        for plan in town.world.plans
        for package in plan.packages
        if package.notice and len(package.notice.changes) == 2 and len(package.notice.versions) == 1
    )
    since = notice.changes[1].since
    town.clock.now = since - timedelta(seconds=1)
    before = town.rows(NOTICES, words=notice.notice_no, matchType="exact")[0]
    town.clock.now = since
    after = town.rows(NOTICES, words=notice.notice_no, matchType="exact")[0]
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"bidCloseDate", "bidOpenDate", "bidPrice"}


def test_direct_appointments_are_results_without_a_notice(town: Town) -> None:
    direct = [row for row in town.rows(NOTICES, OURS) if row.get("caseKHKQ") == "1"]
    assert direct
    for row in direct:
        assert row["id"] == row["notifyId"] == row["notifyNo"]
        assert row["stepCode"] == "notify-contractor-step-4-kqlcnt"
        assert row["isInternet"] == 0
    hidden = {"fieldName": "caseKHKQ", "searchType": "not_in", "fieldValues": ["1"]}
    assert not {row["id"] for row in direct} & {row["id"] for row in town.rows(NOTICES, hidden)}


def test_open_notices_are_those_that_close_later(town: Town) -> None:
    now = api_time(town.world.ends_at)
    still = {"fieldName": "bidCloseDate", "searchType": "range", "from": f"{now}Z", "to": None}
    rows = town.rows(NOTICES, still)
    assert rows
    assert all(comparable(row["bidCloseDate"]) >= comparable(now) for row in rows)
    assert town.source(NATIONAL_OPEN).settings["query"] == "open_notices"


def test_a_cancelled_tender_says_so_in_status_for_notify(town: Town) -> None:
    notice = next(
        package.notice
        for plan in town.world.plans
        for package in plan.packages
        if package.notice and package.notice.cancelled_at
    )
    assert notice.cancelled_at is not None
    town.clock.now = notice.cancelled_at - timedelta(seconds=1)
    assert town.rows(NOTICES, words=notice.notice_no, matchType="exact")[0]["statusForNotify"] == ""
    town.clock.now = notice.cancelled_at
    assert town.rows(NOTICES, words=notice.notice_no, matchType="exact")[0]["statusForNotify"] == "DHTBMT"


def test_pages_hold_fifty_rows_at_most_and_tell_where_they_stand(town: Town) -> None:
    query = {"index": "es-contractor-selection", "matchFields": [], "filters": [NOTICES]}
    body = {"pageSize": "1000", "pageNumber": "1", "query": [query]}
    page = town.post(NATIONAL, SEARCH, json=[body]).json()["page"]
    assert (page["pageSize"], page["currentPage"], page["first"]) == (50, 1, False)
    assert len(page["content"]) <= 50
    assert town.post(NATIONAL, SEARCH, json=body).json()["page"]["totalElements"] == page["totalElements"]


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"[{}]", b'[{"pageSize":-1,"pageNumber":0,"query":[]}]', b"7"]
)
def test_a_question_that_cannot_be_read_is_refused(town: Town, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert town.post(NATIONAL, SEARCH, data=body, headers=headers).status_code == 400


def test_all_search_rows_are_read_with_nothing_unknown(town: Town) -> None:
    for kind in (PLANS, NOTICES):
        body = [
            {
                "pageSize": 50,
                "pageNumber": 0,
                "query": [{"index": "es-contractor-selection", "matchFields": [], "filters": [kind]}],
            }
        ]
        while True:
            page = parse_search_page(town.post(NATIONAL, SEARCH, json=body).json(), "mau")
            assert page.oddities == ()
            assert page.rows
            if page.last:
                break
            body[0]["pageNumber"] += 1


def test_details_need_the_token_that_the_owner_granted(town: Town) -> None:
    plan = next(plan for plan in town.world.plans if plan.versions)
    path = f"{V2}/expose/lcnt/bid-po-bidp-plan-project-view/get-by-id"
    body = {"id": plan.versions[0].uid}
    for wrong in ("", "?token=", "?token=fake"):
        refused = town.post(NATIONAL, path + wrong, json=body)
        assert refused.status_code == 400
        assert "token" in refused.text
    given = town.post(NATIONAL, f"{path}?token={town.running.token}", json=body)
    assert given.json()["bidPoBidpPlanProjectDetailView"]["planNo"] == plan.plan_no


def test_plan_notice_and_result_details_are_read_with_nothing_unknown(town: Town) -> None:
    token = f"?token={town.running.token}"
    routes: set[str] = set()
    for plan in town.world.plans:
        if not plan.versions or plan.versions[-1].published > town.world.ends_at:
            continue
        path = f"{V2}/expose/lcnt/bid-po-bidp-plan-project-view/get-by-id"
        payload = town.post(NATIONAL, path + token, json={"id": plan.versions[-1].uid}).json()
        parsed = parse_plan_detail(payload, "mau")
        assert parsed.oddities == ()
        record = parsed.records[0]
        assert isinstance(record, Plan)
        assert {p.bid_no for p in record.packages} == {p.bid_no for p in plan.packages}
        for package in plan.packages:
            notice, result = package.notice, package.result
            if notice is not None and notice.versions[-1].published <= town.world.ends_at:
                foreign = package.process == "KHAC"
                route = "/online-reoffer/detail" if package.form == "CGTTRG" else "/lcnt_tbmt_ttc_ldt"
                route = "/lcnt_tbmt_ttc_vk_adb" if foreign else route
                routes.add(route)
                answer = town.post(NATIONAL, V2 + route + token, json={"id": notice.versions[-1].uid}).json()
                told = parse_notice_detail(answer, "mau")
                assert told.oddities == (), route
                known = told.records[0]
                assert isinstance(known, Notice)
                assert (known.notice_no, known.bid_no) == (notice.notice_no, package.bid_no)
                gone = notice.cancelled_at is not None and notice.cancelled_at <= town.world.ends_at
                assert (known.cancelled_at is not None) == gone
            if result is not None and result.published is not None and result.published <= town.world.ends_at:
                path = f"{V2}/expose/contractor-input-result/get{token}"
                outcome = parse_result(town.post(NATIONAL, path, json={"id": result.uid}).json(), "mau")
                assert outcome.oddities == ()
                assert isinstance(outcome.records[0], Result)
                assert outcome.records[0].decision_date == result.decided
    assert routes == {"/online-reoffer/detail", "/lcnt_tbmt_ttc_ldt", "/lcnt_tbmt_ttc_vk_adb"}


def test_version_lists_need_no_token(town: Town) -> None:
    plan = next(plan for plan in town.world.plans if len(plan.versions) == 2)
    path = f"{V2}/expose/lcnt/bid-po-bidp-plan-project-view/get-version-list"
    listed = town.post(NATIONAL, path, json={"planNo": plan.plan_no}).json()["versionList"]
    assert [item["planVersion"] for item in listed] == ["00", "01"]


def test_a_detail_that_does_not_exist_is_null(town: Town) -> None:
    path = f"{V2}/lcnt_tbmt_ttc_ldt?token={town.running.token}"
    assert town.post(NATIONAL, path, json={"id": "khong-co"}).json() is None
    assert town.post(NATIONAL, path, json=["la"]).json() is None


def test_times_have_no_zone_and_no_needless_zeros() -> None:
    at = datetime(2026, 8, 3, 23, 9, 42, 760_000, tzinfo=VIETNAM)
    assert api_time(at) == "2026-08-03T23:09:42.76"
    assert api_time(at.replace(microsecond=0)) == "2026-08-03T23:09:42"
    assert comparable("2026-08-03T23:09:42.76") == "2026-08-03T23:09:42.760"
    assert comparable("2026-08-03T23:09:42") < comparable("2026-08-03T23:09:42.001Z")
