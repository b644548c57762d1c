"""Dữ liệu ngày nghỉ: đủ, có nguồn, và sai thì nêu đúng dòng.
The holiday data: complete, sourced, and what is wrong is named by its row."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
import yaml

from monitor.domain.errors import ConfigError
from monitor.law.calendar import calendar_of, load_calendar
from monitor.law.holidays import listed, load_holidays, with_own_years

GOOD = """
years:
- year: 2026
  status: ok
  mark: S
  source: thông báo
  days_off:
  - {day: 2026-01-01, reason: Tết Dương lịch}
  swaps:
  - {rest: 2026-01-02, makeup: 2026-01-10, decision: công văn, status: ok}
- year: 2027
  status: ok
  mark: S
  source: thông báo
  days_off: []
"""


def test_a_good_file_is_read(holiday_file: Callable[[str], Path]) -> None:
    calendar = calendar_of(load_holidays(holiday_file(GOOD)))
    assert set(calendar.off) == {date(2026, 1, 1), date(2026, 1, 2)}
    assert set(calendar.makeup) == {date(2026, 1, 10)}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("reason: Tết Dương lịch", "reson: Tết", "2026"),
        ("status: ok\n  mark", "status: maybe\n  mark", "status"),
        ("day: 2026-01-01", "day: 2026-01-03", "weekend"),
        ("day: 2026-01-01", "day: 2025-01-01", "not in 2026"),
        ("day: 2026-01-01", "day: 2026-01-02", "stands twice"),
        ("makeup: 2026-01-10", "makeup: 2026-01-11", "no Saturday"),
        ("year: 2027", "year: 2026", "holidays.yaml: years: a year stands twice"),
        ("year: 2027", "year: 2028", "gap 2027-01-01 to 2027-12-31"),
        ("decision: công văn", "decision: ''", "decision"),
        ("source: thông báo\n  days_off: []", "source: x\n  source: y\n  days_off: []", "stands twice"),
        ("years:", "yeers:", "years"),
        ("- year: 2026", "- year: [", "holidays.yaml"),
    ],
)
def test_a_wrong_row_stops_the_start_with_file_and_row(
    holiday_file: Callable[[str], Path], old: str, new: str, told: str
) -> None:
    assert old in GOOD
    with pytest.raises(ConfigError) as caught:
        load_holidays(holiday_file(GOOD.replace(old, new, 1)))
    assert told in str(caught.value)
    assert "holidays.yaml" in str(caught.value)
    assert "Hãy sửa" in caught.value.vi


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.yaml") as refused:
        load_holidays(tmp_path / "nowhere.yaml")
    assert refused.value.vi.startswith("Không đọc được tệp dữ liệu")


def test_a_wrong_day_is_told_in_the_words_of_who_typed_it(holiday_file: Callable[[str], Path]) -> None:
    for wrong_day, told in (
        (("2026-01-01,", "2026-01-03,"), "là ngày cuối tuần, không ghi"),
        (("2026-01-01,", "2025-01-01,"), "ngày này không thuộc năm 2026"),
        (("2026-01-01,", "2026-01-02,"), "ngày này được ghi hai lần"),
        (("2026-01-10", "2026-01-11"), "ngày làm bù phải là thứ Bảy"),
    ):
        with pytest.raises(ConfigError) as refused:
            load_holidays(holiday_file(GOOD.replace(*wrong_day)))
        assert told in refused.value.vi
        assert "Value error" not in refused.value.vi


def test_every_year_and_swap_names_its_source() -> None:
    for year in load_holidays().years:
        assert len(year.source) > 10
        assert all(len(swap.decision) > 5 for swap in year.swaps)
    assert [year.year for year in load_holidays().years] == list(range(2022, 2028))


def test_every_decided_swap_of_2022_to_2026() -> None:
    """Each frees its weekday, and gives its Saturday to the reading in which it counts; no other day."""
    decided = {
        year.year: [
            (f"{swap.rest:%m-%d}", f"{swap.makeup:%m-%d}") for swap in year.swaps if swap.status == "ok"
        ]
        for year in load_holidays().years
    }
    assert decided == {
        2022: [],
        2023: [],
        2024: [("04-29", "05-04")],
        2025: [("05-02", "04-26")],
        2026: [("01-02", "01-10"), ("08-31", "08-22")],
        2027: [],
    }
    calendar = load_calendar()
    saturdays = [date(2022, 1, 1) + timedelta(days=7 * week) for week in range(313)]
    worked = {day for day in saturdays if calendar.is_working(day)}
    assert worked == {date(2024, 5, 4), date(2025, 4, 26), date(2026, 1, 10), date(2026, 8, 22)}
    assert not any(calendar.is_working(day, makeup_counts=False) for day in saturdays)


@pytest.mark.shared
def test_no_fact_of_the_prepared_table_is_lost(shared: Path) -> None:
    text = (shared / "domain" / "holidays.yaml").read_text(encoding="utf-8")
    prepared = yaml.safe_load(text)["holidays_vn_civil_service"]
    ours = {row.year: row for row in load_holidays().years}
    assert set(ours) == set(prepared)
    for year, facts in prepared.items():
        decided = [swap for swap in ours[year].swaps if swap.status == "ok"]
        off = {row.day for row in ours[year].days_off} | {swap.rest for swap in decided}
        assert {f"{day:%m-%d}" for day in off} == set(facts["days_off"]), year
        assert {f"{swap.makeup:%m-%d}" for swap in decided} == set(facts["makeup"]), year
        assert ours[year].status == facts["status"], year
    pending = [swap for swap in ours[2026].swaps if swap.status == "pending"]
    assert [(f"{s.rest:%m-%d}", f"{s.makeup:%m-%d}") for s in pending] == [("11-23", "11-28")]
    spans = [f"{s.start:%m-%d}..{s.end:%m-%d}" for s in ours[2027].pending[0].proposals]
    assert spans == prepared[2027]["pending"]["tet"]


def test_the_known_differences_from_python_holidays_and_no_other() -> None:
    """The library cross-checks our table; where it differs we know why (law.md §5)."""
    library = holidays.country_holidays("VN", years=range(2022, 2028))
    ours = load_calendar()
    first, last = date(2022, 1, 1), date(2027, 12, 31)
    days = (first + timedelta(days=step) for step in range((last - first).days + 1))
    differ = {day for day in days if day.weekday() < 5 and (day in library) != (day in ours.off)}
    # The swap of 02/01/2026 by CV 12729/VPCP-KGVX is not in the library.
    missed_by_library = {date(2026, 1, 2)}
    # It takes one proposal for Tết 2027 and one day beside 2/9 as settled; ours are pending.
    settled_by_library = {
        date(2027, 2, 4), date(2027, 2, 5), date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 10),
        date(2027, 9, 3),
    }  # fmt: skip
    assert differ == missed_by_library | settled_by_library
    assert missed_by_library <= set(ours.off)
    assert settled_by_library <= set(ours.pending)


def test_the_known_differences_of_make_up_saturdays_and_no_other() -> None:
    library = holidays.country_holidays("VN", years=range(2022, 2028))
    ours = load_calendar()
    first = date(2022, 1, 1)
    saturdays = [day for day in (first + timedelta(days=step) for step in range(2191)) if day.weekday() == 5]
    differ = {day for day in saturdays if library.is_working_day(day) != (day in ours.makeup)}
    # Saturday 10/01/2026, made up for 02/01 (CV 12729/VPCP-KGVX): unknown to the library.
    assert differ == {date(2026, 1, 10)}
    assert date(2026, 1, 10) in ours.makeup


def test_every_day_is_listed_with_its_decision_and_a_proposal_as_pending() -> None:
    days = {(row.day, row.kind): row for row in listed(load_holidays())}
    assert list(days) == sorted(days)
    calendar = load_calendar()
    settled = {day for (day, kind), row in days.items() if kind == "nghỉ" and row.status == "ok"}
    assert settled == set(calendar.off)
    made_up = {day for (day, kind), row in days.items() if kind == "làm bù" and row.status == "ok"}
    assert made_up == set(calendar.makeup)
    pending = {day for (day, _kind), row in days.items() if row.status == "pending"}
    assert pending == set(calendar.pending) | set(calendar.pending_makeup)
    assert all(row.decision and row.reason for row in days.values())
    assert days[date(2026, 8, 31), "nghỉ"].decision == "Thông báo 9441/TB-BNV"
    assert days[date(2026, 8, 22), "làm bù"].reason == "làm bù cho 31/08"
    proposed = days[date(2026, 11, 23), "nghỉ"]
    assert (proposed.status, proposed.reason) == ("pending", "hoán đổi với 28/11")
    assert days[date(2027, 2, 8), "nghỉ"].status == "pending"
    assert "9441" in days[date(2026, 9, 2), "nghỉ"].decision


def test_a_day_off_may_carry_a_decision_of_its_own(holiday_file: Callable[[str], Path]) -> None:
    told = GOOD.replace("reason: Tết Dương lịch", "reason: Tết Dương lịch, decision: Nghị quyết 1")
    book = load_holidays(holiday_file(told))
    assert [row.decision for row in listed(book)] == ["Nghị quyết 1", "công văn", "công văn"]
    assert listed(load_holidays(holiday_file(GOOD)))[0].decision == "thông báo"


def test_a_day_off_by_statute_names_it_and_no_proposal_stands_for_a_decision() -> None:
    days = {row.day: row for row in listed(load_holidays()) if row.kind == "nghỉ"}
    code, culture = "Bộ luật Lao động 2019, Điều 112 khoản 1", "Nghị quyết 28/2026/QH16"
    told = {day: row.decision for day, row in days.items() if day.year == 2027 and row.status == "ok"}
    assert told == {
        date(2027, 1, 1): code,
        date(2027, 4, 16): code,
        date(2027, 4, 30): code,
        date(2027, 5, 3): "Bộ luật Lao động 2019, Điều 111 khoản 3 và Điều 112 khoản 1",
        date(2027, 9, 2): code,
        date(2027, 11, 24): culture,
    }
    assert days[date(2026, 11, 24)].decision == culture
    for row in days.values():
        assert ("đề xuất" in row.decision) == (row.status == "pending"), row.day


def test_a_year_still_pending_asks_each_day_off_for_its_decision(
    holiday_file: Callable[[str], Path],
) -> None:
    pending = GOOD.replace("status: ok\n  mark", "status: pending\n  mark", 1)
    for bare in (pending, pending.replace("reason: Tết Dương lịch", "reason: Tết Dương lịch, decision: ' '")):
        with pytest.raises(ConfigError) as refused:
            load_holidays(holiday_file(bare))
        assert "2026-01-01" in refused.value.vi
        assert "phải ghi văn bản ở decision" in refused.value.vi
    named = pending.replace("reason: Tết Dương lịch", "reason: Tết Dương lịch, decision: Bộ luật mẫu")
    assert listed(load_holidays(holiday_file(named)))[0].decision == "Bộ luật mẫu"


def test_a_proposed_make_up_saturday_is_known_and_not_worked() -> None:
    calendar = load_calendar()
    assert set(calendar.pending_makeup) == {date(2026, 11, 28)}
    assert calendar.pending_makeup[date(2026, 11, 28)] == "đề xuất làm bù cho ngày 23/11"
    assert not calendar.is_working(date(2026, 11, 28))


OWN = """
years:
- year: {year}
  status: ok
  mark: R
  source: "Thông báo mẫu 1/TB-BNV"
  days_off:
  - {{day: {year}-04-16, reason: "Giỗ Tổ Hùng Vương", decision: "Quyết định mẫu 2/QĐ-TTg"}}
