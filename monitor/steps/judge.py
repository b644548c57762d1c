"""Bước 3: tính hạn, kết luận, nêu phát hiện.
Step 3 of the cycle: what was due when, what can be said of it, and what is wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

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
from monitor.domain.sources import Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, LinkState
from monitor.law.duties import duties_of
from monitor.rules.absence import UNLISTED
from monitor.rules.flood import (
    CONFIRMATIONS,
    confirmed_sources,
    distrusted_sources,
    looked_at,
    sources_known_to_people,
)
from monitor.rules.flood_counts import Absences, Silence
from monitor.rules.meant import meant
from monitor.rules.registry import check_all
from monitor.rules.verdict import judge as judge_duty
from monitor.steps.link import Linked
from monitor.wiring import Line

# The span in which a source that changed suddenly is looked for.
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

    1. verdicts and what the rules say, a batch of duties at a time, as no context is needed
    twice; 2. flood guard; 3. the duties it touches, once more.
    """
    with line.store.read() as work:
        coverage = work.sources.coverage(None)
        kept = work.meta.get(CONFIRMATIONS)
    confirmed = confirmed_sources(kept, now)
    recently, before, silence = (
        Absences(Window(now - _RECENT, now)),
        Absences(Window(now - 2 * _RECENT, now - _RECENT)),
        Silence(now),
    )
    verdicts: dict[str, tuple[Duty, Verdict]] = {}
    told: dict[str, tuple[Finding | Undetermined, ...]] = {}
    for contexts in _batches(_contexts(line, linked, coverage)):
        judged = [judge_duty(context, line.calendar, now) for context in contexts]
        for context, verdict in zip(contexts, judged, strict=True):
            recently.count(context, verdict)
            before.count(context, verdict)
            silence.count(context, verdict)
            verdicts[context.duty.id] = context.duty, verdict
        for context, verdict in zip(contexts, judged, strict=True):
            if outcomes := check_all(context, line.calendar, now, verdict):
                told[context.duty.id] = outcomes
    distrusted = distrusted_sources(
        recently.counts(),
        before=before.counts(),
        silent=silence.lengths(looked_at(kept)),
        confirmed=confirmed,
    )
    distrusted |= _perhaps_not_meant(line, linked, coverage) - sources_known_to_people(kept)
    for trusting in _contexts(line, linked, coverage, only=distrusted) if distrusted else ():
        if any(seen.source_id in distrusted for seen in trusting.coverage):
            context = replace(trusting, distrusted=distrusted)
            verdict = judge_duty(context, line.calendar, now)
            verdicts[context.duty.id] = context.duty, verdict
            told[context.duty.id] = check_all(context, line.calendar, now, verdict)
    # In the order of the duties, whichever time they were judged.
    outcome = [item for duty_id in verdicts for item in told.get(duty_id, ())]
    return Judged(
        tuple(verdicts.values()),
        tuple(item for item in outcome if isinstance(item, Finding)),
        tuple(item for item in outcome if isinstance(item, Undetermined)),
        distrusted,
    )


def _perhaps_not_meant(line: Line, linked: Linked, coverage: Mapping[str, SourceCoverage]) -> frozenset[str]:
    """Portals, pages and feeds of which next to nothing was ever recognised: perhaps another list.

    One that was never seen whole waits for a look, not for a person.
    """
    known = meant(linked.recognised, coverage)
    return frozenset(
        source.id
        for source in line.sources
        if source.channel is not Channel.NATIONAL
        and source.id not in known
        and source.id in coverage
        and coverage[source.id].windows
    )


def _batches(contexts: Iterator[DutyContext]) -> Iterator[list[DutyContext]]:
    """A thousand at a time: all at once would fill the memory, one by one is slower."""
    while batch := list(islice(contexts, 1000)):
        yield batch


def _contexts(
    line: Line,
    linked: Linked,
    coverage: Mapping[str, SourceCoverage],
    only: frozenset[str] | None = None,
) -> Iterator[DutyContext]:
    """Every duty with what is known of it; `only` those of disclosures that the named sources should show."""
    sightings = {sighting.id: sighting for sighting in linked.sightings}
    by_disclosure: dict[str, list[LinkedSighting]] = defaultdict(list)
    for link in linked.links:
        if link.state is not LinkState.REFUSED:
            by_disclosure[link.disclosure_id].append(LinkedSighting(link, sightings[link.sighting_id]))
    agencies = {agency.id: agency for agency in line.agencies}
    responsible = Responsible(line.sources, coverage)
    for disclosure in linked.disclosures:
        if only is not None and not responsible.are_any(only, disclosure):
            continue
        shown = by_disclosure.get(disclosure.id, ())
        for duty in duties_of(disclosure, line.lawbook, line.calendar):
            here = [item for item in shown if item.sighting.channel is duty.channel] if shown else ()
            yield DutyContext(
                disclosure,
                duty,
                agencies.get(disclosure.agency_id),
                tuple(item for item in here if item.link.state is LinkState.LINKED) if here else (),
                tuple(item for item in here if item.link.state is LinkState.NEEDS_REVIEW) if here else (),
                responsible.of(duty.channel, disclosure),
            )


class Responsible:
    """Which sources should show an agency's disclosures on a channel, with their coverage.

    A source that does not say what it shows is taken to show what every list does, not more.
    """

    def __init__(self, sources: tuple[Source, ...], coverage: Mapping[str, SourceCoverage]) -> None:
        self._sources = sources
        self._coverage = coverage
        self._known: dict[tuple[Channel, str, str], tuple[SourceCoverage, ...]] = {}

    def are_any(self, source_ids: frozenset[str], disclosure: Disclosure) -> bool:
        """Whether one of these sources should show the disclosure, on whichever channel."""
        return any(
            seen.source_id in source_ids for channel in Channel for seen in self.of(channel, disclosure)
        )

    def of(self, channel: Channel, disclosure: Disclosure) -> tuple[SourceCoverage, ...]:
        key = (channel, disclosure.kind.value, disclosure.agency_id)
        if key not in self._known:
            self._known[key] = tuple(
                self._coverage.get(source.id, SourceCoverage(source.id, (), None, None))
                for source in self._sources
                if source.should_show(channel, disclosure.kind, disclosure.agency_id)
                and (disclosure.kind not in UNLISTED or disclosure.kind in source.shows)
            )
        return self._known[key]
