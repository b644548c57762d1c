"""Chặn lũ: vắng hàng loạt là dấu hiệu nguồn bị mù, không phải lỗi của đơn vị.
The flood guard: absences in bulk speak of a blind source, not of careless agencies."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.rules.flood import (
    CONFIRMED_FOR,
    confirm,
    confirmations_of,
    confirmed_sources,
    distrusted_sources,
    looked_at,
    take_back,
)

NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)

COUNTS = st.integers(0, 200).flatmap(lambda due: st.tuples(st.just(due), st.integers(0, due)))


@pytest.mark.parametrize(
    ("due", "absent", "held"),
    [
        (0, 0, False),
        (4, 4, False),
        (5, 5, True),
        (10, 5, False),
        (9, 5, True),
        (100, 50, False),
        (100, 51, True),
        (100, 20, False),
    ],
)
def test_most_of_what_fell_due_lately_is_absent(due: int, absent: int, held: bool) -> None:
    assert ("cong" in distrusted_sources({"cong": (due, absent)})) is held


def test_each_source_stands_for_itself() -> None:
    seen = {"cong": (20, 19), "trang-a": (20, 1), "trang-b": (6, 6)}
    assert distrusted_sources(seen) == {"cong", "trang-b"}


def test_a_source_as_empty_before_did_not_change_suddenly() -> None:
    seen = {"cong": (20, 19)}
    assert distrusted_sources(seen, before={"cong": (20, 18)}) == frozenset()
    assert distrusted_sources(seen, before={"cong": (20, 2)}) == {"cong"}
    assert distrusted_sources(seen, before={"cong": (3, 3)}) == {"cong"}
    assert distrusted_sources(seen, before={"khac": (20, 20)}) == {"cong"}


def test_time_alone_brings_no_trust_back() -> None:
    as_empty_before = {"cong": (20, 18)}
    assert distrusted_sources({"cong": (20, 19)}, before=as_empty_before, silent={"cong": 5}) == {"cong"}
    assert distrusted_sources({"cong": (20, 19)}, before=as_empty_before, silent={"cong": 4}) == frozenset()
    # Nothing fell due lately: what fell due before is as much in doubt as it was.
    assert distrusted_sources({}, silent={"cong": 5, "trang": 4}) == {"cong"}
    assert distrusted_sources({}, silent={"cong": 50}, confirmed=frozenset({"cong"})) == frozenset()
    assert distrusted_sources({}, silent={"cong": 3}, min_missing=3) == {"cong"}


def test_a_person_looked_when_the_latest_standing_word_was_given() -> None:
    assert looked_at(None) == {}
    kept = confirm((), "cong", "Chị Mẫu", "đã mở trang", NOW)
    kept = confirm(confirmations_of(kept), "trang", "Chị Mẫu", "đã mở trang", NOW)
    kept = take_back(confirmations_of(kept), "trang", "Anh Mẫu", NOW + timedelta(days=1))
    kept = confirm(confirmations_of(kept), "cong", "Anh Mẫu", "vẫn vắng", NOW + timedelta(days=40))
    assert looked_at(kept) == {"cong": NOW + timedelta(days=40)}
    assert looked_at(list(reversed(kept))) == {"cong": NOW + timedelta(days=40)}


def test_a_source_that_a_person_confirmed_is_believed() -> None:
    assert distrusted_sources({"cong": (20, 19)}, confirmed=frozenset({"cong"})) == frozenset()


def test_a_confirmation_holds_for_a_month_and_frees_the_source() -> None:
    kept = json.loads(json.dumps(confirm((), "cong", "Chị Mẫu", "đã mở trang", NOW)))
    for later, freed in (
        (timedelta(), True),
        (CONFIRMED_FOR - timedelta(seconds=1), True),
        (CONFIRMED_FOR, False),
    ):
        confirmed = confirmed_sources(kept, NOW + later)
        assert (distrusted_sources({"cong": (20, 19)}, confirmed=confirmed) == frozenset()) is freed
    assert confirmed_sources(kept, NOW - timedelta(seconds=1)) == frozenset()


def test_nothing_kept_confirms_nothing() -> None:
    assert confirmed_sources(None, NOW) == frozenset()
    assert confirmations_of([]) == ()


def test_a_confirmation_taken_back_frees_nothing_and_stays_in_the_book() -> None:
    first = confirmations_of(confirm((), "cong", "Chị Mẫu", "đã mở trang", NOW))
    both = confirmations_of(confirm(first, "trang", "Chị Mẫu", "đã mở trang", NOW))
    kept = take_back(both, "cong", "Anh Mẫu", NOW + timedelta(days=1))
    assert confirmed_sources(kept, NOW + timedelta(days=2)) == {"trang"}
    ended = confirmations_of(kept)[0]
    assert (ended.by, ended.reason, ended.taken_back_by) == ("Chị Mẫu", "đã mở trang", "Anh Mẫu")
    again = confirm(confirmations_of(kept), "cong", "Chị Mẫu", "xem lại rồi", NOW + timedelta(days=3))
    assert confirmed_sources(again, NOW + timedelta(days=4)) == {"cong", "trang"}
    assert len(again) == 3


def test_the_limits_are_settings() -> None:
    seen = {"cong": (10, 3)}
    assert distrusted_sources(seen) == frozenset()
    assert distrusted_sources(seen, min_missing=3, max_share=0.2) == {"cong"}


@pytest.mark.parametrize("counts", [(3, 4), (5, -1)])
def test_impossible_counts_are_refused(counts: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="cong"):
        distrusted_sources({"cong": counts})


@given(COUNTS)
def test_one_more_absence_never_restores_trust(counts: tuple[int, int]) -> None:
    due, absent = counts
    if absent < due and distrusted_sources({"cong": counts}):
        assert distrusted_sources({"cong": (due, absent + 1)})
