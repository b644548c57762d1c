"""Tìm kiếm trên một máy chủ giả: trang, ngày, giới hạn, trôi, lặp.
Searching a loopback network: pages, days, limits, drift, repeats, ignored filters."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.ports import LookReport
from monitor.domain.procurement import Notice, Plan, Project, Result
from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 9, 17, 0, tzinfo=UTC)  # 10 March 2026, 00:00 in Việt Nam

DAY = timedelta(days=1)

Look = Callable[..., LookReport]


def _numbers(report: LookReport) -> set[str]:
    return {record.notice_no for record in report.records if isinstance(record, Notice)}


def test_every_page_of_every_day_is_read_until_last(network: Any, declare: Any, look_at: Look) -> None:
    for number in range(120):
        network.notice(number, f"2026-03-10T{8 + number // 60:02d}:{number % 60:02d}:00.5")
    network.notice(500, "2026-03-11T09:00:00.123")
    report = look_at(declare(), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    assert report.look.window == Window(TUESDAY, NOW)
    assert len(_numbers(report)) == report.look.items == 121
    # Three days, the first of them on three pages.
    assert [(s["query"][0]["filters"][0]["from"][:10], s["pageNumber"]) for s in network.searches] == [
        ("2026-03-10", "0"),
        ("2026-03-10", "1"),
        ("2026-03-10", "2"),
        ("2026-03-11", "0"),
        ("2026-03-12", "0"),
    ]
    assert report.look.pages == len(report.look.capture_ids) == 5


def test_the_question_is_asked_in_local_wall_time_with_a_z(network: Any, declare: Any, look_at: Look) -> None:
    network.notice(1, "2026-03-12T08:00:00")
    look_at(declare(), datetime(2026, 3, 11, 20, 0, tzinfo=UTC))
    (asked,) = network.searches
    assert asked == {
        "pageSize": 50,
        "pageNumber": "0",
        "query": [
            {
                "index": "es-contractor-selection",
                "matchType": "all-1",
                "matchFields": ["notifyNo", "bidName"],
                "filters": [
                    {
                        "fieldName": "publicDate",
                        "searchType": "range",
                        "from": "2026-03-12T00:00:00.000Z",
                        "to": "2026-03-12T23:59:59.999Z",
                    },
                    {"fieldName": "type", "searchType": "in", "fieldValues": ["es-notify-contractor"]},
                    {"fieldName": "locations.provCode", "searchType": "in", "fieldValues": ["86", "809"]},
                ],
            }
        ],
    }


def test_only_the_token_free_mount_is_called(network: Any, declare: Any, look_at: Look) -> None:
    network.plan(1, "2026-03-12T08:00:00")
    report = look_at(declare("plans"), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    assert {path for path, _body in network.asked} == {"/o/egp-portal-home/services/smart/search"}
    # What would need a token is said, and spoils nothing.
    assert "1 chi tiết cần được cấp quyền" in report.look.detail_vi


def test_results_are_asked_without_hiding_direct_appointments(
    network: Any, declare: Any, look_at: Look
) -> None:
    done = {"stepCode": "notify-contractor-step-4-kqlcnt", "statusForNotify": "CNTTT", "status": "IS_PUBLISH"}
    network.notice(
        1, "2026-01-05T08:00:00", **done, publicDateKqlcnt="2026-03-11T10:00:00", inputResultId="r-1"
    )
    direct = network.notice(2, "2026-03-11T11:00:00", **done, publicDateKqlcnt="2026-03-11T11:00:00")
    direct |= {
        "id": direct["notifyNo"],
        "caseKHKQ": "1",
        "bidForm": "CDTRG",
        "decisionDate": "2026-03-10T23:59:59",
    }
    network.notice(3, "2026-03-11T12:00:00")
    report = look_at(declare("results"), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    results = {r.notice_no: r for r in report.records if isinstance(r, Result)}
    assert set(results) == {"IB2600000001", "IB2600000002"}
    assert not results["IB2600000001"].direct_appointment
    appointed = results["IB2600000002"]
    assert (appointed.direct_appointment, appointed.native_id) == (True, "IB2600000002")
    assert appointed.decision_date is not None
    assert appointed.decision_date.isoformat() == "2026-03-10"


def test_projects_are_counted(network: Any, declare: Any, look_at: Look) -> None:
    row = network.plan(1, "2026-03-11T08:00:00", type="es-bidp-project-p", stepCode="project-step-1")
    report = look_at(declare("projects"), TUESDAY)
    assert (report.look.outcome, report.look.items) == (Outcome.COMPLETE, 1)
    assert [r.native_id for r in report.records if isinstance(r, Project)] == [row["id"]]


def test_days_are_split_at_the_row_limit_and_one_day_over_it_is_partial(
    network: Any, declare: Any, look_at: Look
) -> None:
    for day in (9, 10, 11):
        for number in range(4):
            network.notice(day * 100 + number, f"2026-03-{day:02d}T0{number + 1}:00:00")
    wide = declare(backfill_window_days=30, max_rows=6)
    start = datetime(2026, 2, 20, tzinfo=UTC)
    report = look_at(wide, start)
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    assert len(_numbers(report)) == 12
    assert 3 < len(network.searches) < 20

    crowded = look_at(declare(backfill_window_days=30, max_rows=4), start)
    assert (crowded.look.outcome, crowded.look.reason) == (Outcome.PARTIAL, "over_row_limit")
    assert crowded.look.window is None


def test_a_row_that_appears_while_paging_is_not_missed_and_none_is_doubled(
    network: Any, declare: Any, look_at: Look
) -> None:
    for number in range(100):
        network.notice(number, f"2026-03-12T07:{number // 60:02d}:{number % 60:02d}")
    appeared = network.notice(999, "2026-03-12T09:59:00")
    network.rows.remove(appeared)

    def publish(number: int, _page: dict[str, Any]) -> None:
        if number == 0:
            network.rows.append(appeared)

    network.change = publish
    report = look_at(declare(), NOW - timedelta(hours=4))
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    assert len(_numbers(report)) == 101
    assert len([r for r in report.records if isinstance(r, Notice)]) == 101


def test_a_row_that_leaves_while_paging_hides_no_other(network: Any, declare: Any, look_at: Look) -> None:
    for number in range(120):
        network.notice(number, f"2026-03-12T07:{number // 60:02d}:{number % 60:02d}")
    leaving = network.rows[120 - 60]  # on the second page

    def withdraw(number: int, _page: dict[str, Any]) -> None:
        if number == 1:
            network.rows.remove(leaving)

    network.change = withdraw
    report = look_at(declare(), NOW - timedelta(hours=4))
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    assert len(_numbers(report)) == 120


def test_fewer_rows_than_announced_is_a_cut_list(network: Any, declare: Any, look_at: Look) -> None:
    for number in range(30):
        network.notice(number, f"2026-03-12T07:{number:02d}:00")
    network.change = lambda _number, page: page.update(content=page["content"][:20])
    report = look_at(declare(), NOW - timedelta(hours=4))
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "truncated_list")
    assert "20 trên 30" in report.look.detail_vi
    assert len(_numbers(report)) == 20, "what was read is kept"


def test_a_list_without_end_stops_at_the_page_cap(network: Any, declare: Any, look_at: Look) -> None:
    for number in range(40):
        network.notice(number, f"2026-03-12T07:{number:02d}:00")
    network.change = lambda _number, page: page.update(last=False)
    report = look_at(declare(page_size=5, max_pages=4), NOW - timedelta(hours=4))
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "page_cap")
    assert len(network.searches) == 4


@pytest.mark.parametrize(("wrong", "reason"), [("repeat", "repeated_page"), ("number", "page_ignored")])
def test_a_server_that_ignores_the_page_number_is_noticed(
    network: Any, declare: Any, look_at: Look, wrong: str, reason: str
) -> None:
    for number in range(30):
        network.notice(number, f"2026-03-12T07:{number:02d}:00")
    first: list[Any] = []

    def ignore(_number: int, page: dict[str, Any]) -> None:
        first.append(page["content"])
        page["content"] = first[0]
        page["last"] = False
        if wrong == "number":
            page["currentPage"] = 0

    network.change = ignore
    report = look_at(declare(page_size=10), NOW - timedelta(hours=4))
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, reason)


@pytest.mark.parametrize(
    ("field", "extra"),
    [
        ("type", {"type": "es-plan-project-p", "name": "x", "planNo": "PL2600000009"}),
        ("publicDate", {"publicDate": "2025-01-01T08:00:00"}),
        ("locations.provCode", {"locations": [{"provCode": "01", "provName": "Nơi khác"}]}),
        ("locations.provCode", {"locations": []}),
    ],
)
def test_a_filter_that_is_not_honoured_means_that_the_source_changed(
    network: Any, declare: Any, look_at: Look, field: str, extra: dict[str, Any]
) -> None:
    network.reads_filters = False
    network.notice(1, "2026-03-12T07:00:00")
    network.notice(2, "2026-03-12T08:00:00", **extra)
    report = look_at(declare(), NOW - timedelta(hours=4))
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "filter_ignored")
    assert field in report.look.detail_vi
    assert _numbers(report) == {"IB2600000001"}, "rows that were asked for are kept"
    assert report.look.window is None


def test_open_notices_are_read_again_whenever_they_were_published(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.notice(1, "2026-01-05T08:00:00", bidCloseDate="2026-03-12T10:00:30")
    network.notice(2, "2026-01-05T09:00:00", bidCloseDate="2026-03-12T09:59:00")
    network.notice(3, "2026-01-05T10:00:00", bidCloseDate="2026-04-01T09:00:00", statusForNotify="DHTBMT")
    report = look_at(declare("open_notices"), TUESDAY)
    assert report.look.outcome is Outcome.COMPLETE
    assert report.look.window == Window(NOW, NOW), "it covers no span of publication times"
    assert _numbers(report) == {"IB2600000001", "IB2600000003"}
    assert [r.notice_no for r in report.records if isinstance(r, Notice) and r.cancelled] == ["IB2600000003"]
    assert network.searches[0]["query"][0]["filters"][0] == {
        "fieldName": "bidCloseDate",
        "searchType": "range",
        "from": "2026-03-12T10:00:00.000Z",
        "to": None,
    }


def test_rows_without_a_province_are_found_by_the_buyers_name_once_a_day(
    network: Any, declare: Any, look_at: Look
) -> None:
    ours = "Ban Quản lý dự án xã Sông Mẫu"
    network.notice(1, "2026-03-11T07:00:00")
    network.notice(2, "2026-03-11T08:00:00", locations=[], investorName=f"{ours.upper()}")
    network.notice(3, "2026-03-11T09:00:00", locations=[{"provCode": "01"}], investorName=ours)
    network.notice(4, "2026-03-11T10:00:00", locations=[], investorName="Ban dự án Quản lý Mẫu Sông xã khác")
    network.notice(5, "2026-03-11T11:00:00", locations=[{"provCode": ""}], investorName=ours)
    source = declare(buyer_names=[ours])
    first = look_at(source, TUESDAY)
    assert first.look.outcome is Outcome.COMPLETE, first.look.detail
    assert _numbers(first) == {"IB2600000001", "IB2600000002", "IB2600000005"}
    by_name = network.searches[-1]["query"][0]
    assert (by_name["keyWord"], by_name["matchFields"]) == (ours, ["investorName", "procuringEntityName"])
    assert [f["fieldName"] for f in by_name["filters"]] == ["publicDate", "type"]

    network.asked.clear()
    look_at(source, TUESDAY, SourceMemory(covered_until=NOW - timedelta(hours=1)))
    assert not any("keyWord" in search["query"][0] for search in network.searches), "once a day only"
    sunday = NOW + timedelta(days=4)
    look_at(source, TUESDAY, SourceMemory(covered_until=NOW), sunday)
    assert any("keyWord" in search["query"][0] for search in network.searches)


def test_later_looks_begin_a_little_before_the_end_of_known_coverage(
    network: Any, declare: Any, look_at: Look
) -> None:
    network.plan(1, "2026-03-11T08:00:00")
    source = declare("plans")
    start = NOW - timedelta(days=300)
    report = look_at(source, start, SourceMemory(covered_until=NOW - timedelta(hours=1)))
    assert report.look.window == Window(NOW - timedelta(days=3, hours=1), NOW)
    assert len(network.searches) == 4
    # A Sunday has passed since: amended records moved, so fourteen days are read again.
    weekly = look_at(source, start, SourceMemory(covered_until=NOW - timedelta(days=5)))
    assert weekly.look.window == Window(NOW - timedelta(days=19), NOW)
    # Never before what the caller asked for.
    short = look_at(source, NOW - DAY, SourceMemory(covered_until=NOW - timedelta(hours=1)))
    assert short.look.window == Window(NOW - DAY, NOW)
    assert [r.plan_no for r in short.records if isinstance(r, Plan)] == ["PL2600000001"]
