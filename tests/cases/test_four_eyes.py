"""Bốn mắt: người đề nghị không tự đóng, đề nghị không mất, hồ sơ không lạc.
Closing by two people: who proposes never closes, and what happens meanwhile is not lost."""

import pytest

from monitor.cases.four_eyes import CLOSING, agree, decline, propose, step_by_name
from monitor.cases.machine import act
from monitor.cases.owner import assign
from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.errors import CaseRefused
from monitor.domain.vocabulary import CaseState
from tests.storage.samples import NOW, Samples

CASE = Samples().case(1)
LEADS_TO = {
    CaseAction.EXCUSE: CaseState.EXCUSED,
    CaseAction.CONFIRM: CaseState.CONFIRMED,
    CaseAction.RESOLVE: CaseState.RESOLVED,
}


@pytest.mark.parametrize("action", CLOSING)
def test_one_proposes_and_another_closes(action: CaseAction) -> None:
    proposed = propose(CASE, action, "an", "Bà An", "có văn bản", NOW)
    assert proposed.state is CaseState.NEW
    closed = agree(proposed, "binh", "Ông Bình", NOW)
    assert (closed.state, closed.proposal) == (LEADS_TO[action], None)
    assert [event.action for event in closed.events] == [CaseStep.CLOSING_PROPOSED, LEADS_TO[action].value]
    assert closed.events[-1].by == "Ông Bình"
    assert "Bà An" in closed.events[-1].note


def test_the_same_account_cannot_agree_though_it_has_another_name() -> None:
    proposed = propose(CASE, CaseAction.CONFIRM, "an", "Bà An", "rõ", NOW)
    with pytest.raises(CaseRefused, match="proposed it"):
        agree(proposed, "an", "Người khác", NOW)


@pytest.mark.parametrize("action", [CaseAction.ACKNOWLEDGE, CaseAction.ASK, CaseAction.REOPEN])
def test_what_closes_nothing_needs_no_second_person(action: CaseAction) -> None:
    with pytest.raises(CaseRefused):
        propose(CASE, action, "an", "Bà An", "", NOW)


def test_a_proposal_needs_what_the_step_itself_needs() -> None:
    with pytest.raises(CaseRefused, match="needs a reason"):
        propose(CASE, CaseAction.CONFIRM, "an", "Bà An", "  ", NOW)
    closed = act(CASE, CaseAction.EXCUSE, "Bà An", "rõ", NOW)
    with pytest.raises(CaseRefused, match="not allowed"):
        propose(closed, CaseAction.RESOLVE, "an", "Bà An", "", NOW)


def test_two_proposals_never_wait_at_once() -> None:
    proposed = propose(CASE, CaseAction.CONFIRM, "an", "Bà An", "rõ", NOW)
    with pytest.raises(CaseRefused, match="waits already"):
        propose(proposed, CaseAction.EXCUSE, "binh", "Ông Bình", "rõ", NOW)


def test_declined_the_case_stands_as_before_and_tells_why() -> None:
    proposed = propose(CASE, CaseAction.CONFIRM, "an", "Bà An", "rõ", NOW)
    with pytest.raises(CaseRefused, match="needs a reason"):
        decline(proposed, "Ông Bình", " ", NOW)
    declined = decline(proposed, "Ông Bình", "thiếu văn bản", NOW)
    assert (declined.state, declined.proposal) == (CASE.state, None)
    assert declined.events[-1].note == "Xác nhận của Bà An: thiếu văn bản"
    with pytest.raises(CaseRefused, match="nothing is proposed"):
        agree(declined, "binh", "Ông Bình", NOW)


def test_a_case_closed_otherwise_keeps_no_proposal() -> None:
    proposed = propose(CASE, CaseAction.CONFIRM, "an", "Bà An", "rõ", NOW)
    assert act(proposed, CaseAction.RESOLVE, "Ông Bình", "", NOW).proposal is None
    assert act(proposed, CaseAction.ACKNOWLEDGE, "Ông Bình", "", NOW).proposal == proposed.proposal


def test_a_case_is_given_taken_and_left() -> None:
    mine = assign(CASE, "an", "Bà An", "Ông Bình", NOW)
    assert (mine.owner, mine.events[-1].action, mine.events[-1].note) == ("an", CaseStep.ASSIGNED, "Bà An")
    assert assign(mine, "an", "Bà An", "Ông Bình", NOW) is mine
    assert assign(mine, "", "", "Bà An", NOW).owner == ""
    with pytest.raises(CaseRefused):
        assign(CASE, "an", "Bà An", "máy", NOW)


def test_where_people_have_names_only_the_second_name_closes() -> None:
    once = step_by_name(CASE, "excuse", "Bà An", "có văn bản", NOW, four_eyes=True)
    assert (once.state, once.proposal is not None) == (CaseState.NEW, True)
    with pytest.raises(CaseRefused, match="proposed it"):
        step_by_name(once, "excuse", " Bà An ", "lại", NOW, four_eyes=True)
    assert step_by_name(once, "excuse", "Ông Bình", "", NOW, four_eyes=True).state is CaseState.EXCUSED
    assert step_by_name(CASE, "acknowledge", "Bà An", "", NOW, four_eyes=True).state is CaseState.ACKNOWLEDGED
    assert step_by_name(CASE, "excuse", "Bà An", "rõ", NOW, four_eyes=False).state is CaseState.EXCUSED
    with pytest.raises(CaseRefused):
        step_by_name(CASE, "xoa", "Bà An", "", NOW, four_eyes=True)
