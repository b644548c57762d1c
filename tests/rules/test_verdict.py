"""Bảng tình huống: khi nào được nói, khi nào phải im lặng.
The table of situations: when something may be said, and when nothing may."""

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

NATIONAL, PORTAL, PAGE = Channel.NATIONAL, Channel.PORTAL, Channel.AGENCY_PAGE
NOTICE, CANCELLATION, RESULT = DisclosureKind.NOTICE, DisclosureKind.CANCELLATION, DisclosureKind.RESULT
ON_TIME, LATE, MISSING = VerdictKind.ON_TIME, VerdictKind.LATE, VerdictKind.MISSING
UNVERIFIABLE, NOT_DUE, EXEMPT = VerdictKind.UNVERIFIABLE, VerdictKind.NOT_DUE, VerdictKind.EXEMPT

# The package of `scene`: decided Wed 26/8/2026, due by 24:00 on Mon 7/9/2026 (31/8 swapped, 1-2/9 off).
WHOLE = ("2026-08-01", "2026-09-20")


# --- shown -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("published", "kind", "days"),
    [
        ("2026-08-26T15:00", ON_TIME, 0),
        ("2026-09-07", ON_TIME, 0),
        ("2026-09-07T23:59:59", ON_TIME, 0),
        ("2026-09-08T00:00:00", LATE, 1),
        ("2026-09-08", LATE, 1),
        ("2026-09-12", LATE, 4),
        ("2026-09-14", LATE, 5),
    ],
)
def test_the_deadline_minute_on_the_portal(scene: Any, published: str, kind: VerdictKind, days: int) -> None:
    verdict = scene.judge(scene.context(shown=[scene.sighting(published)]))
    assert (verdict.kind, verdict.days_late) == (kind, days)
    assert verdict.published is not None
    assert verdict.captures == ("c-national", "c-portal-1")


@pytest.mark.parametrize(("precision", "kind"), [(Precision.DAY, ON_TIME), (Precision.HOUR, ON_TIME)])
def test_an_inexact_time_on_the_due_day_is_in_time(
    scene: Any, precision: Precision, kind: VerdictKind
) -> None:
    hour = Moment(datetime(2026, 9, 7, 16, tzinfo=UTC), precision, "listing")
    disclosure = scene.disclosure(national=hour)
    assert scene.judge(scene.context(disclosure, NATIONAL)).kind is kind


def test_posted_on_the_saturday_after_is_late_by_at_least_one_day(scene: Any) -> None:
    # Decided Fri 2/10, due Fri 9/10; posted Sat 10/10.
    disclosure = scene.disclosure(decision_date=date(2026, 10, 2))
    item = scene.sighting("2026-10-10", seen="2026-10-11T06:00")
    verdict = scene.judge(scene.context(disclosure, shown=[item]), "2026-10-20")
    assert (verdict.kind, verdict.days_late) == (LATE, 1)


def test_between_the_two_readings_of_a_swap_it_is_borderline_and_in_time(scene: Any) -> None:
    """Saturday 26/4/2025 made up for 2/5: due 6/5 if it counts, 7/5 if not."""
    instants = (("2025-05-06T23:59:59", False), ("2025-05-07T00:00:00", True), ("2025-05-07T23:59:59", True))
    for day, borderline in instants:
        disclosure = scene.disclosure(decision_date=date(2025, 4, 25), national=Moment(
            datetime.fromisoformat(day + "+07:00").astimezone(UTC), Precision.SECOND, "api"))  # fmt: skip
        verdict = scene.judge(scene.context(disclosure, NATIONAL))
        assert (verdict.kind, verdict.borderline) == (ON_TIME, borderline)
    disclosure = scene.disclosure(
        decision_date=date(2025, 4, 25),
        national=Moment(datetime(2025, 5, 7, 17, tzinfo=UTC), Precision.SECOND, "api"),
    )
    verdict = scene.judge(scene.context(disclosure, NATIONAL))
    assert (verdict.kind, verdict.days_late) == (LATE, 1)


