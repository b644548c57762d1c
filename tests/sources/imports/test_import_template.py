"""Tệp mẫu XLSX: viết ra, điền vào, đọc lại; tệp hỏng và tệp phá.
The XLSX template: written, filled in, read back; damaged and hostile workbooks."""

import zipfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from monitor.domain.errors import ImportRefused
from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.vocabulary import Channel, Precision
from sources.imports.columns import SHEETS
from sources.imports.handed import HandoverKind
from sources.imports.handover import read_handover
from sources.imports.template import write_template

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)

Filled = Callable[..., Path]

PLAN = {
    "plan_no": "PL9900000001",
    "name": "Kế hoạch mẫu",
    "buyer_name": "Ban Quản lý dự án xã Sông Mẫu",
    "decision_date": "05/01/2026",
    "published": "06/01/2026 09:30:15",
    "total": "1.500.000.000 đồng",
}


def test_the_empty_template_brings_nothing_in(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(path)
    found = read_handover(path, NOW)
    assert (found.kind, found.records, found.sightings) == (HandoverKind.TEMPLATE, (), ())
    assert (found.rejected, found.oddities, found.rows) == ((), (), 0)


def test_the_template_is_the_same_bytes_every_time(tmp_path: Path) -> None:
    write_template(tmp_path / "a.xlsx")
    write_template(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_the_example_rows_would_be_accepted_without_their_mark(tmp_path: Path) -> None:
    path = tmp_path / "mau.xlsx"
    write_template(path)
    book = openpyxl.load_workbook(path)
    for sheet in SHEETS:
        note = book[sheet.title].cell(3, 1)
        assert "dữ liệu tổng hợp" in note.value
        note.value = None
    book.save(path)
    book.close()
    found = read_handover(path, NOW)
    assert found.rejected == ()
    assert [type(record).__name__ for record in found.records] == ["Plan", "Notice", "Result"]
    plan = found.records[0]
    assert isinstance(plan, Plan)
    assert [package.bid_no for package in plan.packages] == ["BP9900000001"]
    assert len(found.sightings) == 1


def test_every_kind_of_row_is_read(filled: Filled) -> None:
    package = {"plan_no": "PL9900000001", "name": "Gói 1", "bid_no": "bp9900000001", "price": 1_250_000_000}
    package |= {"category": "Xây lắp", "method": "DTRR", "is_online": "Không"}
    notice = {
        "notice_no": "IB9900000001",
        "version": 0,
        "name": "Gói 1",
        "buyer_name": "Ban QLDA",
        "price": 5.0,
    }
    notice |= {
        "published": datetime(2026, 1, 6, 9, 30),  # noqa: DTZ001 - as spreadsheets hold it
        "status": "Đã hủy thầu",
        "tender_period_end": "26/01/2026 09:00",
    }
    result = {
        "notice_no": "IB9900000001",
        "name": "Gói 1",
        "buyer_name": "Ban QLDA",
        "published": date(2026, 2, 3),
    }
    result |= {"suppliers": "Công ty Mẫu Một; Công ty Mẫu Hai", "price": 4, "direct": "có"}
    posting = {
        "source_id": "cong-tinh",
        "channel": "Cổng thông tin điện tử tỉnh",
        "title": "TBMT IB9900000001",
    }
    posting |= {"url": "https://vi-du.invalid/tin-1", "published": "06/01/2026"}
    path = filled(plans=[PLAN], packages=[package], notices=[notice], results=[result], sightings=[posting])
    found = read_handover(path, NOW)
    assert found.rejected == ()
    plan, read_notice, read_result = found.records
    assert isinstance(plan, Plan)
    assert isinstance(read_notice, Notice)
    assert isinstance(read_result, Result)
    assert (plan.total, plan.decision_date, plan.version) == (1_500_000_000, date(2026, 1, 5), "00")
    assert plan.published is not None
    assert plan.published.at == datetime(2026, 1, 6, 2, 30, 15, tzinfo=UTC)
    (read_package,) = plan.packages
    assert (read_package.key, read_package.main_procurement_category) == ("BP9900000001", "XL")
    assert (read_package.procurement_method_details, read_package.is_online) == ("DTRR", False)
    assert (read_notice.version, read_notice.cancelled, read_notice.status_for_notify) == ("00", True, "DHT")
    assert read_notice.published is not None
    assert read_notice.published.precision is Precision.MINUTE
    assert read_notice.tender_period_end == datetime(2026, 1, 26, 2, 0, tzinfo=UTC)
    assert read_result.published is not None
    assert read_result.published.precision is Precision.DAY
    assert [award.supplier_name for award in read_result.awards] == ["Công ty Mẫu Một", "Công ty Mẫu Hai"]
    assert read_result.direct_appointment
    (sighting,) = found.sightings
    assert (sighting.channel, sighting.source_id) == (Channel.PORTAL, "cong-tinh")
    assert (sighting.codes, sighting.first_seen_at) == (("IB9900000001",), NOW)
    assert read_handover(path, NOW) == found


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"plan_no": "KH-1"}, "cột “Mã kế hoạch (PL…)” ghi “KH-1”, không đọc được"),
        ({"plan_no": None}, "thiếu cột “Mã kế hoạch (PL…)”"),
        ({"published": None}, "thiếu cột “Thời điểm đăng tải”"),
        ({"published": "31/02/2026"}, "không đọc được"),
        ({"published": datetime(2026, 5, 1, 8, 0)}, "không đọc được"),  # noqa: DTZ001 - in the future
        ({"published": 46_000}, "không đọc được"),
        ({"total": -5}, "không đọc được"),
        ({"total": "1,5 tỷ"}, "không đọc được"),
        ({"name": "x" * 10_001}, "quá dài"),
    ],
)
def test_a_bad_row_is_named_by_sheet_row_and_reason(
    filled: Filled, change: dict[str, Any], reason: str
) -> None:
    found = read_handover(filled(plans=[PLAN | change, PLAN | {"plan_no": "PL9900000002"}]), NOW)
    assert [record.plan_no for record in found.records if isinstance(record, Plan)] == ["PL9900000002"]
    (rejected,) = found.rejected
    assert (rejected.sheet, rejected.line) == ("Kế hoạch", 4)
    assert reason in rejected.reason_vi


