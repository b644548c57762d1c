"""Chờ đơn vị trả lời đến hết ngày nào.
Until which day an agency's answer is awaited."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.cases.awaited import answer_by
from monitor.cases.telling import Manners
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import CaseEvent, Telling
from monitor.domain.vocabulary import CaseState, Reader, Reason
from monitor.law.calendar import load_calendar
from tests.digest.conftest import build_case

FRIDAY = datetime(2026, 10, 2, 2, tzinfo=UTC)
DAY = timedelta(days=1)
CALENDAR = load_calendar()
TOLD = Telling(FRIDAY, Reader.AGENCY, Reason.FIRST, 0, ("f1",))
CASE = replace(build_case(opened_at=FRIDAY), told=(TOLD,))


def step(action: CaseStep, days: int) -> CaseEvent:
    return CaseEvent(FRIDAY + days * DAY, "ai đó", action)


@pytest.mark.parametrize(
    ("state", "events", "expected"),
    [
        (CaseState.NEW, [], date(2026, 10, 9)),
        (CaseState.NEW, [step(CaseStep.ANSWERED, 1)], None),
        (CaseState.RESOLVED, [], None),
        (CaseState.EXPLANATION_ASKED, [step(CaseStep.EXPLANATION_ASKED, 3)], date(2026, 10, 12)),
        (
            CaseState.EXPLANATION_ASKED,
            [step(CaseStep.ANSWERED, 1), step(CaseStep.EXPLANATION_ASKED, 3)],
            date(2026, 10, 12),
        ),
        (
            CaseState.EXPLANATION_ASKED,
            [step(CaseStep.EXPLANATION_ASKED, 3), step(CaseStep.ANSWERED, 4)],
            None,
        ),
    ],
)
def test_the_last_day_for_an_answer(state: CaseState, events: list[CaseEvent], expected: date | None) -> None:
    case = replace(CASE, state=state, events=(*CASE.events, *events))
    assert answer_by(case, Manners(), CALENDAR) == expected


def test_who_was_never_told_owes_no_answer() -> None:
    assert answer_by(replace(CASE, told=()), Manners(), CALENDAR) is None
    told_to_others = replace(TOLD, reader=Reader.INSPECTORATE)
    assert answer_by(replace(CASE, told=(told_to_others,)), Manners(), CALENDAR) is None


def test_a_reopened_case_waits_anew() -> None:
    events = (
        *CASE.events,
        step(CaseStep.ANSWERED, 1),
        step(CaseStep.RESOLVED, 2),
        step(CaseStep.REOPENED, 10),
    )
    again = Telling(FRIDAY + 10 * DAY, Reader.AGENCY, Reason.FIRST, 1, ("f1",))
    case = replace(CASE, events=events, told=(TOLD, again))
    assert answer_by(case, Manners(), CALENDAR) == date(2026, 10, 19)
    assert answer_by(replace(case, told=(TOLD,)), Manners(), CALENDAR) is None
