"""Ai cần được báo điều gì, và vì sao: đơn vị trước, thanh tra sau.
Who is due to be told what, and why: the agency first, then the inspectorate."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from monitor.cases.assess import accuses
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, Telling
from monitor.domain.judgement import Finding
from monitor.domain.times import end_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Reader, Reason, Severity, VerdictKind
from monitor.law.calendar import Calendar

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Manners:
    """How agencies and the inspectorate are told; both spans are working days from the first telling.

    `all_at_once`: the inspectorate hears of every finding at once, not only of severe ones.
    """

    remind_after: int = 3
    escalate_after: int = 5
    all_at_once: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """One reader is to be told one finding of one case."""

    case: Case
    finding: Finding
    reader: Reader
    reason: Reason


@dataclass(frozen=True, slots=True)
class Today:
    """What a case looks like after today's judgement.

    `standing` are its findings that stand, out of sight excluded; `changed` those that now read
    differently; `gone` those no longer reported, now or since an outage; `held` every finding it ever held.
    """

    standing: tuple[Finding, ...] = ()
    changed: tuple[Finding, ...] = ()
    gone: tuple[Finding, ...] = ()
    held: tuple[Finding, ...] = ()


def due(
    case: Case,
    today: Today,
    manners: Manners,
    calendar: Calendar,
    now: datetime,
    reachable: Container[str],
) -> tuple[Due, ...]:
    """Everything to be told about one case at `now` (UTC), for both readers.

    `reachable` are the agencies that have an address: the others are told once they have one.

    What only informs is told to nobody. Only what stands is told: while the source of a finding
    is blind there is neither a reminder nor an escalation.
    """
    found = list(_overdue(case, today, manners, calendar, now))
    pressing = {(one.reader, one.finding.fingerprint) for one in found}
    for reader in Reader:
        told = _told(case, reader)
        if case.state.is_open:
            news = (f for f in today.standing if accuses(f) and not settles_absence(f, today.held))
            found += [
                Due(case, f, reader, Reason.FIRST)
                for f in news
                if f.fingerprint not in told and _at_once(f, reader, manners)
            ]
            found += [
                Due(case, f, reader, Reason.CHANGED)
                for f in today.changed
                if accuses(f) and f.fingerprint in told and (reader, f.fingerprint) not in pressing
            ]
        elif case.state is CaseState.RESOLVED and case.changed_at == now:
            found += [
                Due(case, f, reader, Reason.RESOLVED)
                for f in today.gone
                if accuses(f) and f.fingerprint in told
            ]
    return tuple(
        one for one in found if one.reader is not Reader.AGENCY or one.finding.agency_id in reachable
    )


def noted(case: Case, told: Iterable[Due], at: datetime) -> Case:
    """The case with what was told; `at` is the instant from which the letters may leave (UTC)."""
    tellings = [
        Telling(at, reader, reason, case.episode, tuple(sorted({one.finding.fingerprint for one in group})))
        for (reader, reason), group in groupby(sorted(told, key=_whom_and_why), key=_whom_and_why)
    ]
    return replace(case, told=(*case.told, *tellings)) if tellings else case


def settles_absence(finding: Finding, held: Iterable[Finding]) -> bool:
    """A delay that ends an absence of the same case: nothing new is asked of anybody."""
    return finding.verdict is VerdictKind.LATE and any(
        other.verdict is VerdictKind.MISSING and other.duty_id == finding.duty_id for other in held
    )


def upcoming(
    case: Case, absent: Container[str], manners: Manners, calendar: Calendar, now: datetime
) -> tuple[tuple[Reason, date], ...]:
    """What the machine will send by itself about a case, and from which day on, if nothing changes.

    `absent` are the fingerprints of its standing absences: only those wait for anything.
    """
    if _in_hand(case) or (case.snooze is not None and now < case.snooze.until):
        return ()
    first = [at for name, at in _told(case, Reader.AGENCY).items() if name in absent]
    done = {telling.reason for telling in _this_episode(case)}
    spans = ((Reason.REMINDER, manners.remind_after), (Reason.ESCALATED, manners.escalate_after))
    if not first:
        return ()
    start = vietnam_day(min(first))
    return tuple(
        (reason, calendar.nth_working_day_after(start, days, makeup_counts=False) + _DAY)
        for reason, days in spans
        if reason not in done
    )


def _overdue(case: Case, today: Today, manners: Manners, calendar: Calendar, now: datetime) -> Iterable[Due]:
    """The reminder and the escalation, each once per episode, on what the agency knows long enough.

    Only an absence waits for anything: what came late stands published already.
    """
    snoozed = case.snooze is not None and now < case.snooze.until
    if snoozed or _in_hand(case):
        return
    known = _told(case, Reader.AGENCY)
    for reader, reason, days in (
        (Reader.AGENCY, Reason.REMINDER, manners.remind_after),
        (Reader.INSPECTORATE, Reason.ESCALATED, manners.escalate_after),
    ):
        if any(one.reason is reason for one in _this_episode(case)):
            continue
        for finding in today.standing:
            first = known.get(finding.fingerprint)
            absent = accuses(finding) and finding.verdict is VerdictKind.MISSING
            if absent and first is not None and _passed(first, days, calendar, now):
                yield Due(case, finding, reader, reason)


def _in_hand(case: Case) -> bool:
    """Closed, answered, or a person has asked the agency: letters of the machine would cut across."""
    if case.state not in (CaseState.NEW, CaseState.ACKNOWLEDGED):
        return True
    for event in reversed(case.events):
        if event.action == CaseStep.REOPENED:
            return False
        if event.action == CaseStep.ANSWERED:
            return True
    return False


def _passed(first: datetime, days: int, calendar: Calendar, now: datetime) -> bool:
    # The day of the letter is not counted, the last day is whole, a make-up Saturday is not held
    # against anybody.
    last = calendar.nth_working_day_after(vietnam_day(first), days, makeup_counts=False)
    return now >= end_of_day(last)


def _at_once(finding: Finding, reader: Reader, manners: Manners) -> bool:
    return reader is Reader.AGENCY or manners.all_at_once or finding.severity is Severity.HIGH


def _told(case: Case, reader: Reader) -> Mapping[str, datetime]:
    """What this reader was told in this episode, and when first."""
    first: dict[str, datetime] = {}
    for telling in _this_episode(case):
        if telling.reader is reader:
            for name in telling.fingerprints:
                first.setdefault(name, telling.at)
    return first


def _this_episode(case: Case) -> tuple[Telling, ...]:
    return tuple(telling for telling in case.told if telling.episode == case.episode)


def _whom_and_why(one: Due) -> tuple[Reader, Reason]:
    return one.reader, one.reason
