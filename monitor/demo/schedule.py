"""Trình tự một kế hoạch: quyết định, mời thầu, đóng thầu, kết quả.
The order of days in one plan; every wait is drawn first, so that the days follow from the first one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from monitor.demo.workdays import due_kind, first_working, working_day_after
from monitor.domain.vocabulary import DisclosureKind

REGIME_B_FROM = date(2024, 1, 1)
# On the portal and the agency's page: five working days from the day the information was made (law.md §4).
MIRROR_DAYS = 5
# A notice has no number of days; a network record is missed after this many, seen from its copy.
NOTICE_DAYS = 1


def national_days(regime_day: date) -> int:
    """Working days allowed on the national network: 7 before 2024, then 5 (law.md §1, §2)."""
    return 7 if regime_day < REGIME_B_FROM else 5


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each step takes: working days, except `preparation` in calendar days.

    `plan_late` are working days after the due day, 0 for a plan published in time.
    """

    plan: int
    plan_late: int
    notice: int
    preparation: int
    evaluation: int
    direct: int

    @classmethod
    def drawn(cls, rng: Random, *, plan_late: int) -> "Waits":
        return cls(
            plan=rng.randint(0, 3),
            plan_late=plan_late,
            notice=rng.randint(2, 6),
            preparation=rng.randint(18, 22),
            evaluation=rng.randint(5, 14),
            direct=rng.randint(6, 12),
        )


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one plan and its special package."""

    plan: date
    plan_published: date
    notice: date
    closing: date
    result: date
    direct_result: date

    def of(self, kind: DisclosureKind, *, direct: bool) -> date:
        """The day on which the act of that kind is decided."""
        if kind is DisclosureKind.PLAN:
            return self.plan
        if kind is DisclosureKind.RESULT:
            return self.direct_result if direct else self.result
        return self.notice


def days_from(plan: date, waits: Waits) -> Days:
    """All days that follow from the plan's decision."""
    published = working_day_after(plan, waits.plan)
    if waits.plan_late:
        published = working_day_after(due_kind(plan, national_days(plan)), waits.plan_late)
    notice = working_day_after(published, waits.notice)
    closing = first_working(notice + timedelta(days=waits.preparation))
    return Days(
        plan=plan,
        plan_published=published,
        notice=notice,
        closing=closing,
        result=working_day_after(closing, waits.evaluation),
        direct_result=working_day_after(published, waits.direct),
    )


def days_until(target: date, waits: Waits, chosen: Callable[[Days], date]) -> Days:
    """The days whose chosen one falls on `target`, or as shortly before it as possible."""
    plan = target
    while True:
        days = days_from(first_working(plan), waits)
        if chosen(days) <= target:
            return days
        plan -= timedelta(days=1)
