"""Máy trạng thái của hồ sơ: máy ghi điều đã thấy, người kết luận.
The case's state machine: the machine opens, adds, resolves and reopens; only people decide."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from monitor.cases.asking import open_question
from monitor.cases.assess import Assessment, VerdictOf, accuses, assess, by_weight, delay
from monitor.cases.notes import UNVERIFIABLE, VERIFIABLE_AGAIN, settled_note, vanished_note
from monitor.cases.persons import person
from monitor.domain.case_steps import MACHINE, CaseAction, CaseStep, action_label
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.errors import CaseRefused
from monitor.domain.judgement import Finding
from monitor.domain.labels import label
from monitor.domain.vocabulary import CaseState, VerdictKind

_OPEN = (CaseState.NEW, CaseState.ACKNOWLEDGED, CaseState.EXPLANATION_ASKED)
_CLOSED = (CaseState.RESOLVED, CaseState.EXCUSED, CaseState.CONFIRMED)
_DECIDED = (CaseState.EXCUSED, CaseState.CONFIRMED)

# action → (states it may start from, state it leads to, step that is recorded)
_ALLOWED: dict[CaseAction, tuple[tuple[CaseState, ...], CaseState, CaseStep]] = {
    CaseAction.ACKNOWLEDGE: ((CaseState.NEW,), CaseState.ACKNOWLEDGED, CaseStep.ACKNOWLEDGED),
    CaseAction.ASK: (_OPEN, CaseState.EXPLANATION_ASKED, CaseStep.EXPLANATION_ASKED),
    CaseAction.EXCUSE: ((*_OPEN, CaseState.RESOLVED), CaseState.EXCUSED, CaseStep.EXCUSED),
    CaseAction.CONFIRM: ((*_OPEN, CaseState.RESOLVED), CaseState.CONFIRMED, CaseStep.CONFIRMED),
    CaseAction.RESOLVE: (_OPEN, CaseState.RESOLVED, CaseStep.RESOLVED),
    CaseAction.REOPEN: (_CLOSED, CaseState.ACKNOWLEDGED, CaseStep.REOPENED),
}
_NEEDS_REASON = frozenset({CaseAction.EXCUSE, CaseAction.CONFIRM})


def open_case(number: str, findings: tuple[Finding, ...], now: datetime) -> Case:
    """A new case on all findings of one subject; `number` is its file number (`HS-2026-0417`).

    Raises `ValueError` without a finding that accuses, or with findings of several subjects.
    """
    if not any(accuses(finding) for finding in findings):
        raise ValueError("findings that only inform never open a case")
    if len({finding.subject_key for finding in findings}) > 1:
        raise ValueError("a case is about one subject only")
    ordered = by_weight(findings)
    worst = ordered[0]
    names = tuple(dict.fromkeys(finding.fingerprint for finding in ordered))
    return Case(
        id=number,
        subject_key=worst.subject_key,
        agency_id=worst.agency_id,
        agency_name=worst.agency_name,
        title=worst.package_title,
        state=CaseState.NEW,
        severity=worst.severity,
        opened_at=now,
        changed_at=now,
        fingerprints=names,
        open_fingerprints=names,
        days_late=delay(ordered),
        events=(CaseEvent(now, MACHINE, CaseStep.OPENED, worst.sentence),),
    )


def update_case(
    case: Case,
    standing: tuple[Finding, ...],
    held: Mapping[str, Finding],
    verdict_of: VerdictOf,
    now: datetime,
) -> Case | None:
    """The case after today's judgement, or `None` when nothing changed.

    `standing` are all findings standing now for the case's subject; `held` maps every fingerprint
    the case ever held to its finding; `verdict_of` answers for every duty that exists now.

    A case resolves by itself when nothing is left for a person to decide: every absence was
    published since (late or in time) or its duty is gone. It stays open while an absence can only
    not be checked. A case that came back by itself reopens as new when something vanishes again;
    a case that a person excused or confirmed keeps its state and gets an event only.
    """
    found = assess(case, standing, held, verdict_of)
    if case.state in _DECIDED:
        state, events = case.state, _findings_events(found, now)
    elif case.state is CaseState.RESOLVED:
        state, events = _after_resolution(case, found, now)
    else:
        state, events = _while_open(case, found, now)
    if not events and found.days_late != case.days_late:
        note = f"Số ngày làm việc sau hạn tính lại: {case.days_late} → {found.days_late}."
        events = (_event(now, CaseStep.DELAY_CORRECTED, note),)
    updated = replace(
        case,
        state=state,
        severity=found.severity if state.is_open else case.severity,
        fingerprints=found.fingerprints,
        open_fingerprints=found.open_fingerprints,
        days_late=found.days_late,
        proposal=case.proposal if state.is_open else None,
    )
    if updated == case and not events:
        return None
    return replace(updated, changed_at=now, events=(*case.events, *events))


def act(case: Case, action: CaseAction | str, by: str, note: str, now: datetime) -> Case:
    """The case after a person's step. Raises `CaseRefused` with a Vietnamese sentence.

    Accepting an explanation and confirming need a reason; `by` is the person's name. A question that
    waits for its answer is not asked in the same words again.
    """
    wanted = _action(action)
    by, note = person(by), note.strip()
    starts, state, step = _ALLOWED[wanted]
    if case.state not in starts:
        raise _not_from_here(case, wanted)
    if wanted in _NEEDS_REASON and not note:
        raise CaseRefused(
            f"{case.id}: {wanted} needs a reason",
            vi=f"Hồ sơ {case.id}: bước “{action_label(wanted)}” phải kèm lý do. Hãy ghi lý do rồi làm lại.",
            en=f"Case {case.id}: “{action_label(wanted, 'en')}” needs a reason. Give one and try again.",
        )
    waiting = open_question(case)
    if wanted is CaseAction.ASK and waiting is not None and note in waiting.words:
        raise _asked_already(case)
    event = CaseEvent(now, by, step, note)
    proposal = case.proposal if state.is_open else None
    return replace(case, state=state, changed_at=now, events=(*case.events, event), proposal=proposal)


def possible_actions(case: Case) -> tuple[CaseAction, ...]:
    """What a person may do with the case from where it stands."""
    return tuple(action for action, (starts, _, _) in _ALLOWED.items() if case.state in starts)


def _while_open(case: Case, found: Assessment, now: datetime) -> tuple[CaseState, tuple[CaseEvent, ...]]:
    # Only a finding that settles now closes the case: a person may have reopened a settled one.
    if not found.pending and any(accuses(s.finding) for s in found.settled):
        note = " ".join(dict.fromkeys(settled_note(s) for s in found.settled))
        return CaseState.RESOLVED, (_event(now, CaseStep.RESOLVED, note),)
    events = list(_findings_events(found, now))
    blind = noted_blind(case)
    if found.out_of_sight and not blind:
        events.append(_event(now, CaseStep.UNVERIFIABLE, UNVERIFIABLE))
    elif blind and not found.out_of_sight:
        events.append(_event(now, CaseStep.VERIFIABLE_AGAIN, VERIFIABLE_AGAIN))
    if found.severity is not case.severity and not found.fresh:
        note = f"{label(case.severity)} → {label(found.severity)}"
        events.append(_event(now, CaseStep.SEVERITY_CHANGED, note))
    return case.state, tuple(events)


def _after_resolution(
    case: Case, found: Assessment, now: datetime
) -> tuple[CaseState, tuple[CaseEvent, ...]]:
    again = [finding for finding in found.fresh if accuses(finding)]
    if not again:
        return case.state, _findings_events(found, now)
    notes = [
        vanished_note(f)
        if f.fingerprint in case.fingerprints and f.verdict is VerdictKind.MISSING
        else f.sentence
        for f in again
    ]
    events = [_event(now, CaseStep.REOPENED, " ".join(notes))]
    if found.out_of_sight:
        events.append(_event(now, CaseStep.UNVERIFIABLE, UNVERIFIABLE))
    return CaseState.NEW, tuple(events)


def _findings_events(found: Assessment, now: datetime) -> tuple[CaseEvent, ...]:
    added = [_event(now, CaseStep.FINDING_ADDED, finding.sentence) for finding in found.fresh]
    settled = [_event(now, CaseStep.FINDING_SETTLED, settled_note(s)) for s in found.settled]
    return (*settled, *added)


def noted_blind(case: Case) -> bool:
    """Whether the last word in the case about sight was that it is lost."""
    for event in reversed(case.events):
        if event.action == CaseStep.UNVERIFIABLE:
            return True
        if event.action in (CaseStep.VERIFIABLE_AGAIN, CaseStep.REOPENED, CaseStep.RESOLVED):
            return False
    return False


def _event(now: datetime, step: CaseStep, note: str) -> CaseEvent:
    return CaseEvent(now, MACHINE, step, note)


def _action(action: CaseAction | str) -> CaseAction:
    try:
        return CaseAction(action)
    except ValueError as error:
        words = ", ".join(CaseAction)
        raise CaseRefused(
            f"unknown action {action!r}", vi=f"Không có bước “{action}”. Các bước có thể làm: {words}."
        ) from error


def _asked_already(case: Case) -> CaseRefused:
    return CaseRefused(
        f"{case.id}: the same question waits for its answer",
        vi=f"Hồ sơ {case.id}: câu hỏi này đã ghi và đang chờ đơn vị trả lời. Muốn hỏi thêm, hãy ghi khác đi.",
        en=f"Case {case.id}: this question was asked and waits for its answer. To ask more, use other words.",
    )


def _not_from_here(case: Case, wanted: CaseAction) -> CaseRefused:
    steps = possible_actions(case)
    possible = ", ".join(f"{step.value} ({action_label(step)})" for step in steps)
    return CaseRefused(
        f"{case.id}: {wanted} is not allowed from {case.state}",
        vi=f"Hồ sơ {case.id} đang ở trạng thái “{label(case.state)}” nên không thể "
        f"“{action_label(wanted)}”. Có thể làm: {possible}.",
        en=f"Case {case.id} is “{label(case.state, 'en')}”, from where “{action_label(wanted, 'en')}” is not "
        f"possible. Possible: {', '.join(action_label(step, 'en') for step in steps)}.",
    )
