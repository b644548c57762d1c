"""Hồ sơ đang chờ ai làm gì, đến bao giờ.
What a case waits for, from whom, and until when.

The order of `Awaited` is the order of the queue: what needs a person of the inspectorate now comes
first, what waits for others or for a day comes last.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from monitor.cases.asking import open_question
from monitor.cases.telling import Manners, upcoming
from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case
from monitor.domain.times import due_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Reason
from monitor.law.calendar import Calendar, load_calendar
from monitor.law.holidays import HolidayBook, load_holidays

_DAY = timedelta(days=1)


class Awaited(StrEnum):
    """What comes next; the values stand in addresses."""

    SECOND_PERSON = "nguoi-thu-hai"
    ANSWER_READ = "da-tra-loi"
    ANSWER_OVERDUE = "qua-han-tra-loi"
    ACKNOWLEDGEMENT = "chua-tiep-nhan"
    DECISION = "dang-xu-ly"
    ANSWER = "cho-tra-loi"
    SNOOZE_END = "tam-hoan"
    NOTHING = "da-dong"


@dataclass(frozen=True, slots=True)
class DeskRules:
    """What the operator set for the desk."""

    calendar: Calendar = field(default_factory=load_calendar)
    manners: Manners = field(default_factory=Manners)
    four_eyes: bool = False
    holidays: HolidayBook = field(default_factory=load_holidays)


@dataclass(frozen=True, slots=True)
class Clock:
    """What is awaited and the last day for it (`None`: no day); `past` are working days over that day.

    `automatic` is what the machine sends by itself, each from a day on.
    """

    awaited: Awaited
    until: date | None = None
    past: int = 0
    automatic: tuple[tuple[Reason, date], ...] = ()


def clock_of(case: Case, absent: frozenset[str], rules: DeskRules, now: datetime) -> Clock:
    """Where a case stands at `now` (UTC); `absent` are the fingerprints of its standing absences."""
    if not case.state.is_open:
        return Clock(Awaited.NOTHING)
    automatic = upcoming(case, absent, rules.manners, rules.calendar, now)
    if case.proposal is not None:
        return Clock(Awaited.SECOND_PERSON, automatic=automatic)
    if answered_last(case):
        return Clock(Awaited.ANSWER_READ, automatic=automatic)
    if case.snooze is not None and now < case.snooze.until:
        return Clock(Awaited.SNOOZE_END, due_day(case.snooze.until))
    if case.state is CaseState.EXPLANATION_ASKED:
        return _asked(case, rules, vietnam_day(now), automatic)
    wanted = Awaited.ACKNOWLEDGEMENT if case.state is CaseState.NEW else Awaited.DECISION
    return Clock(wanted, automatic=automatic)


def answered_last(case: Case) -> bool:
    """Whether the agency's answer is the last word: no person of the inspectorate acted on it yet."""
    for event in reversed(case.events):
        if event.action == CaseStep.ANSWERED:
            return True
        if event.by != MACHINE and event.action != CaseStep.ASSIGNED:
            return False
    return False


def _asked(case: Case, rules: DeskRules, today: date, automatic: tuple[tuple[Reason, date], ...]) -> Clock:
    question = open_question(case)
    if question is None:
        return Clock(Awaited.DECISION)
    last = question.last_day(rules.manners.answer_days, rules.calendar)
    awaited = Awaited.ANSWER_OVERDUE if today > last else Awaited.ANSWER
    return Clock(awaited, last, rules.calendar.working_days_after(last, today), automatic)
