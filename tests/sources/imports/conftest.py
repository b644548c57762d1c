"""Tệp bàn giao tổng hợp cho các bài kiểm tra.
Synthetic hand-over files: nobody real stands in them."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sources.imports.template import write_template


def _plan_cells(**extra: str) -> list[str]:
    package = "['Gói 1', 'XL', 90000000, 'Ngân sách', 'Đấu thầu rộng rãi', 'Một giai đoạn một túi hồ sơ', "
    package += "'Quý I, 2023', 'Trọn gói', '30D', 'uuid-goi-1', 'Trong nước', 'Qua mạng', 'Không sơ tuyển']"
    detail = "['LDT', 'Gói 1', 'Qua mạng', 'Trong nước', 'Xây lắp', 'Không', 'Đấu thầu rộng rãi', "
    detail += "'Một giai đoạn một túi hồ sơ', 'Trọn gói', 'Ngân sách', 'Không', 'Quý I, 2023', '30 ngày', "
    detail += "90000000, 'Tỉnh Sông Mẫu', 'BP9900000001']"
    cells = {
        "planNo": "PL9900000001",
        "name": "Kế hoạch mẫu (dữ liệu tổng hợp)",
        "planVersion": "00",
        "projectName": "Dự án mẫu",
        "investTarget": "",
        "investorName": "Ban Quản lý dự án xã Sông Mẫu",
        "bidPack": "1",
        "period": "",
        "pgroup": "",
        "pform": "",
        "isOda": "",
        "location": "",
        "investTotal": "90000000",
        "decisionNo": "01/QĐ-SM",
        "decisionDate": "2023/03/17 00:00:00",
        "decisionAgency": "UBND xã Sông Mẫu",
        "unused": "0",
        "packages": f"[{package}]",
        "packageDetails": f"[{detail}]",
        "identity": "['uuid-ke-hoach-1', 'plan-step-1', 'es-plan-project-p']",
        "publicDate": "2023-03-25 22:33:26",
        "planType": "TX",
        "fileName": "qd.pdf",
        "fileLink": "http://localhost:1234/x",
    }
    return list((cells | extra).values())


@pytest.fixture
def plan_cells() -> Callable[..., list[str]]:
    """The 24 cells of one synthetic plan; keyword arguments replace cells."""
    return _plan_cells


@pytest.fixture
def csv_file(tmp_path: Path) -> Callable[..., Path]:
    """Writes rows as the crawl did, a blank line after each."""

    def write(*rows: list[str], name: str = "khlcnt.csv") -> Path:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        for row in rows:
            writer.writerow(row)
            out.write("\n")
        path = tmp_path / name
        path.write_text(out.getvalue(), encoding="utf-8")
        return path

    return write


@pytest.fixture
def filled(tmp_path: Path) -> Callable[..., Path]:
    """The template filled in by a spreadsheet program: sheet title → rows of key → value."""

    def fill(**sheets: list[dict[str, Any]]) -> Path:
        path = tmp_path / "mau-da-dien.xlsx"
        write_template(path)
        book = openpyxl.load_workbook(path)
        titles = {
            "plans": "Kế hoạch",
            "packages": "Gói thầu",
            "notices": "Thông báo mời thầu",
            "results": "Kết quả",
            "sightings": "Tin đăng",
        }
        for key, rows in sheets.items():
            sheet = book[titles[key]]
            keys = [cell.value for cell in sheet[2]]
            for at, row in enumerate(rows, start=4):
                assert row.keys() <= set(keys)
                for name, value in row.items():
                    sheet.cell(at, keys.index(name) + 1).value = value
        book.save(path)
        book.close()
        return path

    return fill
