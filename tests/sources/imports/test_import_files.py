"""Tệp CSV và JSON bàn giao: dòng hỏng, tệp hỏng, tệp cố ý phá.
CSV and JSON hand-overs: bad rows are named, bad files refused, hostile ones harmless."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.errors import ImportRefused
from monitor.domain.procurement import Plan
from sources.imports.handover import read_handover
from sources.imports.literal import read_list

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)

PlanCells = Callable[..., list[str]]
CsvFile = Callable[..., Path]


def test_a_bad_row_is_named_by_its_line_and_the_good_ones_go_in(
    plan_cells: PlanCells, csv_file: CsvFile
) -> None:
    path = csv_file(
        plan_cells(),
        plan_cells(planNo="PL9900000002", publicDate="hôm qua"),
        plan_cells(planNo="PL9900000003", name="Hai\ndòng"),
        plan_cells(planNo="không"),
        plan_cells(planNo="PL9900000004", bidPack="2"),
        plan_cells(planNo="PL9900000005")[:20],
        plan_cells(planNo="PL9900000006", investTotal="1 tỷ"),
        plan_cells(planNo="PL9900000007"),
    )
    found = read_handover(path, NOW)
    assert [record.plan_no for record in found.records if isinstance(record, Plan)] == [
        "PL9900000001",
        "PL9900000003",
        "PL9900000007",
    ]
    # The third row takes two lines, and a blank line follows each row.
    assert [(row.line, row.reason_vi) for row in found.rejected] == [
        (3, "ngày đăng “hôm qua” không đọc được"),
        (8, "“không” không phải mã kế hoạch PL"),
        (10, "ghi 2 gói thầu nhưng liệt kê 1 và 1"),
        (12, "có 20 cột, cần 24"),
        (14, "số tiền “1 tỷ” không đọc được"),
    ]
    assert all(row.reason_en for row in found.rejected)
    assert found.rows == 8


def test_a_plan_is_read_with_codes_in_place_of_words(plan_cells: PlanCells, csv_file: CsvFile) -> None:
    (plan,) = read_handover(csv_file(plan_cells()), NOW).records
    assert isinstance(plan, Plan)
    assert plan.published is not None
    assert plan.published.at == datetime(2023, 3, 25, 15, 33, 26, tzinfo=UTC)
    assert (plan.native_id, plan.total, plan.decision_agency) == (
        "uuid-ke-hoach-1",
        90_000_000,
        "UBND xã Sông Mẫu",
    )
    (package,) = plan.packages
    assert (package.key, package.native_id, package.price) == ("BP9900000001", "uuid-goi-1", 90_000_000)
    assert (package.procurement_method_details, package.bid_mode, package.is_online) == (
        "DTRR",
        "1_MTHS",
        True,
    )


def test_repeats_count_once_and_a_contradiction_is_named(plan_cells: PlanCells, csv_file: CsvFile) -> None:
    found = read_handover(csv_file(plan_cells(), plan_cells(), plan_cells(name="Tên khác")), NOW)
    assert (len(found.records), found.repeated, found.rows) == (1, 1, 3)
    assert [row.line for row in found.rejected] == [5]
    assert "nội dung khác" in found.rejected[0].reason_vi


def test_formulas_in_cells_are_text(plan_cells: PlanCells, csv_file: CsvFile) -> None:
    formula = '=HYPERLINK("http://vi-du.invalid";"x")'
    (plan,) = read_handover(csv_file(plan_cells(name=formula)), NOW).records
    assert isinstance(plan, Plan)
    assert plan.name == formula


def test_an_unknown_word_is_an_oddity_and_kept(plan_cells: PlanCells, csv_file: CsvFile) -> None:
    cells = plan_cells()
    cells[17] = cells[17].replace("Đấu thầu rộng rãi", "Hình thức mới")
    found = read_handover(csv_file(cells), NOW)
    assert [(odd.where, odd.value) for odd in found.oddities] == [("plan_csv.bid_form", "Hình thức mới")]
    (plan,) = found.records
    assert isinstance(plan, Plan)
    assert plan.packages[0].procurement_method_details == "Hình thức mới"


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('x')",
        "[" * 50_000,
        "[[[[[1]]]]]",
        "-" * 100_000 + "1",
        "[1, 2",
        "1",
        "['a' 'b'",
        "[9" + "9" * 5000 + "]",
        "[{1: 2}]",
        "'" + "\\" * 200_001,
        "[" + "1," * 600_000 + "]",
        "[1]]",
        "",
    ],
)
def test_a_cell_is_never_run_and_never_exhausts_us(text: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_list(text)


def test_quotes_and_backslashes_in_lists_survive() -> None:
    assert read_list("[['a \\'b\\'', \"c 'd'\", None, 1.5]]") == [["a 'b'", "c 'd'", None, 1.5]]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "tệp trống"),
        (b" \r\n\r\n", "tệp trống"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".xls"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"<html><body>x</body></html>", "trang web"),
        ("mã;tên".encode("utf-16"), "UTF-16"),
        (b"PL9900000001,K\xea ho\xfcch", "UTF-8"),
        ("mã,tên\n1,2\n".encode(), "không nhận ra"),
        (b'{"page":', "JSON bị hỏng"),
        (b"[" * 100_000, "JSON bị hỏng"),
        (b'{"a":1}', "không phải câu trả lời nào đã biết"),
        (b"[1,2,3]", "không phải câu trả lời nào đã biết"),
        (b"[]", "không phải câu trả lời nào đã biết"),
        (b"PK\x03\x04 not really a zip", "bị hỏng"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "ban-giao.csv"
    path.write_bytes(content)
    with pytest.raises(ImportRefused) as error:
        read_handover(path, NOW)
    assert says in error.value.vi
    assert "ban-giao.csv" in error.value.vi
    assert "ãy " in error.value.vi, "it says what to do"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as error:
        read_handover(tmp_path / "khong-co.csv", NOW)
    assert "không mở được" in error.value.vi


def _notice(**extra: Any) -> dict[str, Any]:
    return {
        "id": "uuid-1",
        "notifyNo": "IB9900000001",
        "name": "Gói 1 (dữ liệu tổng hợp)",
        "investor": "Bệnh viện Sông Mẫu",
        "publicDate": "2026-02-01T08:00:00.5",
        "stepCode": "notify-contractor-step-1-tbmt",
        "sourceStatus": "01",
        "statusForNotify": "",
        "bidForm": "DTRR",
        "provinceCodes": ["86"],
        "price": 5,
        "sourceUrl": "https://vi-du.invalid/?planNo=PL9900000001&notifyId=undefined&isInternet=1&bidMode=1_MTHS",
        **extra,
    }


def test_a_bad_item_of_a_list_is_named_by_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    items = [
        _notice(),
        _notice(notifyNo=""),
        _notice(id="uuid-3", publicDate="x"),
        _notice(id="uuid-4", mới=1),
    ]
    path.write_text(json.dumps([*items, {"a": 1}, 7]), encoding="utf-8")
    found = read_handover(path, NOW)
    assert [record.native_id for record in found.records] == ["uuid-1", "uuid-4"]  # type: ignore[union-attr]
    assert [row.line for row in found.rejected] == [2, 3, 5, 6]
    assert [(odd.where, odd.value) for odd in found.oddities] == [("notice_list", "mới")]


def test_a_row_that_lost_a_required_key_does_not_stop_its_page(tmp_path: Path) -> None:
    row = {"id": "u-1", "type": "es-plan-project-p", "stepCode": "plan-step-1", "planNo": "PL9900000001"}
    good = row | {"name": "Kế hoạch mẫu", "publicDate": "2026-02-01T08:00:00"}
    page = {"page": {"content": [row, good], "totalElements": 2, "last": True}, "agg": []}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"data": page}), encoding="utf-8")
    found = read_handover(path, NOW)
    assert [type(record).__name__ for record in found.records] == ["Plan"]
    assert [(row.line, "name" in row.reason_en) for row in found.rejected] == [(1, True)]
