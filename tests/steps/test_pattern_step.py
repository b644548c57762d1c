"""Bước nhận dấu hiệu trên một kho thật: hai hướng tách nhau, lúc mù thì im lặng.
The pattern step on a real store: two tracks kept apart, silent while blind, held back in a flood."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from monitor.cycle import with_noticed
from monitor.domain.procurement import Package, Plan, Result
from monitor.domain.vocabulary import (
    CaseState,
    RuleTrack,
    Severity,
)
from monitor.rules.patterns.flooding import COUNTS, FloodLimits, counts_of
from monitor.steps.conclude import conclude
from monitor.steps.judge import judge
from monitor.steps.link import link
from monitor.steps.patterns import notice, subjects_of
from monitor.wiring import Line
from sources.imports.handover import read_handover
from tests.steps.pattern_line import BUYER, NOW, a_notice, copy, moment, run, said, see


def test_nothing_is_said_of_an_empty_store(line: Line) -> None:
    noticed = run(line)
    assert noticed.findings == ()
    assert not any(count.fired for count in noticed.counts)


def test_each_rule_finds_its_own_and_the_network_was_seen_whole(line: Line) -> None:
    planned = Package(
        "BP2600000099", "p99", "BP2600000099", "PL2600000001", "Gói thầu số 99: Cung cấp bàn ghế",
        procurement_method_details="DTRR", price=10**9,
        raw={"bidStartUnit": "Q", "bidStartYear": 2026, "bidStartQuarter": "II"},
    )  # fmt: skip
    direct = [
        replace(
            planned, key=f"BP26000002{n:02}", native_id=f"d{n}", bid_no=f"BP26000002{n:02}",
            name=f"Mua sắm máy tính đợt {n}", procurement_method_details="CDTRG", price=480_000_000,
            main_procurement_category="HH",
        )
        for n in (1, 2)
    ]  # fmt: skip
    plan = Plan(
        "PL2600000001", "00", "plan", "Kế hoạch năm 2026", *BUYER, moment("2026-03-01T08:00"),
        decision_date=moment("2026-02-27T08:00").day, packages=(planned, *direct),
        raw={"planType": "DTMS"},
    )  # fmt: skip
    see(
        line,
        plan,
        a_notice(1),
        a_notice(2, closes="2026-06-05T09:00", status_for_notify="KCNTTT"),
        a_notice(3, bid_no="BP2600000001", published="2026-06-03T08:00", name="Tên khác"),
        a_notice(4, status_for_notify="DXT"),
        Result("r", "IB2600000005", "Mua sắm", *BUYER, moment("2026-05-05T08:00"), direct_appointment=True,
               procurement_method_details="DTRR"),
    )  # fmt: skip
    copy(
        line, a_notice(1).name, "Mã TBMT: IB2600000001. Giá gói thầu: 6.000.000.000 đồng", "2026-06-25T08:00"
    )
    found = said(run(line))
    assert {code: [f.subject_key for f in findings] for code, findings in found.items()} == {
        "short_preparation": ["IB2600000002"],
        "notice_after_closing": ["IB2600000001"],
        "differs_between_channels": ["IB2600000001"],
        "posted_twice": ["IB2600000001"],
        "no_result_long_after_closing": ["IB2600000001", "IB2600000003", "IB2600000004"],
        "planned_quarter_passed": ["BP2600000099"],
        "result_without_notice": ["IB2600000005"],
        "split_below_ceiling": ["BP2600000201"],
    }
    assert "6.000.000.000" in found["differs_between_channels"][0].sentence
    assert found["short_preparation"][0].agency_id == "ban-1"


@pytest.mark.parametrize(("shown", "differs"), [("5.500.000.000", False), ("6.000.000.000", True)])
def test_the_price_in_the_plan_is_no_other_price_than_the_estimate_approved_since(
    line: Line, shown: str, differs: bool
) -> None:
    first = a_notice(1)
    package = Package("BP2600000001", "p1", first.bid_no, first.plan_no, first.name, price=5_500_000_000)
    plan = Plan(
        first.plan_no, "00", "plan", "Kế hoạch năm 2026", *BUYER, moment("2026-03-01T08:00"),
        packages=(package,),
    )  # fmt: skip
    see(line, plan, first)
    copy(line, first.name, f"Mã TBMT: IB2600000001. Giá gói thầu: {shown} đồng", "2026-06-02T08:00")
    found = said(run(line)).get("differs_between_channels", [])
    assert bool(found) is differs
    assert all("Mạng ghi 5.000.000.000 đồng" in one.sentence for one in found)


def test_blind_or_paused_nothing_is_called_absent(line: Line) -> None:
    see(line, a_notice(1), since=datetime(2026, 6, 21, tzinfo=UTC))
    assert said(run(line)) == {}
    see(line, a_notice(1), at=NOW + timedelta(days=1))
    later = NOW + timedelta(days=1)
    assert set(said(run(line, later))) == {"no_result_long_after_closing"}
    with line.store.begin() as work:
        work.sources.pause("mang", "Người trực", "trang đang sửa", later)
    assert said(run(line, later)) == {}


def test_a_package_whose_notice_is_known_by_any_name_is_not_waited_for(line: Line) -> None:
    package = Package(
        "BP2600000001", "p1", "BP2600000001", "PL2600000001", "Gói thầu số 1: Thi công trạm y tế xã An Mẫu",
        procurement_method_details="DTRR",
        raw={"bidStartUnit": "Q", "bidStartYear": 2026, "bidStartQuarter": "II"},
    )  # fmt: skip
    plan = Plan(
        "PL2600000001", "00", "plan", "Kế hoạch", *BUYER, moment("2026-03-01T08:00"), packages=(package,)
    )
    see(line, plan)
    assert set(said(run(line))) == {"planned_quarter_passed"}
    by_plan_and_name = a_notice(1, bid_no="", status_for_notify="DHT", cancelled=True)
    see(line, plan, by_plan_and_name, at=NOW + timedelta(days=1))
    assert said(run(line, NOW + timedelta(days=1))) == {}


def test_observations_open_cases_and_patterns_never_do(line: Line) -> None:
    see(line, a_notice(1, closes="2026-06-05T09:00"), a_notice(2))
    linked = link(line, NOW)
    judged = judge(line, linked, NOW)
    noticed = notice(line, linked, judged, NOW)
    every = with_noticed(judged, noticed)
    first = conclude(line, linked, every, NOW)
    assert {f.code for f in first.findings.new if f.track is RuleTrack.PATTERN} == {
        "no_result_long_after_closing"
    }
    assert [(case.subject_key, case.severity) for case in first.cases] == [("IB2600000001", Severity.MEDIUM)]
    held = {name for case in first.cases for name in case.fingerprints}
    assert held.isdisjoint(f.fingerprint for f in noticed.findings if f.track is RuleTrack.PATTERN)
    again = conclude(line, linked, with_noticed(judged, run(line)), NOW)
    assert (again.findings.new, again.findings.changed, again.cases) == ((), (), ())


def test_a_flood_is_logged_kept_and_opens_no_case(line: Line) -> None:
    see(
        line,
        *(a_notice(n, closes="2026-06-05T09:00") for n in range(1, 9)),
        *(a_notice(n) for n in range(9, 21)),
    )
    limited = replace(line, flood=FloodLimits(share=0.3, least=20))
    with capture_logs() as logs:
        noticed = run(limited)
    assert {"rule_floods"} == {entry["event"] for entry in logs if entry.get("rule") == "short_preparation"}
    flooding = {count.code: (count.fired, count.packages) for count in noticed.flooding}
    assert flooding["short_preparation"] == (8, 20)
    assert {f.severity for f in said(noticed)["short_preparation"]} == {Severity.INFORM}
    with line.store.read() as work:
        kept = {count.code for count, floods in counts_of(work.meta.get(COUNTS)) if floods}
    assert "short_preparation" in kept
    loose = run(replace(line, flood=FloodLimits(share=0.5, least=20)))
    assert {f.severity for f in said(loose)["short_preparation"]} == {Severity.MEDIUM}


@pytest.mark.shared
def test_real_notices_and_plans_are_read_without_an_unknown_code(line: Line, shared: Path) -> None:
    files = [*sorted((shared / "data/egp/notices").glob("*.json")), shared / "data/egp/2023-03-25/KHLCNT.csv"]
    with line.store.begin() as work:
        for file in files:
            found = read_handover(file, NOW)
            assert found.oddities == ()
            work.records.put(found.records, NOW)
    linked = link(line, NOW)
    subjects = list(subjects_of(line, linked, frozenset()))
    assert len(subjects) > 2000
    noticed = notice(line, linked, judge(line, linked, NOW), NOW)
    # Nobody watched the network then, and a hand-over does not tell the first version of a notice.
    assert set(said(noticed)) == {"split_below_ceiling"}
    assert len(noticed.findings) == 9  # as the README says
    assert all("Cần xác minh" in finding.sentence for finding in noticed.findings)


def test_an_extension_settles_the_case_and_the_file_says_so(line: Line) -> None:
    short = a_notice(1, closes="2026-06-05T09:00")
    see(line, short)
    linked = link(line, NOW)
    judged = judge(line, linked, NOW)
    conclude(line, linked, with_noticed(judged, notice(line, linked, judged, NOW)), NOW)
    later = NOW + timedelta(days=1)
    see(line, replace(short, tender_period_end=moment("2026-06-25T09:00").at), at=later)
    linked = link(line, later)
    judged = judge(line, linked, later)
    concluded = conclude(line, linked, with_noticed(judged, notice(line, linked, judged, later)), later)
    (case,) = concluded.cases
    assert case.state is CaseState.RESOLVED
    assert "không còn đúng" in case.events[-1].note


def test_a_closing_brought_forward_accuses_once_bids_were_opened_and_an_older_reading_never(
    line: Line,
) -> None:
    first = a_notice(1, result_native_id="r")
    moved = replace(
        first, version="01", native_id="n1-01", published=moment("2026-06-03T08:00"),
        tender_period_end=moment("2026-06-08T09:00").at,
    )  # fmt: skip
    see(line, first, moved, a_notice(2, result_native_id="r"))
    see(line, a_notice(2, closes="2026-06-08T09:00"), at=NOW + timedelta(hours=1))
    found = {f.subject_key: f for f in said(run(line, NOW + timedelta(hours=1)))["short_preparation"]}
    assert {number: f.severity for number, f in found.items()} == {
        "IB2600000001": Severity.MEDIUM,
        "IB2600000002": Severity.INFORM,
    }
    assert "phiên bản 01 ghi 09:00 ngày 8/6/2026; đã mở thầu" in " ".join(found["IB2600000001"].reasons)
