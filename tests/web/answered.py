"""Một hồ sơ chờ đơn vị trả lời qua đường dẫn, và những gì đã vào hồ sơ ấy.
A case that its agency answers by a signed link, and the answers and files that came into it."""

import pytest

from monitor.cases.answering import answer_token
from monitor.domain.case_steps import CaseStep
from monitor.domain.desk import AnswerFile
from monitor.steps.tell_agencies import answer_key
from tests.storage.samples import Samples
from tests.web.served import Visit

NUMBER = "HS-2026-0001"


@pytest.fixture
def path(visit: Visit) -> str:
    samples = Samples()
    with visit.town.line.store.begin() as work:
        work.cases.put_all([samples.case(1), samples.case(2)])
        return f"/tra-loi/{answer_token(NUMBER, answer_key(work))}"


def held(visit: Visit, number: str = NUMBER) -> tuple[AnswerFile, ...]:
    with visit.town.line.store.read() as work:
        return work.answer_files.of(number)


def answers(visit: Visit) -> list[str]:
    with visit.town.line.store.read() as work:
        case = work.cases.get(NUMBER)
    assert case is not None
    return [event.note for event in case.events if event.action == CaseStep.ANSWERED]
