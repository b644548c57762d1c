"""Thư báo phát hiện: một thư, gộp theo đơn vị.
The alert's content: one message, grouped by agency, worst first."""

from datetime import UTC, datetime

from monitor.digest.alert import News, build_alert, news_lines
from monitor.digest.keys import told_version
from monitor.domain.case_steps import CaseStep
from monitor.domain.letters import Heading, NextAct, Sight, Track
from monitor.domain.vocabulary import CaseState, Reason, Severity, VerdictKind

NOW = datetime(2026, 9, 21, 2, tzinfo=UTC)
HEADING = Heading("Thanh tra", "Tỉnh Sông Mẫu", NOW)


def test_fifty_findings_are_one_message_grouped_by_agency(make_finding) -> None:
    news = [
        News(make_finding(n, agency_id=f"a{n % 3}", agency_name=f"Đơn vị {n % 3}"), Reason.FIRST)
        for n in range(50)
    ]
    data = build_alert(news_lines(news), HEADING, Sight())
    assert data is not None
    assert len(data.groups) == 3
    assert len(data.lines) == 50


def test_nothing_to_tell_is_no_message() -> None:
    assert build_alert(news_lines([]), HEADING, Sight()) is None


def test_what_was_told_is_not_told_again(make_finding) -> None:
    news = [News(make_finding(n), Reason.FIRST) for n in range(3)]
    told = {told_version(line) for line in news_lines(news[:2])}
    assert [line.fingerprint for line in news_lines(news, told)] == ["f2"]
    assert len(news_lines([*news, *news])) == 3


def test_the_gravest_comes_first_and_the_settled_last(make_finding, make_case) -> None:
    settled = make_case(4, state=CaseState.RESOLVED, days_late=2, steps=((CaseStep.RESOLVED, NOW),))
    news = [
        News(make_finding(4, severity=Severity.HIGH), Reason.RESOLVED, settled),
        News(make_finding(3, severity=Severity.INFORM), Reason.FIRST),
        News(make_finding(2, verdict=VerdictKind.LATE), Reason.FIRST),
        News(make_finding(1), Reason.FIRST),
        News(make_finding(0, severity=Severity.HIGH), Reason.FIRST),
    ]
    data = build_alert(news_lines(news), HEADING, Sight())
    assert data is not None
    assert [line.fingerprint for line in data.lines] == ["f0", "f1", "f2", "f3", "f4"]
    assert [line.track for line in data.lines] == [
        Track.BREACH, Track.BREACH, Track.LATE, Track.PATTERN, Track.SETTLED,
    ]  # fmt: skip
    assert [line.next_act for line in data.lines] == [
        NextAct.ASK_TO_PUBLISH, NextAct.ASK_TO_PUBLISH, NextAct.ASK_WHY_LATE, NextAct.VERIFY, NextAct.READ,
    ]  # fmt: skip
    assert (data.lines[4].case_number, data.lines[4].days_late) == ("HS-2026-0004", 2)


def test_the_agency_with_the_gravest_finding_comes_first(make_finding) -> None:
    news = [
        News(make_finding(1, agency_id="a", agency_name="Sở A"), Reason.FIRST),
        News(make_finding(2, agency_id="b", agency_name="Sở B", severity=Severity.HIGH), Reason.FIRST),
        News(make_finding(3, agency_id="a", agency_name="Sở A"), Reason.FIRST),
    ]
    data = build_alert(news_lines(news), HEADING, Sight())
    assert data is not None
    assert [group.agency_id for group in data.groups] == ["b", "a"]


def test_agencies_that_were_not_recognised_are_not_mixed(make_finding) -> None:
    news = [
        News(make_finding(1, agency_id="", agency_name="Ban QLDA X"), Reason.FIRST),
        News(make_finding(2, agency_id="", agency_name="Ban QLDA Y"), Reason.FIRST),
    ]
    data = build_alert(news_lines(news), HEADING, Sight())
    assert data is not None
    assert [group.agency_name for group in data.groups] == ["Ban QLDA X", "Ban QLDA Y"]


def test_a_case_that_was_reopened_twice_is_told_twice(make_finding, make_case) -> None:
    once = make_case(steps=((CaseStep.RESOLVED, NOW), (CaseStep.REOPENED, NOW)))
    twice = make_case(steps=((CaseStep.REOPENED, NOW), (CaseStep.RESOLVED, NOW), (CaseStep.REOPENED, NOW)))
    first = news_lines([News(make_finding(), Reason.CHANGED, once)])
    again = news_lines([News(make_finding(), Reason.CHANGED, twice)], {told_version(first[0])})
    assert len(again) == 1
