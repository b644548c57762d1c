"""Gom dữ kiện cho bản tin tuần, chỉ đọc.
Gathers what the weekly digests are built from; reads only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from monitor.digest.past_states import week_point
from monitor.digest.patterns import RuleFacts
from monitor.digest.ranking import SPAN, ranking, tallies
from monitor.digest.runs import iso_week, slot_of, weeks_before
from monitor.digest.weekly import DEADLINES_WITHIN, WeekFacts
from monitor.domain.cases import Case
from monitor.domain.digests import Deadline, Late, Ranking, WeekPoint
from monitor.domain.judgement import Finding
from monitor.domain.times import Window
from monitor.domain.vocabulary import VerdictKind
from monitor.rules.patterns.flooding import COUNTS, RuleCount, counts_of
from monitor.rules.registry import every_rule
from monitor.steps.judge import Judged
from monitor.steps.reachable import desks_now
from monitor.steps.tell import BLIND, sight_now
from monitor.wiring import Line
from storage.store import UnitOfWork

INSPECTORATE = "inspectorate"
_WEEKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Known:
    """What every digest of one cycle shares, read once."""

    cases: tuple[Case, ...]
    findings: dict[str, Finding]
    upcoming: tuple[Deadline, ...]


def known_now(line: Line, work: UnitOfWork, judged: Judged, now: datetime) -> Known:
    """All cases with their findings, and the duties that fall due soon."""
    cases = tuple(work.cases.list())
    findings = work.findings.named({name for case in cases for name in case.fingerprints})
    return Known(cases, dict(findings), tuple(_upcoming(line, work, judged, now)))


def unseen_duties(judged: Judged) -> frozenset[str]:
    """The duties that wait for a source out of sight.

    Where no source is declared nobody was ever able to look: that is no outage of the agency's channel.
    """
    return frozenset(item.duty_id for item in judged.undetermined if item.reason in BLIND and item.source_ids)


def week_facts(
    line: Line,
    work: UnitOfWork,
    judged: Judged,
    known: Known,
    period: Window,
    since: datetime,
    late: Late | None,
    now: datetime,
) -> WeekFacts:
    """What the inspectorate's digest of one week is built from; `since` is when watching began (UTC)."""
    counts = Counter((duty.channel, verdict.kind) for duty, verdict in judged.verdicts)
    return WeekFacts(
        cases=known.cases,
        findings=known.findings,
        standing=judged.findings,
        verdict_counts=counts,
        upcoming=known.upcoming,
        sight=sight_now(line, work, judged, now, work.looks.count(period)),
        links_to_review=len(work.links.to_review()),
        rules=_rules(work),
        weeks=tuple(_weeks(work, known.cases, period, since)),
        ranking=_ranking(line, work, judged, period),
        late=late,
        reachable=desks_now(line, work, now),
    )


def _weeks(work: UnitOfWork, cases: tuple[Case, ...], period: Window, since: datetime) -> Iterable[WeekPoint]:
    for week in weeks_before(period, _WEEKS_SHOWN):
        if week.end > since:
            yield week_point(cases, week, iso_week(week)[1], work.digests.seen(week))


def _ranking(line: Line, work: UnitOfWork, judged: Judged, period: Window) -> Ranking:
    span = Window(period.end - SPAN, period.end)
    names = {agency.id: agency.name for agency in line.agencies}
    run = work.digests.get(INSPECTORATE, slot_of(weeks_before(period, 2)[0]))
    before = run.places if run is not None and run.completed_at is not None else {}
    return ranking(tallies(judged.verdicts, unseen_duties(judged), span, names), before, span.start)


def _rules(work: UnitOfWork) -> dict[str, RuleFacts]:
    """What each rule is called and how often it spoke in this cycle."""
    spoke = {count.code: (count, floods) for count, floods in counts_of(work.meta.get(COUNTS))}
    none = (RuleCount("", 0, 0), False)
    rules: dict[str, RuleFacts] = {}
    for rule in every_rule():
        count, floods = spoke.get(rule.CODE, none)
        rules[rule.CODE] = RuleFacts(rule.TITLE, rule.TITLE_EN, count.fired, count.packages, floods)
    return rules


def _upcoming(line: Line, work: UnitOfWork, judged: Judged, now: datetime) -> Iterable[Deadline]:
    names = {agency.id: agency.name for agency in line.agencies}
    soon = [
        (duty, duty.due_at)
        for duty, verdict in judged.verdicts
        if verdict.kind is VerdictKind.NOT_DUE
        and duty.due_at is not None
        and duty.due_at <= now + DEADLINES_WITHIN
    ]
    for duty, due_at in soon:
        disclosure = work.judgements.disclosure(duty.disclosure_id)
        if disclosure is not None:
            yield Deadline(
                due_at,
                names.get(duty.agency_id, disclosure.buyer_name),
                disclosure.title,
                disclosure.subject_key,
                disclosure.kind,
                duty.channel,
                duty.agency_id,
            )
