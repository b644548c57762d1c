"""Từ phát hiện tới thư, qua kho thật: đơn vị trước, thanh tra sau, không ai bị báo hai lần.
From finding to letter through the real store: the agency first, then the inspectorate, nobody twice."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.cases.answering import case_of_token
from monitor.cases.snooze import snooze
from monitor.cases.telling import Manners
from monitor.domain.bookkeeping import FindingChanges
from monitor.domain.cases import Delivery
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import MessageKind, Outcome, Reason, Severity, VerdictKind
from monitor.steps.judge import Judged
from monitor.steps.link import Linked
from monitor.steps.tell import queue_alerts
from monitor.steps.tell_agencies import answer_key
from storage.store import Store
from tests.steps.agencies import DAY, HOUR, MINUTE, Office, finding, told_line

ALL_SOURCES = ("mang", "cong", "trang-ban", "trang-so")
# The mornings after the third and the fifth working day, 07:00 in Việt Nam.
REMINDED = datetime(2026, 10, 7, 0, tzinfo=UTC)
ESCALATED = datetime(2026, 10, 9, 0, tzinfo=UTC)


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    yield Office(told_line(store))
    store.close()


def summary(queued: list[Delivery]) -> list[tuple[str, Reason]]:
    return [(one.message.recipient.id, one.message.reason) for one in queued]


def test_the_whole_course_of_a_case(office: Office) -> None:
    one = finding(1)
    assert summary(office.concludes(one)) == [("don-vi-ban-1", Reason.FIRST)]
    assert office.concludes(one) == []
    for now, expected in (
        (REMINDED - MINUTE, []),
        (REMINDED, [("don-vi-ban-1", Reason.REMINDER)]),
        (ESCALATED - MINUTE, []),
        (ESCALATED, [("thanh-tra", Reason.ESCALATED)]),
        (ESCALATED + 30 * DAY, []),
    ):
        office.now = now
        assert summary(office.concludes(one)) == expected, now
        assert office.concludes(one) == [], "the same cycle again tells nothing"
    office.now += DAY
    after = finding(1, VerdictKind.LATE)
    assert summary(office.concludes(after)) == [
        ("don-vi-ban-1", Reason.RESOLVED),
        ("thanh-tra", Reason.RESOLVED),
    ]
    assert office.concludes(after) == []
    office.now += DAY
    assert summary(office.concludes(one)) == [("don-vi-ban-1", Reason.FIRST)], "it vanished again"
    assert [telling.episode for telling in office.case(one).told] == [0, 0, 0, 0, 0, 1]


def test_the_agency_comes_before_the_inspectorate_and_fifty_findings_are_one_letter_each(
    office: Office,
) -> None:
    queued = office.concludes(*(finding(n, severity=Severity.HIGH) for n in range(50)))
    assert summary(queued) == [("don-vi-ban-1", Reason.FIRST), ("thanh-tra", Reason.FIRST)]
    assert [one.message.kind for one in queued] == [MessageKind.AGENCY, MessageKind.ALERT]
    for delivery in queued:
        assert delivery.message.text.count("Gói thầu số ") == 50


def test_an_agency_without_an_address_is_told_once_it_has_one(office: Office) -> None:
    grave = finding(1, agency_id="so-xd", agency_name="Sở Xây dựng", severity=Severity.HIGH)
    (alert,) = office.concludes(grave)
    assert "chưa báo được cho đơn vị" in alert.message.text
    with_address = tuple(replace(one, email=f"{one.id}@songmau.example") for one in office.line.agencies)
    office.line = replace(office.line, agencies=with_address)
    assert summary(office.concludes(grave)) == [("don-vi-so-xd", Reason.FIRST)]


def test_an_address_that_bounced_tells_nobody_and_nobody_is_said_not_to_have_answered(office: Office) -> None:
    one, grave = finding(1), finding(2, severity=Severity.HIGH)
    office.concludes(one)
    with office.line.store.begin() as work:
        work.suppressions.add("ban-1@songmau.example", "thư hỏng 3 lần trong 14 ngày", office.now)
    office.now += DAY
    (alert,) = office.concludes(one, grave)
    assert alert.message.recipient.id == "thanh-tra"
    assert "chưa báo được cho đơn vị" in alert.message.text
    office.now = ESCALATED + 5 * DAY
    assert office.concludes(one, grave) == [], "no reminder, and not “no answer from the agency”"
    with office.line.store.begin() as work:
        work.suppressions.lift("ban-1@songmau.example")
    office.now += HOUR
    letters = office.concludes(one, grave)
    assert ("don-vi-ban-1", Reason.FIRST) in summary(letters)
    assert "Gói thầu số 2" in letters[0].message.text


def test_on_request_the_inspectorate_hears_of_everything_at_once(office: Office) -> None:
    office.line = replace(office.line, manners=Manners(all_at_once=True))
    assert summary(office.concludes(finding(1))) == [
        ("don-vi-ban-1", Reason.FIRST),
        ("thanh-tra", Reason.FIRST),
    ]


def test_at_night_letters_wait_and_days_are_counted_from_when_they_leave(office: Office) -> None:
    office.now = datetime(2026, 10, 2, 13, tzinfo=UTC)  # Friday, 20:00 in Việt Nam
    assert office.concludes(finding(1)) == []
    assert office.case(finding(1)).told == (), "what waits is told to nobody yet"
    monday = office.now = datetime(2026, 10, 5, 0, tzinfo=UTC)
    (letter,) = office.concludes(finding(1))
    assert letter.not_before == monday
    office.now = datetime(2026, 10, 9, 0, tzinfo=UTC) - MINUTE
    assert office.concludes(finding(1)) == []
    office.now += MINUTE
    assert summary(office.concludes(finding(1))) == [("don-vi-ban-1", Reason.REMINDER)]


def test_a_snoozed_case_is_left_alone(office: Office) -> None:
    office.concludes(finding(1))
    office.puts(snooze(office.case(finding(1)), date(2026, 10, 20), "Trần Thị B", "chờ công văn", office.now))
    office.now = ESCALATED
    assert office.concludes(finding(1)) == []
    office.now = datetime(2026, 10, 21, 0, tzinfo=UTC)
    assert summary(office.concludes(finding(1))) == [
        ("don-vi-ban-1", Reason.REMINDER),
        ("thanh-tra", Reason.ESCALATED),
    ]


def test_while_the_source_is_blind_only_the_outage_is_told(office: Office) -> None:
    one = finding(1)
    office.looks(Outcome.COMPLETE, *ALL_SOURCES)
    office.concludes(one)
    office.now = REMINDED - 12 * timedelta(hours=1)
    office.looks(Outcome.COMPLETE, "mang", "trang-so")
    office.looks(Outcome.UNREACHABLE, "cong", "trang-ban")
    assert office.concludes(blind=[one]) == []
    office.now = REMINDED
    office.looks(Outcome.COMPLETE, "mang", "trang-so")
    office.looks(Outcome.UNREACHABLE, "cong", "trang-ban")
    (outage,) = office.concludes(blind=[one])
    assert (outage.message.kind, outage.message.reason) == (MessageKind.OUTAGE, Reason.FIRST)
    assert "Cổng tỉnh" in outage.message.text
    assert "Trang Ban" in outage.message.text
    assert "1 kết luận tạm giữ" in outage.message.text
    office.now = ESCALATED + DAY
    office.looks(Outcome.COMPLETE, "mang", "trang-so", "trang-ban")
    office.looks(Outcome.UNREACHABLE, "cong")
    assert office.concludes(blind=[one]) == []
    office.now += 2 * DAY  # Monday
    office.looks(Outcome.COMPLETE, *ALL_SOURCES)
    queued = office.concludes(one)
    assert [(d.message.kind, d.message.reason) for d in queued] == [
        (MessageKind.AGENCY, Reason.REMINDER),
        (MessageKind.ALERT, Reason.ESCALATED),
        (MessageKind.OUTAGE, Reason.RESOLVED),
    ]


def test_what_was_published_during_an_outage_is_told_as_settled(office: Office) -> None:
    office.concludes(finding(1))
    office.now += DAY
    assert office.concludes(blind=[finding(1)]) == []
    office.now += 3 * DAY  # Monday
    assert summary(office.concludes(finding(1, VerdictKind.LATE))) == [("don-vi-ban-1", Reason.RESOLVED)]


def test_what_an_older_version_had_told_is_not_told_again(office: Office) -> None:
    grave = finding(1, severity=Severity.HIGH)
    office.concludes(grave)
    office.puts(replace(office.case(grave), told=()))  # as a case was stored before tellings were
    assert office.concludes(grave) == []
    assert len(office.case(grave).told) == 2


def test_a_link_to_answer_stands_in_the_letter_once_there_is_a_web(office: Office) -> None:
    (plain,) = office.concludes(finding(1))
    assert "/tra-loi/" not in plain.message.text
    assert "trả lời thư này, ghi số hồ sơ HS-2026-0001" in plain.message.text
    office.line = replace(office.line, web_url="https://giam-sat.example")
    office.now += HOUR
    (linked,) = office.concludes(finding(1), finding(2))
    token = linked.message.text.split("https://giam-sat.example/tra-loi/", 1)[1].split()[0]
    with office.line.store.read() as work:
        assert case_of_token(token, answer_key(work)) == "HS-2026-0002"


def test_the_inspectorates_letters_lead_to_the_case_the_queue_and_the_sources(office: Office) -> None:
    home = "https://giam-sat.example/ban-lam-viec"
    office.line = replace(office.line, web_url="https://giam-sat.example")
    office.looks(Outcome.COMPLETE, *ALL_SOURCES)
    agency, alert = office.concludes(finding(1, severity=Severity.HIGH))
    for text in (alert.message.html, alert.message.text):
        assert f"{home}/ho-so/HS-2026-0001" in text
        assert "monitor case" not in text, "who has a desk needs no command"
    assert "/ban-lam-viec" not in agency.message.html, "an officer answers at the signed link"
    office.now += 2 * HOUR
    many = [finding(n, severity=Severity.HIGH) for n in range(1, 30)]
    _, alert = office.concludes(*many)
    for n in range(2, 30):
        for text in (alert.message.html, alert.message.text):
            assert f"{home}/ho-so/HS-2026-{n:04}" in text
    assert f'href="{home}"' in alert.message.html
    office.looks(Outcome.UNREACHABLE, "cong")
    office.concludes(blind=many)
    office.now += DAY
    (outage,) = (one for one in office.concludes(blind=many) if one.message.kind is MessageKind.OUTAGE)
    assert f"{home}/nguon" in outage.message.html
    assert f"{home}/nguon" in outage.message.text


class Killed(Exception):
    """Stands for a process that ends before it commits."""


def _tell_and_die(office: Office, one: Finding) -> None:
    judged = Judged((), (one,), (), frozenset())
    with office.line.store.begin() as work:
        told = queue_alerts(office.line, work, Linked((), (), ()), judged, FindingChanges(), (), office.now)
        assert told == 1
        raise Killed


def test_what_was_cut_before_the_commit_is_told_whole_and_once(office: Office) -> None:
    unknown = replace(office.line, agencies=())
    office.line, known = unknown, office.line
    one = finding(1)
    assert office.concludes(one) == []
    office.line = known
    with pytest.raises(Killed):
        _tell_and_die(office, one)
    assert office.case(one).told == ()
    assert summary(office.concludes(one)) == [("don-vi-ban-1", Reason.FIRST)]
    assert office.concludes(one) == []
