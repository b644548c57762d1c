"""Ai được báo, khi nào, vì sao: bảng tình huống.
Who is told what and when: tables of situations around holidays, snoozes, outages and reopened cases."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cases.machine import act, open_case, update_case
from monitor.cases.snooze import snooze, unsnooze
from monitor.cases.telling import Due, Manners, Today, due, noted
from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.judgement import Finding, Verdict
from monitor.domain.vocabulary import CaseState, Channel, Reader, Reason, Severity, VerdictKind
from monitor.law.calendar import load_calendar
from tests.cases.conftest import build_finding

CALENDAR = load_calendar()
REACHABLE = {"ttyt-tan-phu"}
MANNERS = Manners()
ALL = Manners(all_at_once=True)
MINUTE = timedelta(minutes=1)
THURSDAY = datetime(2026, 10, 1, 2, tzinfo=UTC)  # 09:00 in Việt Nam, no holiday near
MISSING = build_finding()
GRAVE = build_finding(severity=Severity.HIGH)
LATE = build_finding(VerdictKind.LATE, days_late=2)

Told = set[tuple[Reader, Reason]]
AGENCY, INSPECTORATE = Reader.AGENCY, Reader.INSPECTORATE


def midnight(month: int, day: int) -> datetime:
    """24:00 in Việt Nam of that day in 2026."""
    return datetime(2026, month, day, 17, tzinfo=UTC)


def asked(case: Case, today: Today, now: datetime, manners: Manners = MANNERS) -> tuple[Due, ...]:
    return due(case, today, manners, CALENDAR, now, REACHABLE)


def reasons(found: tuple[Due, ...]) -> Told:
    return {(one.reader, one.reason) for one in found}


def told_at(at: datetime, finding: Finding = MISSING, manners: Manners = MANNERS) -> Case:
    """A case whose first letters could leave at `at`."""
    case = open_case("HS-2026-0001", (finding,), at)
    return noted(case, asked(case, Today((finding,)), at, manners), at)


@pytest.mark.parametrize(
    ("finding", "manners", "expected"),
    [
        (MISSING, MANNERS, {(AGENCY, Reason.FIRST)}),
        (LATE, MANNERS, {(AGENCY, Reason.FIRST)}),
        (MISSING, ALL, {(AGENCY, Reason.FIRST), (INSPECTORATE, Reason.FIRST)}),
        (GRAVE, MANNERS, {(AGENCY, Reason.FIRST), (INSPECTORATE, Reason.FIRST)}),
    ],
)
def test_the_agency_is_told_first_and_the_inspectorate_what_is_severe(
    finding: Finding, manners: Manners, expected: Told
) -> None:
    case = open_case("HS-2026-0001", (finding,), THURSDAY)
    assert reasons(asked(case, Today((finding,)), THURSDAY, manners)) == expected
    again = noted(case, asked(case, Today((finding,)), THURSDAY, manners), THURSDAY)
    assert asked(again, Today((finding,)), THURSDAY + MINUTE, manners) == ()


def test_what_stood_before_letters_existed_is_told_now() -> None:
    case = open_case("HS-2026-0001", (MISSING,), THURSDAY - timedelta(days=90))
    assert reasons(asked(case, Today((MISSING,)), THURSDAY)) == {(AGENCY, Reason.FIRST)}


def test_an_agency_without_an_address_is_told_once_it_has_one() -> None:
    case = open_case("HS-2026-0001", (GRAVE,), THURSDAY)
    found = due(case, Today((GRAVE,)), MANNERS, CALENDAR, THURSDAY, ())
    assert reasons(found) == {(INSPECTORATE, Reason.FIRST)}
    later = noted(case, found, THURSDAY)
    assert due(later, Today((GRAVE,)), MANNERS, CALENDAR, LONG_AFTER, ()) == ()
    assert reasons(asked(later, Today((GRAVE,)), LONG_AFTER)) == {(AGENCY, Reason.FIRST)}


def test_an_address_that_was_taken_away_gets_no_reminder_and_is_not_said_to_be_silent() -> None:
    found = due(told_at(THURSDAY), Today((MISSING,)), MANNERS, CALENDAR, LONG_AFTER, ())
    assert reasons(found) == set()


def test_what_only_informs_is_told_to_nobody() -> None:
    hint = build_finding(VerdictKind.LATE, Channel.NATIONAL, severity=Severity.INFORM)
    case = told_at(THURSDAY, manners=ALL)
    assert asked(case, Today((MISSING, hint), (hint,), (hint,)), THURSDAY + MINUTE, ALL) == ()


@pytest.mark.parametrize(
    ("told", "reminded", "escalated"),
    [
        # Thursday: Friday, Monday, Tuesday are the three days, Thursday the fifth.
        (THURSDAY, midnight(10, 6), midnight(10, 8)),
        # On the eve of National Day the days off of 31/8, 1/9 and 2/9 and the week-end are not counted.
        (datetime(2026, 8, 27, 2, tzinfo=UTC), midnight(9, 4), midnight(9, 8)),
        # The make-up Saturday 22/8 is not held against the agency.
        (datetime(2026, 8, 20, 2, tzinfo=UTC), midnight(8, 25), midnight(8, 27)),
        # A letter on Saturday counts from Monday on.
        (datetime(2026, 10, 3, 2, tzinfo=UTC), midnight(10, 7), midnight(10, 9)),
    ],
)
def test_working_days_are_counted_to_the_minute(
    told: datetime, reminded: datetime, escalated: datetime
) -> None:
    case, today = told_at(told), Today((MISSING,))
    assert asked(case, today, reminded - MINUTE) == ()
    found = asked(case, today, reminded)
    assert reasons(found) == {(AGENCY, Reason.REMINDER)}
    case = noted(case, found, reminded)
    assert asked(case, today, escalated - MINUTE) == ()
    found = asked(case, today, escalated)
    assert reasons(found) == {(INSPECTORATE, Reason.ESCALATED)}
    case = noted(case, found, escalated)
    assert asked(case, today, escalated + timedelta(days=200)) == ()


LONG_AFTER = midnight(11, 30)


def _answered(case: Case) -> Case:
    return replace(case, events=(*case.events, CaseEvent(THURSDAY, "Sở Y tế", CaseStep.ANSWERED)))


@pytest.mark.parametrize(
    "step",
    [
        lambda case: snooze(case, date(2026, 12, 1), "Trần Thị B", "chờ công văn", THURSDAY),
        lambda case: act(case, CaseAction.ASK, "Trần Thị B", "", THURSDAY),
        lambda case: act(case, CaseAction.EXCUSE, "Trần Thị B", "có công văn", THURSDAY),
        lambda case: act(case, CaseAction.RESOLVE, "Trần Thị B", "", THURSDAY),
        _answered,
    ],
    ids=["snoozed", "explanation_asked", "excused", "resolved", "answered"],
)
def test_what_is_in_hand_is_neither_reminded_nor_escalated(step: Callable[[Case], Case]) -> None:
    case = told_at(THURSDAY)
    assert reasons(asked(case, Today((MISSING,)), LONG_AFTER)) == {
        (AGENCY, Reason.REMINDER),
        (INSPECTORATE, Reason.ESCALATED),
    }
    assert asked(step(case), Today((MISSING,)), LONG_AFTER) == ()


def test_a_case_that_was_merely_received_is_still_reminded() -> None:
    case = act(told_at(THURSDAY), CaseAction.ACKNOWLEDGE, "Trần Thị B", "", THURSDAY)
    assert reasons(asked(case, Today((MISSING,)), midnight(10, 6))) == {(AGENCY, Reason.REMINDER)}


def test_what_came_late_waits_for_nothing() -> None:
    case = told_at(THURSDAY, LATE)
    assert asked(case, Today((LATE,)), LONG_AFTER) == ()


def test_a_snooze_ends_with_its_last_day_or_by_hand() -> None:
    case = snooze(told_at(THURSDAY), date(2026, 10, 20), "Trần Thị B", "chờ công văn", THURSDAY)
    assert asked(case, Today((MISSING,)), midnight(10, 20) - MINUTE) == ()
    assert len(asked(case, Today((MISSING,)), midnight(10, 20))) == 2
    woken = unsnooze(case, "Trần Thị B", midnight(10, 10))
    assert len(asked(woken, Today((MISSING,)), midnight(10, 10))) == 2


def test_while_the_source_is_blind_nobody_is_reminded() -> None:
    case = told_at(THURSDAY)
    blind = update_case(
        case, (), {MISSING.fingerprint: MISSING},
        lambda duty: Verdict(duty, VerdictKind.UNVERIFIABLE), midnight(10, 5),
    )  # fmt: skip
    assert blind is not None
    assert blind.state.is_open
    assert asked(blind, Today((), (), (MISSING,)), LONG_AFTER) == ()
    assert len(asked(blind, Today((MISSING,)), LONG_AFTER)) == 2, "seen again and still missing"


def _resolved(case: Case, at: datetime) -> Case:
    held = {MISSING.fingerprint: MISSING}
    done = update_case(case, (LATE,), held, lambda duty: Verdict(duty, VerdictKind.LATE, days_late=2), at)
    assert done is not None
    assert done.state is CaseState.RESOLVED
    return done


def test_what_is_resolved_just_before_the_reminder_is_thanked_for_and_not_reminded() -> None:
    at = midnight(10, 6) - MINUTE
    case = _resolved(told_at(THURSDAY), at)
    found = asked(case, Today((LATE,), (), (MISSING,), (MISSING, LATE)), at)
    assert reasons(found) == {(AGENCY, Reason.RESOLVED)}, "the inspectorate had not been told"
    case = noted(case, found, at)
    assert asked(case, Today((LATE,), (), (), (MISSING, LATE)), midnight(10, 6)) == ()


def test_only_who_had_been_told_hears_of_changes_and_settlements() -> None:
    untold = open_case("HS-2026-0001", (MISSING,), THURSDAY - MINUTE)
    closed = _resolved(untold, THURSDAY)
    assert asked(closed, Today((LATE,), (), (MISSING,), (MISSING, LATE)), THURSDAY, ALL) == ()
    changed = Today((MISSING,), (MISSING,))
    assert reasons(asked(told_at(THURSDAY), changed, THURSDAY + MINUTE)) == {(AGENCY, Reason.CHANGED)}
    both = told_at(THURSDAY, GRAVE)
    assert reasons(asked(both, Today((GRAVE,), (GRAVE,)), THURSDAY + MINUTE)) == {
        (AGENCY, Reason.CHANGED),
        (INSPECTORATE, Reason.CHANGED),
    }


def test_what_becomes_severe_is_first_news_to_the_inspectorate() -> None:
    found = asked(told_at(THURSDAY), Today((GRAVE,), (GRAVE,)), THURSDAY + MINUTE)
    assert reasons(found) == {(AGENCY, Reason.CHANGED), (INSPECTORATE, Reason.FIRST)}


def test_a_reopened_case_is_told_and_reminded_again() -> None:
    case = told_at(THURSDAY)
    case = noted(case, asked(case, Today((MISSING,)), midnight(10, 6)), midnight(10, 6))
    closed = _resolved(case, midnight(10, 7))
    held = {MISSING.fingerprint: MISSING, LATE.fingerprint: LATE}
    again = update_case(
        closed, (MISSING,), held, lambda duty: Verdict(duty, VerdictKind.MISSING), midnight(10, 11)
    )
    assert again is not None
    assert again.state is CaseState.NEW
    assert again.episode == 1
    found = asked(again, Today((MISSING,)), midnight(10, 11))
    assert reasons(found) == {(AGENCY, Reason.FIRST)}
    told = noted(again, found, midnight(10, 11))  # Monday 12/10, 00:00
    assert asked(told, Today((MISSING,)), midnight(10, 15) - MINUTE) == ()
    assert reasons(asked(told, Today((MISSING,)), midnight(10, 15))) == {(AGENCY, Reason.REMINDER)}


def test_a_finding_added_later_has_its_own_three_days() -> None:
    other = build_finding(channel=Channel.AGENCY_PAGE)
    case = told_at(THURSDAY)
    case = noted(case, asked(case, Today((MISSING, other)), midnight(10, 5)), midnight(10, 5))
    (one,) = asked(case, Today((MISSING, other)), midnight(10, 6))
    assert one.finding == MISSING
    (only,) = asked(case, Today((other,)), midnight(10, 9))
    assert (only.finding, only.reason) == (other, Reason.REMINDER)


def test_a_delay_that_ends_an_absence_is_no_news_while_the_case_stays_open() -> None:
    other = build_finding(channel=Channel.AGENCY_PAGE)
    case = open_case("HS-2026-0001", (MISSING, other), THURSDAY)
    case = noted(case, asked(case, Today((MISSING, other)), THURSDAY), THURSDAY)
    today = Today((LATE, other), (), (MISSING,), (MISSING, other, LATE))
    assert asked(case, today, THURSDAY + MINUTE, ALL) == (Due(case, other, INSPECTORATE, Reason.FIRST),), (
        "of the two only what is still open is news, and only to who was not told"
    )


@given(st.lists(st.tuples(st.integers(1, 5000), st.booleans(), st.booleans()), max_size=12))
def test_however_cycles_fall_each_reason_comes_once_to_each_reader(
    cycles: list[tuple[int, bool, bool]],
) -> None:
    case, now = open_case("HS-2026-0001", (GRAVE,), THURSDAY), THURSDAY
    seen: list[tuple[Reader, Reason]] = []
    for minutes, visible, snoozed in cycles:
        now += timedelta(minutes=minutes)
        if snoozed:
            case = snooze(case, now.date() + timedelta(days=2), "Trần Thị B", "chờ", now)
        found = asked(case, Today((GRAVE,) if visible else ()), now)
        assert visible or not found
        seen += [(one.reader, one.reason) for one in found]
        case = noted(case, found, now)
    assert len(seen) == len(set(seen))
    if (INSPECTORATE, Reason.ESCALATED) in seen:
        assert (AGENCY, Reason.FIRST) in seen
