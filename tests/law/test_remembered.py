"""Lịch được ghi lại rồi đọc ra phải tính đúng như lịch ban đầu.
A calendar that was kept and read back counts as the one that was kept."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.law.calendar import load_calendar
from monitor.law.readings import Readings
from monitor.law.remembered import calendar_of_kept, kept_form


@pytest.mark.parametrize("readings", [Readings(), Readings("working", "strict"), Readings("resting")])
def test_what_was_kept_as_json_counts_the_same_days(readings: Readings) -> None:
    calendar = load_calendar(readings)
    again = calendar_of_kept(json.loads(json.dumps(kept_form(calendar))))
    assert kept_form(again) == kept_form(calendar)
    start = date(2024, 12, 20)
    for day in (start + timedelta(days=step) for step in range(0, 900, 7)):
        assert again.deadline(day, 5) == calendar.deadline(day, 5)


def test_one_day_more_or_another_reading_is_another_form() -> None:
    calendar = load_calendar()
    day = date(2026, 11, 18)
    assert day not in calendar.off
    assert kept_form(replace(calendar, off={**calendar.off, day: "nghỉ"})) != kept_form(calendar)
    assert kept_form(load_calendar(Readings("resting"))) != kept_form(calendar)
