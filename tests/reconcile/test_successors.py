"""Ai kế thừa ai, nhìn từ ngày nào. Who took over from whom, seen from which day."""

from datetime import date

import pytest

from monitor.domain.procurement import Agency
from monitor.reconcile.successors import Kinship, Successors

_MERGED, _RENAMED = date(2025, 7, 1), date(2020, 1, 1)
_EVE = date(2025, 6, 30)
_AGENCIES = (
    Agency("bac-xua", "Phòng A", successor_id="bac", successor_from=_RENAMED),
    Agency("bac", "Phòng B", successor_id="song", successor_from=_MERGED),
    Agency("nam", "Phòng C", successor_id="song", successor_from=_MERGED),
    Agency("song", "Phòng D", successor_id="song-moi", successor_from=date(2026, 1, 1)),
    Agency("song-moi", "Phòng E"),
    Agency("mot-minh", "Phòng F", successor_id="khong-co", successor_from=_RENAMED),
)
_SUCCESSORS = Successors({agency.id: agency for agency in _AGENCIES})
_ONE_BODY = [
    ("bac", "bac", date.min, Kinship.ITSELF),
    ("bac", "song", _MERGED, Kinship.PREDECESSOR),
    ("song", "bac", _MERGED, Kinship.SUCCESSOR),
    ("bac-xua", "song", _MERGED, Kinship.PREDECESSOR),
    # One predecessor alone: another name of the same body, on every day.
    ("bac-xua", "bac", date.min, Kinship.PREDECESSOR),
    ("bac", "bac-xua", date.min, Kinship.SUCCESSOR),
    ("song-moi", "song", date.min, Kinship.SUCCESSOR),
    ("song-moi", "nam", _MERGED, Kinship.SUCCESSOR),
]
_TWO_BODIES = [
    ("bac", "song", _EVE),
    ("song", "bac", _EVE),
    ("bac-xua", "song", _EVE),
    ("song-moi", "nam", _EVE),
    ("bac", "nam", _EVE),
    ("bac", "nam", date.max),
    ("bac-xua", "nam", date.max),
    ("mot-minh", "bac", date.max),
]


@pytest.mark.parametrize(("one", "other", "on", "kinship"), _ONE_BODY)
def test_a_successor_is_the_same_body_from_its_day_on(
    one: str, other: str, on: date, kinship: Kinship
) -> None:
    assert _SUCCESSORS.kinship(one, other, on) is kinship


@pytest.mark.parametrize(("one", "other", "on"), _TWO_BODIES)
def test_before_the_merger_and_beside_each_other_they_are_two(one: str, other: str, on: date) -> None:
    assert _SUCCESSORS.kinship(one, other, on) is None


def test_a_lineage_is_called_by_its_last_agency_and_has_members_only_where_there_are_several() -> None:
    assert {_SUCCESSORS.lineages[name] for name in ("bac-xua", "bac", "nam", "song")} == {"song-moi"}
    assert _SUCCESSORS.members("song-moi") == {"bac-xua", "bac", "nam", "song", "song-moi"}
    assert _SUCCESSORS.lineages["mot-minh"] == "mot-minh"
    assert _SUCCESSORS.members("mot-minh") == _SUCCESSORS.members("tên:chưa ai biết") == frozenset()


def test_a_succession_without_a_day_counts_as_always() -> None:
    undated = (Agency("a", "A", successor_id="c"), Agency("b", "B", successor_id="c"), Agency("c", "C"))
    found = Successors({agency.id: agency for agency in undated})
    assert found.kinship("a", "c", date.min) is Kinship.PREDECESSOR
