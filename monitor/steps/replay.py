"""Cho một quy tắc chạy lại qua các ngày đã qua: khi nào sẽ nêu, khi nào thôi.
Runs the rules over history: when each finding would first have been said, and until when."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.domain.bookkeeping import FindingEvent
from monitor.domain.judgement import Finding
from monitor.rules.patterns.flooding import RuleCount
from monitor.rules.registry import pattern_rules
from monitor.steps.as_of import line_as_of
from monitor.steps.judge import judge
from monitor.steps.link import Linked, link
from monitor.steps.patterns import counts_of_duties, subjects_of
from monitor.wiring import Line


@dataclass(frozen=True, slots=True)
class Said:
    """What a rule would have said at one instant (UTC), and of how many packages it could speak."""

    at: datetime
    findings: tuple[Finding, ...]
    count: RuleCount


@dataclass(frozen=True, slots=True)
class Life:
    """One finding over the days of a replay, beside what was really told of it.

    `first` is the first instant at which it would have been said, `gone` the first at which it no
    longer would (`None`: it stood to the end). `told` and `ended` are from the finding's history;
    `None` when that did not happen by the end of the replay.
    """

    finding: Finding
    first: datetime | None
    gone: datetime | None
    told: datetime | None
    ended: datetime | None


def days_between(first: date, last: date, step: timedelta) -> tuple[date, ...]:
    """Every `step` from the first day, and the last day in any case."""
    days = [first + n * step for n in range((last - first) // step + 1)]
    return tuple(dict.fromkeys((*days, last)))


def replayed(line: Line, code: str, instants: Sequence[datetime]) -> Iterator[Said]:
    """What the rule would have said at each instant (UTC, ascending).

    Linking depends on nothing but records, sightings and people's decisions: where none was learnt
    since the instant before, its answer is kept.
    """
    linked: Linked | None = None
    before = None
    for at in instants:
        then = line_as_of(line, at)
        if linked is None or before is None or _learnt(line, before, at):
            linked = link(then, at)
        before = at
        yield _said(then, linked, code, at)


def _said(then: Line, linked: Linked, code: str, at: datetime) -> Said:
    judged = judge(then, linked, at)
    pattern = next((rule for rule in pattern_rules() if code == rule.CODE), None)
    if pattern is None:
        counts = {count.code: count for count in counts_of_duties(judged.verdicts)}
        findings = tuple(finding for finding in judged.findings if finding.code == code)
        return Said(at, findings, counts.get(code, RuleCount(code, 0, 0)))
    subjects = subjects_of(then, linked, judged.distrusted)
    read = [subject for subject in subjects if isinstance(subject, pattern.SUBJECT)]
    found = tuple(one for subject in read for one in pattern.check(subject, then.lawbook, then.calendar, at))
    return Said(at, found, RuleCount(code, len(read), len({one.subject_key for one in found})))


def _learnt(line: Line, after: datetime, until: datetime) -> bool:
    """Whether linking would read anything else at `until` than at `after`."""
    with line.store.read() as work:
        return (
            work.records.learnt(after, until)
            or work.sightings.learnt(after, until)
            or work.links.decided(after, until)
        )


def lives_of(said: Iterable[Said], events: Iterable[FindingEvent], since: datetime) -> tuple[Life, ...]:
    """Every finding that would have been said, or was told and stood at `since` (UTC) or later."""
    first: dict[str, datetime] = {}
    gone: dict[str, datetime | None] = {}
    known: dict[str, Finding] = {}
    standing: set[str] = set()
    for one in said:
        here = {finding.fingerprint: finding for finding in one.findings}
        for name in standing - here.keys():
            gone[name] = one.at
        for name in here:
            first.setdefault(name, one.at)
            gone[name] = None
        standing = set(here)
        known |= here
    told: dict[str, datetime] = {}
    ended: dict[str, datetime | None] = {}
    for event in events:
        name = event.finding.fingerprint
        known.setdefault(name, event.finding)
        told.setdefault(name, event.at)
        ended[name] = event.at if event.event == "ended" else None
    lives = [
        Life(finding, first.get(name), gone.get(name), told.get(name), ended.get(name))
        for name, finding in known.items()
        if name in first or (ended[name] or since) >= since
    ]
    return tuple(sorted(lives, key=_when))


def told_at(events: Iterable[FindingEvent], at: datetime) -> int:
    """How many findings really stood at `at` (UTC); `events` are oldest first."""
    standing: dict[str, bool] = {}
    for event in events:
        if event.at <= at:
            standing[event.finding.fingerprint] = event.event != "ended"
    return sum(standing.values())


def _when(life: Life) -> tuple[datetime, str]:
    begun = [at for at in (life.first, life.told) if at is not None]
    return min(begun), life.finding.fingerprint
