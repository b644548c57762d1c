"""Đo việc tính lại mọi hạn khi lịch nghỉ đổi: `python -m tests.bench.law`.
Times the recount of every open duty when a day off is added, decided or withdrawn (one core, CPU seconds)."""

import argparse
import gc
import random
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from rich.console import Console
from rich.progress import track
from rich.table import Table

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.times import Moment, start_of_day
from monitor.domain.vocabulary import DisclosureKind, Precision
from monitor.law.calendar import Calendar, calendar_of, load_calendar
from monitor.law.duties import duties_of
from monitor.law.holidays import DayOff, HolidayBook, Swap, load_holidays
from monitor.law.lawbook import load_lawbook
from monitor.law.recompute import recompute

LIMIT_SECONDS = 5.0
_KINDS = (DisclosureKind.PLAN, DisclosureKind.CANCELLATION, DisclosureKind.RESULT)
_SEED = 349
_PER_DISCLOSURE = 3


def main() -> None:
    """Print how long 500,000 duties take, how many changed, and one reason."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--duties", type=int, default=500_000)
    given = asked.parse_args()
    console = Console()
    gc.set_threshold(100_000, 20, 20)  # as the command itself does
    duties = _duties(given.duties)
    table = Table(
        title=f"Recount of {len(duties):,} open duties (CPU seconds, one core, limit {LIMIT_SECONDS})"
    )
    for head in ("what changed", "old calendar", "changed", "seconds", "duties/s"):
        table.add_column(head, justify="left" if head == "what changed" else "right")
    reasons = []
    for name, change in _SITUATIONS.items():
        old, new = calendar_of(load_holidays()), change()  # fresh: nothing is remembered from before
        started = time.process_time()
        changes = recompute(duties, old, new)
        seconds = time.process_time() - started
        rate = f"{len(duties) / max(seconds, 1e-9):,.0f}"
        table.add_row(name, "2022–2027", f"{len(changes):,}", f"{seconds:.2f}", rate)
        reasons += [f"{name}: {changes[0].reason}"] if changes else []
    console.print(table)
    for reason in reasons:
        console.print(reason, highlight=False)


def _duties(count: int) -> list[Duty]:
    """Duties of plans, cancellations and results over the two years around now, none shared."""
    dice = random.Random(_SEED)
    lawbook, calendar = load_lawbook(), load_calendar()
    made: list[Duty] = []
    for number in track(range(-(-count // _PER_DISCLOSURE)), description="duties"):
        day = date(2025, 12, 1) + timedelta(days=dice.randrange(730))
        kind = dice.choice(_KINDS)
        disclosure = Disclosure(
            id=f"X{number}/{kind}",
            kind=kind,
            subject_key=f"X{number}",
            title="",
            buyer_name="",
            agency_id="",
            decision_date=day,
            regime_date=day,
            national=Moment(start_of_day(day), Precision.DAY, "api"),
        )
        # As they come out of the database: every duty has a ladder of its own.
        made += (
            replace(d, ladder=tuple(step for step in d.ladder))
            for d in duties_of(disclosure, lawbook, calendar)
        )
    return made[:count]


def _with(year: int, **changes: object) -> Calendar:
    years = [row.model_copy(update=changes) if row.year == year else row for row in load_holidays().years]
    return calendar_of(HolidayBook(years=tuple(years)))


def _one_day_off() -> Calendar:
    days = next(row.days_off for row in load_holidays().years if row.year == 2026)
    return _with(2026, days_off=(*days, DayOff(day=date(2026, 10, 13), reason="nghỉ theo quyết định mới")))


def _swap_decided() -> Calendar:
    swaps = next(row.swaps for row in load_holidays().years if row.year == 2026)
    decided = Swap(rest=date(2026, 11, 23), makeup=date(2026, 11, 28), decision="Thông báo mới", status="ok")
    return _with(2026, swaps=(*(swap for swap in swaps if swap.status == "ok"), decided))


def _every_monday() -> Calendar:
    """The worst case: nothing stays where it was."""
    years = []
    for row in load_holidays().years:
        taken = {day.day for day in row.days_off} | {swap.rest for swap in row.swaps}
        first = date(row.year, 1, 1)
        days = (first + timedelta(days=step) for step in range(365))
        more = (
            DayOff(day=day, reason="thứ Hai", decision="Quyết định mẫu")
            for day in days
            if day.weekday() == 0 and day not in taken
        )
        years.append(row.model_copy(update={"days_off": (*row.days_off, *more), "pending": ()}))
    return calendar_of(HolidayBook(years=tuple(years)))


_SITUATIONS: dict[str, Callable[[], Calendar]] = {
    "a day off is added": _one_day_off,
    "a proposed swap is decided": _swap_decided,
    "every Monday off (worst case)": _every_monday,
}


if __name__ == "__main__":
    main()
