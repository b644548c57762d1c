"""Câu hỏi chờ trả lời: đến hết ngày nào, khi nào có thư, khi nào nhắc.
A question that waits: until which day, when a letter is owed for it, when it is brought to mind."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.cases.asking import open_question
from monitor.cases.machine import act, open_case
from monitor.cases.snooze import snooze
from monitor.cases.telling import Manners, Today, due, noted, noted_question, question_due, upcoming
from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.errors import CaseRefused
from monitor.domain.vocabulary import Reader, Reason
from monitor.law.calendar import load_calendar
from tests.cases.conftest import build_finding

CALENDAR, MANNERS = load_calendar(), Manners()
THURSDAY = datetime(2026, 10, 1, 2, tzinfo=UTC)  # 09:00 in Việt Nam, no holiday near
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LAST = date(2026, 10, 8)  # five working days after
OVER = datetime(2026, 10, 8, 17, tzinfo=UTC)  # its 24:00
FINDING = build_finding()
NAME = FINDING.fingerprint


def asks(case: Case, words: str = "Vì sao?", at: datetime = THURSDAY) -> Case:
    return act(case, CaseAction.ASK, "Trần Thị B", words, at)


def told(case: Case, at: datetime = THURSDAY, reason: Reason = Reason.ASKED) -> Case:
    return noted_question(case, reason, [FINDING], at)


def answers(case: Case, at: datetime = THURSDAY + MINUTE) -> Case:
    return replace(case, events=(*case.events, CaseEvent(at, "Sở Y tế", CaseStep.ANSWERED, "đã đăng")))


NEW = open_case("HS-2026-0001", (FINDING,), THURSDAY - DAY)
KNOWN = noted(
    NEW, due(NEW, Today((FINDING,)), MANNERS, CALENDAR, THURSDAY - DAY, {FINDING.agency_id}), THURSDAY - DAY
)
ASKED = told(asks(KNOWN))


@pytest.mark.parametrize(
    ("case", "now", "expected"),
    [
        (KNOWN, THURSDAY, None),
        (asks(KNOWN), THURSDAY, Reason.ASKED),
        (asks(KNOWN), OVER + 30 * DAY, Reason.ASKED),
        (ASKED, THURSDAY, None),
        (ASKED, OVER - MINUTE, None),
        (ASKED, OVER, Reason.REMINDER),
        (told(ASKED, OVER, Reason.REMINDER), OVER + 30 * DAY, None),
        (snooze(ASKED, date(2026, 12, 1), "B", "chờ công văn", THURSDAY), OVER, None),
        (answers(ASKED), OVER, None),
        (answers(asks(KNOWN)), OVER, None),
        (act(ASKED, CaseAction.CONFIRM, "B", "rõ", THURSDAY), OVER, None),
        (asks(answers(ASKED), "Còn gói số 2?", THURSDAY + DAY), THURSDAY + DAY, Reason.ASKED),
        (asks(ASKED, "Còn gói số 2?", THURSDAY + DAY), THURSDAY + DAY, Reason.ASKED),
    ],
    ids=[
        "nothing_asked",
        "asked",
        "asked_long_ago_and_never_sent",
        "sent",
        "the_last_minute",
        "its_day_passed",
        "reminded_once",
        "snoozed",
        "answered",
        "answered_before_any_letter",
        "closed",
        "asked_again_after_the_answer",
        "asked_for_more_meanwhile",
    ],
)
def test_which_letter_is_owed(case: Case, now: datetime, expected: Reason | None) -> None:
    assert question_due(case, MANNERS, CALENDAR, now) == expected


def test_a_reminder_waits_while_nothing_can_be_checked() -> None:
    blind = CaseEvent(THURSDAY + DAY, "máy", CaseStep.UNVERIFIABLE)
    assert question_due(replace(ASKED, events=(*ASKED.events, blind)), MANNERS, CALENDAR, OVER) is None


def test_the_days_are_counted_from_the_letter_not_from_the_step() -> None:
    late = told(asks(KNOWN), THURSDAY + 4 * DAY)
    question = open_question(late)
    assert question is not None
    assert question.last_day(5, CALENDAR) == date(2026, 10, 12)
    assert question_due(late, MANNERS, CALENDAR, OVER) is None


def test_what_was_asked_and_not_answered_stands_together_in_the_next_letter() -> None:
    twice = asks(asks(KNOWN, "Vì sao?"), "Khi nào?", THURSDAY + DAY)
    question = open_question(twice)
    assert question is not None
    assert (question.number, question.words, question.told_at) == (2, ("Vì sao?", "Khi nào?"), None)
    more = open_question(asks(answers(twice, THURSDAY + 2 * DAY), "Còn nữa?", THURSDAY + 3 * DAY))
    assert more is not None
    assert (more.number, more.words) == (3, ("Còn nữa?",))


def test_the_same_words_are_not_asked_twice_before_an_answer() -> None:
    with pytest.raises(CaseRefused, match="the same question"):
        asks(ASKED)
    assert open_question(asks(answers(ASKED), at=THURSDAY + DAY)) is not None


def test_a_question_in_vain_is_told_to_the_inspectorate_once_and_reminded_by_its_own_letter() -> None:
    def owed(case: Case, now: datetime) -> set[tuple[Reader, Reason]]:
        found = due(case, Today((FINDING,)), MANNERS, CALENDAR, now, {FINDING.agency_id})
        return {(one.reader, one.reason) for one in found}

    assert owed(ASKED, OVER - MINUTE) == set()
    assert owed(ASKED, OVER) == {(Reader.INSPECTORATE, Reason.ESCALATED)}
    assert owed(asks(KNOWN), OVER) == set(), "what was never sent is in hand, not in vain"
    after = noted(ASKED, due(ASKED, Today((FINDING,)), MANNERS, CALENDAR, OVER, {FINDING.agency_id}), OVER)
    assert owed(after, OVER + 30 * DAY) == set()


def test_the_case_names_what_follows_if_no_answer_comes() -> None:
    following = upcoming(ASKED, {NAME}, MANNERS, CALENDAR, THURSDAY)
    assert following == ((Reason.REMINDER, LAST + DAY), (Reason.ESCALATED, LAST + DAY))
    assert upcoming(ASKED, set(), MANNERS, CALENDAR, THURSDAY) == ((Reason.REMINDER, LAST + DAY),)
    assert upcoming(asks(KNOWN), {NAME}, MANNERS, CALENDAR, THURSDAY) == ()
