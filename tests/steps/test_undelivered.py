"""Thư báo đơn vị không tới nơi là chưa báo: có địa chỉ nhận được thì viết lại, không ai bị báo hai lần.
A letter that never arrived told nobody: it is written anew once an address takes mail, and never twice."""

from dataclasses import replace
from datetime import timedelta

import pytest

from alerts.events.report import MailEventKind, ReportRefused
from monitor.cases.machine import act
from monitor.cases.telling import Manners
from monitor.domain.case_steps import CaseAction
from monitor.domain.cases import key_hash
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason, Severity
from monitor.steps.ask_agencies import send_question
from monitor.steps.undelivered import REST
from tests.steps.agencies import DAY, HOUR, Office, finding
from tests.steps.lost_letters import (
    BROKEN,
    MAIL,
    ONE,
    OTHER,
    bounces,
    lets_go,
    lost_notes,
    office,
    resends,
    sends,
    state_of,
    stops,
    told,
    writes_to,
)

__all__ = ["office"]


def test_a_letter_that_came_back_is_written_anew_to_another_address(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    assert sends(office).sent == 1
    bounces(office, letter)
    case = office.case(ONE)
    assert case.reached == ()
    (note,) = lost_notes(case)
    assert MAIL in note
    assert "550 no such user" in note
    assert state_of(office, letter) is DeliveryState.STOPPED
    office.now += 2 * HOUR
    assert office.concludes(ONE) == [], "not to the address that has just failed"
    writes_to(office, OTHER)
    (again,) = office.concludes(ONE)
    assert told([again]) == [(OTHER, Reason.FIRST)]
    assert again.message.text.count("Gói thầu số 1") == letter.message.text.count("Gói thầu số 1")
    assert sends(office).sent == 1
    office.now += 20 * DAY
    assert [reason for _, reason in told(office.concludes(ONE))] == [Reason.REMINDER, Reason.ESCALATED]


def test_days_are_counted_from_the_letter_that_arrived(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    bounces(office, letter)
    office.now += 5 * DAY
    writes_to(office, OTHER)
    assert told(office.concludes(ONE)) == [(OTHER, Reason.FIRST)]
    office.now += 2 * DAY
    assert office.concludes(ONE) == [], "three working days have not passed since that one"


def test_who_is_on_the_stop_list_is_told_first_when_it_is_let_go(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    stops(office)
    assert sends(office).stopped == 1
    assert state_of(office, letter) is DeliveryState.STOPPED
    assert len(lost_notes(office.case(ONE))) == 1
    office.now += 6 * DAY
    assert office.concludes(ONE) == [], "neither a reminder nor “no answer from the agency”"
    lets_go(office)
    office.now += HOUR
    assert told(office.concludes(ONE)) == [(MAIL, Reason.FIRST)]
    assert sends(office).sent == 1
    assert office.concludes(ONE) == []


def test_an_address_that_is_none_is_tried_once_a_week_and_not_each_cycle(office: Office) -> None:
    writes_to(office, BROKEN)
    tried = 0
    end = office.now + 3 * REST
    while office.now < end:
        tried += len(office.concludes(ONE))
        sends(office)
        office.now += 3 * HOUR
    assert 3 <= tried <= 4
    writes_to(office, MAIL)
    assert told(office.concludes(ONE)) == [(MAIL, Reason.FIRST)]
    assert sends(office).sent == 1


def test_the_third_return_stops_the_address_which_then_rests_no_longer_than_it_is_stopped(
    office: Office,
) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    for number in (1, 2):
        bounces(office, letter, f"e-{number}", message_key="")
    bounces(office, letter, "e-3")
    with office.line.store.read() as work:
        assert work.suppressions.reason(MAIL) is not None
    lets_go(office)
    office.now += HOUR
    assert told(office.concludes(ONE)) == [(MAIL, Reason.FIRST)]


@pytest.mark.parametrize(
    "given",
    [
        {"permanent": False},
        {"kind": MailEventKind.DELIVERED, "permanent": False},
        {"kind": MailEventKind.SPAM_REPORT},
        {"message_key": key_hash("thư khác")},
        {"message_key": ""},
    ],
)
def test_what_arrived_is_never_told_anew(office: Office, given: dict[str, object]) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    before = office.case(ONE)
    bounces(office, letter, **given)
    assert office.case(ONE) == before
    assert state_of(office, letter) is DeliveryState.SENT
    office.now += 2 * HOUR
    assert office.concludes(ONE) == []


def test_the_same_return_reported_twice_counts_once(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    bounces(office, letter)
    once = office.case(ONE)
    bounces(office, letter)
    bounces(office, letter, "e-2")
    assert office.case(ONE) == once


def test_a_return_that_is_reported_before_the_letter_is_noted_as_sent_is_not_used_up(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    key = letter.message.key
    with office.line.store.begin() as work:
        assert work.outbox.claim("w", office.now, 1)
    with pytest.raises(ReportRefused) as refused:
        bounces(office, letter)
    assert refused.value.status == 503, "the provider posts it again"
    with office.line.store.begin() as work:
        assert work.suppressions.count("bounce", MAIL, office.now - DAY) == 0
        work.outbox.sent(key, "w", "đã nhận", office.now)
    bounces(office, letter)
    assert state_of(office, letter) is DeliveryState.STOPPED
    assert len(lost_notes(office.case(ONE))) == 1


def test_a_letter_that_a_dead_worker_left_does_not_keep_reports_out(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    with office.line.store.begin() as work:
        assert work.outbox.claim("w", office.now, 1)
    office.now += 2 * HOUR
    bounces(office, letter)
    assert state_of(office, letter) is DeliveryState.CLAIMED, "it is sent again"


def test_a_letter_to_the_inspectorate_that_came_back_is_given_up_and_can_be_sent_again(
    office: Office,
) -> None:
    letters = office.concludes(finding(1, severity=Severity.HIGH))
    sends(office)
    (alert,) = [one for one in letters if one.message.kind is MessageKind.ALERT]
    before = office.case(ONE)
    bounces(office, alert)
    assert state_of(office, alert) is DeliveryState.STOPPED, "`monitor status` shows it"
    assert office.case(ONE) == before, "the agency heard of it as before"
    office.now += HOUR
    resends(office, alert)
    assert sends(office).sent == 1


def test_only_what_the_lost_letter_told_is_told_anew(office: Office) -> None:
    office.concludes(ONE)
    sends(office)
    office.now += DAY
    two = finding(2)
    (second,) = office.concludes(ONE, two)
    assert "Gói thầu số 1" not in second.message.text
    sends(office)
    bounces(office, second)
    assert len(office.case(ONE).reached) == 1
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    (again,) = office.concludes(ONE, two)
    assert "Gói thầu số 2" in again.message.text
    assert "Gói thầu số 1" not in again.message.text


def test_a_reminder_that_was_lost_is_the_reminder_again_and_what_arrived_stays(office: Office) -> None:
    office.concludes(ONE)
    sends(office)
    office.now += 6 * DAY
    (reminder,) = office.concludes(ONE)
    assert told([reminder]) == [(MAIL, Reason.REMINDER)]
    sends(office)
    bounces(office, reminder)
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    letters = [one for one in office.concludes(ONE) if one.message.kind is MessageKind.AGENCY]
    assert told(letters) == [(OTHER, Reason.REMINDER)]


def test_an_agency_that_was_reminded_knows_whatever_became_of_the_first_letter(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    office.now += 6 * DAY
    assert told(office.concludes(ONE)) == [(MAIL, Reason.REMINDER)]
    sends(office)
    bounces(office, letter)
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    assert [reason for _, reason in told(office.concludes(ONE))] in ([], [Reason.ESCALATED])


def test_a_question_that_was_lost_is_asked_anew(office: Office) -> None:
    office.concludes(ONE)
    sends(office)
    with office.line.store.begin() as work:
        case = act(office.case(ONE), CaseAction.ASK, "Trần Thị B", "Vì sao?", office.now)
        work.cases.put(send_question(office.line, work, case, office.now))
    with office.line.store.read() as work:
        letter = work.outbox.list()[-1]
    office.queued += 1
    assert letter.message.kind is MessageKind.QUESTION
    sends(office)
    bounces(office, letter)
    office.now += 11 * DAY
    writes_to(office, OTHER)
    (again, *_) = [one for one in office.concludes(ONE) if one.message.kind is MessageKind.QUESTION]
    assert (again.message.recipient.address, again.message.reason) == (OTHER, Reason.ASKED)
    assert "Vì sao?" in again.message.text
    sends(office)
    office.now += HOUR
    assert [one for one in office.concludes(ONE) if one.message.kind is MessageKind.QUESTION] == []


def test_the_inspectorate_hears_that_the_agency_could_not_be_told(office: Office) -> None:
    office.line = replace(office.line, manners=Manners(all_at_once=True))
    grave = replace(ONE, severity=Severity.HIGH)
    letters = office.concludes(grave)
    sends(office)
    bounces(office, letters[0])
    office.now += 2 * HOUR
    (alert,) = office.concludes(grave, replace(finding(2), severity=Severity.HIGH))
    assert alert.message.recipient.id == "thanh-tra"
    assert "chưa báo được cho đơn vị" in alert.message.text


def test_fifty_lost_in_one_letter_are_one_letter_again(office: Office) -> None:
    many: list[Finding] = [finding(number) for number in range(50)]
    (letter,) = office.concludes(*many)
    sends(office)
    bounces(office, letter)
    assert {len(lost_notes(office.case(one))) for one in many} == {1}
    writes_to(office, OTHER)
    office.now += 2 * HOUR + timedelta(minutes=1)
    assert len(office.concludes(*many)) == 1
