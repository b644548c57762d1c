"""Hạn mức, hình thức không cần thông báo, chuyển tiếp, sự cố hệ thống.
Ceilings, methods without a notice, transitions, and closings that an outage moves."""

from datetime import UTC, date, datetime

import pytest

from monitor.domain.times import VIETNAM, from_vietnam
from monitor.law.ceilings import (
    ceilings_in,
    ceilings_of,
    closing_after_outage,
    exceptions_of,
    needs_notice,
    noticeless,
    transition_of,
)
from monitor.law.lawbook import lawbook_of, load_lawbook

BOOK = load_lawbook()
A, B, C0, C, D = (
    date(2023, 5, 4), date(2024, 5, 6), date(2025, 7, 15), date(2026, 3, 2), date(2026, 10, 1),
)  # fmt: skip
TRIEU = 1_000_000
# The same rows with the three last ones first: a row that does not hold hides none behind it.
_ROWS = BOOK.thresholds.transitions
TURNED = lawbook_of(
    BOOK.book, BOOK.thresholds.model_copy(update={"transitions": (*_ROWS[:2:-1], *_ROWS[:3])})
)


@pytest.mark.parametrize(
    ("day", "category", "setting", "limit"),
    [
        (A, "TV", "any", 500),
        (A, "PTV", "any", 500),
        (A, "HH", "any", 1_000),
        (A, "XL", "any", 1_000),
        (A, "HH", "recurrent", 100),
        (A, "HH", "project", 1_000),
        (B, "HH", "estimate", 100),
        (B, "TV", "project", 500),
        (B, "XL", "project", 1_000),
        (C, "HH", "estimate", 500),
        (C, "TV", "project", 800),
        (C, "XL", "project", 2_000),
        (D, "HH", "estimate", 1_000),
        (D, "TV", "project", 3_000),
        (D, "XL", "project", 5_000),
        (D, "", "project", 5_000),
        (C0, "XL", "project", None),
        (B, "HH", "recurrent", None),
    ],
)
def test_the_ceiling_of_a_direct_appointment(
    day: date, category: str, setting: str, limit: int | None
) -> None:
    found = ceilings_in("direct", category, setting, day, BOOK)  # type: ignore[arg-type]
    assert (found[-1].max_price if found else None) == (limit * TRIEU if limit else None)


