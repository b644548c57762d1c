"""Số của bảng bằng số đếm lại thật thà từ nghĩa vụ và kết luận; lúc không nhìn thấy không hại ai.
The board's numbers equal a naive recount of duties and verdicts; being blind harms nobody."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from statistics import median_low

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.board.counting import PROVINCE, count
from monitor.board.periods import BEFORE, LAST, Periods, months_until
from monitor.board.standing import board, measures
from monitor.digest.ranking import ranking, tallies
from monitor.domain.board import BoardCount, Measures
from monitor.domain.judgement import Verdict
from monitor.domain.times import Window, due_day, end_of_day
from monitor.domain.vocabulary import Channel, Confidence, VerdictKind
from tests.board.duties import NAMES, NOW, PERIODS, Judged, judged, worlds

ON_TIME, LATE, MISSING, UNVERIFIABLE = (
    VerdictKind.ON_TIME,
    VerdictKind.LATE,
    VerdictKind.MISSING,
    VerdictKind.UNVERIFIABLE,
)


def counted(
    everything: list[Judged], blind: frozenset[str] = frozenset()
) -> dict[tuple[str, str], BoardCount]:
    return {(one.agency_id, one.period): one for one in count(everything, blind, NAMES, PERIODS)}


def of(everything: list[Judged], blind: frozenset[str] = frozenset(), agency: str = "a") -> Measures:
    return measures(counted(everything, blind).get((agency, LAST)))


def naive(everything: list[Judged], blind: frozenset[str], agency: str, period: str) -> Measures:
    """The board's definition once more, in one pass for one agency and one period."""

    def inside(due_at: datetime | None) -> bool:
        if due_at is None or due_at > NOW:
            return False
        spans = {LAST: PERIODS.span, BEFORE: PERIODS.before}
        if period in spans:
            return spans[period].start < due_at <= spans[period].end
        return f"{due_day(due_at):%Y-%m}" == period

    fair = [
        (duty, verdict)
        for duty, verdict in everything
        if (duty.agency_id == agency or (agency == PROVINCE and duty.agency_id in NAMES))
        and duty.confidence is Confidence.READ
        and not duty.caution
    ]
    kinds = [verdict.kind for duty, verdict in fair if inside(duty.due_at)]
    delays = [v.days_late for duty, v in fair if inside(duty.due_at) and v.kind is LATE]
    acts: dict[str, list[Judged]] = {}
    for duty, verdict in fair:
        if verdict.kind is not VerdictKind.EXEMPT:
            acts.setdefault(duty.disclosure_id, []).append((duty, verdict))
    states = []
    for duties in acts.values():
        if not inside(max(duty.due_at for duty, _ in duties if duty.due_at)):
            continue
        seen = [v.kind in (ON_TIME, LATE) or v.published is not None for _, v in duties]
        missing = [v.kind is MISSING for _, v in duties]
        if all(seen):
            states.append("full")
        elif all(one or other for one, other in zip(seen, missing, strict=True)):
            states.append("not full")
        else:
            states.append("unverified")
    return Measures(
        kinds.count(ON_TIME),
        sum(kind in (ON_TIME, LATE, MISSING) for kind in kinds),
        sum(
            duty.id in blind and verdict.kind is UNVERIFIABLE for duty, verdict in fair if inside(duty.due_at)
        ),
        len(delays),
        median_low(delays) if delays else None,
        states.count("full"),
        states.count("full") + states.count("not full"),
        states.count("unverified"),
    )


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_every_number_equals_a_naive_recount(world: tuple[list[Judged], frozenset[str]]) -> None:
    everything, blind = world
    found = counted(everything, blind)
    months = months_until("2026-09", 24)
    for agency in (*NAMES, PROVINCE):
        for period in (LAST, BEFORE, *months):
            assert measures(found.get((agency, period))) == naive(everything, blind, agency, period)
    assert {agency for agency, _ in found} <= {*NAMES, PROVINCE}
    assert {period for _, period in found} <= {LAST, BEFORE, *months}


