"""Câu hỏi của thanh tra đang chờ đơn vị trả lời, và chờ đến hết ngày nào.
The inspectorate's question that waits for an answer of the agency, and until which day."""

from dataclasses import dataclass
from datetime import date, datetime

from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.times import end_of_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Reason
from monitor.law.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Question:
    """What a case asks the agency and is not answered yet; more may have been asked meanwhile.

    `number` counts all questions of the case; `words` are those without an answer, in order. `at` and
    `told_at` (UTC) are those of the last one: asked, and put in line as a letter; `None` while there is
    no letter, as for an agency without an address, and where the letter was lost.
    """

    number: int
    at: datetime
    words: tuple[str, ...]
    told_at: datetime | None = None
    reminded: bool = False

    def last_day(self, days: int, calendar: Calendar) -> date:
        """The last day for the answer, `days` working days after the letter (or, without one, the step).

        The day of the letter is not counted; a made-up Saturday is not held against anybody.
        """
        return calendar.nth_working_day_after(vietnam_day(self.told_at or self.at), days, makeup_counts=False)

    def overdue(self, days: int, calendar: Calendar, now: datetime) -> bool:
        """Whether a letter brought it and its last day has passed at `now` (UTC)."""
        return self.told_at is not None and now >= end_of_day(self.last_day(days, calendar))


def open_question(case: Case) -> Question | None:
    """What waits for an answer; `None` when nothing was asked, or an answer came since.

    A case that was closed and opened again asks anew: what it asked before is settled with it.
    """
    if case.state is not CaseState.EXPLANATION_ASKED:
        return None
    number, waiting = 0, list[CaseEvent]()
    for event in case.events:
        if event.action == CaseStep.EXPLANATION_ASKED:
            number += 1
            waiting.append(event)
        elif event.action in (CaseStep.ANSWERED, CaseStep.REOPENED):
            waiting.clear()
    if not waiting:
        return None
    letters = {one.reason: one.at for one in case.reached if one.question == number}
    return Question(
        number,
        waiting[-1].at,
        tuple(event.note for event in waiting),
        letters.get(Reason.ASKED),
        Reason.REMINDER in letters,
    )
