"""Bản tin tuần cho thanh tra: mới, còn mở, đã khắc phục, và điều chưa nhìn thấy được.
The weekly digest, built from domain objects; it also goes out when nothing is new."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Protocol

from monitor.digest.lines import grouped, line_of, worst
from monitor.digest.patterns import RuleFacts, flood_notices, pattern_groups, to_confirm
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.judgement import Finding
from monitor.domain.letters import (
    AgeBand,
    AlertLine,
    CaseRow,
    ChannelTotals,
    Deadline,
    DigestData,
    Heading,
    Sight,
)
from monitor.domain.times import Window, due_day, start_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Channel, Reason, Severity, VerdictKind

# Working days; the agency has 5 to answer (reports.md §E.5).
AGE_BANDS = ((0, 5), (6, 10), (11, 20), (21, None))

_CARDS = 12
_ROWS = 10
_DEADLINES_WITHIN = timedelta(days=7)


class WorkingDays(Protocol):
    """The one question the digest asks the calendar."""

    def working_days_after(self, due_day: date, until_day: date) -> int: ...


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What the digest is built from.

    `cases` are all cases; `findings` maps the fingerprints they hold to their findings;
    `standing` are the findings standing now, those that only inform included; `verdict_counts`
    counts duties by channel and verdict; `upcoming` are duties not due yet; `rules` what each rule
    is called and how often it spoke, by code.
    """

    cases: tuple[Case, ...]
    findings: Mapping[str, Finding]
    standing: tuple[Finding, ...]
    verdict_counts: Mapping[tuple[Channel, VerdictKind], int]
    upcoming: tuple[Deadline, ...]
    sight: Sight
    links_to_review: int = 0
    case_links: Mapping[str, str] | None = None
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)


def last_week(now: datetime) -> Window:
    """The last whole ISO week before `now`: Monday 00:00 to Monday 00:00 in Việt Nam, as UTC."""
    today = vietnam_day(now)
    monday = today - timedelta(days=today.weekday())
    return Window(start_of_day(monday - timedelta(days=7)), start_of_day(monday))


def iso_week(period: Window) -> tuple[int, int]:
    """ISO year and week of a period that starts on its Monday."""
    calendar = vietnam_day(period.start).isocalendar()
    return calendar.year, calendar.week


def build_digest(facts: WeekFacts, heading: Heading, period: Window, calendar: WorkingDays) -> DigestData:
    """The digest of one period. Cases stand as they are now; those opened after it wait a week."""
    week = _Week(facts, period, calendar)
    opened = [case for case in week.known if case.state.is_open]
    fresh = sorted(
        (line for case in opened if week.is_new(case) and (line := week.line(case))),
        key=lambda line: (line.severity is not Severity.HIGH, line.due_at, line.fingerprint),
    )
    resolved = week.closed(CaseState.RESOLVED)
    decided = week.closed(CaseState.EXCUSED, CaseState.CONFIRMED)
    hints = to_confirm(facts.standing, facts.rules)
    year, number = iso_week(period)
    upcoming = _soon(facts.upcoming, heading.told_at)
    return DigestData(
        heading=heading,
        period=period,
        iso_year=year,
        iso_week=number,
        sight=facts.sight,
        new=grouped(fresh[:_CARDS]),
        new_total=sum(week.is_new(case) for case in opened),
        open_by_age=_bands(opened, week),
        open_total=len(opened),
        oldest=week.rows(sorted(opened, key=lambda c: (c.opened_at, c.id)))[:_ROWS],
        resolved=week.rows(resolved)[:_ROWS],
        resolved_total=len(resolved),
        decided=week.rows(decided)[:_ROWS],
        decided_total=len(decided),
        to_confirm=tuple(line_of(f, Reason.PERIODIC) for f in hints[:_ROWS]),
        to_confirm_total=len(hints),
        links_to_review=facts.links_to_review,
        totals=_totals(facts.verdict_counts),
        deadlines=upcoming[:_ROWS],
        deadlines_total=len(upcoming),
        patterns=pattern_groups(facts.standing, facts.rules),
        floods=flood_notices(facts.rules),
    )


class _Week:
    """Cases seen from the end of one period."""

    def __init__(self, facts: WeekFacts, period: Window, calendar: WorkingDays) -> None:
        self.known = tuple(case for case in facts.cases if case.opened_at < period.end)
        self._facts = facts
        self._period = period
        self._calendar = calendar

    def is_new(self, case: Case) -> bool:
        return self._happened(case.opened_at) or self._step(case, CaseStep.REOPENED) is not None

    def line(self, case: Case) -> AlertLine | None:
        """The worst finding of a case as a line; `None` when none of its findings is known."""
        names = case.open_fingerprints or case.fingerprints
        found = [self._facts.findings[name] for name in names if name in self._facts.findings]
        if not found:
            return None
        reason = Reason.FIRST if self._happened(case.opened_at) else Reason.CHANGED
        return line_of(worst(found), reason, case, link=self._link(case), more=len(found) - 1)

    def closed(self, *states: CaseState) -> list[Case]:
        """Cases that came into one of the states in the period, longest delay first."""
        steps = {CaseStep(state.value) for state in states}
        found = [c for c in self.known if c.state in states and any(self._step(c, step) for step in steps)]
        return sorted(found, key=lambda c: (-c.days_late, c.changed_at, c.id))

    def rows(self, cases: Iterable[Case]) -> tuple[CaseRow, ...]:
        return tuple(
            CaseRow(
                case_number=case.id,
                agency_name=case.agency_name,
                title=case.title,
                state=case.state,
                severity=case.severity,
                at=case.changed_at,
                age=self.age(case),
                days_late=case.days_late,
                link=self._link(case),
            )
            for case in cases
        )

    def age(self, case: Case) -> int:
        """Working days from the day a case was opened to the end of the period."""
        last = due_day(self._period.end)
        return self._calendar.working_days_after(vietnam_day(case.opened_at), last)

    def _link(self, case: Case) -> str:
        return (self._facts.case_links or {}).get(case.id, "")

    def _step(self, case: Case, step: CaseStep) -> CaseEvent | None:
        steps = (e for e in case.events if e.action == step and self._happened(e.at))
        return next(steps, None)

    def _happened(self, at: datetime) -> bool:
        return self._period.start <= at < self._period.end


def _bands(cases: list[Case], week: _Week) -> tuple[AgeBand, ...]:
    aged = [(week.age(case), case) for case in cases]
    bands = []
    for low, high in AGE_BANDS:
        inside = [case for age, case in aged if age >= low and (high is None or age <= high)]
        bands.append(AgeBand(low, high, len(inside), sum(c.severity is Severity.HIGH for c in inside)))
    return tuple(bands)


def _totals(counts: Mapping[tuple[Channel, VerdictKind], int]) -> tuple[ChannelTotals, ...]:
    return tuple(
        ChannelTotals(channel, {kind: counts.get((channel, kind), 0) for kind in VerdictKind})
        for channel in Channel
    )


def _soon(upcoming: Iterable[Deadline], now: datetime) -> tuple[Deadline, ...]:
    soon = (item for item in upcoming if now <= item.due_at <= now + _DEADLINES_WITHIN)
    return tuple(sorted(soon, key=lambda item: (item.due_at, item.agency_name, item.subject_key)))
