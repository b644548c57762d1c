"""Đọc các câu trả lời thật, không bỏ sót khóa hay mã nào.
Real answers are read whole: every key and code in them is known."""

import copy
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.errors import SourceChanged
from monitor.domain.procurement import Notice, Opening, Plan, Result
from sources.egp.parse import (
    parse_notice_detail,
    parse_opening,
    parse_plan_detail,
    parse_search_page,
)

pytestmark = pytest.mark.shared


def _load(shared: Path, name: str) -> Any:
    return json.loads((shared / "data/egp/raw" / name).read_text(encoding="utf-8"))


@pytest.fixture
def page(shared: Path) -> Any:
    return _load(shared, "bid_opening_search.json")


@pytest.fixture
def plan(shared: Path) -> Any:
    return _load(shared, "egp-plan-detail-PL2600333000-20261005.json")


def test_all_fifty_rows_of_the_search_page_are_read_and_nothing_is_odd(page: Any) -> None:
    read = parse_search_page(page, "egp", "capture-1")
    assert read.oddities == ()
    assert (len(read.rows), read.total, read.last, read.page) == (50, 465, False, 0)
    notices = [record for record in read.records if isinstance(record, Notice)]
    results = [record for record in read.records if isinstance(record, Result)]
    assert (len(notices), len(results)) == (50, 44)
    assert {record.capture_id for record in read.records} == {"capture-1"}
    assert all(notice.published and notice.buyer_name and notice.price for notice in notices)
    for row, raw in zip(read.rows, page["page"]["content"], strict=True):
        assert row.raw == raw


def test_a_row_says_when_it_was_published_in_vietnamese_time(page: Any) -> None:
    first = parse_search_page(page, "egp").records[0]
    assert isinstance(first, Notice)
    assert first.published is not None
    assert first.published.at == datetime(2026, 8, 3, 16, 9, 42, 760_000, tzinfo=UTC)
    assert first.tender_period_end == datetime(2026, 8, 21, 8, 0, tzinfo=UTC)
    assert first.price == 1_216_386_906


def test_a_row_with_a_published_result_gives_the_result_with_its_decision_day(page: Any) -> None:
    result = next(r for r in parse_search_page(page, "egp").records if isinstance(r, Result))
    assert result.native_id == "ef853b57-2a32-4754-980e-0bf2611b07ad"
    assert result.decision_date == date(2026, 9, 8)
    assert result.price == 802_500_000
    assert [award.supplier_code for award in result.awards] == ["vn4600786544"]


def test_members_of_a_venture_share_its_name_and_repeat_its_price(page: Any) -> None:
    ventures = [
        record.awards
        for record in parse_search_page(page, "egp").records
        if isinstance(record, Result) and record.awards[0].venture_name
    ]
    assert len(ventures) == 16
    for awards in ventures:
        assert len({(award.supplier_name, award.price) for award in awards}) == 1


def test_only_the_status_for_the_notice_cancels(page: Any) -> None:
    notices = [n for n in parse_search_page(page, "egp").records if isinstance(n, Notice)]
    assert {n.status for n in notices if n.cancelled} == {"CANCEL_BID", "INIT_MT"}
    assert {n.status_for_notify for n in notices if n.cancelled} == {"DHT"}


def test_the_plan_is_read_with_its_six_packages_and_the_investor_code_of_its_row(plan: Any) -> None:
    row = parse_search_page(
        {"page": {"content": [plan["searchRow"]], "totalElements": 1, "last": True}}, "egp"
    )
    assert row.oddities == ()
    shown = row.records[0]
    assert isinstance(shown, Plan)
    read = parse_plan_detail(plan["data"], "egp", "capture-1", shown)
    assert read.oddities == ()
    (detail,) = read.records
    assert [package.bid_no for package in detail.packages] == [
        "BP2600838007",
        "BP2600838021",
        "BP2600838043",
        "BP2600838106",
        "BP2600838169",
        "BP2600838189",
    ]
    assert sorted(package.price or 0 for package in detail.packages) == sorted(plan["searchRow"]["bidPrice"])
    assert (detail.buyer_code, detail.province_codes) == ("vn5800939408", ("68",))
    assert (detail.decision_no, detail.decision_date) == ("498/QĐ-BQLDA1", date(2026, 10, 2))
    assert detail.packages[3].raw == plan["data"]["bidpPlanDetailToProjectList"][3]
    assert detail.raw["project"] == plan["data"]["project"]


