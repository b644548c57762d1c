"""Đọc từng ô của tệp mẫu: ngày, giờ, tiền, mã, lựa chọn.
Reads one cell of the template by its column's kind; a cell that cannot be read names its column."""

import math
import re
from datetime import date, datetime, timedelta
from typing import Any

from monitor.domain.times import Moment, from_vietnam, vietnam_day
from monitor.domain.vocabulary import Precision
from sources.dates import parse_published
from sources.egp.codelists import code_of_label
from sources.egp.personal import mask_citizen_number
from sources.imports.columns import CHANNELS, NO, YES, Column
from sources.imports.handed import RowProblem
from sources.text import clean

_LONGEST = 10_000
_PATTERNS = {
    "plan_no": re.compile(r"PL\d{10}|20\d{9}"),
    "notice_no": re.compile(r"IB\d{10}|20\d{9}"),
    "bid_no": re.compile(r"BP\d{10}"),
    "version": re.compile(r"\d{2}"),
    "url": re.compile(r"https?://\S+"),
}
_THOUSANDS = re.compile(r"\d{1,3}([.,\s]\d{3})+")
_INTO_FUTURE = timedelta(days=2)


def read_cell(value: Any, column: Column, now: datetime) -> Any:
    """The cell as text, day, `Moment`, whole đồng, code or bool; `None` when it is empty.

    Raises `RowProblem` naming the column when the cell is required and empty, or unreadable.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        if column.required:
            raise RowProblem(f"thiếu cột “{column.title}”", f"column {column.key} is empty")
        return None
    if isinstance(value, str) and len(value) > _LONGEST:
        raise RowProblem(f"cột “{column.title}” quá dài", f"column {column.key} is too long")
    read = {
        "day": _day,
        "time": _time,
        "money": _money,
        "choice": _choice,
        "yes_no": _yes_no,
    }.get(column.kind, _text)
    found = read(value, column, now)
    if found is None:
        shown = clean(str(value))[:40]
        raise RowProblem(
            f"cột “{column.title}” ghi “{shown}”, không đọc được",
            f"column {column.key} says {shown!r}",
        )
    return found


def _text(value: Any, column: Column, now: datetime) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = mask_citizen_number(clean(str(value)))
    if column.kind == "version" and text.isdigit():
        # Spreadsheets drop the leading zero of 00.
        text = text.zfill(2)
    pattern = _PATTERNS.get(column.kind)
    if pattern is None:
        return text
    if column.kind in ("plan_no", "notice_no", "bid_no"):
        text = text.upper().replace(" ", "")
    return text if pattern.fullmatch(text) else None


def _time(value: Any, column: Column, now: datetime) -> Moment | None:
    if isinstance(value, datetime):
        moment = _moment(value)
    elif isinstance(value, date):
        moment = _moment(datetime(value.year, value.month, value.day))  # noqa: DTZ001 - Việt Nam time
    elif isinstance(value, str):
        return parse_published(value, "file", now)
    else:
        return None
    return moment if moment.at <= now + _INTO_FUTURE or column.key == "tender_period_end" else None


def _moment(naive: datetime) -> Moment:
    """A spreadsheet's date and time, read as Vietnamese time; midnight means that no time was given."""
    precision = Precision.SECOND if naive.second else Precision.MINUTE
    if not (naive.hour or naive.minute or naive.second):
        precision = Precision.DAY
    return Moment(from_vietnam(naive.replace(tzinfo=None)), precision, "file")


def _day(value: Any, column: Column, now: datetime) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    moment = parse_published(value, "file", now) if isinstance(value, str) else None
    return None if moment is None else vietnam_day(moment.at)


def _money(value: Any, column: Column, now: datetime) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return round(value) if math.isfinite(value) and 0 <= value < 10**17 else None
    text = clean(str(value)).casefold().removesuffix("vnd").removesuffix("đồng").removesuffix("đ").strip()
    if _THOUSANDS.fullmatch(text):
        text = re.sub(r"\D", "", text)
    return int(text) if re.fullmatch(r"\d{1,17}", text) else None


def _choice(value: Any, column: Column, now: datetime) -> str | None:
    text = clean(str(value))
    if column.choices == "channel":
        return text if text in CHANNELS else None
    return code_of_label(column.choices, text) or None


def _yes_no(value: Any, column: Column, now: datetime) -> bool | None:
    if isinstance(value, bool):
        return value
    return {YES.casefold(): True, NO.casefold(): False}.get(clean(str(value)).casefold())
