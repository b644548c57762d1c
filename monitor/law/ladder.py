"""Viết bậc thang ngày làm việc thành một câu cho người đọc.
The ladder of days as one Vietnamese sentence: what counted, what did not and why."""

from datetime import date
from itertools import groupby

from monitor.domain.judgement import DayStep

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKEND = frozenset({"thứ Bảy", "Chủ nhật"})
_UNITS = {"day": "ngày", "month": "tháng"}
_OFF = "nghỉ: "
_WORKED = _OFF  # no reason given: a working day


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
            note = _bare(step.note)
            parts.append(
                f"{head} {step.number}: {step.day.day}/{step.day.month}" + (f" ({note})" if note else "")
            )
    return "; ".join(parts)


def running_in_words(steps: tuple[DayStep, ...], unit: str) -> str:
    """A span of calendar days or months: its last day, then the days off it rolls over."""
    last = steps[0]
    told = [f"đủ {last.number} {_UNITS[unit]}: {last.day.day}/{last.day.month}"]
    for why, run in groupby(steps, key=lambda step: _sort(DayStep(step.day, None, _bare(step.note)))[1]):
        if why != _WORKED:
            told.append(f"{_span([step.day for step in run])} {why}")
    return "; ".join(told)


def brief_steps(steps: tuple[DayStep, ...]) -> str:
    """The first counted day and the days off other than weekends: `thứ 1: 27/8 … 31/8 hoán đổi`."""
    first = next((step for step in steps if step.number is not None), None)
    head = f"ngày làm việc thứ {first.number}: {first.day.day}/{first.day.month}" if first else ""
    off = [step for step in steps if step.number is None and step.note not in _WEEKEND]
    told = [f"{_span([step.day for step in run])} {why}" for why, run in _by_reason(off)]
    return " … ".join(filter(None, (head, ", ".join(told))))


def _by_reason(steps: list[DayStep]) -> list[tuple[str, list[DayStep]]]:
    """Neighbouring days off with the same short reason together."""
    runs: list[tuple[str, list[DayStep]]] = []
    for step in steps:
        why = _short(step.note)
        if runs and runs[-1][0] == why and (step.day - runs[-1][1][-1].day).days == 1:
            runs[-1][1].append(step)
        else:
            runs.append((why, [step]))
    return runs


def _short(note: str) -> str:
    if note.startswith("hoán đổi"):
        return "hoán đổi"
    return "làm bù, không tính" if note.startswith("làm bù") else "nghỉ lễ"


def _bare(note: str) -> str:
    return note.removesuffix("hạn 24:00").removesuffix("; ")


def _sort(step: DayStep) -> tuple[bool, str]:
    if step.number is not None:
        return True, ""
    return False, "cuối tuần" if step.note in _WEEKEND else f"{_OFF}{step.note}"


def _span(days: list[date]) -> str:
    first, last = days[0], days[-1]
    if first == last:
        return f"{first.day}/{first.month}"
    if first.month == last.month:
        return f"{first.day}–{last.day}/{last.month}"
    return f"{first.day}/{first.month}–{last.day}/{last.month}"
