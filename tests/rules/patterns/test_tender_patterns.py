"""Các quy tắc khác đọc hồ sơ một gói thầu: bảng tình huống.
The other rules about one tender: ageing, useless copies, results without notice, twins, differences."""

from dataclasses import replace
from typing import Any

import pytest

from monitor.domain.judgement import Finding, SourceCoverage
from monitor.domain.patterns import TenderFile
from monitor.domain.vocabulary import Channel, RuleTrack, Severity
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns import (
    differs_between_channels,
    no_result_long_after_closing,
    notice_after_closing,
    planned_quarter_passed,
    posted_twice,
    result_without_notice,
)
from monitor.rules.patterns.examples import (
    copied,
    instant,
    planned,
    seen_until,
    tender,
)
from monitor.rules.registry import pattern_rules


def run(rule: Any, subject: Any, now: str = "2026-12-01T08:00") -> tuple[Finding, ...]:
    found: tuple[Finding, ...] = rule.check(subject, load_lawbook(), load_calendar(), instant(now))
    return found


@pytest.mark.parametrize(
    ("why", "given", "now", "speaks"),
    [
        # Closing 20/3 + 60 days = 19/5, + 5 working days = 26/5/2026.
        ("the last minute of the wait", {}, "2026-05-26T23:59", False),
        ("the wait is over", {}, "2026-05-27T00:00", True),
        ("cancelled", {"cancelled": True}, "2026-08-01T08:00", False),
        ("found nobody", {"status_for_notify": "KCNTTT"}, "2026-08-01T08:00", False),
        ("a result exists by its id", {"result_native_id": "r"}, "2026-08-01T08:00", False),
        ("a result is stored", {"result": "2026-05-01T08:00"}, "2026-08-01T08:00", False),
        ("direct appointment", {"direct": True}, "2026-08-01T08:00", False),
    ],
)
def test_ageing(why: str, given: dict[str, Any], now: str, speaks: bool) -> None:
    file = replace(tender(**given), coverage=seen_until(now))
    if speaks:
        file = replace(file, coverage=seen_until("2026-05-27T00:01"))
    found = run(no_result_long_after_closing, file, now)
    assert bool(found) is speaks, why
    assert all(finding.track is RuleTrack.PATTERN for finding in found)


def test_an_outage_is_never_a_missing_result() -> None:
    seen = replace(tender(), coverage=seen_until("2026-08-01T00:00"))
    assert run(no_result_long_after_closing, seen)
    blind = SourceCoverage("mang-2", (), None, None)
    both = {kind: (*sources, blind) for kind, sources in seen.coverage.items()}
    for why, coverage in (
        ("nobody looks", {}),
        ("one of two sources never seen", both),
        ("seen from after closing on", seen_until("2026-08-01T00:00", since="2026-03-21T00:00")),
        ("seen until before the wait was over", seen_until("2026-05-26T00:00")),
    ):
        assert not run(no_result_long_after_closing, replace(seen, coverage=coverage)), why


def test_an_extended_closing_starts_the_wait_anew() -> None:
    file = replace(tender(), coverage=seen_until("2026-08-01T00:00"))
    later = replace(file, closings=(*file.closings, instant("2026-07-01T09:00")))
    assert not run(no_result_long_after_closing, later, "2026-08-01T08:00")


@pytest.mark.parametrize(
    ("why", "until", "method", "seen", "now", "speaks"),
    [
        (
            "the quarter and 30 days passed",
            "2026-03-31",
            "DTRR",
            "2026-05-02T00:00",
            "2026-05-02T00:00",
            True,
        ),
        ("the 30th day", "2026-03-31", "DTRR", "2026-04-30T23:59", "2026-04-30T23:59", False),
        (
            "a direct appointment has no notice",
            "2026-03-31",
            "CDTRG",
            "2026-06-01T00:00",
            "2026-06-01T00:00",
            False,
        ),
        ("method not known", "2026-03-31", "", "2026-06-01T00:00", "2026-06-01T00:00", False),
        ("blind since April", "2026-03-31", "DTRR", "2026-04-10T00:00", "2026-06-01T00:00", False),
        (
            "the plan came after its own time",
            "2026-01-04",
            "DTRR",
            "2026-06-01T00:00",
            "2026-06-01T00:00",
            False,
        ),
    ],
)
def test_planned_time(why: str, until: str, method: str, seen: str, now: str, speaks: bool) -> None:
    package = planned(until=until, method=method, seen=seen)
    assert bool(run(planned_quarter_passed, package, now)) is speaks, why


def test_a_plan_that_names_no_time_or_whose_first_version_is_unknown_says_nothing() -> None:
    package = planned(until="2026-03-31", seen="2026-06-01T00:00")
    assert run(planned_quarter_passed, package, "2026-06-01T08:00")
    assert not run(planned_quarter_passed, replace(package, planned_until=None))
    assert not run(planned_quarter_passed, replace(package, published=None))
    assert not run(planned_quarter_passed, replace(package, coverage={}))


