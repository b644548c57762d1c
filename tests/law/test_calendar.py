"""Lịch làm việc: ngày thứ n, hai cách tính ngày làm bù, năm chưa có lịch.
Working days: the n-th one, both readings of make-up Saturdays, years without data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.law.calendar import Calendar, calendar_of, load_calendar
from monitor.law.holidays import HolidayBook, load_holidays

CALENDAR = load_calendar()
KNOWN_DAYS = st.dates(date(2022, 1, 1), date(2027, 9, 30))
ANY_DAYS = st.dates(date(1995, 1, 1), date(2095, 12, 31))
COUNTS = st.integers(0, 40)


def naive_nth(day: date, n: int, makeup_counts: bool) -> date:
    while n > 0:
        day += timedelta(days=1)
        n -= CALENDAR.is_working(day, makeup_counts)
    return day


@pytest.mark.parametrize(
    ("decided", "kind", "strict"),
    [
        # law.md §5: 31/8 swapped off, 1-2/9 National Day; the make-up Saturday 22/8 lies before.
        ("2026-08-26", "2026-09-07", "2026-09-07"),
        # law.md §5: Saturday 26/4/2025 made up for 2/5.
        ("2025-04-25", "2025-05-07", "2025-05-06"),
        # 2024: 29/4 off for Saturday 4/5.
        ("2024-04-26", "2024-05-08", "2024-05-07"),
        # 2026: Saturday 10/1 made up for 2/1.
        ("2026-01-06", "2026-01-13", "2026-01-12"),
        ("2026-08-19", "2026-08-26", "2026-08-25"),
        # Tết 2026 and Tết 2025.
        ("2026-02-13", "2026-02-27", "2026-02-27"),
        ("2025-01-24", "2025-02-07", "2025-02-07"),
        # 24/11/2026 is off by law; the swap of 23/11 is only a proposal and is not applied.
        ("2026-11-18", "2026-11-26", "2026-11-26"),
        # Friday to Friday in a plain week.
        ("2026-10-02", "2026-10-09", "2026-10-09"),
        # A decision on a Saturday or a holiday: counting starts with the next working day.
        ("2026-10-03", "2026-10-09", "2026-10-09"),
        ("2026-09-02", "2026-09-09", "2026-09-09"),
    ],
)
def test_the_fifth_working_day_after_a_decision(decided: str, kind: str, strict: str) -> None:
    deadline = CALENDAR.deadline(date.fromisoformat(decided), 5)
    assert (deadline.due.isoformat(), deadline.strict_due.isoformat()) == (kind, strict)
    day = date.fromisoformat(decided)
    assert CALENDAR.nth_working_day_after(day, 5, makeup_counts=False) == deadline.due
    assert CALENDAR.nth_working_day_after(day, 5) == deadline.strict_due


def test_the_seventh_working_day_of_the_old_law() -> None:
    assert CALENDAR.deadline(date(2023, 4, 26), 7).due == date(2023, 5, 10)


def test_every_listed_day_off_is_off_and_says_why() -> None:
    rows = [row for year in load_holidays().years for row in year.days_off]
    assert len(rows) == 11 + 11 + 11 + 11 + 12 + 6
    for row in rows:
        assert not CALENDAR.is_working(row.day)
        assert CALENDAR.why_off(row.day) == row.reason


@pytest.mark.parametrize(
    ("off", "makeup", "decision"),
    [
        ("2024-04-29", "2024-05-04", "2450/VPCP-KGVX"),
        ("2025-05-02", "2025-04-26", "6150/TB-BLĐTBXH"),
        ("2026-01-02", "2026-01-10", "12729/VPCP-KGVX"),
        ("2026-08-31", "2026-08-22", "9441/TB-BNV"),
    ],
)
def test_a_swap_frees_a_weekday_and_its_saturday_counts_in_one_reading(
    off: str, makeup: str, decision: str
) -> None:
    free, saturday = date.fromisoformat(off), date.fromisoformat(makeup)
    assert not CALENDAR.is_working(free)
    assert decision in CALENDAR.why_off(free)
    assert CALENDAR.is_working(saturday)
    assert not CALENDAR.is_working(saturday, makeup_counts=False)
    assert CALENDAR.why_off(saturday) == ""
    assert "làm bù" in CALENDAR.why_off(saturday, makeup_counts=False)


def test_weekends_say_their_name() -> None:
    assert CALENDAR.why_off(date(2026, 10, 3)) == "thứ Bảy"
    assert CALENDAR.why_off(date(2026, 10, 4)) == "Chủ nhật"
    assert CALENDAR.why_off(date(2026, 10, 5)) == ""


def test_a_proposed_swap_is_shown_and_not_applied() -> None:
    assert CALENDAR.is_working(date(2026, 11, 23))
    assert not CALENDAR.is_working(date(2026, 11, 28))
    assert not CALENDAR.is_working(date(2026, 11, 24))
    deadline = CALENDAR.deadline(date(2026, 11, 18), 5)
    assert deadline.doubt == "calendar_pending"
    assert deadline.doubt_until == date(2026, 11, 27)
    noted = next(step for step in deadline.ladder if step.day == date(2026, 11, 23))
    assert noted.number == 3
    assert "chưa có quyết định" in noted.note


def test_the_undecided_tet_of_2027_is_counted_but_doubted() -> None:
    deadline = CALENDAR.deadline(date(2027, 2, 3), 5)
    assert deadline.due == date(2027, 2, 10)
    assert deadline.doubt == "calendar_pending"
    # Both proposals together free 4-5, 8-12 February.
    assert deadline.doubt_until == date(2027, 2, 19)


def test_days_that_touch_no_proposal_are_beyond_doubt() -> None:
    deadline = CALENDAR.deadline(date(2026, 8, 26), 5)
    assert (deadline.doubt, deadline.doubt_until) == ("", None)


@pytest.mark.parametrize("day", [date(2019, 2, 1), date(2021, 12, 29), date(2031, 1, 20), date(2027, 12, 29)])
def test_a_year_without_data_is_counted_with_weekends_and_says_so(day: date) -> None:
    deadline = CALENDAR.deadline(day, 5)
    unknown = [step for step in deadline.ladder if step.number and not CALENDAR.known(step.day)]
    assert unknown
    assert all("chưa có lịch nghỉ lễ" in step.note for step in unknown)
    assert deadline.doubt == "calendar_unknown"
    assert deadline.doubt_until is not None
    days = (deadline.doubt_until - deadline.due).days
    beyond = (deadline.due + timedelta(days=step) for step in range(1, days + 1))
    assert sum(map(CALENDAR.is_working, beyond)) >= 10


def test_ten_working_days_are_left_behind_an_unknown_year_and_no_make_up_saturday_is_one() -> None:
    """From the last days of a year without data into one whose 10/1 is made up for 2/1."""
    book = load_holidays()
    later = calendar_of(HolidayBook(years=tuple(year for year in book.years if year.year >= 2026)))
    deadline = later.deadline(date(2025, 12, 29), 2)
    assert (deadline.due, deadline.doubt) == (date(2025, 12, 31), "calendar_unknown")
    assert deadline.doubt_until == date(2026, 1, 16)


def test_the_ladder_shows_every_day_with_its_reason() -> None:
    steps = CALENDAR.ladder(date(2026, 8, 26), 5)
    assert [step.day for step in steps] == [date(2026, 8, 27) + timedelta(days=n) for n in range(12)]
    assert [step.day.day for step in steps if step.number] == [27, 28, 3, 4, 7]
    assert all(step.note for step in steps if step.number is None)
    assert steps[-1].note == "hạn 24:00"
    assert CALENDAR.ladder(date(2026, 8, 26), 0) == ()


def test_a_ladder_counts_make_up_saturdays_unless_told_otherwise() -> None:
    steps = CALENDAR.ladder(date(2025, 4, 25), 5)
    assert [(step.day.day, step.number) for step in steps if step.number] == [
        (26, 1), (28, 2), (29, 3), (5, 4), (6, 5),
    ]  # fmt: skip
    assert steps[0].note == "làm bù cho ngày 02/05 (Thông báo 6150/TB-BLĐTBXH)"


def test_a_make_up_saturday_on_the_ladder_of_the_kind_reading() -> None:
    steps = CALENDAR.deadline(date(2025, 4, 25), 5).ladder
    saturday = next(step for step in steps if step.day == date(2025, 4, 26))
    assert saturday.number is None
    assert "có lợi cho đơn vị" in saturday.note


@pytest.mark.parametrize(
    ("due", "until", "days"),
    [
        ("2026-09-07", "2026-09-07", 0),
        ("2026-09-07", "2026-09-08", 1),
        ("2026-09-07", "2026-09-01", 0),
        ("2026-08-28", "2026-09-03", 1),
        # Saturday 26/4/2025 was a working day in one reading; the kind count leaves it out.
        ("2025-04-25", "2025-04-28", 1),
        ("2026-10-09", "2026-10-11", 0),
    ],
)
def test_days_late_are_working_days(due: str, until: str, days: int) -> None:
    assert CALENDAR.working_days_after(date.fromisoformat(due), date.fromisoformat(until)) == days


def test_a_negative_count_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        CALENDAR.nth_working_day_after(date(2026, 1, 5), -1)


@given(KNOWN_DAYS, st.integers(1, 40), st.booleans())
def test_the_due_day_is_a_working_day_and_exactly_n_of_them_away(day: date, n: int, makeup: bool) -> None:
    due = CALENDAR.nth_working_day_after(day, n, makeup)
    assert CALENDAR.is_working(due, makeup)
    between = [day + timedelta(days=step) for step in range(1, (due - day).days + 1)]
    assert sum(CALENDAR.is_working(step, makeup) for step in between) == n


@given(ANY_DAYS, COUNTS)
def test_the_kind_reading_is_never_earlier_and_doubt_never_shortens(day: date, n: int) -> None:
    deadline = CALENDAR.deadline(day, n)
    assert deadline.due >= deadline.strict_due >= day
    assert deadline.doubt_until is None or deadline.doubt_until > deadline.due
    assert deadline.due == naive_nth(day, n, False)


@given(ANY_DAYS, st.integers(1, 40))
def test_a_later_decision_is_never_due_earlier(day: date, n: int) -> None:
    tomorrow = day + timedelta(days=1)
    assert CALENDAR.deadline(day, n).due <= CALENDAR.deadline(tomorrow, n).due


@given(ANY_DAYS, st.integers(-30, 400))
def test_the_count_of_days_late_agrees_with_counting_one_by_one(due: date, distance: int) -> None:
    until = due + timedelta(days=distance)
    days = [due + timedelta(days=step) for step in range(1, distance + 1)]
    told = list(CALENDAR.delay(due, until))
    assert [day for day, _ in told] == days
    counted = [day for day, why in told if not why]
    assert CALENDAR.working_days_after(due, until) == len(counted)
    # Every working day but those that may yet be declared off.
    sure = {day for day in days if CALENDAR.is_working(day, makeup_counts=False)} - set(CALENDAR.pending)
    assert set(counted) <= sure
    unknown = {day.year for day in days if not CALENDAR.known(day)}
    assert len(sure) - len(counted) <= 10 * len(unknown)


def test_days_whose_rest_is_only_proposed_are_no_delay() -> None:
    """Due 3/2/2027; both proposals for Tết together free 4-5 and 8-12 February."""
    due = date(2027, 2, 3)
    assert [CALENDAR.working_days_after(due, date(2027, 2, day)) for day in (12, 15, 17)] == [0, 1, 3]
    assert dict(CALENDAR.delay(due, date(2027, 2, 15)))[date(2027, 2, 8)].startswith("đề xuất nghỉ (")


def test_a_delay_in_a_year_without_holidays_begins_after_the_longest_tet() -> None:
    due = date(2027, 12, 30)
    told = dict(CALENDAR.delay(due, date(2028, 1, 18)))
    assert told[date(2027, 12, 31)] == ""
    assert told[date(2028, 1, 3)] == "năm 2028 chưa có lịch nghỉ lễ, chưa tính là ngày trễ"
    assert [day for day, why in told.items() if not why][1:] == [date(2028, 1, 17), date(2028, 1, 18)]
    assert CALENDAR.working_days_after(due, date(2028, 1, 18)) == 3


@given(KNOWN_DAYS, st.integers(1, 15), st.booleans())
def test_the_ladder_counts_to_n_and_ends_on_the_due_day(day: date, n: int, makeup: bool) -> None:
    steps = CALENDAR.ladder(day, n, makeup)
    assert steps[-1].day == CALENDAR.nth_working_day_after(day, n, makeup)
    assert [step.number for step in steps if step.number is not None] == list(range(1, n + 1))


def test_the_calendar_is_loaded_once() -> None:
    assert isinstance(load_calendar(), Calendar)
    assert load_calendar() is load_calendar()
