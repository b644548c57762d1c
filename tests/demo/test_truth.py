"""Sự thật và chấm điểm của thế giới mẫu.
The truth that the demo is measured by: read from the timeline, agreed with the plan, fair to outages."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from monitor.demo.model import Act, Planted, World
from monitor.demo.names import NATIONAL_PLANS, PORTAL_OLD
from monitor.demo.outages import Outage, OutageKind, default_outages
from monitor.demo.scoring import score
from monitor.demo.truth import expected_at, faults_at, possible_at
from monitor.demo.workdays import days_late, due_kind, is_working, working_day_after
from monitor.demo.world import build_world
from monitor.domain.judgement import Finding
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind, Severity, VerdictKind
from monitor.law.calendar import load_calendar

SEEDS = (2026, 1, 2, 3, 4)


@cache
def world(packages: int = 320, seed: int = 2026) -> World:
    return build_world(seed, packages)


def finding(world_: World, fault: Planted, **changed: object) -> Finding:
    """What a perfect judge would say of a fault."""
    article = next((a for a in world_.articles if fault.act_id in a.acts), None)
    seen_elsewhere = fault.channel is Channel.NATIONAL and fault.kind == "missing"
    if seen_elsewhere and article is not None:
        subject = f"sighting:{article.source_id}|news_{article.number}"
    else:
        subject = fault.codes[0]
    made = Finding(
        fingerprint=fault.act_id,
        code="synthetic",
        duty_id="",
        disclosure_id="",
        subject_key=subject,
        agency_id=fault.agency_id,
        agency_name="",
        package_title=fault.title,
        kind=fault.disclosure,
        channel=fault.channel,
        verdict=VerdictKind.LATE if fault.kind == "late" else VerdictKind.MISSING,
        severity=Severity.MEDIUM,
        sentence="",
        sentence_en="",
        basis="",
        due_at=fault.due_at,
        seen_at=fault.seen_at,
        days_late=fault.expected_days_late or 0,
    )
    return replace(made, **changed)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("packages", [320, 60])
def test_what_stands_in_the_timeline_is_exactly_what_was_meant(seed: int, packages: int) -> None:
    made = world(packages, seed)
    found = {(fault.kind, fault.channel, fault.act_id) for fault in faults_at(made, made.ends_at)}
    assert found == set(made.intended)


@pytest.mark.parametrize("seed", SEEDS)
def test_without_outages_every_fault_can_be_found_at_the_end(seed: int) -> None:
    made = world(320, seed)
    assert set(expected_at(made, made.ends_at)) == set(faults_at(made, made.ends_at))


def test_no_trap_is_ever_a_fault() -> None:
    made = world()
    innocent = {act_id for trap in made.traps for act_id in trap.act_ids}
    for days in range(0, 45, 5):
        now = made.watch_start + timedelta(days=days)
        assert not {fault.act_id for fault in faults_at(made, now)} & innocent


def test_a_fault_begins_at_the_deadline_and_not_a_second_before() -> None:
    made = world()
    missing = [fault for fault in faults_at(made, made.ends_at) if fault.kind == "missing"]
    assert missing
    for fault in missing:
        keys = {(f.act_id, f.channel) for f in faults_at(made, fault.due_at - timedelta(seconds=1))}
        assert (fault.act_id, fault.channel) not in keys
        assert fault in faults_at(made, fault.due_at)


def test_what_is_published_late_was_missing_until_then() -> None:
    made = world()
    late = [f for f in faults_at(made, made.ends_at) if f.kind == "late" and f.channel is Channel.PORTAL]
    assert late
    for fault in late:
        assert fault.seen_at is not None
        before = {
            (f.act_id, f.channel): f.kind for f in faults_at(made, fault.seen_at - timedelta(seconds=1))
        }
        assert before[fault.act_id, fault.channel] == "missing"


@pytest.mark.parametrize(
    ("decided", "due", "published", "late"),
    [
        (date(2026, 8, 26), date(2026, 9, 7), date(2026, 9, 8), 1),
        (date(2025, 4, 25), date(2025, 5, 7), date(2025, 5, 8), 1),
        (date(2026, 8, 17), date(2026, 8, 24), date(2026, 8, 26), 2),
        (date(2026, 2, 13), date(2026, 2, 27), date(2026, 3, 2), 1),
        (date(2024, 4, 25), date(2024, 5, 7), date(2024, 5, 7), 0),
    ],
)
def test_due_days_by_hand(decided: date, due: date, published: date, late: int) -> None:
    assert due_kind(decided, 5) == due
    assert days_late(due, published) == late


def test_the_worlds_own_calendar_agrees_with_the_law_package() -> None:
    calendar = load_calendar()
    day = date(2023, 1, 1)
    while day <= date(2026, 11, 20):
        for counts in (True, False):
            assert is_working(day, makeup_counts=counts) == calendar.is_working(day, makeup_counts=counts), (
                day
            )
            ours = working_day_after(day, 5, makeup_counts=counts)
            assert ours == calendar.nth_working_day_after(day, 5, makeup_counts=counts), day
        day += timedelta(days=1)


def test_what_falls_due_behind_the_gate_is_withheld() -> None:
    made = world()
    outages = default_outages(made)
    hidden = set(faults_at(made, made.ends_at)) - set(expected_at(made, made.ends_at, outages))
    sources = {act.id: act.portal_source for act in made.acts}
    assert hidden
    assert {sources[fault.act_id] for fault in hidden} == {PORTAL_OLD}
    assert {fault.channel for fault in hidden} == {Channel.PORTAL}


def test_an_outage_that_ended_hides_nothing_in_the_end() -> None:
    made = world()
    over = [outage for outage in default_outages(made) if outage.end <= made.ends_at]
    assert len(over) >= 8
    assert set(expected_at(made, made.ends_at, over)) == set(expected_at(made, made.ends_at))


def test_a_blind_network_hides_what_was_published_since() -> None:
    made = world()
    late = next(
        fault
        for fault in faults_at(made, made.ends_at)
        if (fault.kind, fault.channel, fault.disclosure) == ("late", Channel.NATIONAL, DisclosureKind.PLAN)
        and fault.seen_at is not None
        and fault.seen_at > made.watch_start
    )
    assert late.seen_at is not None
    blind = Outage(
        OutageKind.TIMEOUT, NATIONAL_PLANS, late.seen_at - timedelta(days=1), made.ends_at + timedelta(1)
    )
    assert late not in expected_at(made, made.ends_at, (blind,))
    assert late in possible_at(made, made.ends_at, (blind,))


def test_a_fault_seen_before_the_outage_stays_expected() -> None:
    made = world()
    outage = Outage(
        OutageKind.ERROR_500, PORTAL_OLD, made.ends_at - timedelta(days=2), made.ends_at + timedelta(1)
    )
    sources = {act.id: act.portal_source for act in made.acts}
    old = [
        fault
        for fault in faults_at(made, made.ends_at)
        if fault.channel is Channel.PORTAL
        and sources[fault.act_id] == PORTAL_OLD
        and (fault.seen_at or fault.due_at) < made.ends_at - timedelta(days=4)
    ]
    assert old
    assert set(old) <= set(expected_at(made, made.ends_at, (outage,)))


def test_possible_faults_include_those_that_ended_unseen() -> None:
    made = world()
    late = next(f for f in faults_at(made, made.ends_at) if f.kind == "late" and f.channel is Channel.PORTAL)
    assert late.seen_at is not None
    acts: dict[str, Act] = {act.id: act for act in made.acts}
    outage = Outage(
        OutageKind.RESET,
        acts[late.act_id].portal_source,
        late.seen_at - timedelta(minutes=5),
        late.seen_at + timedelta(days=2),
    )
    now = late.seen_at + timedelta(days=1)
    kinds = {f.kind for f in possible_at(made, now, (outage,)) if f.act_id == late.act_id}
    assert kinds == {"missing", "late"}


def perfect(made: World, faults: Iterable[Planted]) -> tuple[Finding, ...]:
    return tuple(finding(made, fault) for fault in faults)


def test_a_perfect_judge_scores_one() -> None:
    made = world()
    planted = expected_at(made, made.ends_at)
    result = score(made, planted, perfect(made, planted))
    assert (result.precision, result.recall) == (1.0, 1.0)
    assert not result.false
    assert not result.wrong_days
    assert set(result.by_kind) == {(fault.kind, fault.channel) for fault in planted}


def test_silence_finds_nothing_and_accuses_nobody() -> None:
    made = world()
    planted = expected_at(made, made.ends_at)
    result = score(made, planted, ())
    assert result.recall == 0.0
    assert result.precision == 1.0
    assert result.missed == planted


def test_an_accusation_of_the_innocent_is_false() -> None:
    made = world()
    planted = expected_at(made, made.ends_at)
    guilty = {fault.act_id for fault in planted}
    innocent = next(act for act in made.acts if act.id not in guilty and act.codes)
    wrong = finding(made, planted[0], subject_key=innocent.codes[0])
    result = score(made, planted, (*perfect(made, planted), wrong))
    assert result.false == (wrong,)
    assert result.precision < 1.0
    assert result.recall == 1.0


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": Channel.NATIONAL},
        {"kind": DisclosureKind.CANCELLATION},
        {"verdict": VerdictKind.UNVERIFIABLE},
        {"subject_key": "sighting:cong-tinh|dnn_999999999"},
        {"subject_key": "sighting:cong-tinh|khong-co-so"},
        {"subject_key": ""},
    ],
)
def test_the_right_package_for_the_wrong_reason_is_false(changed: dict[str, object]) -> None:
    made = world()
    fault = next(
        f for f in faults_at(made, made.ends_at) if (f.kind, f.channel) == ("missing", Channel.PORTAL)
    )
    wrong = finding(made, fault, **changed)
    result = score(made, (fault,), (wrong,))
    assert result.false == (wrong,)
    assert result.missed == (fault,)


def test_another_count_of_days_is_reported() -> None:
    made = world()
    fault = next(f for f in faults_at(made, made.ends_at) if f.kind == "late")
    wrong = finding(made, fault, days_late=(fault.expected_days_late or 0) + 1)
    result = score(made, (fault,), (wrong,))
    assert result.wrong_days == ((fault, wrong),)
    assert result.found == (fault,)


def test_a_possible_fault_is_neither_asked_for_nor_false() -> None:
    made = world()
    first, *others = faults_at(made, made.ends_at)
    result = score(made, others, perfect(made, (first, *others)), possible=(first,))
    assert not result.false
    assert first not in result.found
    assert result.recall == 1.0


def test_two_findings_may_speak_of_one_fault() -> None:
    made = world()
    fault = next(
        f for f in faults_at(made, made.ends_at) if (f.kind, f.channel) == ("missing", Channel.NATIONAL)
    )
    articles = [article for article in made.articles if fault.act_id in article.acts]
    said = tuple(
        finding(made, fault, subject_key=f"sighting:{article.source_id}|vnpt-aspx_901_{article.number}")
        for article in articles
    )
    result = score(made, (fault,), said)
    assert not result.false
    assert result.found == (fault,)


def test_times_are_aware_and_days_late_are_positive() -> None:
    made = world()
    for fault in faults_at(made, made.ends_at):
        assert fault.due_at.tzinfo is UTC
        assert fault.due_at == end_of_day((fault.due_at - timedelta(hours=1)).date())
        assert (fault.kind == "late") == (fault.expected_days_late is not None)
        assert fault.expected_days_late is None or fault.expected_days_late >= 1
    assert made.ends_at == datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
