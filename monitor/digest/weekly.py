"""Bản tin tuần cho thanh tra: mới, còn mở, đã khắc phục, và điều chưa nhìn thấy được.
The weekly digest, built from domain objects; it also goes out when nothing is new."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Protocol

from monitor.digest.addresses import NO_DESK, DeskAddresses
from monitor.digest.lines import grouped, line_of, marked, worst
from monitor.digest.past_states import closed_in, is_open_at, opened_in, state_at
from monitor.digest.patterns import RuleFacts, flood_notices, pattern_groups, to_confirm
from monitor.digest.runs import iso_week
from monitor.domain.cases import Case
from monitor.domain.digests import (
    AgeBand,
    CaseRow,
    ChannelTotals,
    Deadline,
    DigestData,
    DigestLinks,
    Late,
    Ranking,
    WeekPoint,
)
from monitor.domain.judgement import Finding
from monitor.domain.letters import AlertLine, Heading, Sight
from monitor.domain.times import Window, due_day, end_of_day, start_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Channel, Reason, Severity, VerdictKind

# Working days; the agency has 5 to answer (reports.md §E.5).
AGE_BANDS = ((0, 5), (6, 10), (11, 20), (21, None))
DECIDED = (CaseState.EXCUSED, CaseState.CONFIRMED)
DEADLINES_WITHIN = timedelta(days=7)

_CARDS = 12
_ROWS = 10


class WorkingDays(Protocol):
    """The one question the digest asks the calendar."""

    def working_days_after(self, due_day: date, until_day: date) -> int: ...


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What the digest is built from.

    `cases` are all cases; `findings` maps the fingerprints they hold to their findings;
    `standing` are the findings standing now, those that only inform included; `verdict_counts`
    counts duties by channel and verdict; `upcoming` are duties not due yet; `rules` what each rule
    is called and how often it spoke, by code; `weeks` and `ranking` come without addresses; `reachable`
    are the agencies that letters reach.
    """

    cases: tuple[Case, ...]
    findings: Mapping[str, Finding]
    standing: tuple[Finding, ...]
    verdict_counts: Mapping[tuple[Channel, VerdictKind], int]
    upcoming: tuple[Deadline, ...]
    sight: Sight
    links_to_review: int = 0
    rules: Mapping[str, RuleFacts] = field(default_factory=dict)
    weeks: tuple[WeekPoint, ...] = ()
    ranking: Ranking | None = None
    late: Late | None = None
    reachable: Container[str] | None = None


def build_digest(
    facts: WeekFacts,
    heading: Heading,
    period: Window,
    calendar: WorkingDays,
    desk: DeskAddresses = NO_DESK,
) -> DigestData:
    """The digest of one period: cases as they stood at its end, everything else as it is now."""
    week = _Week(facts, period, calendar, desk)
    opened = [case for case in facts.cases if is_open_at(case, period.end)]
    new = [case for case in opened if opened_in(case, period)]
    fresh = sorted(
        (line for case in new if (line := week.line(case))),
        key=lambda line: (line.severity is not Severity.HIGH, line.due_at, line.fingerprint),
    )
    resolved = week.closed(CaseState.RESOLVED)
    decided = week.closed(*DECIDED)
    hints = to_confirm(facts.standing, facts.rules)
    year, number = iso_week(period)
    upcoming = soon(facts.upcoming, heading.told_at)
    return DigestData(
        heading=heading,
        period=period,
        iso_year=year,
        iso_week=number,
        sight=facts.sight,
        new=marked(grouped(fresh[:_CARDS]), facts.reachable),
        new_total=len(new),
        open_by_age=_bands(opened, week, period, desk),
        open_total=len(opened),
        oldest=week.rows(sorted(opened, key=lambda c: (c.opened_at, c.id)))[:_ROWS],
        resolved=week.rows(resolved)[:_ROWS],
        resolved_total=len(resolved),
        decided=week.rows(decided)[:_ROWS],
        decided_total=len(decided),
        to_confirm=tuple(line_of(f, Reason.PERIODIC) for f in hints[:_ROWS]),
        to_confirm_total=len(hints),
        links_to_review=facts.links_to_review,
        totals=_totals(facts.verdict_counts, desk),
        deadlines=upcoming[:_ROWS],
        deadlines_total=len(upcoming),
        patterns=pattern_groups(facts.standing, facts.rules, desk),
        floods=flood_notices(facts.rules, desk),
        weeks=tuple(_linked(point, desk) for point in facts.weeks),
        ranking=_ranked(facts.ranking, period, desk),
        late=facts.late,
        links=_links(facts, period, heading, desk),
    )


