"""Thư không tới nơi được người gửi lại: lời báo được khôi phục, trừ khi đã viết lại trong thư khác.
A person sends a lost letter again: its telling is restored, unless another letter has told it since."""

import pytest

from monitor.domain.case_steps import CaseStep
from monitor.domain.vocabulary import DeliveryState, Reason
from monitor.steps.resend import ResendRefused
from tests.steps.agencies import DAY, HOUR, Office, finding
from tests.steps.lost_letters import (
    MAIL,
    ONE,
    OTHER,
    bounces,
    office,
    resends,
    sends,
    state_of,
    stops,
    told,
    writes_to,
)

__all__ = ["office"]


def test_a_lost_letter_that_a_person_sends_again_is_not_written_anew(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    stops(office)
    sends(office)
    office.now += DAY
    resends(office, letter, unblock=True)
    (telling,) = office.case(ONE).reached
    assert telling.at == office.now, "its days count from when it leaves"
    assert office.case(ONE).events[-1].action == CaseStep.LETTER_AGAIN
    assert office.concludes(ONE) == []
    assert sends(office).sent == 1
    office.now += HOUR
    assert office.concludes(ONE) == []


def test_what_another_letter_has_told_since_is_not_sent_again(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    bounces(office, letter)
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    assert len(office.concludes(ONE)) == 1
    with pytest.raises(ResendRefused) as refused:
        resends(office, letter)
    assert "viết lại trong thư khác" in refused.value.vi
    assert state_of(office, letter) is DeliveryState.STOPPED


def test_the_address_rests_no_more_once_a_person_sends_again(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    bounces(office, letter)
    office.now += 2 * HOUR
    resends(office, letter)
    assert sends(office).sent == 1
    two = finding(2)
    assert told(office.concludes(ONE, two)) == [(MAIL, Reason.FIRST)]
