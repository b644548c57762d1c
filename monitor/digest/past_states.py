"""Hồ sơ đứng ở đâu vào một thời điểm đã qua.
Where a case stood at an instant of the past, told from its own steps."""

from collections.abc import Iterable
from datetime import datetime

from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case
from monitor.domain.digests import WeekPoint
from monitor.domain.times import Window
from monitor.domain.vocabulary import CaseState

_BECOMES = {
    CaseStep.OPENED: CaseState.NEW,
    CaseStep.ACKNOWLEDGED: CaseState.ACKNOWLEDGED,
    CaseStep.EXPLANATION_ASKED: CaseState.EXPLANATION_ASKED,
    CaseStep.RESOLVED: CaseState.RESOLVED,
    CaseStep.EXCUSED: CaseState.EXCUSED,
    CaseStep.CONFIRMED: CaseState.CONFIRMED,
    CaseStep.REOPENED: CaseState.NEW,
}


def state_at(case: Case, at: datetime) -> CaseState | None:
    """Its state just before `at` (UTC); `None` when it was not there yet."""
    if case.opened_at >= at:
        return None
    before, moved_since = CaseState.NEW, False
    for event in case.events:
        becomes = _BECOMES.get(CaseStep(event.action))
        if becomes is None:
            continue
        if event.at >= at:
            moved_since = True
            break
        before = becomes
    # Nothing moved since: what is stored is what was, and says it more exactly.
    return before if moved_since else case.state


def is_open_at(case: Case, at: datetime) -> bool:
    """Whether it was there and open just before `at` (UTC)."""
    state = state_at(case, at)
    return state is not None and state.is_open


def happened(case: Case, period: Window, *steps: CaseStep) -> bool:
    """Whether one of these steps was taken in the period."""
    return any(event.action in steps and period.start <= event.at < period.end for event in case.events)


def opened_in(case: Case, period: Window) -> bool:
    """Whether it was opened, or opened again, in the period."""
    return period.start <= case.opened_at < period.end or happened(case, period, CaseStep.REOPENED)


def closed_in(case: Case, period: Window, *states: CaseState) -> bool:
    """Whether it came into one of the states in the period and was in it at the end."""
    steps = [step for step, becomes in _BECOMES.items() if becomes in states]
    return happened(case, period, *steps) and state_at(case, period.end) in states


def week_point(cases: Iterable[Case], period: Window, iso_week: int, seen: tuple[int, int]) -> WeekPoint:
    """The counts of one week; `seen` are how many sources were looked at and how many seen whole."""
    cases = tuple(cases)
    return WeekPoint(
        period,
        iso_week,
        sum(opened_in(case, period) for case in cases),
        sum(closed_in(case, period, CaseState.RESOLVED) for case in cases),
        sum(is_open_at(case, period.end) for case in cases),
        *seen,
    )
