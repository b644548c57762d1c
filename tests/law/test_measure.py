"""Đo khoảng thời gian: đủ, sát mức, thiếu; không bao giờ lùi qua ngày nghỉ.
Spans against their minimum: kept, borderline, breach; a minimum never rolls over days off."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.law.measure import Held, earliest_closing, latest_amendment, measure
from monitor.law.periods import Minimum, Tender, shortest_amendment, shortest_preparation
from monitor.law.readings import Readings

BOOK, CALENDAR = load_lawbook(), load_calendar()
TY = 1_000_000_000
D = date(2026, 10, 1)


def known(found: Minimum | None) -> Minimum:
    assert found is not None
    return found


LARGE = known(shortest_preparation(Tender("XL", 25 * TY, "DTRR", False), D, BOOK))  # 18 days
SMALL = known(shortest_preparation(Tender("XL", 15 * TY, "DTRR", False), D, BOOK))  # 9 days
QUOTED = known(shortest_preparation(Tender("HH", TY, "CHCT", False), D, BOOK))  # 7 working days
AMENDED = known(shortest_amendment(Tender("XL", 25 * TY, "DTRR", False), D, BOOK))  # 10 days
AMENDED_SMALL = known(shortest_amendment(Tender("XL", 15 * TY, "DTRR", False), D, BOOK))  # 3 working days
OLD = known(shortest_preparation(Tender("XL", 25 * TY, "DTRR", False), date(2023, 5, 4), BOOK))  # 20 days, M
MINIMA = st.sampled_from([LARGE, SMALL, QUOTED, AMENDED, AMENDED_SMALL])


@pytest.mark.parametrize(
    ("rule", "first", "last", "held", "strict", "lenient"),
    [
        (SMALL, "2026-10-01", "2026-10-10", Held.KEPT, 9, 10),
        (SMALL, "2026-10-01", "2026-10-09", Held.BORDERLINE, 8, 9),
        (SMALL, "2026-10-01", "2026-10-08", Held.BREACH, 7, 8),
        # Nine days over National Day: a closing on a day off is not pushed on, nor is the minimum.
        (SMALL, "2026-08-24", "2026-09-02", Held.KEPT, 9, 10),
        (AMENDED, "2026-10-20", "2026-10-30", Held.KEPT, 10, 11),
        (AMENDED, "2026-10-21", "2026-10-30", Held.BORDERLINE, 9, 10),
        (AMENDED, "2026-10-22", "2026-10-30", Held.BREACH, 8, 9),
        # 27, 28 August, 3, 4, 7, 8, 9 September; 31/8 swapped off, 1-2/9 National Day.
        (QUOTED, "2026-08-26", "2026-09-09", Held.KEPT, 7, 8),
        (QUOTED, "2026-08-26", "2026-09-08", Held.BORDERLINE, 6, 7),
        (QUOTED, "2026-08-26", "2026-09-07", Held.BREACH, 5, 6),
        # Issued on a Saturday: what runs after it begins on the Monday and ends with the closing day.
        (QUOTED, "2026-10-03", "2026-10-13", Held.KEPT, 7, 7),
        (QUOTED, "2026-10-03", "2026-10-12", Held.BREACH, 6, 6),
        # The make-up Saturday 22/8 counts for the agency only.
        (QUOTED, "2026-08-18", "2026-08-26", Held.BORDERLINE, 6, 8),
        # An amendment: its own day counts, the closing day does not (it is the event).
        (AMENDED_SMALL, "2026-10-05", "2026-10-08", Held.KEPT, 3, 4),
        (AMENDED_SMALL, "2026-10-06", "2026-10-08", Held.BORDERLINE, 2, 3),
        (AMENDED_SMALL, "2026-10-07", "2026-10-08", Held.BREACH, 1, 2),
        (AMENDED_SMALL, "2026-10-03", "2026-10-08", Held.KEPT, 3, 4),
        (AMENDED_SMALL, "2026-10-08", "2026-10-08", Held.BREACH, 0, 1),
        # Posted after closing.
        (AMENDED, "2026-11-02", "2026-10-30", Held.BREACH, -3, -2),
        (AMENDED_SMALL, "2026-11-02", "2026-10-30", Held.BREACH, 0, 0),
    ],
)
def test_a_breach_only_when_both_readings_fail(
    rule: Minimum, first: str, last: str, held: Held, strict: int, lenient: int
) -> None:
    found = measure(rule, date.fromisoformat(first), date.fromisoformat(last), CALENDAR)
    assert (found.held, found.strict, found.lenient) == (held, strict, lenient)
    assert found.accuses is (held is Held.BREACH and not found.caution)


def test_a_proposed_make_up_saturday_counts_for_the_agency() -> None:
    found = measure(AMENDED_SMALL, date(2026, 11, 26), date(2026, 11, 29), CALENDAR)
    assert (found.held, found.strict, found.lenient) == (Held.BORDERLINE, 2, 3)


def test_in_a_year_without_data_every_saturday_may_have_been_worked() -> None:
    found = measure(AMENDED_SMALL, date(2019, 10, 4), date(2019, 10, 6), CALENDAR)
    assert (found.strict, found.lenient) == (1, 2)
    assert measure(AMENDED_SMALL, date(2024, 10, 4), date(2024, 10, 6), CALENDAR).lenient == 1


@pytest.mark.parametrize(
    ("readings", "first", "last", "held"),
    [
        (Readings(minimum="strict"), "2026-10-01", "2026-10-09", Held.BREACH),
        (Readings(minimum="lenient"), "2026-10-01", "2026-10-09", Held.KEPT),
        (Readings(minimum="strict"), "2026-10-01", "2026-10-10", Held.KEPT),
        (Readings(minimum="lenient"), "2026-10-01", "2026-10-08", Held.BREACH),
    ],
)
def test_a_reading_may_be_settled(readings: Readings, first: str, last: str, held: Held) -> None:
    calendar = load_calendar(readings)
    assert measure(SMALL, date.fromisoformat(first), date.fromisoformat(last), calendar).held is held


@pytest.mark.parametrize(
    ("makeup", "strict", "lenient"), [("both", 6, 8), ("working", 7, 8), ("resting", 6, 7)]
)
def test_whether_make_up_saturdays_count_may_be_settled(makeup: str, strict: int, lenient: int) -> None:
    calendar = load_calendar(Readings(makeup=makeup))  # type: ignore[arg-type]
    found = measure(QUOTED, date(2026, 8, 18), date(2026, 8, 26), calendar)
    assert (found.strict, found.lenient) == (strict, lenient)


def test_a_case_no_record_shows_takes_the_accusation_away() -> None:
    long_enough = measure(LARGE, date(2026, 10, 1), date(2026, 10, 12), CALENDAR)
    assert long_enough.held is Held.BREACH
    assert not long_enough.accuses
    assert "được chỉ định thầu" in long_enough.caution
    nine_by_the_kind_reading = measure(LARGE, date(2026, 10, 1), date(2026, 10, 9), CALENDAR)
    assert not nine_by_the_kind_reading.accuses
    too_short_for_all = measure(LARGE, date(2026, 10, 1), date(2026, 10, 8), CALENDAR)
    assert (too_short_for_all.accuses, too_short_for_all.caution) == (True, "")
    kept = measure(LARGE, date(2026, 10, 1), date(2026, 10, 19), CALENDAR)
    assert (kept.held, kept.caution) == (Held.KEPT, "")


def test_every_case_no_record_shows_is_named_that_would_make_it_enough() -> None:
    simple = "gói thầu tư vấn đơn giản hoặc cần thực hiện gấp"
    appointed = "gói thầu thuộc trường hợp được chỉ định thầu nhưng tổ chức đấu thầu"
    advice = known(shortest_preparation(Tender("TV", TY, "DTRR", False), D, BOOK))  # 18 days, or 9, or 7
    for closing, caution in (
        (date(2026, 10, 9), f"có thể là {appointed}; có thể là {simple}"),
        (date(2026, 10, 8), f"có thể là {simple}"),
        (date(2026, 10, 6), ""),
    ):
        found = measure(advice, date(2026, 10, 1), closing, CALENDAR)
        assert (found.held, found.caution, found.accuses) == (Held.BREACH, caution, not caution)


def test_a_shorter_case_in_working_days_is_counted_on_the_calendar() -> None:
    """Issued on Friday 28/4/2023 before three days off: of the three working days two touch the span."""
    quoted = known(shortest_preparation(Tender("HH", TY, "CHCT", False), date(2023, 4, 28), BOOK))
    short = measure(quoted, date(2023, 4, 28), date(2023, 5, 4), CALENDAR)
    assert (short.held, short.lenient, short.caution) == (Held.BREACH, 2, "")
    enough = measure(quoted, date(2023, 4, 28), date(2023, 5, 5), CALENDAR)
    assert enough.caution == "có thể là chào hàng cạnh tranh theo quy trình rút gọn"


def test_a_rule_not_read_never_accuses() -> None:
    found = measure(OLD, date(2023, 5, 4), date(2023, 5, 6), CALENDAR)
    assert (found.held, found.accuses) == (Held.BREACH, False)


@pytest.mark.parametrize(
    ("rule", "first", "last", "told"),
    [
        (
            SMALL, "2026-10-01", "2026-10-08",
            "1/10/2026 (thứ Năm) → 8/10/2026 (thứ Năm): 7 ngày (cách tính có lợi cho đơn vị: 8), tối thiểu"
            " 09 ngày; thời điểm đóng thầu sớm nhất phải là 9/10/2026",
        ),
        (
            QUOTED, "2026-08-26", "2026-09-07",
            "26/8/2026 (thứ Tư) → 7/9/2026 (thứ Hai): 5 ngày làm việc (cách tính có lợi cho đơn vị: 6),"
            " tối thiểu 07 ngày làm việc; không tính 31/8 hoán đổi, 1–2/9 nghỉ lễ;"
            " thời điểm đóng thầu sớm nhất phải là 8/9/2026",
        ),
        (
            AMENDED_SMALL, "2026-10-07", "2026-10-08",
            "7/10/2026 (thứ Tư) → 8/10/2026 (thứ Năm): 1 ngày làm việc (cách tính có lợi cho đơn vị: 2),"
            " tối thiểu 03 ngày làm việc; phải đăng chậm nhất ngày 6/10/2026",
        ),
        (
            AMENDED, "2026-10-21", "2026-10-30",
            "21/10/2026 (thứ Tư) → 30/10/2026 (thứ Sáu): 9 ngày (cách tính có lợi cho đơn vị: 10),"
            " tối thiểu 10 ngày; phải đăng chậm nhất ngày 21/10/2026",
        ),
    ],
)  # fmt: skip
def test_a_measured_span_prints_itself(rule: Minimum, first: str, last: str, told: str) -> None:
    assert measure(rule, date.fromisoformat(first), date.fromisoformat(last), CALENDAR).told == told


def test_with_one_reading_only_one_count_is_told() -> None:
    calendar = load_calendar(Readings(minimum="strict"))
    told = measure(SMALL, date(2026, 10, 1), date(2026, 10, 8), calendar).told
    assert ": 7 ngày, tối thiểu 09 ngày; thời điểm đóng thầu sớm nhất phải là 10/10/2026" in told


def test_the_bounds_of_both_readings() -> None:
    closing = earliest_closing(SMALL, date(2026, 10, 1), CALENDAR)
    assert (closing.kind, closing.strict) == (date(2026, 10, 9), date(2026, 10, 10))
    amended = latest_amendment(AMENDED, date(2026, 10, 30), CALENDAR)
    assert (amended.kind, amended.strict) == (date(2026, 10, 21), date(2026, 10, 20))
    # Over National Day, in working days.
    quoted = earliest_closing(QUOTED, date(2026, 8, 26), CALENDAR)
    assert (quoted.kind, quoted.strict) == (date(2026, 9, 8), date(2026, 9, 9))


def test_a_span_of_decades_is_a_slip_of_the_pen() -> None:
    with pytest.raises(ValueError, match="no span"):
        measure(SMALL, date(2016, 1, 1), date(2026, 10, 1), CALENDAR)
    with pytest.raises(ValueError, match="no span"):
        measure(SMALL, date(2036, 10, 1), date(2026, 1, 1), CALENDAR)
    for days, held in ((3_700, Held.KEPT), (-3_700, Held.BREACH)):
        assert measure(SMALL, D, D + timedelta(days=days), CALENDAR).held is held
    with pytest.raises(ValueError, match="no span"):
        measure(SMALL, D, D + timedelta(days=3_701), CALENDAR)


@given(MINIMA, st.dates(date(2020, 1, 1), date(2029, 12, 31)), st.integers(-5, 60))
def test_more_days_never_turn_a_kept_span_into_a_breach(rule: Minimum, first: date, length: int) -> None:
    order = [Held.BREACH, Held.BORDERLINE, Held.KEPT]
    shorter = measure(rule, first, first + timedelta(days=length), CALENDAR)
    longer = measure(rule, first, first + timedelta(days=length + 1), CALENDAR)
    assert order.index(longer.held) >= order.index(shorter.held)
    assert shorter.lenient >= shorter.strict


@given(MINIMA, st.dates(date(2020, 1, 1), date(2029, 12, 31)))
def test_the_bounds_are_the_first_days_that_keep(rule: Minimum, day: date) -> None:
    one = timedelta(days=1)
    if rule.direction == "after":
        bound = earliest_closing(rule, day, CALENDAR)
        assert measure(rule, day, bound.strict, CALENDAR).held is Held.KEPT
        assert measure(rule, day, bound.kind, CALENDAR).held is not Held.BREACH
        assert measure(rule, day, bound.kind - one, CALENDAR).held is Held.BREACH
        assert bound.kind <= bound.strict
    else:
        bound = latest_amendment(rule, day, CALENDAR)
        assert measure(rule, bound.strict, day, CALENDAR).held is Held.KEPT
        assert measure(rule, bound.kind, day, CALENDAR).held is not Held.BREACH
        assert measure(rule, bound.kind + one, day, CALENDAR).held is Held.BREACH
        assert bound.kind >= bound.strict