def test_of_several_copies_the_earliest_counts(scene: Any) -> None:
    items = [scene.sighting("2026-09-15", number=1), scene.sighting("2026-09-04", number=2)]
    verdict = scene.judge(scene.context(shown=items))
    assert verdict.kind is ON_TIME
    assert verdict.published == items[1].sighting.published
    late = [scene.sighting("2026-09-15", number=1), scene.sighting("2026-09-09", number=2)]
    assert scene.judge(scene.context(shown=late)).days_late == 2


def test_what_we_saw_before_the_due_day_was_in_time_whatever_date_it_shows(scene: Any) -> None:
    """A listing that shows the day of the last edit cannot make an early copy late."""
    item = scene.sighting("2026-09-10", seen="2026-09-01T06:00")
    verdict = scene.judge(scene.context(shown=[item]))
    assert (verdict.kind, verdict.reason) == (ON_TIME, "seen_before_due")


def test_a_date_in_the_future_is_no_date(scene: Any) -> None:
    item = scene.sighting("2027-09-03", seen="2026-09-15T06:00")
    verdict = scene.judge(scene.context(shown=[item]))
    assert (verdict.kind, verdict.reason) == (ON_TIME, "date_unknown")


def test_a_copy_without_a_date_is_in_time_unless_looks_prove_otherwise(scene: Any) -> None:
    item = scene.sighting(None, seen="2026-09-15T06:00")
    assert scene.judge(scene.context(shown=[item])).reason == "date_unknown"
    # Seen whole past the due day, without the item, before it was first seen: it came after.
    seen_whole = scene.coverage(("2026-08-01", "2026-09-10"), ("2026-09-12", "2026-09-20"))
    verdict = scene.judge(scene.context(shown=[item], coverage=[seen_whole]))
    assert (verdict.kind, verdict.reason, verdict.days_late) == (LATE, "proven_by_looks", 3)
    assert verdict.published is None
    # The unbroken span goes on past the first sight of it: where in it the item came is not known.
    unbroken = scene.coverage(WHOLE)
    assert scene.judge(scene.context(shown=[item], coverage=[unbroken])).kind is ON_TIME
    # The same span of a source that is held back proves nothing.
    held = scene.context(shown=[item], coverage=[seen_whole], distrusted=["cong"])
    assert scene.judge(held).kind is ON_TIME


def test_an_undated_copy_beside_a_late_one_gives_the_benefit_of_the_doubt(scene: Any) -> None:
    items = [scene.sighting("2026-09-15", number=1), scene.sighting(None, number=2)]
    assert scene.judge(scene.context(shown=items)).reason == "date_unknown"


def test_an_amended_plan_is_judged_by_its_first_version(scene: Any) -> None:
    in_time = scene.disclosure(national=Moment(datetime(2026, 9, 7, 3, tzinfo=UTC), Precision.SECOND, "api"))
    assert scene.judge(scene.context(in_time, NATIONAL)).kind is ON_TIME


@pytest.mark.parametrize("posted", ["2026-08-27T09:00", "2026-10-20T09:00"])
def test_a_plan_known_by_a_later_version_alone_is_neither_late_nor_in_time(scene: Any, posted: str) -> None:
    at = datetime.fromisoformat(posted).astimezone(UTC)
    disclosure = scene.disclosure(first_version_unknown=True, national=Moment(at, Precision.SECOND, "api"))
    verdict = scene.judge(scene.context(disclosure, NATIONAL), "2026-11-01")
    assert (verdict.kind, verdict.reason) == (UNVERIFIABLE, "first_version_unknown")
    assert verdict.published is not None


