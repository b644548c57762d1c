"""Mở tệp XLSX một cách an toàn và đọc từng dòng.
Opens a workbook under limits: no bombs, no external links, no formulas run."""

import io
import warnings
import zipfile
import zlib
from dataclasses import dataclass
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from sources.imports.handed import refused

MAX_ENTRIES = 2_000
MAX_UNPACKED = 120_000_000
MAX_STRINGS = 40_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 60

# What openpyxl lets through from zip, XML and number handling when a workbook is damaged.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
_RESAVE = "Hãy mở tệp bằng Excel hoặc LibreOffice, lưu lại dạng .xlsx rồi nhập lại."


@dataclass(frozen=True, slots=True)
class SheetRows:
    """One sheet: its title, and its rows that are not empty with their row numbers (from 1)."""

    title: str
    rows: tuple[tuple[int, tuple[Any, ...]], ...]
    cut: bool


def read_sheets(name: str, body: bytes) -> tuple[SheetRows, ...]:
    """Every visible or hidden sheet of the workbook; formulas give their stored value.

    `cut` tells that rows beyond `MAX_ROWS` were not read. Raises `ImportRefused`.
    """
    _refuse_bombs(name, body)
    try:
        # Excel adds extensions that openpyxl does not know and says so in warnings.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            book = load_workbook(io.BytesIO(body), read_only=True, data_only=True, keep_links=False)
            try:
                return tuple(_sheet(sheet) for sheet in book.worksheets)
            finally:
                book.close()
    except _DAMAGE as error:
        what = f"tệp bị hỏng hoặc không phải bảng tính. {_RESAVE}"
        raise refused(name, what, f"damaged workbook: {type(error).__name__}: {error}") from error


def _sheet(sheet: Any) -> SheetRows:
    rows = []
    number = 0
    for number, row in enumerate(sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True), 1):
        if any(value not in (None, "") for value in row):
            rows.append((number, tuple(row)))
    return SheetRows(sheet.title, tuple(rows), cut=number >= MAX_ROWS)


def _refuse_bombs(name: str, body: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refused(name, f"tệp bị hỏng. {_RESAVE}", f"not a zip file: {error}") from error
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        what = "đây không phải bảng tính XLSX. Hãy dùng tệp mẫu: monitor import --template."
        raise refused(name, what, "no xl/workbook.xml inside")
    strings = sum(entry.file_size for entry in entries if entry.filename.endswith("sharedStrings.xml"))
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or strings > MAX_STRINGS:
        what = "nội dung giải nén quá lớn. Hãy chia thành nhiều tệp nhỏ hơn, mỗi tệp dưới 20.000 dòng."
        raise refused(name, what, f"unpacks to {unpacked} bytes in {len(entries)} entries")
    if any(entry.flag_bits & 1 for entry in entries):
        raise refused(name, "tệp có mật khẩu. Hãy bỏ mật khẩu rồi nhập lại.", "encrypted entries")
