"""Người này làm được gì với hồ sơ ngay bây giờ, việc nào đứng đầu.
What somebody may do with a case right now, and which act comes first."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from monitor.cases.four_eyes import CLOSING
from monitor.cases.machine import possible_actions
from monitor.desk.clock import Awaited, Clock
from monitor.domain.case_steps import CaseAction
from monitor.domain.cases import Case
from monitor.domain.vocabulary import CaseState


class Doing(StrEnum):
    """One form of the case; the values are those of the form."""

    ACKNOWLEDGE = "acknowledge"
    ASK = "ask"
    EXCUSE = "excuse"
    CONFIRM = "confirm"
    RESOLVE = "resolve"
    REOPEN = "reopen"
    ASSIGN = "assign"
    SNOOZE = "snooze"
    UNSNOOZE = "unsnooze"
    AGREE = "agree"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that is offered; `proposes` when it only proposes to close; a reason may be needed."""

    doing: Doing
    needs_reason: bool = False
    proposes: bool = False


# By what is awaited the act that suits it, the one button of colour.
_FIRST = {
    Awaited.ACKNOWLEDGEMENT: Doing.ACKNOWLEDGE,
    Awaited.DECISION: Doing.ASK,
    Awaited.ANSWER_READ: Doing.EXCUSE,
    Awaited.ANSWER_OVERDUE: Doing.CONFIRM,
    Awaited.SECOND_PERSON: Doing.AGREE,
}
_REASONED = frozenset({Doing.EXCUSE, Doing.CONFIRM, Doing.SNOOZE, Doing.DECLINE, Doing.WITHDRAW})


def offers(
    case: Case, clock: Clock, login: str, *, handles: bool, second: bool, four_eyes: bool
) -> tuple[Offer, ...]:
    """The acts offered to an account, the most fitting first.

    `handles` and `second` say what its role allows: dealing with cases, closing as the second person.
    """
    first = _FIRST.get(clock.awaited)
    asked = case.state is CaseState.EXPLANATION_ASKED
    found = (*_second(case, login, handles, second), *(_own(case, clock, four_eyes) if handles else ()))
    # Who has asked already waits: asking more comes last.
    return tuple(
        sorted(found, key=lambda offer: (offer.doing is not first, asked and offer.doing is Doing.ASK))
    )


def _second(case: Case, login: str, handles: bool, second: bool) -> Iterator[Offer]:
    if case.proposal is None:
        return
    if login == case.proposal.by:
        if handles:
            yield Offer(Doing.WITHDRAW, needs_reason=True)
    elif second:
        yield Offer(Doing.AGREE)
        yield Offer(Doing.DECLINE, needs_reason=True)


def _own(case: Case, clock: Clock, four_eyes: bool) -> Iterator[Offer]:
    for action in possible_actions(case):
        closing = action in CLOSING
        if closing and case.proposal is not None:
            continue
        doing = Doing(CaseAction(action).value)
        yield Offer(doing, doing in _REASONED, closing and four_eyes)
    if case.state.is_open:
        snoozed = case.snooze is not None and clock.awaited is Awaited.SNOOZE_END
        yield Offer(Doing.UNSNOOZE) if snoozed else Offer(Doing.SNOOZE, needs_reason=True)
        yield Offer(Doing.ASSIGN)
