"""Nhập các tệp thật: CSV ngày 25/3/2023, câu trả lời nguyên bản, 1.255 thông báo.
Real hand-over files: the plan CSV of 2023-03-25, raw answers, 1,255 normalised notices."""

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.times import vietnam_day
from sources.imports.handed import HandoverKind
from sources.imports.handover import read_handover

pytestmark = pytest.mark.shared
NOW = datetime(2026, 10, 6, tzinfo=UTC)


def test_the_plan_csv_gives_every_distinct_plan_of_that_day(shared: Path) -> None:
    found = read_handover(shared / "data/egp/2023-03-25/KHLCNT.csv", NOW)
    assert (found.kind, found.rejected, found.oddities) == (HandoverKind.PLAN_CSV, (), ())
    assert (found.rows, found.repeated) == (244, 52)
    plans = [record for record in found.records if isinstance(record, Plan)]
    assert len(plans) == len({plan.plan_no for plan in plans}) == 192
    assert sum(len(plan.packages) for plan in plans) == 487
    assert {vietnam_day(plan.published.at) for plan in plans if plan.published} == {date(2023, 3, 25)}
    assert all(plan.decision_date and plan.decision_no and plan.native_id for plan in plans)
    assert Counter(plan.version for plan in plans)["00"] > 150
    assert all(package.bid_no for plan in plans for package in plan.packages)
    forms = Counter(p.procurement_method_details for plan in plans for p in plan.packages)
    assert set(forms) == {"CDTRG", "DTRR", "CDT", "CHCT", "TTH", "CHCTRG", "LCNT_DB"}


def test_numbers_from_before_the_new_system_are_kept(shared: Path) -> None:
    found = read_handover(shared / "data/egp/2023-03-25/KHLCNT.csv", NOW)
    old = [
        record.plan_no for record in found.records if isinstance(record, Plan) and record.plan_no[:2] == "20"
    ]
    assert old
    assert all(number.isdigit() and len(number) == 11 for number in old)


def test_the_1255_notices_import_with_every_code_understood(shared: Path) -> None:
    notices: list[Notice] = []
    results: list[Result] = []
    for path in sorted((shared / "data/egp/notices").glob("*.json")):
        found = read_handover(path, NOW)
        assert (found.kind, found.rejected, found.oddities) == (HandoverKind.NOTICE_LIST, (), ())
        notices += [record for record in found.records if isinstance(record, Notice)]
        results += [record for record in found.records if isinstance(record, Result)]
    assert (len(notices), len(results)) == (1255, 1078)
    assert all(notice.published and notice.buyer_name and notice.province_codes for notice in notices)
    assert all(notice.plan_no.startswith(("PL", "20")) for notice in notices)
    direct = Counter(n.procurement_method_details for n in notices if n.direct_appointment)
    assert direct == {"CDTRG": 155, "MSTT": 17, "CDT": 10}
    assert sum(notice.cancelled for notice in notices) == 70


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("bid_opening_search.json", {"Notice": 50, "Result": 44}),
        ("egp-plan-detail-PL2600333000-20261005.json", {"Plan": 1}),
        ("verified_standard_online.json", {"Notice": 1}),
        ("verified_standard_offline.json", {"Notice": 1}),
        ("verified_reoffer.redacted.json", {"Notice": 1}),
        ("bid_opening.json", {"Notice": 1, "Opening": 1}),
        ("bid_opening_dual.json", {"Notice": 1, "Opening": 1}),
    ],
)
def test_every_raw_answer_is_recognised_by_its_content(
    shared: Path, tmp_path: Path, name: str, kinds: dict[str, int]
) -> None:
    misnamed = tmp_path / "khong-dung-duoi.pdf"
    misnamed.write_bytes((shared / "data/egp/raw" / name).read_bytes())
    found = read_handover(misnamed, NOW)
    assert (found.kind, found.rejected, found.oddities) == (HandoverKind.NETWORK_JSON, (), ())
    assert Counter(type(record).__name__ for record in found.records) == kinds


def test_the_plan_in_a_collectors_wrapper_takes_its_investor_code_from_the_row_beside_it(
    shared: Path,
) -> None:
    found = read_handover(shared / "data/egp/raw/egp-plan-detail-PL2600333000-20261005.json", NOW)
    (plan,) = found.records
    assert isinstance(plan, Plan)
    assert (plan.buyer_code, plan.province_codes, len(plan.packages)) == ("vn5800939408", ("68",), 6)


def test_the_same_file_twice_gives_the_same(shared: Path) -> None:
    for name in ("2023-03-25/KHLCNT.csv", "notices/dak-lak.json", "raw/bid_opening.json"):
        path = shared / "data/egp" / name
        assert read_handover(path, NOW) == read_handover(path, NOW)