class _Week:
    """Cases seen from the end of one period."""

    def __init__(self, facts: WeekFacts, period: Window, calendar: WorkingDays, desk: DeskAddresses) -> None:
        self._facts = facts
        self._period = period
        self._calendar = calendar
        self._desk = desk

    def line(self, case: Case) -> AlertLine | None:
        """The worst finding of a case as a line; `None` when none of its findings is known."""
        names = case.open_fingerprints or case.fingerprints
        found = [self._facts.findings[name] for name in names if name in self._facts.findings]
        if not found:
            return None
        fresh = self._period.start <= case.opened_at < self._period.end
        reason = Reason.FIRST if fresh else Reason.CHANGED
        return line_of(worst(found), reason, case, link=self._desk.case(case.id), more=len(found) - 1)

    def closed(self, *states: CaseState) -> list[Case]:
        """Cases that came into one of the states in the period, longest delay first."""
        found = [case for case in self._facts.cases if closed_in(case, self._period, *states)]
        return sorted(found, key=lambda c: (-c.days_late, c.changed_at, c.id))

    def rows(self, cases: Iterable[Case]) -> tuple[CaseRow, ...]:
        return tuple(case_row(case, self._period.end, self.age(case), self._desk) for case in cases)

    def age(self, case: Case) -> int:
        """Working days from the day a case was opened to the end of the period."""
        last = due_day(self._period.end)
        return self._calendar.working_days_after(vietnam_day(case.opened_at), last)


def case_row(case: Case, at: datetime, age: int, desk: DeskAddresses) -> CaseRow:
    """A case as one row, in the state it had just before `at` (UTC)."""
    steps = [event.at for event in case.events if event.at < at]
    return CaseRow(
        case_number=case.id,
        agency_name=case.agency_name,
        title=case.title,
        state=state_at(case, at) or case.state,
        severity=case.severity,
        at=case.changed_at if case.changed_at < at or not steps else steps[-1],
        age=age,
        days_late=case.days_late,
        link=desk.case(case.id),
    )


def week_ahead(now: datetime) -> Window:
    """The coming seven days, whole ones: today is the first."""
    today = vietnam_day(now)
    return Window(start_of_day(today), end_of_day(today + DEADLINES_WITHIN - timedelta(days=1)))


def soon(upcoming: Iterable[Deadline], now: datetime) -> tuple[Deadline, ...]:
    """Those that fall due in the coming seven days, the earliest first."""
    ahead = week_ahead(now)
    near = (item for item in upcoming if ahead.start < item.due_at <= ahead.end)
    return tuple(sorted(near, key=lambda item: (item.due_at, item.agency_name, item.subject_key)))


def _bands(cases: list[Case], week: _Week, period: Window, desk: DeskAddresses) -> tuple[AgeBand, ...]:
    aged = [(week.age(case), case) for case in cases]
    bands = []
    for low, high in AGE_BANDS:
        inside = [case for age, case in aged if age >= low and (high is None or age <= high)]
        links = (desk.cases_open(period, low, high), desk.cases_open(period, low, high, Severity.HIGH))
        grave = sum(case.severity is Severity.HIGH for case in inside)
        bands.append(AgeBand(low, high, len(inside), grave, *links))
    return tuple(bands)


def _totals(
    counts: Mapping[tuple[Channel, VerdictKind], int], desk: DeskAddresses
) -> tuple[ChannelTotals, ...]:
    return tuple(
        ChannelTotals(
            channel,
            {kind: counts.get((channel, kind), 0) for kind in VerdictKind},
            {kind: desk.duties(channel, kind) for kind in VerdictKind},
        )
        for channel in Channel
    )


def _linked(point: WeekPoint, desk: DeskAddresses) -> WeekPoint:
    return replace(
        point,
        opened_link=desk.cases_opened(point.period),
        resolved_link=desk.cases_closed(point.period, CaseState.RESOLVED),
        open_link=desk.cases_open(point.period),
        seen_link=desk.sources_seen(point.period),
    )


def _ranked(ranking: Ranking | None, period: Window, desk: DeskAddresses) -> Ranking | None:
    if ranking is None:
        return None
    since = Window(ranking.since, period.end)

    def address(agency_id: str) -> str:
        return desk.agency_duties(agency_id, since)

    return replace(
        ranking,
        rows=tuple(
            replace(row, tally=replace(row.tally, link=address(row.tally.agency_id))) for row in ranking.rows
        ),
        few=tuple(replace(one, link=address(one.agency_id)) for one in ranking.few),
        unseen=tuple(replace(one, link=address(one.agency_id)) for one in ranking.unseen),
    )


def _links(facts: WeekFacts, period: Window, heading: Heading, desk: DeskAddresses) -> DigestLinks:
    return DigestLinks(
        new=desk.cases_new(period),
        open=desk.cases_open(period),
        resolved=desk.cases_closed(period, CaseState.RESOLVED),
        decided=desk.cases_closed(period, *DECIDED),
        to_confirm=desk.hints(),
        review=desk.links_to_review(),
        deadlines=desk.duties_due(week_ahead(heading.told_at)),
        sources=desk.sources(),
        looks=desk.looks(period),
        withheld=desk.duties_withheld(),
        unwatched=desk.duties_unwatched(),
        totals=desk.every_duty(),
        ranking=desk.agencies(Window(facts.ranking.since, period.end)) if facts.ranking else "",
        by_source={one.source_id: desk.source(one.source_id) for one in facts.sight.blind},
        withheld_by={
            one.source_id: desk.duties_withheld(one.source_id) for one in facts.sight.blind if one.withheld
        },
    )
