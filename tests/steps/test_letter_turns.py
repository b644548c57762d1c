"""Cả đợt một thư: dù phát hiện tới rải rác qua nhiều vòng, ban đêm hay trong giờ làm việc.
One letter a burst, through the real store: however findings trickle in over cycles, by night or by day."""

import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.cases.asking import open_question
from monitor.cases.machine import act
from monitor.domain.case_steps import CaseAction
from monitor.domain.cases import Delivery
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import MessageKind, Outcome, Reason, Severity, VerdictKind
from monitor.steps.ask_agencies import send_question
from storage.store import Store
from tests.steps.agencies import DAY, HOUR, MINUTE, Office, finding, told_line

CYCLE = 10 * MINUTE
FRIDAY_EVENING = datetime(2026, 10, 2, 13, tzinfo=UTC)  # 20:00 in Việt Nam
MONDAY = datetime(2026, 10, 5, 0, tzinfo=UTC)  # 07:00
SOURCES = ("mang", "cong", "trang-ban", "trang-so")


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    yield Office(told_line(store))
    store.close()


def grave(count: int) -> list[Finding]:
    return [finding(n, severity=Severity.HIGH) for n in range(count)]


def trickle(office: Office, count: int) -> list[Delivery]:
    """One more finding with every cycle."""
    queued = []
    for n in range(count):
        queued += office.concludes(*grave(n + 1))
        office.now += CYCLE
    return queued


def told_in(letters: list[Delivery]) -> dict[str, int]:
    """By reader how many packages their letters name."""
    found: Counter[str] = Counter()
    for one in letters:
        found[one.message.recipient.id] += one.message.text.count("\n  Gói thầu số ")
    return dict(found)


def test_what_trickles_in_over_a_weekend_is_one_letter_each_on_monday(office: Office) -> None:
    office.now = FRIDAY_EVENING
    assert trickle(office, 20) == []
    office.now = MONDAY - MINUTE
    assert office.concludes(*grave(20)) == []
    office.now = MONDAY
    letters = office.concludes(*grave(20))
    assert [one.message.recipient.id for one in letters] == ["don-vi-ban-1", "thanh-tra"], "the agency first"
    assert told_in(letters) == {"don-vi-ban-1": 20, "thanh-tra": 20}
    assert office.concludes(*grave(20)) == []


def test_by_day_the_first_is_told_at_once_and_the_rest_of_the_hour_together(office: Office) -> None:
    letters = trickle(office, 12)  # two hours
    letters += office.concludes(*grave(12))
    assert [one.message.created_at for one in letters if one.message.recipient.id == "thanh-tra"] == [
        office.now - 2 * HOUR,
        office.now - HOUR,
        office.now,
    ]
    assert told_in(letters) == {"don-vi-ban-1": 12, "thanh-tra": 12}, "every one once"


def test_with_no_span_between_letters_every_cycle_tells(office: Office) -> None:
    office.line = replace(office.line, letters_apart=timedelta())
    assert len(trickle(office, 3)) == 6


def test_a_finding_is_not_told_to_the_inspectorate_while_its_agency_waits_for_a_turn(office: Office) -> None:
    mild = finding(1)
    office.concludes(mild)  # the agency had its letter of this hour, the inspectorate none
    office.now += CYCLE
    assert office.concludes(mild, finding(2, severity=Severity.HIGH)) == []
    office.now += HOUR
    letters = office.concludes(mild, finding(2, severity=Severity.HIGH))
    assert [one.message.recipient.id for one in letters] == ["don-vi-ban-1", "thanh-tra"]


def test_what_is_mended_while_it_waits_is_never_told(office: Office) -> None:
    office.now = FRIDAY_EVENING
    office.concludes(finding(1))
    office.now = MONDAY - HOUR
    office.concludes(finding(1, VerdictKind.LATE))
    office.now = MONDAY
    assert office.concludes(finding(1, VerdictKind.LATE)) == []


