"""Bảng tình huống cho tin chưa thấy: khi nào được nói là thiếu, khi nào phải im lặng.
The table of what was not seen: when it is missing, and when it is exempt, not yet due or beyond our sight."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.judgement import SourceCoverage
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import Channel, DisclosureKind, Outcome, Precision, VerdictKind
from monitor.rules.verdict import judge
from tests.rules.conftest import WHOLE

NATIONAL, PORTAL, PAGE = Channel.NATIONAL, Channel.PORTAL, Channel.AGENCY_PAGE
NOTICE, CANCELLATION = DisclosureKind.NOTICE, DisclosureKind.CANCELLATION
MISSING, UNVERIFIABLE = VerdictKind.MISSING, VerdictKind.UNVERIFIABLE
NOT_DUE, EXEMPT = VerdictKind.NOT_DUE, VerdictKind.EXEMPT


# --- exempt ----------------------------------------------------------------------------------


def test_what_need_not_be_posted_is_exempt_before_anything_else(scene: Any) -> None:
    disclosure = scene.disclosure(exempt_reason="bí mật nhà nước")
    for shown in ((), (scene.sighting("2026-09-15"),)):
        assert (
            scene.judge(scene.context(disclosure, shown=shown, coverage=[scene.coverage(WHOLE)])).kind
            is EXEMPT
        )


def test_a_package_cancelled_before_its_copy_was_due_is_exempt(scene: Any) -> None:
    disclosure = scene.disclosure(NOTICE, cancelled=True, cancelled_at=datetime(2026, 9, 1, tzinfo=UTC))
    context = scene.context(disclosure, coverage=[scene.coverage(WHOLE)])
    assert scene.judge(context).kind is EXEMPT


def test_a_cancellation_itself_must_be_copied(scene: Any) -> None:
    context = scene.context(scene.disclosure(CANCELLATION), coverage=[scene.coverage(WHOLE)])
    assert scene.judge(context).kind is MISSING


# --- not shown -------------------------------------------------------------------------------


def test_not_seen_though_every_page_was_seen_is_missing_with_proof_from_both_sides(scene: Any) -> None:
    verdict = scene.judge(scene.context(coverage=[scene.coverage(WHOLE)]))
    assert verdict.kind is MISSING
    assert verdict.looks == ("look-cong",)
    assert verdict.captures == ("c-national", "c-look-cong")
    # 8-11, 14-18 September; the last look ends at 00:00 on Sunday 20/9.
    assert verdict.days_late == 9


@pytest.mark.parametrize(
    ("now", "kind"),
    [("2026-09-07T23:59:59", NOT_DUE), ("2026-09-08T00:00:00", MISSING)],
)
def test_the_deadline_minute_of_an_absence(scene: Any, now: str, kind: VerdictKind) -> None:
    context = scene.context(coverage=[scene.coverage(("2026-08-01", "2026-09-08T00:00:01"))])
    assert scene.judge(context, now).kind is kind


def test_an_absence_is_counted_only_up_to_the_oldest_look_that_proves_it(scene: Any) -> None:
    fresh = scene.coverage(WHOLE)
    older = scene.coverage(("2026-08-01", "2026-09-10T12:00"), source_id="chuyen-muc")
    verdict = scene.judge(scene.context(coverage=[fresh, older]))
    assert (verdict.kind, verdict.days_late) == (MISSING, 3)
    assert verdict.looks == ("look-cong", "look-chuyen-muc")


BLIND = {
    "never looked": [()],
    "no source at all": [],
    "the outage began before the due day": [(("2026-08-01", "2026-09-07T12:00"),)],
    "the last look ended at the very due instant": [(("2026-08-01", "2026-09-08"),)],
    "looking began after the decision": [(("2026-08-26T08:00", "2026-09-20"),)],
    "a hole in the middle": [(("2026-08-01", "2026-08-30"), ("2026-08-31", "2026-09-20"))],
    "one of two sources is blind": [(WHOLE,), (("2026-08-01", "2026-09-05"),)],
    "one of two was never seen": [(WHOLE,), ()],
}


@pytest.mark.parametrize("spans", BLIND.values(), ids=BLIND.keys())
def test_an_outage_is_never_a_missing_package(scene: Any, spans: list[tuple[tuple[str, str], ...]]) -> None:
    coverage = [
        scene.coverage(*known, source_id=f"nguon-{n}", blind_since="2026-09-19")
        for n, known in enumerate(spans)
    ]
    verdict = scene.judge(scene.context(coverage=coverage))
    assert verdict.kind is UNVERIFIABLE
    assert verdict.reason == ("not_covered" if spans else "no_source")
    assert verdict.looks == ()


@pytest.mark.parametrize(
    "outcome", [outcome for outcome in Outcome if not outcome.saw_everything], ids=lambda o: o.value
)
def test_a_look_that_did_not_see_everything_proves_nothing(scene: Any, outcome: Outcome) -> None:
    context = scene.context(coverage=[scene.coverage(WHOLE, outcome=outcome)])
    assert scene.judge(context).kind is UNVERIFIABLE


def test_an_outage_after_the_proof_does_not_undo_it(scene: Any) -> None:
    seen = scene.coverage(("2026-08-01", "2026-09-10"), blind_since="2026-09-18")
    verdict = scene.judge(scene.context(coverage=[seen]))
    assert (verdict.kind, verdict.days_late) == (MISSING, 3)


def test_a_span_that_claims_to_reach_past_its_own_look_is_not_believed(scene: Any) -> None:
    good = scene.coverage(("2026-08-01", "2026-09-05"))
    boast = replace(good, windows=(Window(good.windows[0].start, datetime(2026, 10, 1, tzinfo=UTC)),))
    assert scene.judge(scene.context(coverage=[boast])).kind is UNVERIFIABLE


def test_an_unfinished_back_fill_is_blind_to_what_was_published_since(scene: Any) -> None:
    """Its last stretch is a whole look, made today, of a month that ended long ago."""
    seen = scene.coverage(("2026-07-01", "2026-09-10"))
    assert seen.last_complete is not None
    today = seen.last_complete.window.end + timedelta(days=9)
    made_today = replace(seen.last_complete, started_at=today, finished_at=today)
    stretch = replace(seen, last_complete=made_today, last_look=made_today)
    verdict = scene.judge(scene.context(coverage=[stretch]))
    assert (verdict.kind, verdict.reason) == (UNVERIFIABLE, "not_covered")


def test_a_doubtful_candidate_is_never_missing(scene: Any) -> None:
    context = scene.context(doubtful=[scene.sighting("2026-09-04")], coverage=[scene.coverage(WHOLE)])
    verdict = scene.judge(context)
    assert (verdict.kind, verdict.reason) == (UNVERIFIABLE, "doubtful_candidate")


def test_a_distrusted_source_is_withheld(scene: Any) -> None:
    context = scene.context(coverage=[scene.coverage(WHOLE)], distrusted=["cong"])
    assert scene.judge(context).reason == "withheld"
    other = scene.context(coverage=[scene.coverage(WHOLE)], distrusted=["khac"])
    assert scene.judge(other).kind is MISSING


def test_two_reasons_at_once_are_both_told(scene: Any) -> None:
    context = scene.context(
        doubtful=[scene.sighting("2026-09-04")],
        coverage=[scene.coverage(("2026-08-01", "2026-09-05"))],
        distrusted=["cong"],
    )
    verdict = scene.judge(context)
    assert verdict.reasons == ("doubtful_candidate", "withheld", "not_covered")
    assert verdict.reason == "doubtful_candidate"


def test_an_absence_of_a_plan_known_by_a_later_version_alone_is_not_told(scene: Any) -> None:
    disclosure = scene.disclosure(first_version_unknown=True)
    verdict = scene.judge(scene.context(disclosure, coverage=[scene.coverage(WHOLE)]))
    assert (verdict.kind, verdict.reason) == (UNVERIFIABLE, "first_version_unknown")


def test_not_yet_due_needs_no_proof(scene: Any) -> None:
    assert scene.judge(scene.context(), "2026-09-03T08:00").kind is NOT_DUE


def test_without_a_day_to_count_from_nothing_is_due(scene: Any) -> None:
    disclosure = scene.disclosure(CANCELLATION, decision_date=None, national=None)
    verdict = scene.judge(scene.context(disclosure, coverage=[scene.coverage(WHOLE)]))
    assert (verdict.kind, verdict.reason) == (NOT_DUE, "trigger_unknown")


def test_a_notice_may_stand_on_the_portal_a_week_before_the_network(scene: Any) -> None:
    """First on the network 27/8: the portal must have been seen whole from 20/8 on."""
    disclosure = scene.disclosure(NOTICE)
    for start, kind in (("2026-08-20", MISSING), ("2026-08-20T00:01", UNVERIFIABLE)):
        assert (
            scene.judge(scene.context(disclosure, coverage=[scene.coverage((start, "2026-09-20"))])).kind
            is kind
        )


def test_without_a_decision_day_the_portal_must_have_been_seen_for_a_month_before(scene: Any) -> None:
    disclosure = scene.disclosure(decision_date=None)
    for start, kind in (("2026-07-28", MISSING), ("2026-07-29", UNVERIFIABLE)):
        assert (
            scene.judge(scene.context(disclosure, coverage=[scene.coverage((start, "2026-09-20"))])).kind
            is kind
        )


def test_a_record_posted_before_its_own_decision_day_may_have_been_copied_then_too(scene: Any) -> None:
    early = Moment(datetime(2026, 8, 20, 3, tzinfo=UTC), Precision.SECOND, "api")
    disclosure = scene.disclosure(national=early)
    for start, kind in (("2026-08-20", MISSING), ("2026-08-21", UNVERIFIABLE)):
        context = scene.context(disclosure, coverage=[scene.coverage((start, "2026-09-20"))])
        assert scene.judge(context).kind is kind


def test_while_a_day_off_is_only_proposed_an_absence_waits(scene: Any) -> None:
    disclosure = scene.disclosure(decision_date=date(2026, 11, 18))
    coverage = [scene.coverage(("2026-08-01", "2026-11-27T20:00"))]
    waiting = scene.judge(scene.context(disclosure, coverage=coverage), "2026-11-27T21:00")
    assert (waiting.kind, waiting.reason) == (UNVERIFIABLE, "calendar_pending")
    coverage = [scene.coverage(("2026-08-01", "2026-11-28T07:00"))]
    assert scene.judge(scene.context(disclosure, coverage=coverage), "2026-11-28T08:00").kind is MISSING


# --- seen only elsewhere ---------------------------------------------------------------------


def test_seen_on_a_portal_and_not_on_the_network(scene: Any) -> None:
    """Portal 26/8: the network must have been seen whole from 27/7 to past the due day."""
    for start, kind in (("2026-07-27", MISSING), ("2026-07-28", UNVERIFIABLE)):
        seen = scene.coverage((start, "2026-09-20"), source_id="mang-quoc-gia")
        verdict = scene.judge(scene.context(scene.lonely(), NATIONAL, coverage=[seen]))
        assert verdict.kind is kind


def test_a_notice_seen_on_a_portal_first_has_one_working_day(scene: Any) -> None:
    seen = scene.coverage(("2026-07-01", "2026-09-20"), source_id="mang-quoc-gia")
    context = scene.context(scene.lonely(NOTICE), NATIONAL, coverage=[seen])
    assert scene.judge(context, "2026-08-27T23:59").kind is NOT_DUE
    assert scene.judge(context, "2026-08-28T00:00").kind is MISSING


def test_an_unreachable_network_makes_nothing_missing(scene: Any) -> None:
    never = SourceCoverage("mang-quoc-gia", (), None, None)
    assert scene.judge(scene.context(scene.lonely(), NATIONAL, coverage=[never])).kind is UNVERIFIABLE


# --- invariants ------------------------------------------------------------------------------


STARTS = st.integers(-40, 40)
LENGTHS = st.integers(0, 60)


@given(
    spans=st.lists(st.tuples(STARTS, LENGTHS), max_size=4),
    minutes=st.integers(-60 * 24 * 15, 60 * 24 * 60),
    channel=st.sampled_from([PORTAL, PAGE]),
)
def test_missing_is_said_only_after_an_unbroken_span_past_the_due_day(
    scene: Any, spans: list[tuple[int, int]], minutes: int, channel: Channel
) -> None:
    due = datetime(2026, 9, 7, 17, tzinfo=UTC)
    now = due + timedelta(minutes=minutes)
    base = scene.coverage(WHOLE)
    windows = tuple(
        Window(due + timedelta(days=start), min(now, due + timedelta(days=start + length)))
        for start, length in spans
    )
    look = None
    if windows:
        last = max(windows, key=lambda window: window.end)
        look = replace(base.last_complete, started_at=last.end, finished_at=last.end, window=last)
    context = scene.context(channel=channel, coverage=[SourceCoverage("cong", windows, look, look)])
    verdict = judge(context, scene.calendar, now)
    proven = any(w.start <= datetime(2026, 8, 25, 17, tzinfo=UTC) and w.end > due for w in windows)
    if now < due:
        assert verdict.kind is NOT_DUE
    else:
        assert (verdict.kind is MISSING) == proven