def test_a_package_without_its_plan_is_named(filled: Filled) -> None:
    found = read_handover(
        filled(plans=[PLAN], packages=[{"plan_no": "PL9900000009", "name": "Gói lạc"}]), NOW
    )
    assert [(row.sheet, row.line) for row in found.rejected] == [("Gói thầu", 4)]
    assert len(found.records) == 1


def test_an_added_column_is_an_oddity_and_a_strange_sheet_is_named(filled: Filled) -> None:
    path = filled(plans=[PLAN])
    book = openpyxl.load_workbook(path)
    book["Kế hoạch"].cell(2, 40).value = "cot_moi"
    book.create_sheet("Bảng khác").append(["x"])
    book.save(path)
    book.close()
    found = read_handover(path, NOW)
    assert [(odd.where, odd.value) for odd in found.oddities] == [("template.plans", "cot_moi")]
    assert [row.sheet for row in found.rejected] == ["Bảng khác"]
    assert len(found.records) == 1


def test_formulas_are_not_run(filled: Filled) -> None:
    found = read_handover(filled(plans=[PLAN | {"name": '=HYPERLINK("http://vi-du.invalid","x")'}]), NOW)
    assert found.records == ()
    assert "thiếu cột “Tên kế hoạch”" in found.rejected[0].reason_vi


def test_a_workbook_that_is_not_the_template_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "khac.xlsx")
    book.close()
    with pytest.raises(ImportRefused) as error:
        read_handover(tmp_path / "khac.xlsx", NOW)
    assert "monitor import --template" in error.value.vi


def test_a_template_without_its_key_row_is_refused(filled: Filled) -> None:
    path = filled(plans=[PLAN])
    book = openpyxl.load_workbook(path)
    book["Kế hoạch"].delete_rows(2)
    book.save(path)
    book.close()
    with pytest.raises(ImportRefused) as error:
        read_handover(path, NOW)
    assert "thiếu cột" in error.value.vi


def _rewritten(path: Path, change: Callable[[str, bytes], bytes], **added: bytes) -> Path:
    target = path.with_name("da-sua.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
        for name, content in added.items():
            new.writestr(name, content)
    return target


def test_a_truncated_workbook_is_refused(filled: Filled) -> None:
    path = filled(plans=[PLAN])
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(ImportRefused) as error:
        read_handover(path, NOW)
    assert "lưu lại dạng .xlsx" in error.value.vi


def test_a_workbook_with_broken_sheets_is_refused(filled: Filled) -> None:
    def break_sheets(name: str, content: bytes) -> bytes:
        return content[: len(content) // 2] if name.startswith("xl/worksheets/") else content

    with pytest.raises(ImportRefused) as error:
        read_handover(_rewritten(filled(plans=[PLAN]), break_sheets), NOW)
    assert "bị hỏng" in error.value.vi


def test_a_zip_bomb_is_refused_before_it_is_unpacked(filled: Filled) -> None:
    path = _rewritten(filled(), lambda _name, content: content, bom=b"\0" * 130_000_000)
    assert path.stat().st_size < 1_000_000
    with pytest.raises(ImportRefused) as error:
        read_handover(path, NOW)
    assert "quá lớn" in error.value.vi


def test_entity_bombs_in_a_workbook_are_refused(filled: Filled) -> None:
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    )

    def plant(name: str, content: bytes) -> bytes:
        if name != "xl/worksheets/sheet3.xml":
            return content
        return bomb + content.split(b"?>", 1)[-1]

    with pytest.raises(ImportRefused):
        read_handover(_rewritten(filled(plans=[PLAN]), plant), NOW)


def test_links_to_other_files_are_not_followed(filled: Filled) -> None:
    link = b'<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    path = _rewritten(filled(plans=[PLAN]), lambda _n, c: c, **{"xl/externalLinks/externalLink1.xml": link})
    assert len(read_handover(path, NOW).records) == 1


def test_a_cell_at_the_end_of_the_sheet_does_not_make_a_million_rows(filled: Filled) -> None:
    path = filled(plans=[PLAN])
    book = openpyxl.load_workbook(path)
    book["Kế hoạch"].cell(1_048_576, 16_384).value = "x"
    book.save(path)
    book.close()
    found = read_handover(path, NOW)
    assert len(found.records) == 1
    assert "chỉ đọc 20000 dòng đầu" in found.rejected[-1].reason_vi