@settings(max_examples=60, deadline=None)
@given(worlds())
def test_the_board_ranks_as_the_weekly_digest_does(world: tuple[list[Judged], frozenset[str]]) -> None:
    everything, blind = world
    last = {agency: one for (agency, period), one in counted(everything, blind).items() if period == LAST}
    shown = board(last, {}, NAMES, PROVINCE, PERIODS.span.start)
    told = ranking(tallies(everything, blind, PERIODS.span, NAMES), {}, PERIODS.span.start)
    assert [(line.place, line.agency_id) for line in shown.ranked] == [
        (row.place, row.tally.agency_id) for row in told.rows
    ]
    assert [line.agency_id for line in shown.few] == [tally.agency_id for tally in told.few]
    assert [line.agency_id for line in shown.unseen] == [tally.agency_id for tally in told.unseen]


@settings(max_examples=60, deadline=None)
@given(worlds(), st.data())
def test_going_blind_never_lowers_a_share(
    world: tuple[list[Judged], frozenset[str]], data: st.DataObject
) -> None:
    """What is proven by looks alone falls away; whatever was seen stays."""
    everything, blind = world
    absent = sorted(duty.id for duty, verdict in everything if verdict.kind is MISSING)
    lost = data.draw(st.sets(st.sampled_from(absent))) if absent else set()
    dark = [
        (duty, Verdict(duty.id, UNVERIFIABLE) if duty.id in lost else verdict) for duty, verdict in everything
    ]
    before, after = counted(everything, blind), counted(dark, blind | lost)
    for key, one in before.items():
        was, now = measures(one), measures(after.get(key))
        assert now.on_time * was.concluded >= was.on_time * now.concluded
        assert now.full * was.checked >= was.full * now.checked
        assert now.on_time == was.on_time
        assert now.full == was.full


@pytest.mark.parametrize(
    ("verdicts", "full", "checked", "unverified"),
    [
        ((ON_TIME, LATE, ON_TIME), 1, 1, 0),
        ((ON_TIME, MISSING, ON_TIME), 0, 1, 0),
        ((ON_TIME, UNVERIFIABLE, ON_TIME), 0, 0, 1),
        ((ON_TIME, UNVERIFIABLE, MISSING), 0, 0, 1),
        ((ON_TIME, VerdictKind.EXEMPT, ON_TIME), 1, 1, 0),
        ((VerdictKind.EXEMPT,) * 3, 0, 0, 0),
    ],
)
def test_an_act_counts_once_over_its_channels(
    verdicts: tuple[VerdictKind, ...], full: int, checked: int, unverified: int
) -> None:
    found = of([judged(1, kind, channel) for kind, channel in zip(verdicts, Channel, strict=True)])
    assert (found.full, found.checked, found.unverified) == (full, checked, unverified)


def test_an_act_belongs_to_the_span_of_its_last_date() -> None:
    found = counted(
        [
            judged(1, ON_TIME, Channel.NATIONAL, days_ago=40),
            judged(1, ON_TIME, Channel.PORTAL, days_ago=10),
        ]
    )
    assert (found["a", "2026-08"].full, found["a", "2026-09"].full) == (0, 1)
    assert found["a", "2026-08"].channels[Channel.NATIONAL].on_time == 1


def test_what_falls_due_later_counts_nowhere_yet() -> None:
    assert counted([judged(1, ON_TIME, days_ago=-0.01)]) == {}


def test_the_day_after_the_last_whole_week_counts_in_its_month_alone() -> None:
    monday = end_of_day(date(2026, 9, 21))
    duty, verdict = judged(1, ON_TIME)
    found = counted([(replace(duty, due_at=monday), verdict)])
    assert sorted(period for agency, period in found if agency == "a") == ["2026-09"]


def test_a_due_day_at_the_end_of_a_month_is_of_that_month() -> None:
    periods = Periods(Window(NOW, NOW), Window(NOW, NOW), NOW, "2026-01")
    assert periods.of(end_of_day(date(2026, 8, 31))) == ("2026-08",)
    assert periods.of(end_of_day(date(2026, 8, 31)) + timedelta(seconds=1)) == ("2026-09",)
