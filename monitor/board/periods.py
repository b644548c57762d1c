"""Các kỳ của bảng: 13 tuần gần nhất, 13 tuần trước đó, và từng tháng.
The periods of the board: the last 13 weeks, the 13 before them, and single months."""

from dataclasses import dataclass
from datetime import datetime

from monitor.digest.ranking import SPAN, falls_in
from monitor.digest.runs import last_week
from monitor.domain.times import Window, due_day

LAST = "13-weeks"
BEFORE = "13-weeks-before"
# Two years are kept, the pages show the newer one: a month may be compared with that of a year ago.
MONTHS_KEPT = 24


@dataclass(frozen=True, slots=True)
class Periods:
    """`span` is what the digest ranks by, `before` as long a span before it; months end at `until` (UTC).

    Of what falls due later only the early successes are known yet: it counts nowhere.
    """

    span: Window
    before: Window
    until: datetime
    first_month: str

    def of(self, due_at: datetime) -> tuple[str, ...]:
        """Where what falls due at this instant is counted."""
        if due_at > self.until:
            return ()
        found = [LAST] if falls_in(due_at, self.span) else []
        found += [BEFORE] if falls_in(due_at, self.before) else []
        month = month_of(due_at)
        return (*found, month) if month >= self.first_month else tuple(found)


def periods_at(now: datetime) -> Periods:
    """The periods at `now` (aware UTC): the spans end with the last whole week, as in the digest."""
    end = last_week(now).end
    months = months_until(month_of(now), MONTHS_KEPT)
    return Periods(Window(end - SPAN, end), Window(end - 2 * SPAN, end - SPAN), now, months[0])


def month_of(due_at: datetime) -> str:
    """The Vietnamese month of the last day that was in time, as `2026-09`."""
    return f"{due_day(due_at):%Y-%m}"


def months_until(month: str, count: int) -> tuple[str, ...]:
    """That month and those before it, `count` in all, the oldest first."""
    year, number = map(int, month.split("-"))
    last = year * 12 + number - 1
    return tuple(f"{at // 12:04}-{at % 12 + 1:02}" for at in range(last - count + 1, last + 1))
