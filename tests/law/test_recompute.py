"""Lịch nghỉ đổi: hạn nào đổi theo, vì ngày nào; thêm ngày nghỉ không bao giờ rút ngắn hạn.
A calendar changes: which due days move and why; an added day off never shortens a maximum."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.domain.judgement import Disclosure, Duty
from monitor.domain.times import end_of_day, start_of_day
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind
from monitor.law.calendar import Calendar, calendar_of, load_calendar
from monitor.law.due import due_after
from monitor.law.duties import duties_of
from monitor.law.holidays import DayOff, HolidayBook, Swap, load_holidays
from monitor.law.lawbook import load_lawbook
from monitor.law.readings import Readings
from monitor.law.recompute import recompute
from monitor.law.spans import Unit, deadline_in

BOOK, NOW_KNOWN, HOLIDAYS = load_lawbook(), load_calendar(), load_holidays()
DAYS = st.dates(date(2022, 1, 1), date(2027, 11, 30))


def with_day_off(*days: date) -> Calendar:
    book = HOLIDAYS
    years = tuple(
        year.model_copy(
            update={
                "days_off": (
                    *year.days_off,
                    *(
                        DayOff(day=d, reason="nghỉ theo quyết định mới", decision="Quyết định mẫu")
                        for d in days
                        if d.year == year.year
                    ),
                ),
                "swaps": tuple(swap for swap in year.swaps if swap.rest not in days),
            }
        )
        for year in book.years
    )
    return calendar_of(HolidayBook(years=years))


def with_swap_decided(status: str = "ok") -> Calendar:
    """The proposal of 23/11 ↔ 28/11/2026, decided (or, with no status, dropped)."""
    book = HOLIDAYS
    years = []
    for year in book.years:
        kept = tuple(swap for swap in year.swaps if swap.status == "ok")
        if year.year == 2026 and status:
            kept += (Swap(rest=date(2026, 11, 23), makeup=date(2026, 11, 28), decision="Thông báo mới",
                          status="ok"),)  # fmt: skip
        years.append(year.model_copy(update={"swaps": kept}))
    return calendar_of(HolidayBook(years=tuple(years)))


def duty(decided: date, number: int = 5, unit: Unit = "wd", calendar: Calendar = NOW_KNOWN) -> Duty:
    due = due_after(calendar, "quyết định", decided, number, unit)
    return Duty(
        id=f"{decided}/{number}{unit}", disclosure_id="x", channel=Channel.NATIONAL, agency_id="",
        rule_id="C01", basis="", confidence=Confidence.READ, trigger=due.trigger, trigger_day=decided,
        due_at=due.due_at, due_strict_at=due.due_strict_at, ladder=due.ladder, doubt=due.doubt,
        doubt_until=due.doubt_until, unit=unit,
    )  # fmt: skip


def test_a_new_day_off_moves_the_due_days_behind_it_and_says_so() -> None:
    before, across, after = duty(date(2026, 10, 1)), duty(date(2026, 10, 7)), duty(date(2026, 10, 13))
    changes = recompute([before, across, after], NOW_KNOWN, with_day_off(date(2026, 10, 13)))
    assert [change.duty_id for change in changes] == [across.id]
    shift = changes[0].shift
    assert (shift.old.due, shift.new.due) == (date(2026, 10, 14), date(2026, 10, 15))
    assert changes[0].reason == (
        "ngày 13/10/2026 từ ngày thường thành ngày nghỉ (nghỉ theo quyết định mới)"
        " → hạn lùi từ 14/10/2026 đến 15/10/2026"
    )


def test_a_swap_that_is_decided_settles_the_doubt() -> None:
    (change,) = recompute([duty(date(2026, 11, 18))], NOW_KNOWN, with_swap_decided())
    assert (change.shift.old.doubt, change.shift.new.doubt) == ("calendar_pending", "")
    assert change.shift.new.due == date(2026, 11, 27)
    assert change.reason == (
        "ngày 23/11/2026 từ đề xuất nghỉ thành ngày nghỉ (hoán đổi, làm bù thứ Bảy 28/11 (Thông báo mới))"
        " → hạn lùi từ 26/11/2026 đến 27/11/2026, không còn ngày nào chưa quyết định"
    )


def test_a_swap_that_is_dropped_leaves_the_due_day_where_it_was() -> None:
    (change,) = recompute([duty(date(2026, 11, 18))], NOW_KNOWN, with_swap_decided(""))
    assert change.shift.old.due == change.shift.new.due == date(2026, 11, 26)
    assert change.reason == (
        "ngày 23/11/2026 từ đề xuất nghỉ thành ngày thường → hạn vẫn là 26/11/2026,"
        " không còn ngày nào chưa quyết định"
    )


def test_a_make_up_saturday_moves_the_strict_day_only() -> None:
    """Counted from 24/11: the Saturday is a fifth working day in the strict reading."""
    (change,) = recompute([duty(date(2026, 11, 24))], with_swap_decided(""), with_swap_decided())
    assert change.shift.old.due == change.shift.new.due == date(2026, 12, 1)
    assert change.shift.new.strict_due == date(2026, 11, 30)
    assert change.reason == (
        "ngày 28/11/2026 từ ngày thường thành ngày làm bù (làm bù cho ngày 23/11 (Thông báo mới))"
        " → hạn vẫn là 1/12/2026 (tính cả ngày làm bù: 30/11/2026)"
    )


def test_a_day_off_taken_back_brings_the_due_day_forward() -> None:
    calendar = with_day_off(date(2026, 10, 13))
    (change,) = recompute([duty(date(2026, 10, 7), calendar=calendar)], calendar, NOW_KNOWN)
    assert change.reason == (
        "ngày 13/10/2026 từ ngày nghỉ thành ngày thường → hạn sớm lên, từ 15/10/2026 về 14/10/2026"
    )


def test_a_year_that_is_now_known_takes_its_doubt_away() -> None:
    book = HOLIDAYS
    fewer = calendar_of(HolidayBook(years=tuple(year for year in book.years if year.year < 2026)))
    (change,) = recompute([duty(date(2026, 3, 2))], fewer, NOW_KNOWN)
    assert change.reason == (
        "năm 2026 nay đã có lịch nghỉ → hạn vẫn là 9/3/2026, không còn ngày nào chưa quyết định"
    )
    (back,) = recompute([duty(date(2026, 3, 2))], NOW_KNOWN, fewer)
    assert "chưa kết luận trước" in back.reason


def test_the_new_year_is_named_where_the_span_crosses_into_it() -> None:
    book = HOLIDAYS
    fewer = calendar_of(HolidayBook(years=tuple(year for year in book.years if year.year < 2026)))
    (change,) = recompute([duty(date(2025, 12, 29))], fewer, NOW_KNOWN)
    assert change.reason.startswith("năm 2026 nay đã có lịch nghỉ")
    assert "ngày 1/1/2026 từ ngày thường thành ngày nghỉ (Tết Dương lịch)" in change.reason
    (back,) = recompute([duty(date(2025, 12, 29))], NOW_KNOWN, fewer)
    assert back.reason.startswith("năm 2026 không còn lịch nghỉ")


def test_what_has_no_due_day_or_runs_in_hours_never_changes() -> None:
    base = duty(date(2026, 10, 7))
    hours = replace(base, unit="hour", ladder=())
    without = replace(base, trigger_day=None, due_at=None, ladder=())
    assert recompute([hours, without], NOW_KNOWN, with_day_off(date(2026, 10, 13))) == ()


def test_calendars_that_say_the_same_change_nothing() -> None:
    duties = [duty(date(2026, 1, 1) + timedelta(days=step)) for step in range(365)]
    assert recompute(duties, NOW_KNOWN, calendar_of(HOLIDAYS)) == ()


def test_a_duty_without_a_due_day_hides_none_behind_it() -> None:
    across = duty(date(2026, 10, 7))
    without = replace(across, trigger_day=None, due_at=None, ladder=())
    (change,) = recompute([without, across], NOW_KNOWN, with_day_off(date(2026, 10, 13)))
    assert change.duty_id == across.id


def test_every_day_that_reads_differently_is_told_up_to_the_later_of_the_due_days() -> None:
    (change,) = recompute(
        [duty(date(2026, 10, 12), 1)], with_day_off(date(2026, 10, 13)), with_day_off(date(2026, 10, 14))
    )
    assert change.reason == (
        "ngày 13/10/2026 từ ngày nghỉ thành ngày thường; ngày 14/10/2026 từ ngày thường thành ngày nghỉ"
        " (nghỉ theo quyết định mới) → hạn sớm lên, từ 14/10/2026 về 13/10/2026"
    )


def test_a_change_on_the_day_of_the_event_itself_is_no_reason() -> None:
    """The day of the event is not counted, so nothing that happens to it moves the due day."""
    (change,) = recompute(
        [duty(date(2026, 10, 7))], NOW_KNOWN, with_day_off(date(2026, 10, 7), date(2026, 10, 13))
    )
    assert change.reason.startswith("ngày 13/10/2026 từ ngày thường thành ngày nghỉ")


def test_a_newly_proposed_day_off_is_told_with_what_was_proposed() -> None:
    (change,) = recompute([duty(date(2026, 11, 18))], with_swap_decided(""), NOW_KNOWN)
    assert change.reason == (
        "ngày 23/11/2026 từ ngày thường thành đề xuất nghỉ (hoán đổi với thứ Bảy 28/11)"
        " → hạn vẫn là 26/11/2026, chưa kết luận trước 27/11/2026"
    )


def test_a_doubt_that_stays_as_it_was_is_not_told_again() -> None:
    """One of the proposed days of Tết 2027 is decided: the due day moves, the end of the doubt does not."""
    (change,) = recompute([duty(date(2027, 2, 3))], NOW_KNOWN, with_day_off(date(2027, 2, 4)))
    assert change.shift.old.doubt_until == change.shift.new.doubt_until == date(2027, 2, 19)
    assert change.reason == (
        "ngày 4/2/2027 từ đề xuất nghỉ thành ngày nghỉ (nghỉ theo quyết định mới)"
        " → hạn lùi từ 10/2/2027 đến 11/2/2027"
    )


def test_another_reading_of_the_same_calendar_says_so() -> None:
    (change,) = recompute([duty(date(2025, 4, 25))], NOW_KNOWN, load_calendar(Readings("working")))
    assert change.reason == "cách tính ngày làm việc đã đổi → hạn sớm lên, từ 7/5/2025 về 6/5/2025"


@pytest.mark.parametrize(
    ("since", "number", "old_due"),
    [(date(2026, 9, 26), 15, date(2026, 10, 12)), (date(2026, 10, 12), 0, date(2026, 10, 12))],
)
def test_a_running_span_keeps_its_length(since: date, number: int, old_due: date) -> None:
    """It rolled over a Sunday, or it has no length at all."""
    (change,) = recompute([duty(since, number, "day")], NOW_KNOWN, with_day_off(date(2026, 10, 12)))
    assert (change.shift.old.due, change.shift.new.due) == (old_due, date(2026, 10, 13))


def test_the_same_length_from_the_same_day_is_counted_once() -> None:
    twice = [duty(date(2026, 10, 7)), replace(duty(date(2026, 10, 7)), id="other")]
    one, other = recompute(twice, NOW_KNOWN, with_day_off(date(2026, 10, 13)))
    assert one.shift is other.shift
    assert (one.duty_id, other.duty_id) == (twice[0].id, "other")


@pytest.mark.parametrize("unit", ["day", "month"])
def test_running_spans_move_too(unit: Unit) -> None:
    since = date(2026, 9, 28) if unit == "day" else date(2026, 4, 13)
    number = 15 if unit == "day" else 6
    (change,) = recompute([duty(since, number, unit)], NOW_KNOWN, with_day_off(date(2026, 10, 13)))
    assert (change.shift.old.due, change.shift.new.due) == (date(2026, 10, 13), date(2026, 10, 14))


@example([date(2026, 11, 23)], [-5, 0])
@settings(max_examples=40, deadline=None)
@given(st.lists(DAYS, min_size=1, max_size=3), st.lists(st.integers(-14, 5), min_size=1, max_size=8))
def test_it_names_exactly_the_duties_that_a_fresh_count_changes(added: list[date], away: list[int]) -> None:
    decided = [added[0] + timedelta(days=distance) for distance in away]
    fresh = [day for day in added if day.weekday() < 5 and day not in NOW_KNOWN.off]
    new = with_day_off(*set(fresh))
    moved = set()
    duties: list[Duty] = []
    for number, day in enumerate(decided):
        disclosure = Disclosure(
            id=f"PL{number}/plan", kind=DisclosureKind.PLAN, subject_key=f"PL{number}", title="",
            buyer_name="", agency_id="", decision_date=day, regime_date=day,
        )  # fmt: skip
        old_duties, new_duties = (duties_of(disclosure, BOOK, c) for c in (NOW_KNOWN, new))
        duties += old_duties
        for old, again in zip(old_duties, new_duties, strict=True):
            if (old.due_at, old.due_strict_at, old.doubt_until) != (
                again.due_at, again.due_strict_at, again.doubt_until,
            ):  # fmt: skip
                moved.add(old.id)
    changes = recompute(duties, NOW_KNOWN, new)
    assert {change.duty_id for change in changes} == moved
    for change in changes:
        assert "→ hạn" in change.reason
        assert "cách tính" not in change.reason


@example(date(2026, 11, 18), 5, 5, "wd")
@settings(deadline=None)
@given(DAYS, st.integers(0, 40), st.integers(1, 15), st.sampled_from(["wd", "day", "month"]))
def test_an_added_day_off_never_shortens_a_maximum(decided: date, later_by: int, n: int, unit: Unit) -> None:
    off = min(decided + timedelta(days=later_by), date(2027, 12, 30))
    if off.weekday() >= 5 or off in NOW_KNOWN.off:
        return
    new = with_day_off(off)
    n = n if unit != "month" else min(n, 6)
    old, later = deadline_in(NOW_KNOWN, decided, n, unit), deadline_in(new, decided, n, unit)
    assert later.due >= old.due
    assert later.strict_due >= old.strict_due
    assert end_of_day(later.due) > start_of_day(decided)
    assert (later.doubt_until or later.due) >= (old.doubt_until or old.due)
