"""Giờ nghỉ: thư báo chỉ đi trong giờ làm việc.
Quiet hours: letters about findings leave in office hours only, in Vietnamese time."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from monitor.domain.times import VIETNAM
from monitor.law.calendar import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Quiet from one hour of the day to another, over midnight where `start` is the later one.

    Equal hours mean none. With `working_days_only` days off are quiet as a whole.
    """

    start: int = 18
    end: int = 7
    working_days_only: bool = True

    def is_quiet(self, at: datetime, calendar: Calendar) -> bool:
        """Whether nothing may leave at this instant (UTC)."""
        local = at.astimezone(VIETNAM)
        if self.working_days_only and not calendar.is_working(local.date()):
            return True
        if self.start <= self.end:
            return self.start <= local.hour < self.end
        return local.hour >= self.start or local.hour < self.end

    def next_allowed(self, at: datetime, calendar: Calendar) -> datetime:
        """The first instant at or after `at` (UTC) that is not quiet."""
        day = at.astimezone(VIETNAM).date()
        while self.is_quiet(at, calendar):
            opening = datetime.combine(day, time(0 if self.start == self.end else self.end), VIETNAM)
            midnight = datetime.combine(day, time.min, VIETNAM)
            ahead = [moment.astimezone(UTC) for moment in (midnight, opening) if moment > at]
            at = min(ahead, default=at)
            if not ahead:
                day += _DAY
        return at
