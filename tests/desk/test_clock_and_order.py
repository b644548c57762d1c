"""Hồ sơ đang chờ gì, và thứ tự của hàng việc.
What a case waits for, and the order of the queue."""

from datetime import date, datetime, timedelta

import pytest

from monitor.cases.four_eyes import propose
from monitor.cases.snooze import snooze
from monitor.desk.acts import Doing, offers
from monitor.desk.clock import Awaited, Clock, DeskRules, clock_of
from monitor.desk.index import DeskIndex
from monitor.desk.rows import queue_row
from monitor.domain.case_steps import CaseAction, CaseStep
from monitor.domain.cases import Case, CaseEvent, Telling
from monitor.domain.desk import FindingFacts
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import (
    CaseState,
    Channel,
    DisclosureKind,
    Reader,
    Reason,
    Severity,
    VerdictKind,
)
from tests.storage.samples import NOW, Samples

RULES, SAMPLES = DeskRules(), Samples()
LATER = NOW + timedelta(hours=1)


def _asked(at: datetime, **given: object) -> Case:
    return SAMPLES.case(
        1,
        state=CaseState.EXPLANATION_ASKED,
        events=(CaseEvent(at, "Người A", CaseStep.EXPLANATION_ASKED),),
        **given,
    )


ANSWER = CaseEvent(LATER, "Sở Mẫu", CaseStep.ANSWERED, "đã đăng")
NEW = SAMPLES.case(1)
SITUATIONS = [
    ("new", NEW, Awaited.ACKNOWLEDGEMENT),
    ("in hand", SAMPLES.case(1, state=CaseState.ACKNOWLEDGED), Awaited.DECISION),
    ("asked today", _asked(NOW), Awaited.ANSWER),
    ("asked long ago", _asked(NOW - timedelta(days=30)), Awaited.ANSWER_OVERDUE),
    ("answered", SAMPLES.case(1, events=(ANSWER,)), Awaited.ANSWER_READ),
    ("proposed", propose(NEW, CaseAction.CONFIRM, "a", "Người A", "rõ", NOW), Awaited.SECOND_PERSON),
    ("snoozed", snooze(NEW, vietnam_day(NOW), "Người A", "họp", NOW), Awaited.SNOOZE_END),
    ("closed", SAMPLES.case(1, state=CaseState.RESOLVED), Awaited.NOTHING),
]


@pytest.mark.parametrize(("name", "case", "awaited"), SITUATIONS, ids=[one[0] for one in SITUATIONS])
def test_what_a_case_waits_for(name: str, case: Case, awaited: Awaited) -> None:
    assert clock_of(case, frozenset(), RULES, NOW).awaited is awaited


def test_an_answer_that_a_person_acted_on_waits_for_nobody_to_read_it() -> None:
    acted = CaseEvent(LATER, "Người A", CaseStep.ACKNOWLEDGED)
    case = SAMPLES.case(1, state=CaseState.ACKNOWLEDGED, events=(ANSWER, acted))
    assert clock_of(case, frozenset(), RULES, NOW).awaited is Awaited.DECISION
    given = CaseEvent(LATER, "Người A", CaseStep.ASSIGNED)
    unread = SAMPLES.case(1, events=(ANSWER, given))
    assert clock_of(unread, frozenset(), RULES, NOW).awaited is Awaited.ANSWER_READ


def test_the_last_day_of_an_answer_is_a_whole_day() -> None:
    # Monday 2/3/2026 and five working days: Monday 9/3 to its end.
    case = _asked(NOW)
    last = datetime.fromisoformat("2026-03-09T23:59:59+07:00")
    assert clock_of(case, frozenset(), RULES, last) == Clock(Awaited.ANSWER, date(2026, 3, 9), 0)
    after = clock_of(case, frozenset(), RULES, last + timedelta(seconds=1))
    assert (after.awaited, after.until, after.past) == (Awaited.ANSWER_OVERDUE, date(2026, 3, 9), 1)


