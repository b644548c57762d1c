"""Hồ sơ đổi theo việc người làm: bước nào được phép, và máy không lật lại điều người đã quyết.
The case's state machine under people's acts: which steps are allowed, and what then stays as decided."""

import pytest

from monitor.cases.machine import act, open_case, possible_actions, update_case
from monitor.domain.case_steps import MACHINE, CaseAction, CaseStep
from monitor.domain.cases import Case
from monitor.domain.errors import CaseRefused, MonitorError
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind
from tests.cases.conftest import LATER, NOW, PUBLISHED, held, of, verdicts


@pytest.mark.parametrize("action", [CaseAction.EXCUSE, CaseAction.CONFIRM])
def test_what_a_person_decided_is_never_reopened_by_the_machine(make_finding, action) -> None:
    missing = make_finding()
    decided = act(open_case("HS-1", (missing,), NOW), action, "Thanh tra viên 1", "Đã có văn bản", NOW)
    national = make_finding(channel=Channel.NATIONAL, severity=Severity.HIGH)
    updated = update_case(decided, (missing, national), held(missing), verdicts(), LATER)
    assert updated is not None
    assert (updated.state, updated.severity) == (decided.state, decided.severity)
    assert updated.events[-1].action == CaseStep.FINDING_ADDED


def test_a_decided_case_still_records_a_later_publication(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=7)
    decided = act(open_case("HS-1", (missing,), NOW), "confirm", "Thanh tra viên 1", "Biên bản 01", NOW)
    lookup = verdicts(of(missing, VerdictKind.LATE, 7, PUBLISHED))
    updated = update_case(decided, (late,), held(missing), lookup, LATER)
    assert updated is not None
    assert (updated.state, updated.days_late) == (CaseState.CONFIRMED, 7)
    assert updated.events[-1].action == CaseStep.FINDING_SETTLED


def test_a_person_may_resolve_while_it_is_missing_and_the_machine_leaves_it(make_finding) -> None:
    missing = make_finding()
    case = act(open_case("HS-1", (missing,), NOW), "resolve", "Thanh tra viên 1", "đăng ở mục khác", NOW)
    assert update_case(case, (missing,), held(missing), verdicts(), LATER) is None


def test_a_settled_case_that_a_person_reopens_stays_open(make_finding) -> None:
    missing, late = make_finding(), make_finding(VerdictKind.LATE, days_late=3)
    lookup = verdicts(of(missing, VerdictKind.LATE, 3, PUBLISHED))
    resolved = update_case(open_case("HS-1", (missing,), NOW), (late,), held(missing), lookup, NOW)
    assert resolved is not None
    reopened = act(resolved, "reopen", "Thanh tra viên 1", "hỏi lại ngày đăng", NOW)
    assert reopened.state is CaseState.ACKNOWLEDGED
    assert update_case(reopened, (late,), held(missing, late), lookup, LATER) is None


ALLOWED = {
    (CaseState.NEW, "acknowledge"): CaseState.ACKNOWLEDGED,
    (CaseState.NEW, "ask"): CaseState.EXPLANATION_ASKED,
    (CaseState.ACKNOWLEDGED, "ask"): CaseState.EXPLANATION_ASKED,
    (CaseState.EXPLANATION_ASKED, "ask"): CaseState.EXPLANATION_ASKED,
    **{
        (state, action): result
        for state in (CaseState.NEW, CaseState.ACKNOWLEDGED, CaseState.EXPLANATION_ASKED)
        for action, result in (
            ("excuse", CaseState.EXCUSED),
            ("confirm", CaseState.CONFIRMED),
            ("resolve", CaseState.RESOLVED),
        )
    },
    (CaseState.RESOLVED, "excuse"): CaseState.EXCUSED,
    (CaseState.RESOLVED, "confirm"): CaseState.CONFIRMED,
    **{
        (state, "reopen"): CaseState.ACKNOWLEDGED
        for state in (CaseState.RESOLVED, CaseState.EXCUSED, CaseState.CONFIRMED)
    },
}


def in_state(case: Case, state: CaseState) -> Case:
    path = {
        CaseState.NEW: None,
        CaseState.ACKNOWLEDGED: "acknowledge",
        CaseState.EXPLANATION_ASKED: "ask",
        CaseState.RESOLVED: "resolve",
        CaseState.EXCUSED: "excuse",
        CaseState.CONFIRMED: "confirm",
    }[state]
    return act(case, path, "Thanh tra viên 1", "lý do trước", NOW) if path else case


@pytest.mark.parametrize("state", list(CaseState))
@pytest.mark.parametrize("action", list(CaseAction))
def test_every_step_from_every_state_is_allowed_or_refused_in_words(make_finding, state, action) -> None:
    case = in_state(open_case("HS-2026-0417", (make_finding(),), NOW), state)
    expected = ALLOWED.get((state, action.value))
    assert (action in possible_actions(case)) == (expected is not None)
    if expected is None:
        with pytest.raises(CaseRefused) as refused:
            act(case, action, "Thanh tra viên 2", "lý do", LATER)
        assert "HS-2026-0417" in refused.value.vi
        assert "Có thể làm" in refused.value.vi
        assert isinstance(refused.value, MonitorError)
        return
    done = act(case, action, "Thanh tra viên 2", "lý do", LATER)
    assert (done.state, done.changed_at) == (expected, LATER)
    assert (done.events[-1].by, done.events[-1].note) == ("Thanh tra viên 2", "lý do")
    assert done.events[:-1] == case.events


@pytest.mark.parametrize("action", ["excuse", "confirm"])
def test_a_decision_without_a_reason_is_refused(make_finding, action) -> None:
    with pytest.raises(CaseRefused) as refused:
        act(open_case("HS-1", (make_finding(),), NOW), action, "Thanh tra viên 1", "  ", NOW)
    assert "lý do" in refused.value.vi


@pytest.mark.parametrize("name", ["", "  ", MACHINE])
def test_only_a_person_acts(make_finding, name) -> None:
    with pytest.raises(CaseRefused):
        act(open_case("HS-1", (make_finding(),), NOW), "acknowledge", name, "", NOW)


def test_an_unknown_action_is_refused_with_the_known_ones(make_finding) -> None:
    with pytest.raises(CaseRefused) as refused:
        act(open_case("HS-1", (make_finding(),), NOW), "close", "Thanh tra viên 1", "", NOW)
    assert "acknowledge" in refused.value.vi
