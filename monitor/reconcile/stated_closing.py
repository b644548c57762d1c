"""Đọc thời điểm ghi sau một nhãn: "9 giờ 00 phút, ngày 21 tháng 3 năm 2026", "2 giờ chiều 20/3/2026".
The time behind a label; what may mean two times, or has other words before its day, is not read.

An hour before seven without its part of the day may be one of the afternoon ("2 giờ ngày 20/3/2026"),
and midnight is what a day without its hour is exported as: neither is read.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from monitor.domain.times import VIETNAM

_LONGEST = 400
_DAY_SIGN = "§"
_DAY = re.compile(
    r"(?<!\d)(?:(20\d\d)[/.\-](\d{1,2})[/.\-](\d{1,2})(?!\d)"
    r"|(\d{1,2})\s?[/.\-]\s?(\d{1,2})\s?[/.\-]\s?(20\d\d)(?!\d)"
    r"|(\d{1,2}),? tháng (\d{1,2})(?:,?\s?năm\s?|\s?[/.\-,]\s?|\s)(20\d\d)(?!\d))"
)
_OPENING = re.compile(r"(?<!\w)mở (?:thầu|hồ sơ|(?:e-)?hsdt)")
# Vietnam's own time, days of the week, signs between the parts.
_PASSED_OVER = re.compile(
    r"(?:theo )?giờ (?:việt nam|hà nội|địa phương)(?!\w)|(?:gmt|utc)\s?\+\s?0?7(?::?00)?(?!\d)"
    r"|(?<=\d)(?:\.\d{1,6})?\+07:?00(?!\d)|(?<!\w)(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?!\w)"
    r"|(?<=\d)(?=(?:am|pm|sa|ch)(?!\w))|[(),;]|(?<=\s)-(?=\s)"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:\s?:\s?(?P<minute>\d\d)(?::\d\d)?(?:\s?giờ)?"
    r"|\s?(?:giờ|h|g)(?:\s?:?\s?(?P<past>\d\d|\d(?=\s?(?:phút|')))(?:\s?(?:phút|ph|p|'))?)?)(?![\w:'])"
)
_PIECE = re.compile(
    rf"\s?(?:{_DAY_SIGN}|t(?=\d)|{_CLOCK}|(?:buổi\s)?(?P<part>sáng|trưa|chiều|tối|đêm|am|pm|sa|ch)(?!\w)"
    r"|(?P<before>trước)(?!\w)|[:\-]"
    r"|(?:ngày|vào|lúc|hồi|là|đến|hết|(?:chậm|muộn|trễ) nhất|không muộn hơn)(?!\w))"
)
_MORE_CLOCKS = re.compile(rf"(?<!\d){_CLOCK}")
# "20/3/2026 đến 25/3": the day with a year is not the only one.
_MORE_DAYS = re.compile(
    rf"{_DAY_SIGN} -?\s?\d{{1,2}}\s?[/.]\s?\d"
    r"|(?<!\w)(?:đến|tới|sang|thành|hoặc|và)\s(?:hết\s)?(?:ngày\s)?\d{1,2}(?![\w:])"
)
_OTHER_ZONE = re.compile(r"(?<![^\W\d_])(?:gmt|utc|z)(?!\w)")


def _hours(same: range, afternoon: range) -> dict[int, int]:
    return {hour: hour for hour in same} | {hour: hour + 12 for hour in afternoon}


# The hours that are said with a part of the day, and which they are of the twenty-four.
_HOURS = {
    "": _hours(range(7, 24), range(0)),
    "sáng": _hours(range(5, 12), range(0)),
    "trưa": _hours(range(11, 14), range(1, 2)),
    "chiều": _hours(range(13, 19), range(1, 7)),
    "tối": _hours(range(18, 24), range(6, 12)),
    "đêm": {},
    "am": _hours(range(1, 12), range(0)),
    "pm": _hours(range(12, 24), range(1, 12)),
}
_HOURS |= {"sa": _HOURS["am"], "ch": _HOURS["pm"]}


@dataclass(frozen=True, slots=True)
class ShownClosing:
    """A closing as an article shows it; `at` (UTC) is 00:00 of the day when it has no hour.

    `or_opening` when it stands behind a label of both ("đóng/mở thầu").
    """

    at: datetime
    has_hour: bool
    or_opening: bool = False


def stated_closing(value: str) -> ShownClosing | None:
    """The one time that the text behind a label begins with; None where it names none, or several."""
    text = _OPENING.split(value[:_LONGEST].casefold().replace(_DAY_SIGN, "?"), maxsplit=1)[0]
    days = {tuple(int(part) for part in match.groups() if part) for match in _DAY.finditer(text)}
    days = {day if day[0] > 31 else day[::-1] for day in days}
    text = " ".join(_PASSED_OVER.sub(" ", _DAY.sub(f" {_DAY_SIGN} ", text)).split())
    pieces, end = _pieces(text)
    if len(days) != 1 or _DAY_SIGN not in text[:end] or _OTHER_ZONE.search(text):
        return None
    if _MORE_DAYS.search(text):
        return None
    clocks = {_clock(piece) for piece in pieces if piece["hour"]}
    if {_clock(match) for match in _MORE_CLOCKS.finditer(text, end)} - clocks:
        return None
    if not clocks:
        return None if any(piece["before"] for piece in pieces) else _at(days.pop(), 0, 0, has_hour=False)
    parts = {piece["part"] for piece in pieces if piece["part"]}
    if len(clocks) > 1 or len(parts) > 1:
        return None
    (said, minute), part = clocks.pop(), parts.pop() if parts else ""
    hour = _HOURS[part].get(said)
    return None if hour is None else _at(days.pop(), hour, minute, has_hour=True)


def _pieces(text: str) -> tuple[list[re.Match[str]], int]:
    """What the text begins with as long as all of it is understood, and where that ends."""
    pieces, end = [], 0
    while piece := _PIECE.match(text, end):
        pieces.append(piece)
        end = piece.end()
    return pieces, end


def _clock(match: re.Match[str]) -> tuple[int, int]:
    return int(match["hour"]), int(match["minute"] or match["past"] or 0)


def _at(day: tuple[int, ...], hour: int, minute: int, *, has_hour: bool) -> ShownClosing | None:
    try:
        at = datetime(day[0], day[1], day[2], hour, minute, tzinfo=VIETNAM)
    except ValueError:
        return None
    return ShownClosing(at.astimezone(UTC), has_hour)
