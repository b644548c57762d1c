"""Bốn mắt: một người đề nghị đóng, người thứ hai quyết định.
Closing by two people: one proposes, another takes the proposal or declines it, never the same."""

from dataclasses import replace
from datetime import datetime

from monitor.cases.machine import act
from monitor.cases.persons import person
from monitor.domain.case_steps import CaseAction, CaseStep, action_label
from monitor.domain.cases import Case, CaseEvent, Proposal
from monitor.domain.errors import CaseRefused

CLOSING = (CaseAction.EXCUSE, CaseAction.CONFIRM, CaseAction.RESOLVE)


def propose(case: Case, action: CaseAction, by: str, name: str, note: str, now: datetime) -> Case:
    """The case with a proposal to close it; its state stays. `by` is the account, `name` the person's.

    Raises `CaseRefused` where the step itself would be refused, or another proposal waits.
    """
    if action not in CLOSING:
        raise CaseRefused(
            f"{action} closes nothing",
            vi=f"Bước “{action_label(action)}” không đóng hồ sơ.",
            en=f"The step “{action_label(action, 'en')}” closes no case.",
        )
    if case.proposal is not None:
        raise CaseRefused(
            f"{case.id}: a proposal waits already",
            vi=f"Hồ sơ {case.id} đang có đề nghị đóng của {case.proposal.name}. Hãy quyết định về đó trước.",
            en=f"{case.proposal.name} has proposed to close case {case.id}. Decide about that first.",
        )
    act(case, action, name, note, now)
    proposal = Proposal(action, by, person(name), note.strip(), now)
    event = CaseEvent(now, proposal.name, CaseStep.CLOSING_PROPOSED, f"{_what(action)}: {proposal.note}")
    return replace(case, proposal=proposal, changed_at=now, events=(*case.events, event))


def agree(case: Case, by: str, name: str, now: datetime) -> Case:
    """The case closed as proposed, by a second person. Raises `CaseRefused` for the same account."""
    proposal = _proposal(case)
    if by == proposal.by:
        raise CaseRefused(
            f"{case.id}: {by} proposed it",
            vi=f"Hồ sơ {case.id}: người đề nghị không tự đóng được. Hãy nhờ người thứ hai quyết định.",
            en=f"Case {case.id}: whoever proposed to close it cannot agree too. Ask a second person.",
        )
    note = f"{proposal.note} (theo đề nghị của {proposal.name})".strip()
    return replace(act(case, proposal.action, name, note, now), proposal=None)


def decline(case: Case, name: str, reason: str, now: datetime) -> Case:
    """The case without the proposal, open as before; a reason is needed. Who proposed may take it back."""
    proposal, reason = _proposal(case), reason.strip()
    if not reason:
        raise CaseRefused(
            f"{case.id}: declining needs a reason",
            vi=f"Hồ sơ {case.id}: không đóng theo đề nghị thì phải ghi lý do.",
            en=f"Case {case.id}: say why it is not closed as proposed.",
        )
    note = f"{_what(proposal.action)} của {proposal.name}: {reason}"
    event = CaseEvent(now, person(name), CaseStep.CLOSING_DECLINED, note)
    return replace(case, proposal=None, changed_at=now, events=(*case.events, event))


def step_by_name(
    case: Case, action: CaseAction | str, by: str, note: str, now: datetime, *, four_eyes: bool
) -> Case:
    """A step where people have names only, as at a terminal; closing is proposed by one, agreed by another.

    Raises `CaseRefused`.
    """
    if not four_eyes or action not in CLOSING:
        return act(case, action, by, note, now)
    name = person(by)
    if case.proposal is not None and case.proposal.action == action:
        return agree(case, name, name, now)
    return propose(case, CaseAction(action), name, name, note, now)


def _proposal(case: Case) -> Proposal:
    if case.proposal is None:
        raise CaseRefused(
            f"{case.id}: nothing is proposed",
            vi=f"Hồ sơ {case.id} không có đề nghị đóng nào đang chờ.",
            en=f"No proposal to close case {case.id} is waiting.",
        )
    return case.proposal


def _what(action: CaseAction) -> str:
    label = action_label(action)
    return f"{label[0].upper()}{label[1:]}"
