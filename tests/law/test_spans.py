"""Hạn bằng ngày thường và tháng: lùi qua ngày nghỉ; mỗi hạn giải thích được.
Maxima in calendar days and months: they roll over days off, and print themselves."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.judgement import Duty
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import Channel, Confidence
from monitor.law.calendar import calendar_of, load_calendar
from monitor.law.due import Due, due_after, due_within_hours
from monitor.law.holidays import HolidayBook, load_holidays
from monitor.law.readings import Readings
from monitor.law.spans import deadline_in, months_after, rolled, yearly
from monitor.law.telling import explain, in_brief

CALENDAR, HOLIDAYS = load_calendar(), load_holidays()


def duty(due: Due) -> Duty:
    return Duty(
        id="d", disclosure_id="x", channel=Channel.NATIONAL, agency_id="", rule_id="B17", basis="",
        confidence=Confidence.READ, trigger=due.trigger, trigger_day=due.trigger_day, due_at=due.due_at,
        due_strict_at=due.due_strict_at, ladder=due.ladder, doubt=due.doubt, doubt_until=due.doubt_until,
        unit=due.unit, trigger_at=due.trigger_at,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "n", "unit", "kind", "strict"),
    [
        # 15 days from 1/10/2026 end on a Friday.
        ("2026-10-01", 15, "day", "2026-10-16", "2026-10-16"),
        # On a Saturday: the Monday after.
        ("2026-10-01", 16, "day", "2026-10-19", "2026-10-19"),
        # On National Day, which runs to 2/9.
        ("2026-08-16", 15, "day", "2026-09-03", "2026-09-03"),
        # On the make-up Saturday 22/8: only in the strict reading does it end there.
        ("2026-08-07", 15, "day", "2026-08-24", "2026-08-22"),
        ("2026-10-01", 0, "day", "2026-10-01", "2026-10-01"),
        # Six months, to the same day; 31/8 has none in February; Tết moves the end.
        ("2026-03-05", 6, "month", "2026-09-07", "2026-09-07"),
        ("2025-08-31", 6, "month", "2026-03-02", "2026-03-02"),
        ("2025-08-17", 6, "month", "2026-02-23", "2026-02-23"),
        ("2026-10-01", 5, "wd", "2026-10-08", "2026-10-08"),
    ],
)
def test_a_maximum_ends_on_a_working_day(since: str, n: int, unit: str, kind: str, strict: str) -> None:
    found = deadline_in(CALENDAR, date.fromisoformat(since), n, unit)  # type: ignore[arg-type]
    assert (found.due.isoformat(), found.strict_due.isoformat()) == (kind, strict)


@pytest.mark.parametrize(
    ("day", "n", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-06-30", 6, "2026-12-30"),
        ("2026-07-30", 6, "2027-01-30"),
        ("2026-07-30", 0, "2026-07-30"),
        ("2026-07-30", 18, "2028-01-30"),
    ],
)
def test_months(day: str, n: int, later: str) -> None:
    assert months_after(date.fromisoformat(day), n).isoformat() == later


def test_a_negative_length_is_refused() -> None:
    with pytest.raises(ValueError, match="-1 day"):
        deadline_in(CALENDAR, date(2026, 10, 1), -1, "day")


def test_a_proposed_day_off_at_the_end_is_a_doubt_and_an_unknown_year_a_greater_one() -> None:
    pending = rolled(CALENDAR, date(2026, 11, 23))
    assert (pending.due, pending.doubt) == (date(2026, 11, 23), "calendar_pending")
    assert pending.doubt_until == date(2026, 11, 25)
    unknown = rolled(CALENDAR, date(2031, 1, 22))
    assert (unknown.due, unknown.doubt) == (date(2031, 1, 22), "calendar_unknown")
    assert unknown.doubt_until == date(2031, 2, 5)
    # The roll itself may lead into a year without data.
    assert rolled(CALENDAR, date(2027, 12, 31)).doubt == ""
    assert rolled(CALENDAR, date(2022, 1, 1)).doubt == ""
    assert rolled(CALENDAR, date(2021, 12, 31)).doubt == "calendar_unknown"
    # A Saturday at the end of the last known year, and before the first: one side alone is not enough.
    for known in (HOLIDAYS.years[:1], HOLIDAYS.years[1:]):
        one_side = calendar_of(HolidayBook(years=known))
        assert one_side.known(date(2022, 12, 31)) is not one_side.known(date(2023, 1, 3))
        assert rolled(one_side, date(2022, 12, 31)).doubt == "calendar_unknown"
    sure = rolled(CALENDAR, date(2026, 10, 1))
    assert (sure.doubt, sure.doubt_until) == ("", None)


def test_a_proposed_day_off_before_a_make_up_saturday_is_doubted_until_the_monday() -> None:
    proposed = replace(CALENDAR, pending={date(2026, 8, 21): "đề xuất"})
    friday = rolled(proposed, date(2026, 8, 21))
    assert (friday.due, friday.doubt_until) == (date(2026, 8, 21), date(2026, 8, 24))


def test_the_annual_report_moves_off_a_sunday() -> None:
    assert yearly(CALENDAR, "02-01", 2026).due == date(2026, 2, 2)
    assert yearly(CALENDAR, "02-01", 2027).due == date(2027, 2, 1)


def test_a_settled_reading_of_make_up_saturdays() -> None:
    saturday = date(2026, 8, 22)
    for makeup, due in (("working", saturday), ("resting", date(2026, 8, 24))):
        calendar = load_calendar(Readings(makeup=makeup))  # type: ignore[arg-type]
        found = rolled(calendar, saturday)
        assert (found.due, found.strict_due) == (due, due)
        assert (found.doubt, found.doubt_until, found.ladder[-1].note) == ("", None, "hạn 24:00")
        counted = calendar.deadline(date(2026, 8, 21), 1)
        assert (counted.due, counted.strict_due) == (due, due)
        assert counted.ladder[-1].day == due
        assert counted.doubt == ""


@given(st.dates(date(2022, 1, 1), date(2027, 6, 30)), st.integers(0, 90), st.sampled_from(["day", "month"]))
def test_never_on_a_day_off_never_earlier_and_no_further_than_it_must(day: date, n: int, unit: str) -> None:
    n = n if unit == "day" else n % 7
    found = deadline_in(CALENDAR, day, n, unit)  # type: ignore[arg-type]
    last = day + timedelta(days=n) if unit == "day" else months_after(day, n)
    assert CALENDAR.is_working(found.due, makeup_counts=False)
    assert CALENDAR.is_working(found.strict_due)
    assert found.due >= found.strict_due >= last
    passed = [last + timedelta(days=step) for step in range((found.due - last).days)]
    assert not any(CALENDAR.is_working(step, makeup_counts=False) for step in passed)
    later = deadline_in(CALENDAR, day + timedelta(days=1), n, unit)  # type: ignore[arg-type]
    assert later.due >= found.due


def test_hours_run_on_through_the_night_and_the_holiday() -> None:
    closing = datetime(2026, 8, 31, 15, 30, tzinfo=UTC)  # 22:30 in Việt Nam, on a swapped-off Monday
    due = due_within_hours("đóng thầu", closing, 2)
    assert due.due_at == due.due_strict_at == datetime(2026, 8, 31, 17, 30, tzinfo=UTC)
    assert (due.trigger_day, due.trigger_at) == (date(2026, 8, 31), closing)
    assert explain(duty(due)) == (
        "đóng thầu 22:30 31/8/2026 (thứ Hai) → 02 giờ liên tục, kể cả ngày nghỉ → hạn 00:30 ngày 1/9/2026"
    )
    assert in_brief(duty(due)) == explain(duty(due))


@pytest.mark.parametrize(
    ("at", "hours"),
    [(None, 2), (datetime(2026, 8, 31, tzinfo=UTC), None), (datetime(2101, 1, 1, tzinfo=UTC), 2)],
)
def test_without_an_instant_or_a_number_nothing_runs(at: datetime | None, hours: int | None) -> None:
    assert due_within_hours("mở thầu", at, hours) == Due()
    assert explain(duty(Due(trigger_day=date(2026, 1, 5), unit="hour"))).startswith("chưa rõ")


@pytest.mark.parametrize(
    ("since", "n", "unit", "told"),
    [
        (
            "2026-10-01", 15, "day",
            "hợp đồng có hiệu lực 1/10/2026 (thứ Năm) → đủ 15 ngày: 16/10 → hạn 24:00 ngày 16/10/2026",
        ),
        (
            "2026-08-14", 15, "day",
            "hợp đồng có hiệu lực 14/8/2026 (thứ Sáu) → đủ 15 ngày: 29/8; 29–30/8 cuối tuần; 31/8 nghỉ:"
            " hoán đổi, làm bù thứ Bảy 22/08 (Thông báo 9441/TB-BNV); 1–2/9 nghỉ: Quốc khánh"
            " → hạn 24:00 ngày 3/9/2026",
        ),
        (
            "2026-03-05", 6, "month",
            "hợp đồng có hiệu lực 5/3/2026 (thứ Năm) → đủ 6 tháng: 5/9; 5–6/9 cuối tuần"
            " → hạn 24:00 ngày 7/9/2026",
        ),
    ],
)  # fmt: skip
def test_a_running_span_prints_itself(since: str, n: int, unit: str, told: str) -> None:
    due = due_after(CALENDAR, "hợp đồng có hiệu lực", date.fromisoformat(since), n, unit)  # type: ignore[arg-type]
    assert explain(duty(due)) == told
    assert in_brief(duty(due)) == told


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (
            "2026-08-26",
            "quyết định 26/8/2026 (thứ Tư) → ngày làm việc thứ 1: 27/8 … 31/8 hoán đổi, 1–2/9 nghỉ lễ"
            " … hạn 24:00 ngày 7/9/2026",
        ),
        (
            "2026-10-02",
            "quyết định 2/10/2026 (thứ Sáu) → ngày làm việc thứ 1: 5/10 … hạn 24:00 ngày 9/10/2026",
        ),
        (
            "2025-04-25",
            "quyết định 25/4/2025 (thứ Sáu) → ngày làm việc thứ 1: 28/4 … 26/4 làm bù, không tính, 30/4–1/5"
            " nghỉ lễ, 2/5 hoán đổi … hạn 24:00 ngày 7/5/2025",
        ),
        (
            "2026-02-13",
            "quyết định 13/2/2026 (thứ Sáu) → ngày làm việc thứ 1: 23/2 … 16–20/2 nghỉ lễ"
            " … hạn 24:00 ngày 27/2/2026",
        ),
        (
            # Two holidays with working days between them do not run together.
            "2026-04-24",
            "quyết định 24/4/2026 (thứ Sáu) → ngày làm việc thứ 1: 28/4 … 27/4 nghỉ lễ, 30/4–1/5 nghỉ lễ"
            " … hạn 24:00 ngày 6/5/2026",
        ),
    ],
)  # fmt: skip
def test_a_due_date_in_brief(decided: str, told: str) -> None:
    due = due_after(CALENDAR, "quyết định", date.fromisoformat(decided), 5)
    assert in_brief(duty(due)) == told


def test_without_a_number_or_a_day_the_brief_line_says_so_too() -> None:
    without_number = duty(due_after(CALENDAR, "quyết định", date(2026, 10, 2), None))
    assert in_brief(without_number) == "quyết định 2/10/2026 (thứ Sáu): pháp luật không định số ngày"
    assert in_brief(duty(Due())) == "chưa rõ ngày làm căn cứ tính hạn"
    assert due_after(CALENDAR, "quyết định", date(2101, 1, 3), 5) == Due()
    assert due_after(CALENDAR, "quyết định", date(2100, 1, 4), 5).due_at == end_of_day(date(2100, 1, 11))


def test_the_ladder_of_a_running_span_says_why_it_rolls_and_where_it_ends() -> None:
    steps = deadline_in(CALENDAR, date(2026, 8, 7), 15, "day").ladder
    assert [(step.day.day, step.number) for step in steps] == [(22, 15), (23, None), (24, None)]
    assert "có lợi cho đơn vị không tính ngày này" in steps[0].note
    assert [step.note for step in steps[1:]] == ["Chủ nhật", "hạn 24:00"]
    (only,) = deadline_in(CALENDAR, date(2026, 10, 1), 15, "day").ladder
    assert (only.day, only.number, only.note) == (date(2026, 10, 16), 15, "hạn 24:00")


def test_a_proposal_on_the_last_day_itself_is_told() -> None:
    due = due_after(CALENDAR, "quyết định", date(2026, 11, 16), 5)
    assert explain(duty(due)).endswith(
        "thứ 5: 23/11 (đề xuất nghỉ (hoán đổi với thứ Bảy 28/11), chưa có quyết định nên vẫn tính)"
        " → hạn 24:00 ngày 23/11/2026 (có ngày mới được đề xuất nghỉ, chưa quyết định: chỉ kết luận sau ngày"
        " 25/11/2026)"
    )
    assert in_brief(duty(due)).endswith("chưa quyết định: chỉ kết luận sau ngày 25/11/2026)")


def test_a_due_date_in_a_year_without_holidays_says_until_when_nothing_is_said() -> None:
    due = due_after(CALENDAR, "quyết định", date(2028, 1, 3), 5)
    for told in (explain(duty(due)), in_brief(duty(due))):
        assert told.endswith(
            "hạn 24:00 ngày 10/1/2028 (chưa có lịch nghỉ lễ của năm ấy: chỉ kết luận sau ngày 24/1/2028)"
        )
    running = due_after(CALENDAR, "phê duyệt", date(2028, 1, 3), 30, "day")
    assert "chưa có lịch nghỉ lễ của năm ấy" in explain(duty(running))


def test_hours_in_the_last_year_and_without_an_end() -> None:
    at = datetime(2100, 12, 30, 2, tzinfo=UTC)
    assert due_within_hours("mở thầu", at, 24).due_at == datetime(2100, 12, 31, 2, tzinfo=UTC)
    assert explain(duty(Due(trigger_day=date(2026, 1, 5), unit="hour", trigger_at=at))).startswith("chưa rõ")
