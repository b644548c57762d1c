"""Bước 3: tính hạn, kết luận, nêu phát hiện.
Step 3 of the cycle: what was due when, what can be said of it, and what is wrong."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.judgement import (
    Disclosure,
    Duty,
    DutyContext,
    Finding,
    LinkedSighting,
    SourceCoverage,
    Undetermined,
    Verdict,
)
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, LinkState, VerdictKind
from monitor.law.duties import duties_of
from monitor.rules.flood import distrusted_sources
from monitor.rules.registry import check_all
from monitor.rules.verdict import judge as judge_duty
from monitor.steps.link import Linked
from monitor.wiring import Line

# Only duties that fell due lately tell whether a source went blind; older ones are settled.
_RECENT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Judged:
    """Every duty with its verdict, the findings, and what could not be determined."""

    verdicts: tuple[tuple[Duty, Verdict], ...]
    findings: tuple[Finding, ...]
    undetermined: tuple[Undetermined, ...]
    distrusted: frozenset[str]


def judge(line: Line, linked: Linked, now: datetime) -> Judged:
    """Judge every duty; then once more those whose source shows a flood of absences.

    1. contexts; 2. verdicts; 3. flood guard; 4. rules.
    """
    contexts = tuple(_contexts(line, linked))
    verdicts = {c.duty.id: judge_duty(c, line.calendar, now) for c in contexts}
    recently = _absences(contexts, verdicts, Window(now - _RECENT, now))
    before = _absences(contexts, verdicts, Window(now - 2 * _RECENT, now - _RECENT))
    distrusted = distrusted_sources(recently, before=before)
    if distrusted:
        contexts = tuple(replace(c, distrusted=distrusted) for c in contexts)
        for context in contexts:
            if any(coverage.source_id in distrusted for coverage in context.coverage):
                verdicts[context.duty.id] = judge_duty(context, line.calendar, now)
    findings: list[Finding] = []
    undetermined: list[Undetermined] = []
    for context in contexts:
        for outcome in check_all(context, line.calendar, now, verdicts[context.duty.id]):
            if isinstance(outcome, Finding):
                findings.append(outcome)
            else:
                undetermined.append(outcome)
    return Judged(
        tuple((c.duty, verdicts[c.duty.id]) for c in contexts),
        tuple(findings),
        tuple(undetermined),
        distrusted,
    )


def _contexts(line: Line, linked: Linked) -> Iterable[DutyContext]:
    sightings = {sighting.id: sighting for sighting in linked.sightings}
    by_disclosure: dict[str, list[LinkedSighting]] = defaultdict(list)
    for link in linked.links:
        if link.state is not LinkState.REFUSED:
            by_disclosure[link.disclosure_id].append(LinkedSighting(link, sightings[link.sighting_id]))
    with line.store.read() as work:
        coverage = work.sources.coverage(None)
    agencies = {agency.id: agency for agency in line.agencies}
    responsible = _Responsible(line, coverage)
    for disclosure in linked.disclosures:
        shown = by_disclosure.get(disclosure.id, [])
        for duty in duties_of(disclosure, line.lawbook, line.calendar):
            here = [item for item in shown if item.sighting.channel is duty.channel]
            yield DutyContext(
                disclosure,
                duty,
                agencies.get(disclosure.agency_id),
                tuple(item for item in here if item.link.state is LinkState.LINKED),
                tuple(item for item in here if item.link.state is LinkState.NEEDS_REVIEW),
                responsible.of(duty, disclosure),
            )


class _Responsible:
    """Which sources should show an agency's disclosures on a channel, with their coverage."""

    def __init__(self, line: Line, coverage: Mapping[str, SourceCoverage]) -> None:
        self._line = line
        self._coverage = coverage
        self._known: dict[tuple[Channel, str, str], tuple[SourceCoverage, ...]] = {}

    def of(self, duty: Duty, disclosure: Disclosure) -> tuple[SourceCoverage, ...]:
        key = (duty.channel, disclosure.kind.value, disclosure.agency_id)
        if key not in self._known:
            self._known[key] = tuple(
                self._coverage.get(source.id, SourceCoverage(source.id, (), None, None))
                for source in self._line.sources
                if source.should_show(duty.channel, disclosure.kind, disclosure.agency_id)
            )
        return self._known[key]


def _absences(
    contexts: Iterable[DutyContext], verdicts: Mapping[str, Verdict], span: Window
) -> dict[str, tuple[int, int]]:
    """Per source: how many duties fell due in the span, and how many of them look absent."""
    due: dict[str, int] = defaultdict(int)
    absent: dict[str, int] = defaultdict(int)
    for context in contexts:
        verdict, due_at = verdicts[context.duty.id], context.duty.due_at
        if context.duty.channel is Channel.NATIONAL or due_at is None:
            continue
        if not span.start <= due_at < span.end:
            continue
        if verdict.kind in (VerdictKind.EXEMPT, VerdictKind.UNVERIFIABLE, VerdictKind.NOT_DUE):
            continue
        for coverage in context.coverage:
            due[coverage.source_id] += 1
            absent[coverage.source_id] += verdict.kind is VerdictKind.MISSING
    return {source_id: (due[source_id], absent[source_id]) for source_id in due}
