"""Tin đổi và tin đã khắc phục mà thư không tới, hay đơn vị đang không nhận được thư: báo khi có địa chỉ.
News of a change or an end whose letter was lost, or that came while no letter arrived: told once one does."""

from monitor.domain.vocabulary import DeliveryState, Reason, Severity, VerdictKind
from tests.steps.agencies import DAY, HOUR, Office, finding
from tests.steps.lost_letters import (
    MAIL,
    ONE,
    OTHER,
    bounces,
    lets_go,
    office,
    sends,
    state_of,
    stops,
    told,
    writes_to,
)

__all__ = ["office"]

MENDED = finding(1, VerdictKind.LATE)


def _told_first(office: Office) -> None:
    office.concludes(ONE)
    sends(office)
    office.now += 2 * HOUR


def test_a_change_whose_letter_came_back_is_told_as_it_stands_then(office: Office) -> None:
    _told_first(office)
    later, latest = (finding(1, due_at=office.now - n * DAY) for n in (2, 1))
    (letter,) = office.concludes(later)
    assert told([letter]) == [(MAIL, Reason.CHANGED)]
    sends(office)
    bounces(office, letter)
    office.now += 2 * HOUR
    assert office.concludes(latest) == [], "the address rests"
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    (again,) = office.concludes(latest)
    assert told([again]) == [(OTHER, Reason.CHANGED)]
    assert "30/9/2026" in again.message.text
    sends(office)
    for _ in range(3):
        office.now += 2 * HOUR
        assert office.concludes(latest) == [], "told once"


def test_what_another_letter_has_told_since_is_no_lost_change(office: Office) -> None:
    _told_first(office)
    later = finding(1, due_at=office.now - 2 * DAY)
    (letter,) = office.concludes(later)
    sends(office)
    office.now += 6 * DAY
    reminder, *_ = office.concludes(later)
    assert told([reminder]) == [(MAIL, Reason.REMINDER)]
    sends(office)
    bounces(office, letter)
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    assert [reason for _, reason in told(office.concludes(later))] in ([], [Reason.ESCALATED])


def test_an_end_whose_letter_came_back_is_told_once_an_address_takes_mail(office: Office) -> None:
    _told_first(office)
    (letter,) = office.concludes(MENDED)
    assert told([letter]) == [(MAIL, Reason.RESOLVED)]
    sends(office)
    bounces(office, letter)
    assert state_of(office, letter) is DeliveryState.STOPPED
    office.now += 8 * DAY
    assert told(office.concludes(MENDED)) == [(MAIL, Reason.RESOLVED)]
    sends(office)
    for _ in range(3):
        office.now += 2 * HOUR
        assert office.concludes(MENDED) == []


def test_what_changed_or_ended_while_the_address_was_stopped_is_told_later(
    office: Office,
) -> None:
    two = finding(2)
    office.concludes(ONE, two)
    sends(office)
    stops(office)
    office.now += 2 * HOUR
    later = finding(2, due_at=office.now - 2 * DAY)
    assert office.concludes(MENDED, later) == []
    office.now += DAY
    assert office.concludes(MENDED, later) == []
    lets_go(office)
    office.now += HOUR
    (letter,) = office.concludes(MENDED, later)
    assert letter.message.reason is Reason.CHANGED
    assert {telling.reason for telling in office.case(ONE).told} == {Reason.FIRST, Reason.RESOLVED}
    assert {telling.reason for telling in office.case(two).told} == {Reason.FIRST, Reason.CHANGED}


def test_an_end_is_old_news_after_four_weeks(office: Office) -> None:
    _told_first(office)
    stops(office)
    office.concludes(MENDED)
    office.now += 29 * DAY
    lets_go(office)
    assert office.concludes(MENDED) == []


def test_an_end_is_not_told_to_who_never_had_the_first_letter(office: Office) -> None:
    (letter,) = office.concludes(ONE)
    sends(office)
    office.now += HOUR / 2
    assert office.concludes(MENDED) == [], "within the hour after a letter"
    bounces(office, letter)
    writes_to(office, OTHER)
    office.now += 2 * HOUR
    assert office.concludes(MENDED) == []


def test_the_inspectorate_does_not_wait_for_an_agency_that_no_letter_reaches(office: Office) -> None:
    grave = finding(1, severity=Severity.HIGH)
    office.concludes(grave)
    sends(office)
    stops(office)
    office.now += 2 * HOUR
    later = finding(1, severity=Severity.HIGH, due_at=office.now - 2 * DAY)
    assert [one.message.recipient.id for one in office.concludes(later)] == ["thanh-tra"]
