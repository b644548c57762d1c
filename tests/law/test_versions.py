"""Bản nào là bản cuối, số thông báo nói gì về ngày soạn, gói thầu hủy từ lúc nào.
Which version is the latest, what a number tells of its drafting, since when a tender may be cancelled."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from monitor.domain.procurement import Notice
from monitor.domain.times import Moment, start_of_day
from monitor.law.versions import drafted, first_and_latest, known_cancelled

At = Callable[[str], Moment]


@pytest.mark.parametrize("version", ["", "x", "0-1"])
def test_a_version_that_is_no_number_is_never_the_latest(notice: Notice, version: str) -> None:
    odd = replace(notice, version=version)
    assert first_and_latest([odd, notice]) == (notice, notice)
    assert first_and_latest([notice, odd]) == (notice, notice)
    assert first_and_latest([odd]) == (None, odd)


def test_versions_are_ordered_as_numbers(notice: Notice) -> None:
    ninth, tenth = replace(notice, version="9"), replace(notice, version="10")
    assert first_and_latest([tenth, ninth]) == (None, tenth)


@pytest.mark.parametrize(
    ("number", "day"),
    [
        ("20220140680", date(2022, 1, 1)),
        ("20221240680", date(2022, 12, 1)),
        ("20220040680", None),
        ("20221340680", None),
        ("IB2300012345", date(2023, 1, 1)),
        ("IB230001234", None),
        ("result:r-0", None),
    ],
)
def test_a_number_tells_the_earliest_day_of_its_drafting(number: str, day: date | None) -> None:
    assert drafted(number) == day


def test_a_tender_is_cancelled_at_the_earliest_on_the_day_of_its_decision(notice: Notice, at: At) -> None:
    decided = replace(notice, cancel_decision_date=date(2026, 10, 14))
    assert known_cancelled(decided) == start_of_day(date(2026, 10, 14))
    shown = at("2026-10-15T08:00")
    assert known_cancelled(replace(decided, cancelled_at=shown)) == shown.at
    assert known_cancelled(notice) is None
