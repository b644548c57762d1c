"""Viết bậc thang ngày làm việc thành một câu cho người đọc.
The ladder of days as one Vietnamese sentence: what counted, what did not and why."""

from datetime import date
from itertools import groupby

from monitor.domain.judgement import DayStep

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKEND = frozenset({"thứ Bảy", "Chủ nhật"})


def full_day(day: date) -> str:
    """`7/9/2026`."""
    return f"{day.day}/{day.month}/{day.year}"


def named_day(day: date) -> str:
    """`26/8/2026 (thứ Tư)`."""
    return f"{full_day(day)} ({_WEEKDAYS[day.weekday()]})"


def in_words(steps: tuple[DayStep, ...]) -> str:
    """Every day of a ladder in order; days off with the same reason stand together."""
    parts: list[str] = []
    for (counted, why), run in groupby(steps, key=_sort):
        days = list(run)
        if not counted:
            parts.append(f"{_span([step.day for step in days])} {why}")
            continue
        for step in days:
            head = "ngày làm việc thứ" if step.number == 1 else "thứ"
            note = step.note.removesuffix("hạn 24:00").removesuffix("; ")
            parts.append(
                f"{head} {step.number}: {step.day.day}/{step.day.month}" + (f" ({note})" if note else "")
            )
    return "; ".join(parts)


def _sort(step: DayStep) -> tuple[bool, str]:
    if step.number is not None:
        return True, ""
    return False, "cuối tuần" if step.note in _WEEKEND else f"nghỉ: {step.note}"


def _span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.day}/{first.month}"
    if first.month == last.month:
        return f"{first.day}–{last.day}/{last.month}"
    return f"{first.day}/{first.month}–{last.day}/{last.month}"
