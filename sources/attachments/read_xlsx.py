"""Đọc chữ của bảng tính XLSX.
Text of a workbook, sheet by sheet; formulas give their stored value, macros are not looked at."""

from collections.abc import Iterator

from monitor.domain.errors import ImportRefused
from sources.attachments.office import refuse_bombs
from sources.attachments.parts import Limits, Part, Unreadable
from sources.imports.workbook import read_sheets
from sources.text import clean

_LONGEST_TITLE = 60


def xlsx_parts(body: bytes, limits: Limits) -> Iterator[Part]:
    """One part per sheet, a line per row; raises `Unreadable`."""
    refuse_bombs(body)
    try:
        sheets = read_sheets("", body)
    except ImportRefused as error:
        raise Unreadable("damaged") from error
    for sheet in sheets[: limits.pages]:
        lines = (" ".join(str(value) for value in row if value is not None) for _number, row in sheet.rows)
        place = f"trang tính “{clean(sheet.title)[:_LONGEST_TITLE]}”"
        yield Part(place, "\n".join(lines), cut=sheet.cut)
    if len(sheets) > limits.pages:
        yield Part(cut=True)
