"""Bảng tình huống cho tin đã thấy: khi nào đúng hạn, khi nào muộn, khi nào chưa thể nói.
The table of what was seen: when it is in time, when late, and when neither may be said."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, VerdictKind
from tests.rules.conftest import WHOLE

NATIONAL = Channel.NATIONAL
NOTICE, RESULT = DisclosureKind.NOTICE, DisclosureKind.RESULT
ON_TIME, LATE, UNVERIFIABLE = VerdictKind.ON_TIME, VerdictKind.LATE, VerdictKind.UNVERIFIABLE


@pytest.mark.parametrize(
    ("published", "kind", "days"),
    [
        ("2026-08-26T15:00", ON_TIME, 0),
        ("2026-09-07", ON_TIME, 0),
        ("2026-09-07T23:59:59", ON_TIME, 0),
        ("2026-09-08T00:00:00", ON_TIME, 0),  # 24:00 of the due day: the term ends with it
        ("2026-09-08T00:00:01", LATE, 1),
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


@pytest.mark.parametrize("precision", [p for p in Precision if p is not Precision.DAY])
def test_what_bears_the_very_end_of_the_term_is_in_time_and_borderline(
    scene: Any, precision: Precision
) -> None:
    """24:00 of 7/9 and 00:00 of 8/9 are one instant, and the term ends with it (law.md §5)."""
    end = Moment(datetime(2026, 9, 7, 17, tzinfo=UTC), precision, "api")
    verdict = scene.judge(scene.context(scene.disclosure(national=end), NATIONAL))
    assert (verdict.kind, verdict.borderline, verdict.reason) == (ON_TIME, True, "")
    seen = scene.sighting("2026-09-10", seen="2026-09-08T00:00")
    assert scene.judge(scene.context(shown=[seen])).reason == "seen_before_due"


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
    instants = (
        ("2025-05-06T23:59:59", False), ("2025-05-07T00:00:00", True), ("2025-05-07T23:59:59", True),
        ("2025-05-08T00:00:00", True),
    )  # fmt: skip
    for day, borderline in instants:
        disclosure = scene.disclosure(decision_date=date(2025, 4, 25), national=Moment(
            datetime.fromisoformat(day + "+07:00").astimezone(UTC), Precision.SECOND, "api"))  # fmt: skip
        verdict = scene.judge(scene.context(disclosure, NATIONAL))
        assert (verdict.kind, verdict.borderline) == (ON_TIME, borderline)
    disclosure = scene.disclosure(
        decision_date=date(2025, 4, 25),
        national=Moment(datetime(2025, 5, 7, 17, 0, 1, tzinfo=UTC), Precision.SECOND, "api"),
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
    for posted, kind in (("2024-03-26T16:00", ON_TIME), ("2024-03-27T00:01", LATE)):
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
        ("2026-11-28T00:00", UNVERIFIABLE, "calendar_pending"),
        ("2026-11-28T00:01", LATE, ""),
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


@given(minutes=st.integers(-60 * 24 * 20, 60 * 24 * 12), precision=st.sampled_from(list(Precision)))
def test_late_is_said_exactly_when_even_the_earliest_instant_is_too_late(
    scene: Any, minutes: int, precision: Precision
) -> None:
    due = datetime(2026, 9, 7, 17, tzinfo=UTC)
    posted = Moment(due + timedelta(minutes=minutes), precision, "listing")
    verdict = scene.judge(scene.context(scene.disclosure(national=posted), NATIONAL))
    # 24:00 itself is in time; what bears a day alone is from the day after it.
    assert (verdict.kind is LATE) == (minutes > 0 or (minutes == 0 and precision is Precision.DAY))
    assert (verdict.days_late >= 1) == (verdict.kind is LATE)
