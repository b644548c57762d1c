"""Bước 3b: dấu hiệu và những nghĩa vụ mà một tin đăng riêng lẻ không cho thấy.
Step 3b of the cycle: what whole tenders, plans and groups of purchases show; two tracks kept apart."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import structlog

from monitor.domain.judgement import Duty, Finding, Verdict
from monitor.domain.patterns import PatternSubject
from monitor.domain.vocabulary import VerdictKind
from monitor.law.versions import grouped
from monitor.reconcile.like_purchases import like_purchases
from monitor.reconcile.package_names import package_records, prices_by_name
from monitor.rules.patterns.flooding import COUNTS, RuleCount, marked, rows_of
from monitor.rules.registry import notice_patterns, pattern_rules
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.steps.pattern_plans import listed_in, purchases_of, unannounced
from monitor.steps.pattern_redone import without_redone
from monitor.steps.pattern_sight import sight_of_line
from monitor.steps.pattern_tenders import earlier_of, tenders_of
from monitor.wiring import Line

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Noticed:
    """What the pattern rules say of both tracks, and how often each rule of the line spoke."""

    findings: tuple[Finding, ...]
    counts: tuple[RuleCount, ...]
    flooding: tuple[RuleCount, ...]


def notice(line: Line, linked: Linked, judged: Judged, now: datetime) -> Noticed:
    """Run the pattern rules over one subject at a time.

    1. what each rule says; 2. how often each rule of the line spoke; 3. a rule that speaks of too
    many packages is logged and its findings are marked; 4. the counts are kept for `status`.
    """
    noticed = noticed_in(line, linked, judged, now)
    for count in noticed.flooding:
        log.warning("rule_floods", rule=count.code, packages=count.packages, fired=count.fired)
    with line.store.begin() as work:
        work.meta.set(COUNTS, rows_of(noticed.counts, line.flood))
    return noticed


def noticed_in(line: Line, linked: Linked, judged: Judged, now: datetime) -> Noticed:
    """The same without a word to anybody: nothing is logged or kept."""
    read: Counter[type[PatternSubject]] = Counter()
    found: list[Finding] = []
    for subject in subjects_of(line, linked, judged.distrusted):
        read[type(subject)] += 1
        found += notice_patterns(subject, line.lawbook, line.calendar, now)
    fired = Counter(code for code, _ in {(finding.code, finding.subject_key) for finding in found})
    own = [RuleCount(rule.CODE, read[rule.SUBJECT], fired[rule.CODE]) for rule in pattern_rules()]
    counts = (*own, *counts_of_duties(judged.verdicts))
    flooding = tuple(count for count in counts if count.floods(line.flood))
    return Noticed(marked(found, {count.code: count for count in flooding}), counts, flooding)


def subjects_of(line: Line, linked: Linked, distrusted: frozenset[str]) -> Iterator[PatternSubject]:
    """Every tender, every planned package without one, every group of like direct appointments."""
    with line.store.read() as work:
        unseen = distrusted | frozenset(work.sources.paused())
        sight = sight_of_line(line, work.sources.coverage(None), unseen)
        listed = listed_in(work.records.plans(raw=True), sight)
        posted, concluded = tuple(work.records.notices()), tuple(work.records.results())
        earlier = earlier_of(work.records.changes())
    notices = grouped(posted, lambda one: one.notice_no)
    results = grouped(concluded, lambda one: one.notice_no)
    records = package_records(posted, concluded)
    planned = prices_by_name((one.names, one.planned.price) for one in listed)
    yield from tenders_of(notices, results, records, earlier, planned, linked, sight)
    standing = without_redone(listed, records)
    yield from unannounced(standing, records)
    yield from like_purchases(purchases_of(standing, notices, results, sight))


def counts_of_duties(verdicts: Iterable[tuple[Duty, Verdict]]) -> Iterator[RuleCount]:
    """The rules about single duties: of those on which something could be said."""
    said = Counter((duty.channel, verdict.kind) for duty, verdict in verdicts)
    for channel in sorted({channel for channel, _ in said}):
        late, missing = said[channel, VerdictKind.LATE], said[channel, VerdictKind.MISSING]
        concluded = said[channel, VerdictKind.ON_TIME] + late + missing
        yield RuleCount(f"late_on_{channel}", concluded, late)
        yield RuleCount(f"missing_on_{channel}", concluded, missing)
