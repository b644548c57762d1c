"""Đo một khoảng thời gian với mức tối thiểu: đủ, sát mức tùy cách hiểu, hay thiếu.
A span measured against a minimum: kept, borderline (the readings differ), or in breach (both fail).

law.md §5: strict is `last − first ≥ N`, lenient one day more. Working days leave out the event's
own day (Bộ luật Dân sự Điều 147): the first for what runs after it, the closing for what must come
before. What is undecided or unknown about make-up Saturdays counts for the agency.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from monitor.domain.judgement import DayStep
from monitor.law.calendar import Calendar
from monitor.law.ladder import brief_steps, full_day, named_day
from monitor.law.periods import Minimum

_DAY = timedelta(days=1)
_SATURDAY = 5
_UNITS = {"day": "ngày", "wd": "ngày làm việc"}

# A first day so far from the last is a slip of the pen; nothing is measured beyond it.
_LONGEST = 3_700


class Held(StrEnum):
    """How a span stands to its minimum."""

    KEPT = "kept"
    BORDERLINE = "borderline"
    BREACH = "breach"


@dataclass(frozen=True, slots=True)
class Measured:
    """Days between two days under both readings, and what they come to.

    `caution` is a Vietnamese reason for which a breach may only inform, such as a case no record
    shows in which the span is long enough; `accuses` is true of a breach without such a reason by
    a rule that was read. `told` is the sentence for people.
    """

    held: Held
    accuses: bool
    strict: int
    lenient: int
    caution: str
    told: str


@dataclass(frozen=True, slots=True)
class Bound:
    """A day that still keeps a minimum: by the kind reading, and by the strict one."""

    kind: date
    strict: date


def measure(minimum: Minimum, first: date, last: date, calendar: Calendar) -> Measured:
    """How the span from `first` (issue, amendment) to `last` (closing day) stands; Vietnamese days.

    A span that runs backwards has no or fewer days. Raises `ValueError` beyond ten years.
    """
    if abs((last - first).days) > _LONGEST:
        raise ValueError(f"{first} to {last} is no span to measure")
    strict, lenient = _counts(minimum, first, last, calendar)
    held = Held.KEPT if strict >= minimum.n else Held.BORDERLINE if lenient >= minimum.n else Held.BREACH
    caution = minimum.caution
    if held is Held.BREACH:
        enough = [less.caution for less in minimum.unseen if _lenient(less, first, last, calendar) >= less.n]
        caution = "; ".join(filter(None, (caution, *(f"có thể là {case}" for case in enough))))
    told = _told(minimum, first, last, calendar, (strict, lenient))
    accuses = held is Held.BREACH and minimum.confidence.accuses and not caution
    return Measured(held, accuses, strict, lenient, caution, told)


def earliest_closing(minimum: Minimum, issued: date, calendar: Calendar) -> Bound:
    """The first closing day that leaves the minimum after documents issued on `issued`."""

    def day_for(reading: int) -> date:
        last = issued
        while _counts(minimum, issued, last, calendar)[reading] < minimum.n:
            last += _DAY
        return last

    return Bound(day_for(1), day_for(0))


def latest_amendment(minimum: Minimum, closing: date, calendar: Calendar) -> Bound:
    """The last day on which an amendment may be posted before a closing on `closing`."""

    def day_for(reading: int) -> date:
        first = closing
        while _counts(minimum, first, closing, calendar)[reading] < minimum.n:
            first -= _DAY
        return first

    return Bound(day_for(1), day_for(0))


def _counts(minimum: Minimum, first: date, last: date, calendar: Calendar) -> tuple[int, int]:
    """The count of the strict and of the lenient reading, as far as the settings admit them."""
    reading = calendar.readings.minimum
    strict, lenient = _strict(minimum, first, last, calendar), _lenient(minimum, first, last, calendar)
    if reading == "both":
        return strict, lenient
    return (strict, strict) if reading == "strict" else (lenient, lenient)


def _strict(minimum: Minimum, first: date, last: date, calendar: Calendar) -> int:
    if minimum.unit == "day":
        return (last - first).days
    counts = calendar.readings.makeup == "working"
    after = minimum.direction == "after"
    days = _days(first + _DAY, last) if after else _days(first, last - _DAY)
    return sum(calendar.is_working(day, counts) for day in days)


def _lenient(minimum: Minimum, first: date, last: date, calendar: Calendar) -> int:
    if minimum.unit == "day":
        return (last - first).days + 1
    return sum(_may_be_working(calendar, day) for day in _days(first, last))


def _may_be_working(calendar: Calendar, day: date) -> bool:
    """Whether a day may count for the agency: a make-up Saturday, decided, proposed or unknown."""
    if calendar.readings.makeup == "resting" or day.weekday() != _SATURDAY:
        return calendar.is_working(day, makeup_counts=False)
    return day in calendar.makeup or day in calendar.pending_makeup or not calendar.known(day)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]


def _told(minimum: Minimum, first: date, last: date, calendar: Calendar, counts: tuple[int, int]) -> str:
    unit = _UNITS[minimum.unit]
    told = f"{named_day(first)} → {named_day(last)}: {counts[0]} {unit}"
    if counts[0] != counts[1]:
        told += f" (cách tính có lợi cho đơn vị: {counts[1]})"
    told += f", tối thiểu {minimum.n:02d} {unit}"
    if minimum.unit == "wd":
        off = [DayStep(day, None, calendar.why_off(day)) for day in _days(first, last)]
        skipped = brief_steps(tuple(step for step in off if step.note))
        told += f"; không tính {skipped}" if skipped else ""
    if minimum.direction == "before":
        return f"{told}; phải đăng chậm nhất ngày {full_day(latest_amendment(minimum, last, calendar).kind)}"
    closing = earliest_closing(minimum, first, calendar).kind
    return f"{told}; thời điểm đóng thầu sớm nhất phải là {full_day(closing)}"
