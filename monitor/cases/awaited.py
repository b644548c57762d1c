"""Hồ sơ nào đang chờ đơn vị trả lời, và chờ đến hết ngày nào.
Which cases wait for an agency's answer, and until which day."""

from datetime import date

from monitor.cases.asking import open_question
from monitor.cases.telling import Manners
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import Reader
from monitor.law.calendar import Calendar


def answer_by(case: Case, manners: Manners, calendar: Calendar) -> date | None:
    """The last day on which an answer keeps the inspectorate from being told; `None`: none is awaited.

    Working days from the first letter of this episode, or from the letter of a question. Made-up
    Saturdays are not held against anybody.
    """
    if not case.state.is_open:
        return None
    question = open_question(case)
    if question is not None:
        return question.last_day(manners.answer_days, calendar)
    told = [one.at for one in case.reached if one.reader is Reader.AGENCY and one.episode == case.episode]
    first = asked = min(told, default=None)
    for event in case.events:
        if event.action == CaseStep.REOPENED:
            asked = first
        elif event.action == CaseStep.ANSWERED:
            asked = None
    if asked is None:
        return None
    return calendar.nth_working_day_after(vietnam_day(asked), manners.escalate_after, makeup_counts=False)