@pytest.mark.parametrize(
    ("name", "notice_no", "province", "documents", "price"),
    [
        ("verified_standard_online.json", "IB2500315484", "37", date(2025, 7, 12), 2_716_560_000),
        ("verified_standard_offline.json", "IB2500647292", "01", date(2025, 12, 31), 1_019_938_003),
        ("verified_reoffer.redacted.json", "IB2500002988", "225", None, 183_000_000),
    ],
)
def test_each_route_to_a_notice_is_read_whole(
    shared: Path, name: str, notice_no: str, province: str, documents: date | None, price: int
) -> None:
    read = parse_notice_detail(_load(shared, name)["payload"], "egp")
    assert read.oddities == ()
    (notice,) = read.records
    assert (notice.notice_no, notice.version, notice.price) == (notice_no, "00", price)
    assert notice.province_codes == (province,)
    assert notice.documents_decision_date == documents


def test_a_cancelled_short_quotation_says_when_and_by_which_decision(shared: Path) -> None:
    (notice,) = parse_notice_detail(_load(shared, "verified_reoffer.redacted.json")["payload"], "egp").records
    assert notice.cancelled
    assert notice.cancel_decision_date == date(2025, 1, 3)
    assert notice.cancelled_at is not None
    assert notice.cancelled_at.at == datetime(2025, 1, 3, 8, 28, 49, tzinfo=UTC)


def test_signing_certificates_are_not_kept(shared: Path) -> None:
    payload = _load(shared, "verified_reoffer.redacted.json")["payload"]
    payload["certificate"] = "synthetic certificate"
    (notice,) = parse_notice_detail(payload, "egp").records
    assert "synthetic certificate" not in json.dumps(notice.raw)
    assert not {"signatures", "serial", "publicKey", "hashContent"} & notice.raw.keys()
    assert notice.raw["bidPlan"] == payload["bidPlan"]


@pytest.mark.parametrize(
    ("name", "bidders", "opened", "first_price"),
    [
        ("bid_opening.json", 3, datetime(2026, 10, 2, 2, 7, 6, tzinfo=UTC), 6_128_680_000),
        ("bid_opening_dual.json", 1, datetime(2022, 9, 29, 7, 10, 2, tzinfo=UTC), 912_050_000),
    ],
)
def test_openings_are_read_with_their_tenderers(
    shared: Path, name: str, bidders: int, opened: datetime, first_price: int
) -> None:
    read = parse_opening(_load(shared, name), "egp")
    assert read.oddities == ()
    notice, opening = read.records
    assert isinstance(notice, Notice)
    assert isinstance(opening, Opening)
    assert (opening.bidder_count, len(opening.tenderers), opening.opened_at) == (bidders, bidders, opened)
    assert opening.tenderers[0].price == first_price
    assert opening.notice_no == notice.notice_no


def test_an_unknown_key_or_code_is_reported_once_and_kept(page: Any) -> None:
    changed = copy.deepcopy(page)
    for row in changed["page"]["content"][:3]:
        row["khoaMoi"] = {"a": 1}
        row["bidForm"] = "HTMOI"
    read = parse_search_page(changed, "egp")
    assert [(odd.where, odd.value) for odd in read.oddities] == [
        ("notice_row", "khoaMoi"),
        ("notice_row.bidForm", "HTMOI"),
    ]
    assert read.oddities[0].example == "IB2600420060"
    assert read.rows[2].raw["khoaMoi"] == {"a": 1}
    assert read.records[0].raw["bidForm"] == "HTMOI"


def test_unknown_keys_deep_in_a_detail_are_reported_too(plan: Any) -> None:
    plan["data"]["bidpPlanDetailToProjectList"][5]["khoaMoi"] = 1
    plan["data"]["project"]["investDetail"][0]["moneyType"] = "XYZ"
    odd = {(oddity.where, oddity.value) for oddity in parse_plan_detail(plan["data"], "egp").oddities}
    assert odd == {("plan_package", "khoaMoi"), ("invest.moneyType", "XYZ")}


def test_a_time_that_cannot_be_read_is_reported_and_kept(page: Any) -> None:
    page["page"]["content"][0]["bidCloseDate"] = "ngày mai"
    read = parse_search_page(page, "egp")
    assert [(odd.where, odd.value) for odd in read.oddities] == [("notice_row.bidCloseDate", "ngày mai")]
    assert read.records[0].raw["bidCloseDate"] == "ngày mai"


@pytest.mark.parametrize("key", ["id", "notifyNo", "publicDate", "bidName", "stepCode"])
def test_a_row_without_a_required_key_means_that_the_source_changed(page: Any, key: str) -> None:
    del page["page"]["content"][7][key]
    with pytest.raises(SourceChanged) as error:
        parse_search_page(page, "egp")
    assert error.value.reason == "missing_key"
    assert key in error.value.vi


def test_a_stale_link_to_a_notice_version_is_never_followed(shared: Path) -> None:
    payload = _load(shared, "verified_standard_offline.json")["payload"]
    payload["bidoNotifyContractorM"]["notifyVersion"] = "02"
    (notice,) = parse_notice_detail(payload, "egp").records
    assert notice.version == "02"
    assert '"notifyVersion":"00"' in notice.raw["bidpPlanDetail"]["linkNotifyInfo"]