def test_every_ceiling_that_may_hold_lowest_first() -> None:
    assert [row.max_price // TRIEU for row in ceilings_of("direct", "XL", D, BOOK)] == [1_000, 5_000]
    assert [row.max_price // TRIEU for row in ceilings_of("direct", "", C, BOOK)] == [500, 800, 2_000]
    assert ceilings_of("direct", "XL", C0, BOOK) == ()
    assert ceilings_of("direct", "XL", date(2010, 1, 1), BOOK) == ()


@pytest.mark.parametrize(("day", "limit"), [(A, None), (B, 5_000), (C, 10_000), (D, 10_000)])
def test_the_ceiling_of_a_competitive_quotation(day: date, limit: int | None) -> None:
    found = ceilings_in("quotation", "HH", "project", day, BOOK)
    assert (found[-1].max_price if found else None) == (limit * TRIEU if limit else None)


@pytest.mark.parametrize(
    ("method", "day", "needed"),
    [
        ("DTRR", D, True),
        ("DTHC", A, True),
        ("CHCT", D, True),
        ("CHCT", A, False),
        ("CHCTRG", A, False),
        ("CHCTRG", B, None),
        ("CDT", D, False),
        ("CDTRG", A, False),
        ("MSTT", C, False),
        ("TTH", B, False),
        ("TGTHCD", C0, False),
        ("LCNT_DB", D, False),
        ("QCBS", D, None),
        ("", D, None),
    ],
)
def test_which_results_need_a_notice_before_them(method: str, day: date, needed: bool | None) -> None:
    assert needs_notice(method, day, BOOK) is needed
    why = noticeless(method, day, BOOK)
    assert (why is not None) is (needed is False)
    assert why is None or "Điều" in why.citation


@pytest.mark.parametrize(
    ("method", "read"),
    [
        ("CDT", {A, B, C, D}),
        ("CDTRG", {A, B, C, D}),
        ("MSTT", {C, D}),
        ("TTH", {C, D}),
        ("TGTHCD", {A, C, D}),
        ("LCNT_DB", {C, D}),
    ],
)
def test_no_notice_is_asked_for_where_the_text_of_the_time_was_not_read(method: str, read: set[date]) -> None:
    """What is cited there stands for reference: to drop the row would ask for a copy of a notice."""
    for day in (A, B, C0, C, D):
        row = noticeless(method, day, BOOK)
        assert row is not None, day
        assert row.citation.startswith("Tham khảo") is (day not in read), day
        assert row.conf.accuses is (day in read), day


@pytest.mark.parametrize(
    ("issued", "closes", "transition"),
    [
        ("2013-12-31", None, "T01"),
        ("2023-12-31", "2024-02-01", "T01"),
        ("2024-01-01", "2024-03-01", "T02"),
        ("2024-02-26", None, "T02"),
        ("2024-02-27", "2024-04-01", "T03"),
        ("2025-06-30", "2025-08-03", "T03"),
        ("2025-06-30", "2025-08-04", "T04"),
        ("2025-06-30", None, None),
        ("2025-07-01", "2025-08-10", "T05"),
        ("2025-08-03", None, "T05"),
        ("2025-08-04", None, "T06"),
        ("2026-09-08", "2026-12-01", "T06"),
        ("2026-09-09", None, None),
    ],
)
def test_which_law_goes_on(issued: str, closes: str | None, transition: str | None) -> None:
    day = date.fromisoformat(issued)
    found = transition_of(day, date.fromisoformat(closes) if closes else None, BOOK)
    assert (found.id if found else None) == transition
    if found is not None and day >= date(2014, 7, 1):
        assert BOOK.regime_of(day) in found.keeps
        assert found.choice is (transition == "T04")
    assert transition_of(day, date.fromisoformat(closes) if closes else None, TURNED) == found


def test_the_cases_people_must_rule_out() -> None:
    assert [row.id for row in exceptions_of(A, BOOK)] == ["X01", "X06", "X07"]
    assert [row.id for row in exceptions_of(B, BOOK)] == ["X02", "X10"]
    assert [row.id for row in exceptions_of(D, BOOK)] == ["X02", "X03", "X04", "X05", "X08", "X09"]
    assert exceptions_of(date(2010, 1, 1), BOOK) == ()


@pytest.mark.parametrize(
    ("closing", "failed", "repaired", "moved"),
    [
        # Six hours after the repair.
        ("2026-10-05T09:00", "2026-10-05T08:00", "2026-10-05T09:30", "2026-10-05T15:30"),
        # At the moment of failure, and two hours after the repair: both still within.
        ("2026-10-05T08:00", "2026-10-05T08:00", "2026-10-05T09:00", "2026-10-05T15:00"),
        ("2026-10-05T11:00", "2026-10-05T08:00", "2026-10-05T09:00", "2026-10-05T15:00"),
        ("2026-10-05T11:01", "2026-10-05T08:00", "2026-10-05T09:00", "2026-10-05T11:01"),
        ("2026-10-05T07:59", "2026-10-05T08:00", "2026-10-05T09:00", "2026-10-05T07:59"),
        # 17:00 itself stands; after it, 11:00 of the next day.
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-05T11:00", "2026-10-05T17:00"),
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-05T11:00:30", "2026-10-06T11:00"),
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-05T11:01", "2026-10-06T11:00"),
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-05T20:00", "2026-10-06T11:00"),
        # 10:59 in the morning is still before eleven; eleven stands.
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-06T04:59", "2026-10-06T11:00"),
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-06T05:00", "2026-10-06T11:00"),
        ("2026-10-05T10:00", "2026-10-05T08:00", "2026-10-06T05:01", "2026-10-06T11:01"),
        # Before the circular nothing moves.
        ("2025-08-03T09:00", "2025-08-03T08:00", "2025-08-03T09:30", "2025-08-03T09:00"),
        ("2025-08-04T09:00", "2025-08-04T08:00", "2025-08-04T09:30", "2025-08-04T15:30"),
    ],
)
def test_a_closing_during_an_outage_moves(closing: str, failed: str, repaired: str, moved: str) -> None:
    at, broke, back, then = (
        from_vietnam(datetime.fromisoformat(text)) for text in (closing, failed, repaired, moved)
    )
    assert closing_after_outage(at, broke, back, BOOK) == then


def test_a_moved_closing_is_counted_in_vietnam_and_told_in_the_zone_it_came_in() -> None:
    """Half past midnight on the first day of the circular; a second past five is past five."""
    just_after_midnight = datetime(2025, 8, 3, 17, 30, tzinfo=UTC)
    moved = closing_after_outage(just_after_midnight, just_after_midnight, just_after_midnight, BOOK)
    assert moved == datetime(2025, 8, 4, 11, tzinfo=VIETNAM)
    local = datetime(2026, 10, 5, 10, tzinfo=VIETNAM)
    late = datetime(2026, 10, 5, 11, 0, 0, 1, tzinfo=VIETNAM)
    moved = closing_after_outage(local, local, late, BOOK)
    assert moved == datetime(2026, 10, 6, 11, tzinfo=VIETNAM)
    assert moved.utcoffset() == local.utcoffset()
    early = datetime(2026, 10, 6, 4, 59, 30, 7, tzinfo=VIETNAM)
    assert closing_after_outage(local, local, early, BOOK) == datetime(2026, 10, 6, 11, tzinfo=VIETNAM)
    evening = datetime(2026, 10, 5, 17, 0, 30, 7, tzinfo=VIETNAM)
    assert closing_after_outage(local, local, evening, BOOK) == datetime(2026, 10, 6, 11, tzinfo=VIETNAM)
