"""Hồ sơ vào cuối một tuần đã qua: kể lại từ các bước của chính nó.
Cases at the end of a past week, told from their own steps."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.past_states import closed_in, is_open_at, opened_in, state_at, week_point
from monitor.digest.runs import last_week, weeks_before
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case
from monitor.domain.vocabulary import CaseState
from tests.digest.conftest import MONDAY, build_case

DAY = timedelta(days=1)
MakeCase = Callable[..., Case]
ORDER = (CaseStep.RESOLVED, CaseStep.REOPENED, CaseStep.EXCUSED, CaseStep.REOPENED) * 2
ENDS = {
    CaseStep.RESOLVED: CaseState.RESOLVED,
    CaseStep.EXCUSED: CaseState.EXCUSED,
    CaseStep.REOPENED: CaseState.NEW,
}


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (0, None),
        (1, CaseState.NEW),
        (2.5, CaseState.EXPLANATION_ASKED),
        (5, CaseState.RESOLVED),
        (9, CaseState.NEW),
        (20, CaseState.ACKNOWLEDGED),
    ],
)
def test_a_case_stood_then_as_its_steps_say(
    make_case: MakeCase, days: float, state: CaseState | None
) -> None:
    case = make_case(
        opened_at=MONDAY,
        state=CaseState.ACKNOWLEDGED,
        steps=(
            (CaseStep.EXPLANATION_ASKED, MONDAY + 2 * DAY),
            (CaseStep.ANSWERED, MONDAY + 3 * DAY),
            (CaseStep.RESOLVED, MONDAY + 4 * DAY),
            (CaseStep.REOPENED, MONDAY + 8 * DAY),
            (CaseStep.ACKNOWLEDGED, MONDAY + 12 * DAY),
        ),
    )
    assert state_at(case, MONDAY + days * DAY) is state


steps = st.lists(st.integers(1, 60), max_size=6, unique=True).map(sorted)


@given(st.lists(st.tuples(st.integers(0, 40), steps), max_size=8))
def test_what_was_open_plus_what_came_less_what_went_is_what_is_open(
    made: list[tuple[int, list[int]]],
) -> None:
    cases = []
    for number, (opened, later) in enumerate(made):
        at = MONDAY + opened * DAY
        taken = [(step, at + hours * timedelta(hours=30)) for step, hours in zip(ORDER, later, strict=False)]
        state = ENDS[taken[-1][0]] if taken else CaseState.NEW
        cases.append(build_case(number, opened_at=at, state=state, steps=tuple(taken)))
    closed = (CaseState.RESOLVED, CaseState.EXCUSED)
    for week in weeks_before(last_week(MONDAY + 140 * DAY), 20):
        was = {case.id for case in cases if is_open_at(case, week.start)}
        now = {case.id for case in cases if is_open_at(case, week.end)}
        came = {case.id for case in cases if opened_in(case, week)}
        went = {case.id for case in cases if closed_in(case, week, *closed)}
        assert now == (was | came) - went
        point = week_point(cases, week, 1, (3, 3))
        assert (point.opened, point.open) == (len(came), len(now))
        assert point.resolved == sum(closed_in(case, week, CaseState.RESOLVED) for case in cases)
    assert all(state_at(case, MONDAY + 400 * DAY) is case.state for case in cases)


@pytest.mark.parametrize(
    ("looked", "whole", "blind"), [(0, 0, True), (9, 4, True), (8, 4, False), (9, 9, False), (1, 0, True)]
)
def test_a_week_is_blind_when_less_than_half_was_seen_whole(looked: int, whole: int, blind: bool) -> None:
    assert week_point((), last_week(MONDAY), 37, (looked, whole)).blind is blind


@pytest.mark.parametrize("state", list(CaseState))
def test_into_every_state_there_is_a_way_that_can_be_asked_for(make_case: MakeCase, state: CaseState) -> None:
    week = last_week(MONDAY + 14 * DAY)
    came = [step for step in (CaseStep.REOPENED, *CaseStep) if ENDS.get(step) is state]
    for step in came:
        case = make_case(opened_at=MONDAY, state=state, steps=((step, week.start + DAY),))
        assert closed_in(case, week, state)
    assert not closed_in(make_case(opened_at=MONDAY, state=state, steps=()), week, state)
