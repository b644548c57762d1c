"""Lịch nghỉ thay đổi: những hạn nào đổi theo, và vì ngày nào.
A day off is decided, added or withdrawn: which due days change with it, and because of which day.

Hundreds of thousands of open duties share a few thousand pairs of (day of the event, length), so
each pair is counted once under either calendar.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import cast

from monitor.domain.judgement import Duty
from monitor.law.calendar import Calendar, Deadline
from monitor.law.ladder import full_day
from monitor.law.spans import Unit, deadline_in


@dataclass(frozen=True, slots=True)
class DueShift:
    """What one pair of event day and length comes to under the old and the new calendar."""

    old: Deadline
    new: Deadline
    reason: str


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty whose due day, strict due day or doubt is no longer the same, with the reason."""

    duty_id: str
    shift: DueShift

    @property
    def reason(self) -> str:
        """Which days changed and what that does to the due day, in Vietnamese."""
        return self.shift.reason


def recompute(
    duties: Iterable[Duty], old_calendar: Calendar, new_calendar: Calendar
) -> tuple[DutyChange, ...]:
    """The changes of the given (open) duties; hours run on whatever the calendar, so they never do.

    The duty itself is made anew by `duties_of` with the new calendar.
    """
    days = tuple(_changed_days(old_calendar, new_calendar))
    shifts: dict[tuple[date, int, str], DueShift | None] = {}
    changes: list[DutyChange] = []
    for duty in duties:
        if duty.trigger_day is None or not duty.ladder:
            continue
        key = (duty.trigger_day, _length(duty), duty.unit)
        if key not in shifts:
            shifts[key] = _shift(key, old_calendar, new_calendar, days)
        shift = shifts[key]
        if shift is not None:
            changes.append(DutyChange(duty.id, shift))
    return tuple(changes)


def _length(duty: Duty) -> int:
    """How many units its ladder counts: the last step of working days, the first of a span."""
    step = duty.ladder[-1 if duty.unit == "wd" else 0]
    return step.number or 0


@dataclass(frozen=True, slots=True)
class _ChangedDay:
    """A day, or a whole year, that reads differently; both ends included."""

    first: date
    last: date
    told: str


def _shift(
    key: tuple[date, int, str], old_calendar: Calendar, new_calendar: Calendar, days: tuple[_ChangedDay, ...]
) -> DueShift | None:
    since, n, unit = key
    old = deadline_in(old_calendar, since, n, cast(Unit, unit))
    new = deadline_in(new_calendar, since, n, cast(Unit, unit))
    same_days = (old.due, old.strict_due) == (new.due, new.strict_due)
    if same_days and (old.doubt, old.doubt_until) == (new.doubt, new.doubt_until):
        return None
    last = max(filter(None, (old.due, new.due, old.doubt_until, new.doubt_until)))
    why = "; ".join(changed.told for changed in days if since < changed.last and changed.first <= last)
    return DueShift(old, new, f"{why or 'cách tính ngày làm việc đã đổi'} → {_effect(old, new)}")


def _effect(old: Deadline, new: Deadline) -> str:
    if new.due > old.due:
        told = f"hạn lùi từ {full_day(old.due)} đến {full_day(new.due)}"
    elif new.due < old.due:
        told = f"hạn sớm lên, từ {full_day(old.due)} về {full_day(new.due)}"
    else:
        told = f"hạn vẫn là {full_day(new.due)}"
    if new.strict_due not in (old.strict_due, new.due):
        told += f" (tính cả ngày làm bù: {full_day(new.strict_due)})"
    if old.doubt and not new.doubt:
        return f"{told}, không còn ngày nào chưa quyết định"
    if new.doubt_until is not None and new.doubt_until != old.doubt_until:
        return f"{told}, chưa kết luận trước {full_day(new.doubt_until)}"
    return told


def _changed_days(old: Calendar, new: Calendar) -> Iterator[_ChangedDay]:
    """Every day that reads differently, in order, years newly known first."""
    days = {*old.off, *new.off, *old.makeup, *new.makeup, *old.pending, *new.pending}
    for year in sorted(old.years ^ new.years):
        known = "nay đã có lịch nghỉ" if year in new.years else "không còn lịch nghỉ"
        yield _ChangedDay(date(year, 1, 1), date(year, 12, 31), f"năm {year} {known}")
    for day in sorted(days):
        before, after = _status(old, day), _status(new, day)
        if before != after:
            reason = new.off.get(day) or new.makeup.get(day) or new.pending.get(day) or ""
            told = f"ngày {full_day(day)} từ {before} thành {after}"
            yield _ChangedDay(day, day, told + (f" ({reason})" if reason else ""))


def _status(calendar: Calendar, day: date) -> str:
    if day in calendar.off:
        return "ngày nghỉ"
    if day in calendar.makeup:
        return "ngày làm bù"
    if day in calendar.pending:
        return "đề xuất nghỉ"
    return "ngày thường"