def test_what_the_machine_will_send_by_itself_is_named_with_its_day() -> None:
    name = NEW.fingerprints[0]
    told = SAMPLES.case(1, told=(Telling(NOW, Reader.AGENCY, Reason.FIRST, 0, (name,)),))
    clock = clock_of(told, frozenset({name}), RULES, NOW)
    assert clock.automatic == ((Reason.REMINDER, date(2026, 3, 6)), (Reason.ESCALATED, date(2026, 3, 10)))
    assert clock_of(told, frozenset(), RULES, NOW).automatic == ()


def _row(
    number: int, case: Case, severity: Severity = Severity.MEDIUM, days: int = 1
) -> tuple[Case, FindingFacts]:
    facts = FindingFacts(
        f"f{number}",
        Channel.PORTAL,
        DisclosureKind.NOTICE,
        VerdictKind.MISSING,
        severity,
        NOW - timedelta(days=days),
        0,
    )
    changed = SAMPLES.case(
        number,
        state=case.state,
        severity=severity,
        events=case.events,
        proposal=case.proposal,
        snooze=case.snooze,
        fingerprints=(facts.fingerprint,),
        open_fingerprints=(facts.fingerprint,),
    )
    return changed, facts


def test_what_needs_a_person_now_comes_first_then_the_gravest_then_the_longest_overdue() -> None:
    by_awaited = {awaited: case for _, case, awaited in SITUATIONS}
    made = [_row(number, by_awaited[awaited]) for number, awaited in enumerate(reversed(Awaited), start=1)]
    made += [_row(20, NEW, Severity.HIGH, 1), _row(21, NEW, Severity.MEDIUM, 20)]
    known = {facts.fingerprint: facts for _, facts in made}
    index = DeskIndex(
        (queue_row(case, known, RULES, NOW) for case, _ in made), RULES.calendar, vietnam_day(NOW)
    )
    shown = [(row.clock.awaited, row.case.id) for row in index.rows]
    assert [awaited for awaited, _ in shown if awaited is not Awaited.ACKNOWLEDGEMENT] == [
        awaited for awaited in Awaited if awaited is not Awaited.ACKNOWLEDGEMENT
    ]
    new = [number for awaited, number in shown if awaited is Awaited.ACKNOWLEDGEMENT]
    assert new == ["HS-2026-0020", "HS-2026-0021", "HS-2026-0005"]


def test_the_first_act_offered_is_the_one_that_suits() -> None:
    clock = clock_of(NEW, frozenset(), RULES, NOW)
    found = offers(NEW, clock, "a", handles=True, second=False, four_eyes=True)
    assert found[0].doing is Doing.ACKNOWLEDGE
    assert [one.doing for one in found if one.proposes] == [Doing.EXCUSE, Doing.CONFIRM, Doing.RESOLVE]
    assert offers(NEW, clock, "a", handles=False, second=False, four_eyes=True) == ()


def test_who_has_asked_is_offered_to_ask_more_but_not_first() -> None:
    case = _asked(NOW)
    clock = clock_of(case, frozenset(), RULES, NOW)
    found = [one.doing for one in offers(case, clock, "a", handles=True, second=False, four_eyes=False)]
    assert found[-1] is Doing.ASK


def test_a_proposal_is_offered_to_another_person_only() -> None:
    case = propose(NEW, CaseAction.CONFIRM, "a", "Người A", "rõ", NOW)
    clock = clock_of(case, frozenset(), RULES, NOW)
    own = offers(case, clock, "a", handles=True, second=True, four_eyes=True)
    other = offers(case, clock, "b", handles=True, second=True, four_eyes=True)
    assert Doing.AGREE not in [one.doing for one in own]
    assert Doing.WITHDRAW in [one.doing for one in own]
    assert other[0].doing is Doing.AGREE
    assert Doing.CONFIRM not in [one.doing for one in other]
