"""Lịch nghỉ thay đổi: hạn nào chưa xong đổi theo, và vì ngày nào.
Days off were decided, added or withdrawn: which unsettled due days change with them, and why.

The cycle counts every due day anew anyway; this only tells what a change of the calendar did.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.domain.vocabulary import VerdictKind
from monitor.law.calendar import Calendar
from monitor.law.recompute import DutyChange, recompute
from monitor.law.remembered import calendar_of_kept, kept_form
from storage.store import UnitOfWork

# Under this name the store keeps the calendar that the last recount compared with.
CALENDAR = "calendar"

# What was in time, or need not be posted, stays so whatever day is added.
_UNSETTLED = (VerdictKind.NOT_DUE, VerdictKind.UNVERIFIABLE, VerdictKind.MISSING, VerdictKind.LATE)


@dataclass(frozen=True, slots=True)
class Recount:
    """What changed since the calendar was noted at `noted_at` (UTC); `None`: never noted before."""

    noted_at: datetime | None
    changes: tuple[DutyChange, ...] = ()
    looked_at: int = 0


def remember_calendar(work: UnitOfWork, calendar: Calendar, now: datetime) -> bool:
    """Note the calendar when none was noted yet; returns whether it is the one that stands noted."""
    kept: Any = work.meta.get(CALENDAR)
    if kept is None:
        _note(work, calendar, now)
        return True
    return bool(kept["days"] == kept_form(calendar))


def recount(work: UnitOfWork, calendar: Calendar, now: datetime) -> Recount:
    """Compare the unsettled duties under the noted calendar with this one, and note this one.

    1. nothing noted, or nothing changed: no duty is read; 2. each duty under both calendars;
    3. this calendar is what the next recount compares with.
    """
    kept: Any = work.meta.get(CALENDAR)
    if kept is None:
        _note(work, calendar, now)
        return Recount(None)
    noted_at = datetime.fromisoformat(kept["at"])
    if kept["days"] == kept_form(calendar):
        return Recount(noted_at)
    duties = [row.duty for kind in _UNSETTLED for row in work.judgements.judged(kind)]
    changes = recompute(duties, calendar_of_kept(kept["days"]), calendar)
    _note(work, calendar, now)
    return Recount(noted_at, changes, len(duties))


def _note(work: UnitOfWork, calendar: Calendar, now: datetime) -> None:
    work.meta.set(CALENDAR, {"at": now.isoformat(), "days": kept_form(calendar)})
