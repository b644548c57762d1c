"""Một dòng của hàng việc: hồ sơ với điều đang chờ, tuổi, số ngày quá hạn.
One row of the queue: a case with what it waits for, its age and its days over."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from monitor.desk.clock import Awaited, Clock, DeskRules, clock_of
from monitor.desk.filters import NOBODY, Facet
from monitor.domain.cases import Case
from monitor.domain.desk import FindingFacts
from monitor.domain.times import due_day, vietnam_day
from monitor.domain.vocabulary import Severity, VerdictKind
from monitor.law.calendar import Calendar
from monitor.reconcile.text import bare_form

_SEVERITY = {severity: rank for rank, severity in enumerate(Severity)}
_AWAITED = {awaited: rank for rank, awaited in enumerate(Awaited)}
_VERDICT = {VerdictKind.MISSING: 0, VerdictKind.LATE: 1}
_CODE = re.compile(r"\b(?:PL|IB|BP)\d{8,}\b")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """`facts` are the findings that still stand (of a closed case: all), the weightiest first.

    `age` counts working days since it was opened, `over` those past the due day of the weightiest;
    `words` is what a search looks through, `values` what it is filtered by. `order` puts first what
    needs a person now, then the gravest, the longest overdue, the oldest.
    """

    case: Case
    facts: tuple[FindingFacts, ...]
    clock: Clock
    age: int
    over: int
    words: str
    values: tuple[tuple[Facet, str], ...]
    order: tuple[int, int, int, datetime, str]


def queue_row(case: Case, known: Mapping[str, FindingFacts], rules: DeskRules, now: datetime) -> QueueRow:
    """The row of a case at `now` (UTC); `known` are the facts of all findings by fingerprint."""
    names = case.open_fingerprints if case.state.is_open else case.fingerprints
    facts = tuple(sorted((known[name] for name in names if name in known), key=_weight))
    absent = frozenset(one.fingerprint for one in facts if one.verdict is VerdictKind.MISSING)
    today = vietnam_day(now)
    clock = clock_of(case, absent, rules, now)
    over = days_over(facts[0], rules.calendar, today) if facts else case.days_late
    return QueueRow(
        case,
        facts,
        clock,
        rules.calendar.working_days_after(vietnam_day(case.opened_at), today),
        over,
        _words(case),
        _values(case, facts, clock),
        (_AWAITED[clock.awaited], _SEVERITY[case.severity], -over, case.opened_at, case.id),
    )


def days_over(one: FindingFacts, calendar: Calendar, today: date) -> int:
    """Working days past its due day: of an absence until today, else as they were counted."""
    if one.verdict is VerdictKind.MISSING:
        return calendar.working_days_after(due_day(one.due_at), today)
    return one.days_late


def _values(case: Case, facts: tuple[FindingFacts, ...], clock: Clock) -> tuple[tuple[Facet, str], ...]:
    return (
        (Facet.STATE, case.state.value),
        (Facet.AWAITED, clock.awaited.value),
        (Facet.SEVERITY, case.severity.value),
        (Facet.OWNER, case.owner or NOBODY),
        (Facet.AGENCY, case.agency_id),
        *((Facet.VERDICT, value) for value in {one.verdict.value: 0 for one in facts}),
        *((Facet.CHANNEL, value) for value in {one.channel.value: 0 for one in facts}),
    )


def _weight(one: FindingFacts) -> tuple[int, int, datetime, str]:
    return _SEVERITY[one.severity], _VERDICT.get(one.verdict, 2), one.due_at, one.fingerprint


def _words(case: Case) -> str:
    told = case.events[0].note if case.events else ""
    codes = dict.fromkeys((case.subject_key, *_CODE.findall(told)))
    return bare_form(" ".join((case.id, *codes, case.title, case.agency_name)))