@pytest.mark.parametrize(
    ("why", "posted", "speaks"),
    [
        ("the minute of closing is too late", ("2026-03-20T09:00",), True),
        ("the minute before", ("2026-03-20T08:59",), False),
        ("only the day, and it is the closing day", ("2026-03-20",), False),
        ("only the day, the next one", ("2026-03-21",), True),
        ("one copy in time, one late", ("2026-03-05T08:00", "2026-03-25T08:00"), False),
        ("two late copies", ("2026-03-24T08:00", "2026-03-25T08:00"), True),
        ("a day in the future is a slip", ("2027-03-24T08:00",), False),
    ],
)
def test_copies_after_closing(why: str, posted: tuple[str, ...], speaks: bool) -> None:
    file = replace(tender(), shown=tuple(copied(day, number=n) for n, day in enumerate(posted)))
    found = run(notice_after_closing, file)
    assert bool(found) is speaks, why
    assert all(f.severity is Severity.INFORM and f.channel is Channel.PORTAL for f in found)


def test_useless_copies_are_told_for_each_channel_apart_and_never_of_what_we_saw_in_time() -> None:
    late = copied("2026-03-24T08:00"), copied("2026-03-25T08:00", Channel.AGENCY_PAGE, 2)
    file = replace(tender(), shown=late)
    assert {f.channel for f in run(notice_after_closing, file)} == {Channel.PORTAL, Channel.AGENCY_PAGE}
    assert not run(notice_after_closing, replace(file, closings=(instant("2026-04-01T09:00"),)))
    assert not run(notice_after_closing, replace(tender(cancelled=True), shown=late))
    undated = replace(late[0], sighting=replace(late[0].sighting, published=None))
    assert not run(notice_after_closing, replace(file, shown=(undated,)))
    early = replace(late[0].sighting, first_seen_at=instant("2026-03-10T09:00"))
    assert not run(notice_after_closing, replace(file, shown=(replace(late[0], sighting=early),)))


def test_an_article_that_may_be_no_invitation_accuses_of_nothing_and_excuses_what_it_may() -> None:
    invitation = copied("2026-03-25T08:00")
    result = replace(copied("2026-03-24T08:00", number=2).sighting, kind=None)
    unknown = replace(invitation, sighting=result)
    assert not run(notice_after_closing, replace(tender(), shown=(unknown,)))
    (finding,) = run(notice_after_closing, replace(tender(), shown=(unknown, invitation)))
    assert "đăng 08:00 ngày 25/3/2026" in finding.sentence
    assert not any(result.url in reason for reason in finding.reasons)
    in_time = replace(copied("2026-03-10T08:00", number=2).sighting, kind=None)
    assert not run(
        notice_after_closing,
        replace(tender(), shown=(replace(invitation, sighting=in_time), invitation)),
    )


@pytest.mark.parametrize(
    ("method", "result", "speaks"),
    [
        ("DTRR", "2026-03-25T10:00", True),
        ("CHCT", "2026-03-25T10:00", True),
        ("CHCT", "2023-03-25T10:00", False),  # the shortened one could be sent to tenderers directly
        ("DTRR", "2013-03-25T10:00", False),
        ("CDTRG", "2026-03-25T10:00", False),
        ("MSTT", "2026-03-25T10:00", False),
        ("QCBS", "2026-03-25T10:00", False),
        ("", "2026-03-25T10:00", False),
    ],
)
def test_results_without_a_notice(method: str, result: str, speaks: bool) -> None:
    found = run(result_without_notice, tender(method=method, direct=True, result=result))
    assert bool(found) is speaks
    assert all(f.severity is Severity.INFORM and f.track is RuleTrack.OBSERVATION for f in found)


def test_a_notice_that_the_store_lacks_proves_nothing() -> None:
    file = tender(result="2026-03-25T10:00")
    assert not run(result_without_notice, replace(file, versions=()))
    marked = replace(file.results[0], direct_appointment=True)
    assert run(result_without_notice, replace(file, versions=(), results=(marked,)))
    assert not run(result_without_notice, replace(file, results=(marked,))), "we hold its notice"
    assert not run(result_without_notice, replace(file, results=(replace(marked, published=None),)))
    in_2023 = replace(marked, decision_date=instant("2023-05-05T08:00").date())
    (finding,) = run(result_without_notice, replace(file, versions=(), results=(in_2023,)))
    assert any("Báo Đấu thầu" in reason for reason in finding.reasons)


def test_twins_are_told_once_and_not_of_a_cancelled_notice() -> None:
    assert run(posted_twice, tender(twin="IB2600000002"))
    assert not run(posted_twice, tender(twin="IB2500000002"))  # the lower number tells it
    assert not run(posted_twice, tender())
    assert not run(posted_twice, tender(twin="IB2600000002", cancelled=True))


def test_every_differing_field_is_told_in_one_finding() -> None:
    file = tender(portal="2026-03-04T08:00", price_shown="5.600.000.000")
    closing = replace(file.differences[0], field="thời điểm đóng thầu", field_en="closing time")
    (finding,) = run(differs_between_channels, replace(file, differences=(*file.differences, closing)))
    assert "giá gói thầu, thời điểm đóng thầu" in finding.sentence
    assert "price, closing time" in finding.sentence_en
    assert not run(differs_between_channels, tender(cancelled=True, price_shown="1"))
    assert not run(differs_between_channels, tender())


def test_a_file_without_a_notice_says_nothing() -> None:
    empty = TenderFile("IB2600000009", "", "", ())
    for rule in pattern_rules():
        if rule.SUBJECT is TenderFile:
            assert not run(rule, empty)
