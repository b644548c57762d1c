"""Viết tệp mẫu bàn giao dữ liệu (XLSX).
Writes the hand-over template: one example row per sheet, clearly synthetic and never imported."""

from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from sources.egp.codelists import code_lists
from sources.imports.columns import CHANNELS, GUIDE_SHEET, LIST_SHEET, NO, SHEETS, YES, Column, Sheet

FIRST_DATA_ROW = 3
_VALIDATED_ROWS = 5000
_FORMS = {
    "plan_no": "PL và 10 chữ số",
    "notice_no": "IB và 10 chữ số (hoặc số 11 chữ số trước 9/2022)",
    "bid_no": "BP và 10 chữ số",
    "version": "hai chữ số, 00 là bản đầu",
    "day": "ngày/tháng/năm",
    "time": "ngày/tháng/năm giờ:phút[:giây], giờ Việt Nam",
    "money": "số nguyên đồng",
    "yes_no": f"{YES} hoặc {NO}",
    "url": "bắt đầu bằng http:// hoặc https://",
    "choice": f"chọn trong danh sách (trang “{LIST_SHEET}”)",
    "text": "chữ",
}


def write_template(path: Path) -> None:
    """Write the empty template to `path`, replacing what is there; the same bytes every time.

    Raises `OSError` when the file cannot be written.
    """
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False})
    try:
        book.set_properties(
            {"title": "Mẫu bàn giao dữ liệu đấu thầu", "created": datetime(2026, 1, 1, tzinfo=UTC)}
        )
        bold = book.add_format({"bold": True, "bg_color": "#E7EEF7", "text_wrap": True, "valign": "top"})
        grey = book.add_format({"font_color": "#777777", "italic": True})
        _write_guide(book.add_worksheet(GUIDE_SHEET), bold)
        choices = _write_lists(book.add_worksheet(LIST_SHEET), bold)
        for sheet in SHEETS:
            _write_sheet(book.add_worksheet(sheet.title), sheet, choices, bold, grey)
    finally:
        book.close()


def choice_labels(list_name: str) -> tuple[str, ...]:
    """The Vietnamese words to choose from, each once."""
    if list_name == "channel":
        return CHANNELS
    return tuple(dict.fromkeys(label for label in code_lists()[list_name].values() if label))


def _write_guide(page: Worksheet, bold: Format) -> None:
    page.set_column(0, 0, 24)
    page.set_column(1, 1, 42)
    page.set_column(2, 3, 34)
    page.write(
        0, 0, "Mỗi trang tính là một loại dữ liệu; để trống trang không dùng. Không đổi tên trang và dòng 2."
    )
    page.write(1, 0, "Dòng có ghi chú bắt đầu bằng “VÍ DỤ” là dữ liệu tổng hợp và không được nhập.")
    page.write_row(3, 0, ["Trang", "Cột", "Cách ghi", "Bắt buộc"], bold)
    row = 4
    for sheet in SHEETS:
        for column in sheet.columns:
            page.write_row(
                row, 0, [sheet.title, column.title, _FORMS[column.kind], YES if column.required else ""]
            )
            row += 1


def _write_lists(page: Worksheet, bold: Format) -> dict[str, str]:
    """One column per list of choices; returns the range of each for data validation."""
    names = sorted({column.choices for sheet in SHEETS for column in sheet.columns if column.choices})
    ranges = {}
    for at, name in enumerate(names):
        labels = choice_labels(name)
        letter = chr(ord("A") + at)
        page.write(0, at, name, bold)
        page.write_column(1, at, labels)
        page.set_column(at, at, 36)
        ranges[name] = f"='{LIST_SHEET}'!${letter}$2:${letter}${len(labels) + 1}"
    return ranges


def _write_sheet(page: Worksheet, sheet: Sheet, choices: dict[str, str], bold: Format, grey: Format) -> None:
    page.freeze_panes(2, 0)
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, 24)
        page.write(0, at, column.title + (" *" if column.required else ""), bold)
        page.write(1, at, column.key, grey)
        page.write(2, at, column.example, grey)
        _validate(page, at, column, choices)


def _validate(page: Worksheet, at: int, column: Column, choices: dict[str, str]) -> None:
    if column.kind == "choice":
        rule: dict[str, object] = {"validate": "list", "source": choices[column.choices]}
    elif column.kind == "yes_no":
        rule = {"validate": "list", "source": [YES, NO]}
    elif column.kind == "money":
        rule = {"validate": "decimal", "criteria": ">=", "value": 0}
    else:
        return
    rule |= {"ignore_blank": True, "error_title": column.title, "error_message": _FORMS[column.kind]}
    page.data_validation(2, at, _VALIDATED_ROWS, at, rule)
