"""Bản tin tuần: mới, còn mở theo tuổi, đã khắc phục, tuần yên ắng.
The weekly digest's content, built from domain objects."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from monitor.digest.addresses import DeskAddresses
from monitor.digest.runs import iso_week, last_week
from monitor.digest.weekly import WeekFacts, build_digest
from monitor.domain.case_steps import CaseStep
from monitor.domain.digests import Deadline, DigestData
from monitor.domain.letters import Heading, Sight
from monitor.domain.times import end_of_day, start_of_day
from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    DisclosureKind,
    Reason,
    Severity,
    VerdictKind,
)

NOW = datetime(2026, 9, 21, 1, tzinfo=UTC)
WEEK = last_week(NOW)
BEFORE = WEEK.start - timedelta(days=10)
DURING = WEEK.start + timedelta(days=2)
AFTER = WEEK.end + timedelta(minutes=30)


def digest(calendar: Any, *, now: datetime = NOW, web_url: str = "", **facts: Any) -> DigestData:
    given: dict[str, Any] = {
        "cases": (),
        "findings": {},
        "standing": (),
        "verdict_counts": {},
        "upcoming": (),
        "sight": Sight(9, 512),
    }
    heading = Heading("Thanh tra", "Tỉnh Sông Mẫu", now)
    return build_digest(WeekFacts(**{**given, **facts}), heading, WEEK, calendar, DeskAddresses(web_url))


@pytest.mark.parametrize(
    ("now", "start", "week"),
    [
        (datetime(2026, 9, 20, 17, 0, tzinfo=UTC), date(2026, 9, 14), (2026, 38)),  # Monday 00:00 in Việt Nam
        (datetime(2026, 9, 20, 16, 59, tzinfo=UTC), date(2026, 9, 7), (2026, 37)),  # still Sunday there
        (datetime(2026, 9, 25, 9, 0, tzinfo=UTC), date(2026, 9, 14), (2026, 38)),
        (datetime(2027, 1, 4, 9, 0, tzinfo=UTC), date(2026, 12, 28), (2026, 53)),  # a year of 53 weeks
        (datetime(2027, 1, 11, 9, 0, tzinfo=UTC), date(2027, 1, 4), (2027, 1)),
    ],
)
def test_the_last_whole_week_by_the_vietnamese_calendar(now, start, week) -> None:
    period = last_week(now)
    assert period.start == start_of_day(start)
    assert period.end - period.start == timedelta(days=7)
    assert iso_week(period) == week


def test_a_week_without_news_is_quiet_and_still_counts_what_was_watched(calendar) -> None:
    data = digest(calendar)
    assert data.is_quiet
    assert (data.sight.sources, data.sight.looks) == (9, 512)
    assert [band.count for band in data.open_by_age] == [0, 0, 0, 0]


def test_cases_of_the_week_are_new_and_later_ones_wait(calendar, make_case, make_finding) -> None:
    cases = (
        make_case(1, opened_at=DURING),
        make_case(2, opened_at=BEFORE),
        make_case(3, opened_at=AFTER),
        make_case(4, opened_at=WEEK.start),
        make_case(5, opened_at=WEEK.end),
    )
    findings = {f"f{n}": make_finding(n) for n in range(1, 6)}
    data = digest(calendar, cases=cases, findings=findings)
    told = {line.case_number for group in data.new for line in group.lines}
    assert told == {"HS-2026-0001", "HS-2026-0004"}
    assert (data.new_total, data.open_total, data.is_quiet) == (2, 3, False)


def test_a_case_reopened_in_the_week_is_told_as_changed(calendar, make_case, make_finding) -> None:
    steps = ((CaseStep.RESOLVED, BEFORE), (CaseStep.REOPENED, DURING))
    case = make_case(1, opened_at=BEFORE, steps=steps)
    data = digest(calendar, cases=(case,), findings={"f1": make_finding(1)})
    (line,) = data.new[0].lines
    assert line.reason is Reason.CHANGED


def test_a_case_opened_and_settled_in_the_week_is_resolved_not_new(calendar, make_case) -> None:
    case = make_case(
        1, opened_at=DURING, state=CaseState.RESOLVED, days_late=2,
        steps=((CaseStep.RESOLVED, DURING + timedelta(days=1)),),
    )  # fmt: skip
    data = digest(calendar, cases=(case,))
    assert (data.new_total, data.resolved_total, data.open_total) == (0, 1, 0)
    assert data.resolved[0].days_late == 2


def test_what_was_settled_or_decided_outside_the_week_is_not_told_again(calendar, make_case) -> None:
    cases = (
        make_case(1, opened_at=BEFORE, state=CaseState.RESOLVED, steps=((CaseStep.RESOLVED, BEFORE),)),
        make_case(2, opened_at=BEFORE, state=CaseState.RESOLVED, steps=((CaseStep.RESOLVED, AFTER),)),
        make_case(3, opened_at=BEFORE, state=CaseState.EXCUSED, steps=((CaseStep.EXCUSED, BEFORE),)),
        make_case(4, opened_at=BEFORE, state=CaseState.CONFIRMED, steps=((CaseStep.CONFIRMED, DURING),)),
    )
    data = digest(calendar, cases=cases)
    assert (data.resolved_total, data.decided_total) == (0, 1)
    assert data.decided[0].case_number == "HS-2026-0004"


def test_the_longest_delay_comes_first(calendar, make_case) -> None:
    cases = tuple(
        make_case(
            n,
            opened_at=BEFORE,
            state=CaseState.RESOLVED,
            days_late=n,
            steps=((CaseStep.RESOLVED, DURING),),
        )
        for n in (1, 7, 3)
    )
    assert [row.days_late for row in digest(calendar, cases=cases).resolved] == [7, 3, 1]


def test_open_cases_fall_into_bands_of_working_days(calendar, make_case) -> None:
    sunday = WEEK.end - timedelta(hours=2)
    cases = (
        make_case(1, opened_at=sunday),
        make_case(2, opened_at=sunday - timedelta(days=7)),
        make_case(3, opened_at=sunday - timedelta(days=10), severity=Severity.HIGH),
        make_case(4, opened_at=sunday - timedelta(days=40), state=CaseState.EXPLANATION_ASKED),
    )
    data = digest(calendar, cases=cases)
    assert [(band.count, band.high) for band in data.open_by_age] == [(2, 0), (1, 1), (0, 0), (1, 0)]
    assert sum(band.count for band in data.open_by_age) == data.open_total
    assert data.oldest[0].case_number == "HS-2026-0004"


def test_long_lists_are_cut_and_the_whole_number_is_kept(calendar, make_case, make_finding) -> None:
    cases = tuple(make_case(n, opened_at=DURING) for n in range(1, 60))
    findings = {f"f{n}": make_finding(n) for n in range(1, 60)}
    hints = tuple(make_finding(n, severity=Severity.INFORM) for n in range(100, 150))
    data = digest(calendar, cases=cases, findings=findings, standing=hints)
    assert sum(len(group.lines) for group in data.new) < data.new_total == 59
    assert len(data.to_confirm) < data.to_confirm_total == 50


def test_only_findings_that_inform_ask_for_confirmation(calendar, make_finding) -> None:
    standing = (make_finding(1), make_finding(2, severity=Severity.INFORM))
    data = digest(calendar, standing=standing, links_to_review=3)
    assert [line.fingerprint for line in data.to_confirm] == ["f2"]
    assert data.links_to_review == 3


def test_a_case_tells_its_worst_finding_and_counts_the_others(calendar, make_case, make_finding) -> None:
    case = make_case(1, fingerprints=("f1", "f2", "gone"), open_fingerprints=("f1", "f2"))
    findings = {"f1": make_finding(1), "f2": make_finding(2, severity=Severity.HIGH)}
    data = digest(calendar, cases=(case,), findings=findings, web_url="https://x.example")
    (line,) = data.new[0].lines
    link = "https://x.example/ban-lam-viec/ho-so/HS-2026-0001"
    assert (line.fingerprint, line.more, line.link) == ("f2", 1, link)


def test_next_deadlines_are_those_of_the_coming_seven_days(calendar) -> None:
    def due(day: date) -> Deadline:
        return Deadline(
            end_of_day(day), "Sở Y tế", "Gói", f"IB{day:%d}", DisclosureKind.NOTICE, Channel.PORTAL
        )

    days = (date(2026, 9, 24), date(2026, 9, 21), date(2026, 9, 20), date(2026, 9, 28))
    data = digest(calendar, upcoming=tuple(due(day) for day in days))
    assert [item.subject_key for item in data.deadlines] == ["IB21", "IB24"]


def test_totals_stand_for_every_channel(calendar) -> None:
    counts = {(Channel.PORTAL, VerdictKind.MISSING): 4, (Channel.PORTAL, VerdictKind.UNVERIFIABLE): 9}
    totals = {item.channel: item for item in digest(calendar, verdict_counts=counts).totals}
    assert set(totals) == set(Channel)
    assert totals[Channel.PORTAL].concluded == 4, "what cannot be verified is not concluded"
    assert totals[Channel.NATIONAL].of(VerdictKind.LATE) == 0
