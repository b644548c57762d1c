"""Câu hỏi của thanh tra đi tới đơn vị, qua kho thật: mỗi câu một thư, không câu nào mất.
A question reaches its agency through the real store: one letter each, told twice never, none lost."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.cases.machine import act
from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.cases import CaseEvent, Delivery
from monitor.domain.judgement import Finding
from monitor.domain.procurement import Agency
from monitor.domain.vocabulary import MessageKind, Reason, VerdictKind
from monitor.steps.ask_agencies import send_question
from storage.store import Store
from tests.steps.agencies import AGENCIES, DAY, Office, finding, told_line

MORNING = datetime(2026, 10, 9, 2, tzinfo=UTC)  # 09:00 of the day after
SITE = "https://giam-sat.example"


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    yield Office(replace(told_line(store), web_url=SITE))
    store.close()


def asks(office: Office, about: Finding, words: str) -> list[Delivery]:
    """What a person presses; the letters queued by it."""
    with office.line.store.begin() as work:
        case = act(office.case(about), CaseAction.ASK, "Trần Thị B", words, office.now)
        work.cases.put(send_question(office.line, work, case, office.now))
    return fresh(office)


def fresh(office: Office) -> list[Delivery]:
    with office.line.store.read() as work:
        everything = work.outbox.list()
    new, office.queued = list(everything[office.queued :]), len(everything)
    return new


def answers(office: Office, about: Finding) -> None:
    case = office.case(about)
    said = CaseEvent(office.now, "Ban QLDA", CaseStep.ANSWERED, "đã đăng")
    office.puts(replace(case, events=(*case.events, said)))


def test_a_question_is_one_letter_with_its_words_its_finding_its_day_and_its_link(office: Office) -> None:
    one = finding(1)
    office.concludes(one)
    (letter,) = asks(office, one, "Vì sao chưa đăng?\n" + "Khi nào sẽ đăng? " * 60)
    message = letter.message
    assert (message.kind, message.reason) == (MessageKind.QUESTION, Reason.ASKED)
    assert message.recipient.address == "ban-1@songmau.example"
    assert letter.not_before == office.now, "a person has just sent it"
    for text in (message.text, message.html):
        assert "Vì sao chưa đăng?" in text
        assert text.count("nào") == 60, "nothing of a long question is cut"
        assert "Chưa thấy trên Cổng." in text
        assert "8/10/2026" in text
        assert f"{SITE}/tra-loi/{office.case(one).id}." in text
    assert office.concludes(one) == [], "no cycle tells it again"
    telling = office.case(one).told[-1]
    assert (telling.reason, telling.at) == (Reason.ASKED, office.now)
    assert telling.fingerprints == (one.fingerprint,)


def test_after_its_day_one_reminder_and_the_inspectorate_hears_of_it(office: Office) -> None:
    one = finding(1)
    office.concludes(one)
    asks(office, one, "Vì sao?")
    office.now = MORNING
    found = {
        (one.message.recipient.id, one.message.kind, one.message.reason) for one in office.concludes(one)
    }
    assert found == {
        ("don-vi-ban-1", MessageKind.QUESTION, Reason.REMINDER),
        ("thanh-tra", MessageKind.ALERT, Reason.ESCALATED),
    }
    office.now += 30 * DAY
    assert office.concludes(one) == []


def test_an_answer_ends_it_and_a_second_question_is_a_second_letter(office: Office) -> None:
    one = finding(1)
    office.concludes(one)
    asks(office, one, "Vì sao?")
    office.now += DAY
    answers(office, one)
    office.now += DAY
    (second,) = asks(office, one, "Còn trang của đơn vị?")
    assert "Còn trang của đơn vị?" in second.message.text
    assert "Vì sao?" not in second.message.text
    answers(office, one)
    office.now = MORNING + 30 * DAY
    assert office.concludes(one) == []


def test_without_an_address_nothing_is_sent_nor_lost(office: Office) -> None:
    nobody = finding(2, agency_id="so-xd", agency_name=AGENCIES[1].name)
    office.concludes(nobody)
    assert asks(office, nobody, "Vì sao?") == []
    assert office.case(nobody).told == ()
    office.now += DAY
    assert office.concludes(nobody) == []
    reachable = Agency("so-xd", AGENCIES[1].name, email="so-xd@songmau.example")
    office.line = replace(office.line, agencies=(AGENCIES[0], reachable))
    office.now = datetime(2026, 10, 5, 15, tzinfo=UTC)  # 22:00: nobody is at work
    assert office.concludes(nobody) == []
    office.now = datetime(2026, 10, 6, 2, tzinfo=UTC)
    told, letter = office.concludes(nobody)
    assert told.message.kind is MessageKind.AGENCY
    assert (letter.message.kind, letter.message.reason) == (MessageKind.QUESTION, Reason.ASKED)
    assert "Vì sao?" in letter.message.text
    assert "13/10/2026" in letter.message.text, "its days begin with the letter"
    assert office.concludes(nobody) == []


def test_a_question_to_an_address_that_bounced_is_sent_once_it_works(office: Office) -> None:
    one = finding(1)
    office.concludes(one)
    with office.line.store.begin() as work:
        work.suppressions.add("ban-1@songmau.example", "thư hỏng 3 lần trong 14 ngày", office.now)
    assert asks(office, one, "Vì sao?") == []
    with office.line.store.begin() as work:
        work.suppressions.lift("ban-1@songmau.example")
    office.now += DAY
    (letter,) = office.concludes(one)
    assert (letter.message.kind, letter.message.reason) == (MessageKind.QUESTION, Reason.ASKED)


def test_what_was_published_meanwhile_needs_no_answer_any_more(office: Office) -> None:
    one = finding(1)
    office.concludes(one)
    asks(office, one, "Vì sao?")
    office.now = MORNING
    kinds = [letter.message.kind for letter in office.concludes(finding(1, VerdictKind.LATE))]
    assert MessageKind.QUESTION not in kinds