def test_what_was_settled_at_night_is_told_in_the_morning_unless_it_vanished_again(office: Office) -> None:
    one, other = finding(1), finding(2)
    office.concludes(one, other)
    office.now = FRIDAY_EVENING
    assert office.concludes(finding(1, VerdictKind.LATE), finding(2, VerdictKind.LATE)) == []
    office.now += HOUR
    assert office.concludes(finding(1, VerdictKind.LATE), other) == []
    office.now = MONDAY
    (letter,) = office.concludes(finding(1, VerdictKind.LATE), other)
    assert letter.message.recipient.id == "don-vi-ban-1"
    assert letter.message.reason is Reason.FIRST, "the one that vanished again weighs more"
    assert "Gói thầu số 1\n" in letter.message.text
    assert [(t.reason, t.episode) for t in office.case(one).told] == [
        (Reason.FIRST, 0),
        (Reason.RESOLVED, 0),
    ]
    assert [(t.reason, t.episode) for t in office.case(other).told] == [(Reason.FIRST, 0), (Reason.FIRST, 1)]
    assert office.concludes(finding(1, VerdictKind.LATE), other) == []


def test_a_change_that_waits_is_told_once_as_it_stands_then(office: Office) -> None:
    office.concludes(finding(1, severity=Severity.HIGH))
    first, later = (finding(1, severity=Severity.HIGH, due_at=office.now - n * DAY) for n in (2, 1))
    office.now += CYCLE
    assert office.concludes(first) == []
    office.now += CYCLE
    assert office.concludes(later) == []
    office.now += HOUR
    again = office.concludes(later)
    assert [one.message.reason for one in again] == [Reason.CHANGED, Reason.CHANGED]
    assert all("hạn 30/9/2026" in one.message.text or "ngày 30/9/2026" in one.message.text for one in again)
    office.now += HOUR
    assert office.concludes(later) == []
    once_more = replace(later, due_at=later.due_at + DAY)
    assert [one.message.reason for one in office.concludes(once_more)] == [Reason.CHANGED, Reason.CHANGED]
    office.now += HOUR
    assert office.concludes(once_more) == []


def test_a_machine_started_at_night_only_still_tells_by_day(office: Office) -> None:
    office.now = datetime(2026, 10, 5, 19, tzinfo=UTC)  # Tuesday, 02:00 in Việt Nam
    assert office.concludes(finding(1)) == []
    office.now += timedelta(days=1)
    (letter,) = office.concludes(finding(1))
    assert letter.not_before == datetime(2026, 10, 7, 0, tzinfo=UTC), "that morning at seven"
    office.now += timedelta(days=1)
    assert office.concludes(finding(1)) == []


def test_a_question_sent_at_night_stands_behind_no_letter_that_waits(office: Office) -> None:
    office.concludes(finding(1))
    office.now = FRIDAY_EVENING
    office.concludes(finding(1), finding(2))
    with office.line.store.begin() as work:
        for delivery in work.outbox.claim("w", office.now, 50):
            work.outbox.sent(delivery.message.key, "w", "", office.now)
        asked = act(office.case(finding(1)), CaseAction.ASK, "Lan", "Vì sao?", office.now)
        asked = send_question(office.line, work, asked, office.now)
        work.cases.put(asked)
    assert open_question(asked) is not None
    with office.line.store.begin() as work:
        (leaves,) = work.outbox.claim("w", office.now, 50)
    assert leaves.message.kind is MessageKind.QUESTION


def test_one_outage_noticed_source_by_source_is_one_message(office: Office) -> None:
    office.looks(Outcome.COMPLETE, *SOURCES)
    queued, start = [], office.now
    for n in range(45):  # from 09:00 to 16:30
        office.now = start + n * CYCLE
        if 2 <= n < 6:
            office.looks(Outcome.UNREACHABLE, SOURCES[n - 2])
        queued += office.concludes()
    (letter,) = queued
    assert (letter.message.kind, letter.message.reason) == (MessageKind.OUTAGE, Reason.FIRST)
    assert all(source.name in letter.message.text for source in office.line.sources)


def test_an_outage_that_is_over_before_the_morning_is_never_told(office: Office) -> None:
    office.now = FRIDAY_EVENING
    office.looks(Outcome.UNREACHABLE, "cong")
    assert office.concludes() == []
    office.now += 7 * HOUR
    assert office.concludes() == []
    office.now = MONDAY
    office.looks(Outcome.COMPLETE, *SOURCES)
    assert office.concludes() == []
