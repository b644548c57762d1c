"""Những gì việc chặn lũ đếm: vắng trong một khoảng, và vắng liền từ tin sau cùng còn nhận ra.
What the flood guard counts: absences in a span, and in a row since the last recognised item."""

from datetime import timedelta
from typing import Any

from monitor.domain.judgement import DutyContext, LinkedSighting
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.rules.flood_counts import Absences, Silence
from tests.rules.conftest import WHOLE, vn

NOW = vn("2026-09-20T08:00")
DUE = vn("2026-09-08")


def _silence(scene: Any, *contexts: DutyContext) -> Silence:
    silence = Silence(NOW)
    for context in contexts:
        silence.count(context, scene.judge(context))
    return silence


def _absent(scene: Any, **how: Any) -> DutyContext:
    context: DutyContext = scene.context(coverage=[scene.coverage(WHOLE)], **how)
    return context


def _shown(scene: Any, item: LinkedSighting) -> DutyContext:
    return _absent(scene, shown=[item])


def test_absences_are_counted_in_the_span_in_which_they_fell_due(scene: Any) -> None:
    within, earlier = (
        Absences(Window(DUE, DUE + timedelta(days=1))),
        Absences(Window(DUE - timedelta(days=9), DUE)),
    )
    for context in (_absent(scene), _shown(scene, scene.sighting("2026-09-04"))):
        verdict = scene.judge(context)
        within.count(context, verdict)
        earlier.count(context, verdict)
    assert within.counts() == {"cong": (2, 1)}
    assert earlier.counts() == {}


def test_absences_since_the_last_recognised_item_are_in_a_row(scene: Any) -> None:
    absent = _absent(scene)
    assert _silence(scene, absent, absent).lengths({}) == {"cong": 2}
    # Posted after both had fallen due: the list still goes on.
    late = _shown(scene, scene.sighting("2026-09-12", seen="2026-09-12T09:00"))
    assert _silence(scene, absent, late, absent).lengths({}) == {"cong": 0}


def test_an_item_of_an_earlier_duty_ends_no_row_of_later_absences(scene: Any) -> None:
    earlier = scene.disclosure(
        decision_date=vn("2026-08-10").date(), regime_date=vn("2026-08-10").date(), national=None
    )
    shown = scene.context(
        earlier, shown=[scene.sighting("2026-08-12", "2026-08-12T09:00")], coverage=[scene.coverage(WHOLE)]
    )
    assert shown.duty.due_at < DUE
    assert _silence(scene, shown, _absent(scene)).lengths({}) == {"cong": 1}


def test_an_item_without_a_time_speaks_for_the_day_its_duty_fell_due(scene: Any) -> None:
    assert _silence(scene, _absent(scene), _shown(scene, scene.sighting(None))).lengths({}) == {"cong": 0}


def test_an_item_from_the_future_and_one_for_a_person_are_no_signs(scene: Any) -> None:
    undue = scene.disclosure(decision_date=vn("2026-09-18").date(), regime_date=vn("2026-09-18").date())
    ahead = scene.context(undue, shown=[scene.sighting("2026-12-01")], coverage=[scene.coverage(WHOLE)])
    doubtful = _absent(scene, doubtful=[scene.sighting("2026-09-12")])
    assert _silence(scene, _absent(scene), ahead, doubtful).lengths({}) == {"cong": 1}


def test_what_was_absent_when_a_person_looked_is_in_no_row(scene: Any) -> None:
    silence = _silence(scene, _absent(scene))
    assert silence.lengths({"cong": DUE + timedelta(days=1)}) == {"cong": 0}
    assert silence.lengths({"cong": DUE - timedelta(days=1), "khac": NOW}) == {"cong": 1}


def test_the_network_is_no_mirror_of_itself(scene: Any) -> None:
    national = scene.context(
        scene.lonely(), Channel.NATIONAL, coverage=[scene.coverage(("2026-01-01", "2026-09-20"))]
    )
    silence, absences = Silence(NOW), Absences(Window(vn("2026-01-01"), NOW))
    verdict = scene.judge(national)
    silence.count(national, verdict)
    absences.count(national, verdict)
    assert verdict.kind is not VerdictKind.EXEMPT
    assert (silence.lengths({}), absences.counts()) == ({}, {})
