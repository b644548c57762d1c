"""Nguồn nào chưa nhìn thấy được, từ khi nào, bao nhiêu kết luận phải chờ.
What the letters say about sources that could not be seen."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.digest.sight import sight_of
from monitor.domain.judgement import SourceCoverage, Undetermined
from monitor.domain.letters import BlindReason
from monitor.domain.sources import Look, Source
from monitor.domain.vocabulary import Channel, Outcome

NOW = datetime(2026, 9, 21, 2, tzinfo=UTC)
PORTAL = Source("cong-tinh", "Cổng tỉnh", Channel.PORTAL, "nukeviet", "https://cong.example")


def look(outcome: Outcome, at: datetime, detail: str = "") -> Look:
    return Look(f"l{at:%H%M}", PORTAL.id, at, at + timedelta(minutes=2), outcome, None, detail_vi=detail)


def covered(*looks: Look) -> dict[str, SourceCoverage]:
    whole = [item for item in looks if item.outcome.saw_everything]
    return {
        PORTAL.id: SourceCoverage(PORTAL.id, (), whole[-1] if whole else None, looks[-1] if looks else None)
    }


def test_a_healthy_source_is_not_mentioned() -> None:
    sight = sight_of([PORTAL], covered(look(Outcome.NOT_MODIFIED, NOW - timedelta(hours=1))), [], NOW, 7)
    assert (sight.sources, sight.looks, sight.blind, sight.withheld) == (1, 7, (), 0)


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not outcome.saw_everything])
def test_a_look_that_did_not_see_everything_is_said_with_its_words(outcome: Outcome) -> None:
    good, bad = look(Outcome.COMPLETE, NOW - timedelta(hours=3)), look(outcome, NOW, "HTTP 500")
    (blind,) = sight_of([PORTAL], covered(good, bad), [], NOW).blind
    assert blind.reason is BlindReason.LAST_LOOK_FAILED
    assert (blind.outcome, blind.detail, blind.seen_whole_at) == (outcome, "HTTP 500", good.started_at)


def test_a_source_never_looked_at_is_blind_and_has_no_since() -> None:
    for coverage in ({}, covered()):
        (blind,) = sight_of([PORTAL], coverage, [], NOW).blind
        assert (blind.reason, blind.seen_whole_at) == (BlindReason.NEVER_LOOKED, None)


def test_a_source_that_nobody_looks_at_any_more_is_blind() -> None:
    fresh = covered(look(Outcome.COMPLETE, NOW - timedelta(hours=23)))
    stale = covered(look(Outcome.COMPLETE, NOW - timedelta(hours=25)))
    assert sight_of([PORTAL], fresh, [], NOW).blind == ()
    (blind,) = sight_of([PORTAL], stale, [], NOW).blind
    assert blind.reason is BlindReason.NOT_LOOKED_LATELY


def test_conclusions_that_wait_make_a_gap_visible() -> None:
    waiting = [Undetermined("d1", "gap", ("cong-tinh",)), Undetermined("d1", "other", ("cong-tinh",))]
    (blind,) = sight_of([PORTAL], covered(look(Outcome.COMPLETE, NOW)), waiting, NOW).blind
    assert (blind.reason, blind.withheld) == (BlindReason.GAP, 1)


def test_a_conclusion_waiting_for_two_sources_counts_once_in_all() -> None:
    page = Source("so-x", "Trang Sở X", Channel.AGENCY_PAGE, "wordpress", "https://x.example")
    waiting = [
        Undetermined("d1", "blind", ("cong-tinh", "so-x")),
        Undetermined("d2", "blind", ("so-x",)),
        Undetermined("d3", "nobody_looks", ()),
    ]
    sight = sight_of([PORTAL, page], {}, waiting, NOW)
    assert (sight.withheld, sight.unwatched) == (2, 1)
    assert [(blind.source_id, blind.withheld) for blind in sight.blind] == [("so-x", 2), ("cong-tinh", 1)]


def test_a_disabled_source_is_neither_watched_nor_blind() -> None:
    off = Source("tat", "Tắt", Channel.PORTAL, "nukeviet", "https://t.example", enabled=False)
    sight = sight_of([off], {}, [], NOW)
    assert (sight.sources, sight.blind) == (0, ())
