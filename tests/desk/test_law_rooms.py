"""Luật và lịch: dòng thời gian không hở, đề xuất được quyết định thì hạn đổi đúng như máy sẽ tính.
Law and calendar: a time line without holes, and proposals that change what the counting itself would."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.law import days_by_year, pending_effects, reach, timeline
from monitor.domain.judgement import Duty
from monitor.domain.times import end_of_day
from monitor.law.calendar import calendar_of, load_calendar
from monitor.law.holidays import HolidayBook, HolidayYear, Proposal, Span, Swap, load_holidays
from monitor.law.lawbook import load_lawbook
from tests.storage.samples import Samples

SAMPLES = Samples()
REGIMES = load_lawbook().book.regimes
SWAP = Swap(rest=date(2026, 11, 23), makeup=date(2026, 11, 28), decision="đề xuất", status="pending")
PROPOSAL = Proposal(
    reason="Ngày mẫu", proposals=(Span.model_validate({"from": date(2026, 10, 1), "to": date(2026, 10, 4)}),)
)
BOOK = HolidayBook(
    years=(
        HolidayYear(
            year=2026,
            status="pending",
            mark="S",
            source="thử",
            days_off=(),
            swaps=(SWAP,),
            pending=(PROPOSAL,),
        ),
    )
)


def _duty(number: int, since: date, days: int) -> Duty:
    calendar = calendar_of(BOOK)
    found = calendar.deadline(since, days)
    return replace(SAMPLES.duty(number), trigger_day=since, due_at=end_of_day(found.due), ladder=found.ladder)


@given(st.dates(date(2026, 1, 1), date(2035, 12, 31)))
def test_regimes_follow_each_other_on_the_ruler_whatever_the_day(today: date) -> None:
    track = timeline(REGIMES, today)
    assert [bar.span.id for bar in track.bars] == ["A", "B", "C0", "C", "D"]
    assert track.bars[0].start == 0
    for before, after in pairwise(track.bars):
        assert abs(before.start + before.width - after.start) <= 2
    assert abs(track.bars[-1].start + track.bars[-1].width - 1000) <= 2
    assert [bar.today for bar in track.bars].count(True) == 1
    assert all(0 <= mark.at <= 1000 for mark in track.years)
    assert 0 <= track.today <= 1000


def test_a_swap_that_is_decided_moves_what_counts_over_its_day() -> None:
    over, beside = _duty(1, date(2026, 11, 19), 5), _duty(2, date(2026, 11, 2), 5)
    effects = pending_effects(BOOK, calendar_of(BOOK), [over, beside])
    (swap,) = [one for one in effects if one.makeup]
    assert (swap.off, swap.makeup) == ((date(2026, 11, 23),), (date(2026, 11, 28),))
    assert [change.duty_id for change in swap.changes] == [over.id]
    ((reason, many),) = swap.reasons
    assert many == 1
    assert "ngày 23/11/2026 từ đề xuất nghỉ thành ngày nghỉ" in reason


def test_days_that_are_only_proposed_move_due_days_and_no_weekend_is_a_day_off() -> None:
    duty = _duty(1, date(2026, 9, 28), 5)
    (days,) = [one for one in pending_effects(BOOK, calendar_of(BOOK), [duty]) if not one.makeup]
    assert days.off == (date(2026, 10, 1), date(2026, 10, 2))
    assert [change.duty_id for change in days.changes] == [duty.id]
    assert days.changes[0].shift.new.due == date(2026, 10, 7)


@given(st.dates(date(2026, 9, 1), date(2026, 12, 31)), st.integers(1, 20))
def test_what_a_proposal_can_move_falls_due_within_its_reach(since: date, days: int) -> None:
    """A duty outside every span is changed by no proposal: reading only those inside loses nothing."""
    duty = _duty(1, since, days)
    spans = reach(BOOK)
    assert duty.due_at is not None
    last_instant = duty.due_at - timedelta(microseconds=1)
    inside = any(span.start <= last_instant < span.end for span in spans)
    changed = any(one.changes for one in pending_effects(BOOK, calendar_of(BOOK), [duty]))
    assert inside or not changed


def test_the_shipped_proposals_are_told_and_every_year_has_its_days() -> None:
    book = load_holidays()
    effects = pending_effects(book, load_calendar(), [])
    assert [(one.year, one.makeup) for one in effects if one.makeup] == [(2026, (date(2026, 11, 28),))]
    assert {one.year for one in effects} == {2026, 2027}
    years = days_by_year(book)
    assert [year.year for year, _ in years] == sorted((row.year for row in book.years), reverse=True)
    assert all(day.day.year == year.year for year, days in years for day in days)
    assert sum(day.status == "pending" for _, days in years for day in days) >= 5


@pytest.mark.parametrize("readings", ["both", "working", "resting"])
def test_the_readings_of_the_operator_are_kept(readings: str) -> None:
    calendar = load_calendar()
    kept = replace(calendar.readings, makeup=readings)  # type: ignore[arg-type]
    duty = _duty(1, date(2026, 11, 20), 6)
    effects = pending_effects(BOOK, calendar_of(BOOK, kept), [duty])
    for change in (change for one in effects if one.makeup for change in one.changes):
        alone = calendar_of(
            BOOK.model_copy(
                update={
                    "years": (
                        BOOK.years[0].model_copy(
                            update={"swaps": (SWAP.model_copy(update={"status": "ok"}),)}
                        ),
                    )
                }
            ),
            kept,
        )
        assert change.shift.new == alone.deadline(date(2026, 11, 20), 6)
