"""Ai cần được báo điều gì, và vì sao: đơn vị trước, thanh tra sau.
Who is due to be told what, and why: the agency first, then the inspectorate."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from monitor.cases.asking import Question, open_question
from monitor.cases.assess import accuses
from monitor.cases.machine import noted_blind
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, Telling
from monitor.domain.judgement import Finding
from monitor.domain.times import end_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Reader, Reason, Severity, VerdictKind
from monitor.law.calendar import Calendar

_DAY = timedelta(days=1)
# What the state of a case does not show again at the next cycle: it is remembered until it is told.
PASSING = frozenset({Reason.CHANGED, Reason.RESOLVED})


@dataclass(frozen=True, slots=True)
class Manners:
    """How agencies and the inspectorate are told; the first two spans are working days from the first letter.

    `all_at_once`: the inspectorate hears of every finding at once, not only of severe ones. An agency has
    `answer_days` working days to answer a question.
    """

    remind_after: int = 3
    escalate_after: int = 5
    all_at_once: bool = False
    answer_days: int = 5


@dataclass(frozen=True, slots=True)
class Due:
    """One reader is to be told one finding of one case; `letter` is the `key_hash` of an agency's letter."""

    case: Case
    finding: Finding
    reader: Reader
    reason: Reason
    letter: str = ""


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

    `reachable` are the agencies that letters reach: the others are told once they have an address, and
    until then nobody is told that they did not answer. What is `PASSING` is given for them too, to be kept.

    What only informs is told to nobody. Only what stands is told: while the source of a finding
    is blind there is neither a reminder nor an escalation.
    """
    found = list(_overdue(case, today, manners, calendar, now))
    pressing = {(one.reader, one.finding.fingerprint) for one in found}
    for reader in Reader:
        told = known_to(case, reader)
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
        one
        for one in found
        if one.finding.agency_id in reachable
        or one.reason in PASSING
        or (one.reader is Reader.INSPECTORATE and one.reason is not Reason.ESCALATED)
    )


def noted(case: Case, told: Iterable[Due], at: datetime) -> Case:
    """The case with what was told; `at` is the instant from which the letters may leave (UTC)."""
    tellings = [
        Telling(at, reader, reason, case.episode, _names(one.finding for one in group), letter=letter)
        for (reader, reason, letter), group in groupby(sorted(told, key=_whom_and_why), key=_whom_and_why)
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
    if _snoozed(case, now):
        return ()
    question = open_question(case)
    if question is not None:
        return _after_question(case, question, absent, manners, calendar)
    if _in_hand(case):
        return ()
    first = [at for name, at in known_to(case, Reader.AGENCY).items() if name in absent]
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
    question = open_question(case)
    asked_in_vain = question is not None and question.overdue(manners.answer_days, calendar, now)
    if _snoozed(case, now) or (_in_hand(case) and not asked_in_vain):
        return
    known = known_to(case, Reader.AGENCY)
    for reader, reason, days in (
        (Reader.AGENCY, Reason.REMINDER, manners.remind_after),
        (Reader.INSPECTORATE, Reason.ESCALATED, manners.escalate_after),
    ):
        # A question has a reminder of its own (`question_due`).
        reminds = reason is Reason.REMINDER and asked_in_vain
        if reminds or any(one.reason is reason for one in _this_episode(case)):
            continue
        for finding in today.standing:
            first = known.get(finding.fingerprint)
            absent = accuses(finding) and finding.verdict is VerdictKind.MISSING
            if absent and first is not None and _passed(first, days, calendar, now):
                yield Due(case, finding, reader, reason)


def question_due(case: Case, manners: Manners, calendar: Calendar, now: datetime) -> Reason | None:
    """The letter that the agency is owed about an open question: the question itself, or one reminder.

    A person asked, so the question goes whatever is in sight; its reminder waits while the case is
    snoozed or cannot be checked.
    """
    question = open_question(case)
    if question is None:
        return None
    if question.told_at is None:
        return Reason.ASKED
    if question.reminded or _snoozed(case, now) or noted_blind(case):
        return None
    return Reason.REMINDER if question.overdue(manners.answer_days, calendar, now) else None


def noted_question(
    case: Case, reason: Reason, told: Iterable[Finding], at: datetime, letter: str = ""
) -> Case:
    """The case with a letter about its open question put in line at `at` (UTC), which tells of `told`.

    Raises `ValueError` for a case without an open question.
    """
    question = open_question(case)
    if question is None:
        raise ValueError(f"{case.id}: nothing is asked")
    telling = Telling(at, Reader.AGENCY, reason, case.episode, _names(told), question.number, letter)
    return replace(case, told=(*case.told, telling))


def _after_question(
    case: Case, question: Question, absent: Container[str], manners: Manners, calendar: Calendar
) -> tuple[tuple[Reason, date], ...]:
    """What follows when a question stays without an answer; nothing before its letter could be sent."""
    if question.told_at is None:
        return ()
    day = question.last_day(manners.answer_days, calendar) + _DAY
    told = any(one.reason is Reason.ESCALATED for one in _this_episode(case))
    escalates = not told and any(name in absent for name in known_to(case, Reader.AGENCY))
    reasons = ((Reason.REMINDER, not question.reminded), (Reason.ESCALATED, escalates))
    return tuple((reason, day) for reason, comes in reasons if comes)


def _snoozed(case: Case, now: datetime) -> bool:
    return case.snooze is not None and now < case.snooze.until


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


def known_to(case: Case, reader: Reader) -> Mapping[str, datetime]:
    """What this reader was told in this episode, and when first."""
    first: dict[str, datetime] = {}
    for telling in _this_episode(case):
        if telling.reader is reader:
            for name in telling.fingerprints:
                first.setdefault(name, telling.at)
    return first


def _this_episode(case: Case) -> tuple[Telling, ...]:
    return tuple(telling for telling in case.reached if telling.episode == case.episode)


def _whom_and_why(one: Due) -> tuple[Reader, Reason, str]:
    return one.reader, one.reason, one.letter


def _names(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(sorted({finding.fingerprint for finding in findings}))