"""


def test_a_year_of_the_operator_s_own_takes_the_place_of_the_shipped_one(
    holiday_file: Callable[[str], Path],
) -> None:
    shipped = load_holidays()
    book = with_own_years(shipped, holiday_file(OWN.format(year=2027)))
    assert [row.year for row in book.years] == [row.year for row in shipped.years]
    assert [row for row in book.years if row.year != 2027] == [r for r in shipped.years if r.year != 2027]
    assert [row.day for row in book.years[-1].days_off] == [date(2027, 4, 16)]
    assert calendar_of(book).deadline(date(2027, 1, 29), 10).doubt == ""
    assert load_calendar().deadline(date(2027, 1, 29), 10).doubt == "calendar_pending"
    later = OWN.format(year=2028).replace("04-16", "04-18")
    assert with_own_years(shipped, holiday_file(later)).years[-1].year == 2028


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (OWN.format(year=2030).replace("04-16", "04-17"), "leaves a gap"),
        (OWN.format(year=2027) + OWN.format(year=2027).partition("years:")[2], "a year stands twice"),
        (OWN.format(year=2027).replace("04-16", "04-17"), "weekend"),
    ],
)
def test_a_wrong_year_of_the_operator_s_own_names_its_file(
    holiday_file: Callable[[str], Path], text: str, told: str
) -> None:
    path = holiday_file(text)
    with pytest.raises(ConfigError, match=told) as refused:
        with_own_years(load_holidays(), path)
    assert str(path) in refused.value.vi
