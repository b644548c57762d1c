"""Bậc thang ngày: đếm đủ từng ngày, ngày nghỉ có lý do, ngày quá hạn đánh số.
The day ladder: every day stands on it once, days off with their reason, days over with their number."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.days import Mark, Tile, day_tiles
from monitor.domain.judgement import Duty
from monitor.domain.times import Moment, end_of_day, start_of_day
from monitor.domain.vocabulary import Precision, VerdictKind
from monitor.law.calendar import load_calendar
from tests.storage.samples import Samples

CALENDAR, SAMPLES = load_calendar(), Samples()


def _duty(start: date, n: int) -> Duty:
    deadline = CALENDAR.deadline(start, n)
    due = end_of_day(deadline.due)
    return SAMPLES.duty(1, trigger_day=start, due_at=due, due_strict_at=due, ladder=deadline.ladder)


def _all(tiles: Iterable[Tile]) -> Iterator[Tile]:
    for tile in tiles:
        yield from _all(tile.inside) if tile.mark is Mark.FOLD else (tile,)


def test_the_picture_of_the_design() -> None:
    # Published on Wednesday 2/9 (a holiday); four days are enough to meet a weekend.
    duty = _duty(date(2026, 9, 7), 5)
    tiles = day_tiles(
        duty, SAMPLES.verdict(1), CALENDAR, start_of_day(date(2026, 9, 17)) + timedelta(hours=8)
    )
    told = [(tile.mark.value, tile.first.day, tile.last.day, tile.number) for tile in tiles]
    assert told == [
        ("start", 7, 7, None),
        ("counted", 8, 8, 1),
        ("counted", 9, 9, 2),
        ("counted", 10, 10, 3),
        ("counted", 11, 11, 4),
        ("off", 12, 13, None),
        ("due", 14, 14, 5),
        ("over", 15, 15, 1),
        ("over", 16, 16, 2),
        ("end", 17, 17, 3),
    ]
    assert tiles[5].note == "cuối tuần"


@given(start=st.dates(date(2026, 1, 5), date(2026, 10, 30)), n=st.integers(1, 40), beyond=st.integers(-5, 90))
def test_every_day_stands_on_the_ladder_once_and_the_last_number_is_the_delay(
    start: date, n: int, beyond: int
) -> None:
    duty = _duty(start, n)
    assert duty.due_at is not None
    due = CALENDAR.deadline(start, n).due
    end = due + timedelta(days=beyond)
    tiles = list(_all(day_tiles(duty, SAMPLES.verdict(1), CALENDAR, end_of_day(end) - timedelta(minutes=1))))
    days = [
        tile.first + timedelta(days=k) for tile in tiles for k in range((tile.last - tile.first).days + 1)
    ]
    assert days == [start + timedelta(days=k) for k in range((max(end, due) - start).days + 1)]
    over = [tile.number for tile in tiles if tile.mark in (Mark.OVER, Mark.END)]
    assert over == list(range(1, CALENDAR.working_days_after(due, end) + 1))
    assert sum(tile.mark is Mark.DUE for tile in tiles) == 1


def test_what_came_late_ends_on_the_day_it_came() -> None:
    duty = _duty(date(2026, 9, 7), 3)
    late = SAMPLES.verdict(
        1,
        VerdictKind.LATE,
        published=Moment(start_of_day(date(2026, 9, 15)), Precision.DAY, "listing"),
        days_late=3,
    )
    tiles = day_tiles(duty, late, CALENDAR, start_of_day(date(2026, 12, 1)))
    assert (tiles[-1].mark, tiles[-1].last, tiles[-1].number) == (Mark.END, date(2026, 9, 15), 3)


@pytest.mark.parametrize("field", ["due_at", "trigger_day"])
def test_without_a_day_there_is_no_ladder(field: str) -> None:
    duty = replace(SAMPLES.duty(1), **{field: None})  # type: ignore[arg-type]
    assert day_tiles(duty, SAMPLES.verdict(1), CALENDAR, SAMPLES.now) == ()


def test_a_long_ladder_is_folded_and_says_what_it_folds() -> None:
    duty = _duty(date(2026, 6, 1), 30)
    tiles = day_tiles(duty, SAMPLES.verdict(1), CALENDAR, start_of_day(date(2026, 6, 3)))
    fold = next(tile for tile in tiles if tile.mark is Mark.FOLD)
    assert len(tiles) == 9
    assert fold.inside[0].first == fold.first
    assert fold.number == [tile.number for tile in fold.inside if tile.number][-1]
