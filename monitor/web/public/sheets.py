"""Một bảng số thành CSV, XLSX hoặc JSON; ô chữ không bao giờ là công thức.
One table of numbers as CSV, XLSX or JSON; a cell of text is never a formula."""

import csv
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import xlsxwriter

Cell = str | int | None

# What a spreadsheet takes for the beginning of a formula, blanks before it included.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class Column:
    """`key` names it in JSON, `title` over its cells elsewhere."""

    key: str
    title: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells under columns; `notes` say how they were counted, `about` goes to JSON alone."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    notes: tuple[str, ...]
    notes_title: str
    about: Mapping[str, Any]
    counted_at: datetime


def csv_of(sheet: Sheet) -> bytes:
    """UTF-8 with the mark that Excel looks for, commas, CRLF, and whole numbers alone.

    A decimal sign would be read differently in Việt Nam and elsewhere; there is none.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(column.title for column in sheet.columns)
    writer.writerows([_plain(cell) for cell in row] for row in sheet.rows)
    return out.getvalue().encode("utf-8-sig")


def xlsx_of(sheet: Sheet) -> bytes:
    """A workbook: the rows, and beside them how they were counted. Equal sheets have equal bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": sheet.name, "created": sheet.counted_at.replace(tzinfo=None)})
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    page = book.add_worksheet(sheet.name[:31])
    for at, column in enumerate(sheet.columns):
        page.set_column(at, at, _width(sheet, at))
        page.write_string(0, at, column.title, bold)
    for number, row in enumerate(sheet.rows, start=1):
        for at, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(number, at, cell)
            elif cell is not None:
                page.write_string(number, at, cell)
    page.freeze_panes(1, 0)
    notes = book.add_worksheet(sheet.notes_title[:31])
    notes.set_column(0, 0, 110)
    for number, note in enumerate(sheet.notes):
        notes.write_string(number, 0, note, wrapped)
    book.close()
    return out.getvalue()


def json_of(sheet: Sheet) -> bytes:
    """An object with what it is about, the method, and one object a row."""
    keys = [column.key for column in sheet.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in sheet.rows]
    document = {**sheet.about, "method": list(sheet.notes), "rows": rows}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


FORMS: Mapping[str, tuple[Callable[[Sheet], bytes], str]] = {
    "csv": (csv_of, "text/csv; charset=utf-8"),
    "xlsx": (xlsx_of, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "json": (json_of, "application/json"),
}


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_FORMULA):
        return f"'{cell}"
    return cell


def _width(sheet: Sheet, at: int) -> int:
    texts = [row[at] for row in sheet.rows if isinstance(row[at], str)]
    return min(_WIDEST, max([14, *(len(str(text)) + 2 for text in texts)]))