def test_a_late_copy_of_a_plan_known_by_a_later_version_alone_accuses_nobody(scene: Any) -> None:
    disclosure = scene.disclosure(first_version_unknown=True)
    late = scene.judge(scene.context(disclosure, shown=[scene.sighting("2026-09-15")]))
    assert (late.kind, late.reason) == (UNVERIFIABLE, "first_version_unknown")
    assert scene.judge(scene.context(disclosure, shown=[scene.sighting("2026-09-04")])).kind is ON_TIME


def test_a_notice_on_the_network_has_no_fixed_days(scene: Any) -> None:
    verdict = scene.judge(scene.context(scene.disclosure(NOTICE), NATIONAL))
    assert (verdict.kind, verdict.reason) == (ON_TIME, "no_fixed_days")


def test_without_a_decision_day_nothing_on_the_network_is_late(scene: Any) -> None:
    disclosure = scene.disclosure(decision_date=None)
    verdict = scene.judge(scene.context(disclosure, NATIONAL))
    assert (verdict.kind, verdict.reason) == (ON_TIME, "trigger_unknown")


def test_a_network_record_without_a_time_is_not_absent(scene: Any) -> None:
    verdict = scene.judge(scene.context(scene.disclosure(national=None), NATIONAL))
    assert (verdict.kind, verdict.reason) == (ON_TIME, "date_unknown")


def test_a_result_decided_under_the_old_law_has_seven_days(scene: Any) -> None:
    for posted, kind in (("2024-03-26T16:00", ON_TIME), ("2024-03-27T00:00", LATE)):
        disclosure = scene.disclosure(
            RESULT, decision_date=date(2024, 3, 15), regime_date=date(2023, 12, 20), national=Moment(
                datetime.fromisoformat(posted + "+07:00"), Precision.SECOND, "api"))  # fmt: skip
        assert scene.judge(scene.context(disclosure, NATIONAL)).kind is kind


@pytest.mark.parametrize(
    ("posted", "kind", "reason"),
    [
        ("2026-11-26T23:00", ON_TIME, ""),
        # Late only if 23/11 is not swapped after all, which is not decided.
        ("2026-11-27T12:00", UNVERIFIABLE, "calendar_pending"),
        ("2026-11-28T00:00", LATE, ""),
    ],
)
def test_a_proposed_day_off_accuses_nobody(scene: Any, posted: str, kind: VerdictKind, reason: str) -> None:
    at = datetime.fromisoformat(posted + "+07:00").astimezone(UTC)
    disclosure = scene.disclosure(
        decision_date=date(2026, 11, 18), national=Moment(at, Precision.SECOND, "api")
    )
    verdict = scene.judge(scene.context(disclosure, NATIONAL), "2026-12-10")
    assert (verdict.kind, verdict.reason) == (kind, reason)


def test_a_year_without_holidays_in_the_data_accuses_only_beyond_doubt(scene: Any) -> None:
    for posted, kind in (("2021-02-22T09:00", UNVERIFIABLE), ("2021-06-01T09:00", LATE)):
        at = datetime.fromisoformat(posted + "+07:00").astimezone(UTC)
        disclosure = scene.disclosure(
            decision_date=date(2021, 2, 3), national=Moment(at, Precision.SECOND, "api")
        )
        assert scene.judge(scene.context(disclosure, NATIONAL)).kind is kind


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


@given(minutes=st.integers(-60 * 24 * 20, 60 * 24 * 12), precision=st.sampled_from(list(Precision)))
def test_late_is_said_exactly_when_even_the_earliest_instant_is_too_late(
    scene: Any, minutes: int, precision: Precision
) -> None:
    due = datetime(2026, 9, 7, 17, tzinfo=UTC)
    posted = Moment(due + timedelta(minutes=minutes), precision, "listing")
    verdict = scene.judge(scene.context(scene.disclosure(national=posted), NATIONAL))
    assert (verdict.kind is LATE) == (minutes >= 0)
    assert (verdict.days_late >= 1) == (verdict.kind is LATE)
