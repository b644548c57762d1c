"""Xếp thứ tự đơn vị: công bằng với đơn vị ít nghĩa vụ và đơn vị có kênh chưa nhìn thấy.
Ranking agencies: fair to those with few duties and to those whose channel was blind."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.ranking import FEW, ranking, share, tallies
from monitor.domain.digests import Tally
from monitor.domain.judgement import Duty, Verdict
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Confidence, VerdictKind

UNTIL = datetime(2026, 9, 20, 17, tzinfo=UTC)
SPAN = Window(UNTIL - timedelta(weeks=13), UNTIL)
NAMES = {"a": "Sở A", "b": "Sở B", "c": "Sở C"}


def duty(number: int, agency_id: str = "a", **given: object) -> Duty:
    made: dict[str, object] = {
        "id": f"IB{number}/notice@portal", "disclosure_id": f"IB{number}/notice", "channel": Channel.PORTAL,
        "agency_id": agency_id, "rule_id": "r", "basis": "Điều 8", "confidence": Confidence.READ,
        "trigger": "", "trigger_day": None, "due_at": UNTIL, "due_strict_at": UNTIL,
    }  # fmt: skip
    return Duty(**{**made, **given})  # type: ignore[arg-type]


def judged(*kinds: VerdictKind, agency_id: str = "a", start: int = 0) -> list[tuple[Duty, Verdict]]:
    made = [duty(start + number, agency_id) for number in range(len(kinds))]
    return [(one, Verdict(one.id, kind)) for one, kind in zip(made, kinds, strict=True)]


ON_TIME, LATE, MISSING, UNSEEN = (
    VerdictKind.ON_TIME,
    VerdictKind.LATE,
    VerdictKind.MISSING,
    VerdictKind.UNVERIFIABLE,
)


def test_only_what_could_be_concluded_is_the_denominator() -> None:
    everything = judged(ON_TIME, LATE, MISSING, VerdictKind.NOT_DUE, VerdictKind.EXEMPT, UNSEEN, UNSEEN)
    blind = {everything[-1][0].id}
    assert tallies(everything, blind, SPAN, NAMES) == (Tally("a", "Sở A", 1, 3, 1),)


@pytest.mark.parametrize(
    "changes",
    [
        {"due_at": UNTIL + timedelta(seconds=1)},
        {"due_at": SPAN.start},
        {"due_at": None},
        {"confidence": Confidence.POLICY},
        {"confidence": Confidence.SECONDARY},
        {"caution": "chưa rõ ngày"},
        {"agency_id": "khong-co"},
    ],
)
def test_what_cannot_be_held_against_an_agency_does_not_count(changes: dict[str, object]) -> None:
    one = duty(1, **changes)
    assert tallies([(one, Verdict(one.id, MISSING))], set(), SPAN, NAMES) == ()


def test_few_duties_and_blind_channels_are_listed_apart() -> None:
    counted = [
        Tally("a", "Sở A", 4, FEW),
        Tally("b", "Sở B", 0, FEW - 1),
        Tally("c", "Sở C", 8, 8, 3),
        Tally("d", "Sở D", 8, 8, 2),
        Tally("e", "Sở E", 0, 0, 2),
    ]
    found = ranking(counted, {}, SPAN.start)
    assert [(row.place, row.tally.agency_id) for row in found.rows] == [(1, "d"), (2, "a")]
    assert [one.agency_id for one in found.few] == ["b"]
    assert [one.agency_id for one in found.unseen] == ["c", "e"]
    assert found.places == {"d": 1, "a": 2}


def test_last_weeks_place_is_what_was_told_then() -> None:
    counted = [Tally("a", "Sở A", 9, 10), Tally("b", "Sở B", 8, 10), Tally("c", "Sở C", 7, 10)]
    rows = ranking(counted, {"a": 3, "b": 1}, SPAN.start).rows
    assert [(row.before, row.moved) for row in rows] == [(3, 2), (1, -1), (None, 0)]


def test_equal_shares_have_one_place_and_the_next_is_left_out() -> None:
    counted = [Tally("a", "Sở A", 5, 10), Tally("b", "Sở B", 10, 20), Tally("c", "Sở C", 1, 5)]
    assert [(row.place, row.tally.agency_id) for row in ranking(counted, {}, SPAN.start).rows] == [
        (1, "b"), (1, "a"), (3, "c"),
    ]  # fmt: skip


_counts = st.integers(0, 30).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(0, 10)))


@given(st.lists(_counts, max_size=12), st.randoms())
def test_places_follow_the_shares_and_nobody_is_lost(
    counts: list[tuple[int, int, int]], random: Callable[..., object]
) -> None:
    counted = [Tally(f"a{n:02}", f"Sở {n}", *count) for n, count in enumerate(counts)]
    found = ranking(counted, {}, SPAN.start)
    assert sorted(one.agency_id for one in (*found.few, *found.unseen, *(r.tally for r in found.rows))) == [
        one.agency_id for one in counted
    ]
    for row in found.rows:
        better = sum(share(other.tally) > share(row.tally) for other in found.rows)
        assert row.place == better + 1
    shuffled = list(counted)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ranking(shuffled, {}, SPAN.start).rows == found.rows
