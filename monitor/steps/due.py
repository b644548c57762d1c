"""Gom những điều cần báo trong lượt này, theo từng hồ sơ.
Gathers what is to be told in this cycle, case by case; what was told before is left out."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.cases.telling import Due, Today, due, known_to, noted
from monitor.cases.turns import Passing
from monitor.cases.undelivered import lost_news
from monitor.digest.addresses import NO_DESK, DeskAddresses
from monitor.digest.alert import News, news_lines
from monitor.digest.keys import agency_version, told_version
from monitor.digest.lines import line_of
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Case
from monitor.domain.judgement import Finding
from monitor.domain.letters import AlertLine
from monitor.domain.vocabulary import CaseState, Reader, Reason, RuleTrack, VerdictKind
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.wiring import Line
from storage.store import UnitOfWork

_OPEN = tuple(state for state in CaseState if state.is_open)
# That something was settled is told no later than this.
_LATEST = timedelta(weeks=4)
_Findings = Mapping[str, tuple[Finding, ...]]


@dataclass(frozen=True, slots=True)
class Telling:
    """What is due in one cycle; `known` was told before, by whatever wrote that down."""

    due: tuple[Due, ...]
    known: tuple[Due, ...]
    prices: Mapping[str, int | None]

    def of(self, reader: Reader) -> tuple[Due, ...]:
        """What is due to this reader."""
        return tuple(one for one in self.due if one.reader is reader)

    def lines(self, told: Iterable[Due], desk: DeskAddresses = NO_DESK) -> tuple[AlertLine, ...]:
        """One line for each finding, with the address of its case on the `desk` of the reader."""
        return news_lines(
            News(
                one.finding,
                one.reason,
                one.case,
                self.prices.get(one.finding.disclosure_id),
                desk.case(one.case.id),
            )
            for one in told
        )


def gather(
    line: Line,
    work: UnitOfWork,
    linked: Linked,
    judged: Judged,
    changes: FindingChanges,
    touched: Iterable[Case],
    now: datetime,
    reachable: Container[str],
    waiting: Collection[Passing] = (),
) -> Telling:
    """What every open case, and every case resolved just now, has to tell at `now` (UTC).

    `waiting` is news of earlier cycles that was held back, to which comes what lost letters should have
    told; what still holds of it is told too.
    """
    cases = {case.id: case for case in work.cases.list(_OPEN)}
    cases |= {case.id: case for case in touched}
    standing = _by_subject(judged.findings)
    changed = _by_subject(changes.changed)
    gone = _settled(work, cases.values(), standing, now)

    def asked(case: Case, held: tuple[Finding, ...] = ()) -> tuple[Due, ...]:
        key = case.subject_key
        today = Today(standing.get(key, ()), changed.get(key, ()), gone.get(case.id, ()), held)
        return due(case, today, line.manners, line.calendar, now, reachable)

    by_case = {case.id: found for case in cases.values() if (found := asked(case))}
    # Only where a delay would be news does it matter whether it ends an absence of the same case.
    late = [cases[number] for number, found in by_case.items() if any(map(_is_late_news, found))]
    named = work.findings.named(name for case in late for name in case.fingerprints) if late else {}
    for case in late:
        held = tuple(named[name] for name in case.fingerprints if name in named)
        by_case[case.id] = asked(case, held)
    everything = [one for found in by_case.values() for one in found]
    at_hand = {_about(one) for one in everything}
    held_back = _still(work, cases, standing, {*waiting, *_lost(work, cases.values(), now)}, now)
    everything += [one for one in held_back if _about(one) not in at_hand]
    told = work.told.among(version_of(one) for one in everything)
    wanted = {one.finding.disclosure_id for one in everything}
    return Telling(
        tuple(one for one in everything if version_of(one) not in told),
        tuple(one for one in everything if version_of(one) in told and _reached(one, reachable)),
        {d.id: d.price for d in linked.disclosures if d.id in wanted} if wanted else {},
    )


def version_of(one: Due) -> str:
    """The key under which it is written down that this was told."""
    line = line_of(one.finding, one.reason, one.case)
    return agency_version(line) if one.reader is Reader.AGENCY else told_version(line)


def write_down(work: UnitOfWork, told: Iterable[Due], leaves: datetime, now: datetime) -> None:
    """Note in the ledger and in the cases what was told; letters leave from `leaves` on (UTC)."""
    by_case: dict[str, list[Due]] = defaultdict(list)
    for one in told:
        by_case[one.case.id].append(one)
    work.told.add((version_of(one) for group in by_case.values() for one in group), now)
    work.cases.put_all(noted(group[0].case, group, leaves) for group in by_case.values())


def _by_subject(findings: Iterable[Finding]) -> _Findings:
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.track is RuleTrack.OBSERVATION:
            found[finding.subject_key].append(finding)
    return {subject: tuple(group) for subject, group in found.items()}


def _settled(work: UnitOfWork, cases: Iterable[Case], standing: _Findings, now: datetime) -> _Findings:
    """What was told of cases resolved just now and stands no more: it may have been out of sight for long."""
    resolved = [case for case in cases if case.state is CaseState.RESOLVED and case.changed_at == now]
    told = {case.id: {name for telling in case.reached for name in telling.fingerprints} for case in resolved}
    named = work.findings.named(name for names in told.values() for name in names) if resolved else {}
    return {
        case.id: tuple(
            named[name]
            for name in sorted(told[case.id] - {f.fingerprint for f in standing.get(case.subject_key, ())})
            if name in named
        )
        for case in resolved
    }


def _lost(work: UnitOfWork, cases: Iterable[Case], now: datetime) -> Iterator[Passing]:
    """Changes and ends that lost letters should have told, of these cases and of those settled lately."""
    settled = work.cases.list((CaseState.RESOLVED,), changed_since=now - _LATEST)
    for case in (*cases, *settled):
        for reason, fingerprint in lost_news(case):
            yield Passing(case.id, Reader.AGENCY, reason, fingerprint)


def _still(
    work: UnitOfWork,
    cases: Mapping[str, Case],
    standing: _Findings,
    waiting: Collection[Passing],
    now: datetime,
) -> Iterator[Due]:
    """What was held back and holds still, to who knows of it: a change of what stands, an end that lasted."""
    named = work.findings.named({one.fingerprint for one in waiting}) if waiting else {}
    for one in sorted(waiting):
        case = cases.get(one.case_id) or work.cases.get(one.case_id)
        finding = named.get(one.fingerprint)
        if case is None or finding is None or one.fingerprint not in known_to(case, one.reader):
            continue
        stands = any(f.fingerprint == one.fingerprint for f in standing.get(case.subject_key, ()))
        lately = case.state is CaseState.RESOLVED and now - case.changed_at <= _LATEST
        if (case.state.is_open and stands) if one.reason is Reason.CHANGED else (lately and not stands):
            yield Due(case, finding, one.reader, one.reason)


def _reached(one: Due, reachable: Container[str]) -> bool:
    return one.reader is not Reader.AGENCY or one.finding.agency_id in reachable


def _about(one: Due) -> tuple[str, Reader, str]:
    return one.case.id, one.reader, one.finding.fingerprint


def _is_late_news(one: Due) -> bool:
    return one.reason is Reason.FIRST and one.finding.verdict is VerdictKind.LATE
