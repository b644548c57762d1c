"""Mỗi loại sự cố ở mỗi nguồn: không một lời nêu sai, không một lỗi bị bỏ sót.
Every kind of outage on every source, at the first look, in the middle and at the end of the watch."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.cycle import CycleReport
from monitor.demo.model import World
from monitor.demo.names import (
    FEED_WORKS,
    NATIONAL_NOTICES,
    NATIONAL_OPEN,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
    PAGE_HEALTH,
    PORTAL_NEW,
    PORTAL_OLD,
)
from monitor.demo.outages import Outage, OutageKind
from monitor.demo.play import play
from monitor.demo.scoring import score
from monitor.demo.truth import expected_at, possible_at
from monitor.demo.world import build_world
from monitor.logs import log_to

pytestmark = pytest.mark.drill

SOURCE_IDS = (
    NATIONAL_PLANS,
    NATIONAL_NOTICES,
    NATIONAL_RESULTS,
    NATIONAL_OPEN,
    PORTAL_NEW,
    PORTAL_OLD,
    PAGE_HEALTH,
    FEED_WORKS,
)


@pytest.fixture(scope="module")
def world() -> World:
    """Half a year is enough for every fault and trap; the back-fill of years is the demo's own."""
    return build_world(seed=11, packages=60, start=date(2026, 6, 1))


def _three_times(world: World, kind: OutageKind, source_id: str) -> tuple[Outage, ...]:
    first, last = world.watch_start, world.ends_at
    return (
        Outage(kind, source_id, first, first + timedelta(days=2)),
        Outage(kind, source_id, first + timedelta(days=20), first + timedelta(days=26)),
        Outage(kind, source_id, last - timedelta(days=4), last + timedelta(days=1)),
    )


@pytest.mark.parametrize("kind", OutageKind)
@pytest.mark.parametrize("source_id", SOURCE_IDS)
def test_an_outage_never_makes_an_accusation(
    world: World, kind: OutageKind, source_id: str, tmp_path: Path
) -> None:
    log_to(None)
    outages = _three_times(world, kind, source_id)
    wrong: list[str] = []

    def check(report: CycleReport) -> None:
        found = score(
            world,
            expected_at(world, report.at, outages),
            report.judged.findings,
            possible_at(world, report.at, outages),
        )
        wrong.extend(f"{report.at:%d/%m %H:%M} {finding.sentence}" for finding in found.false)

    played = play(tmp_path, world, outages, every=timedelta(days=1), after=check)
    blind = [look for look in played.last.looks if look.source_id == source_id]
    assert wrong == []
    assert played.score.missed == ()
    if kind is not OutageKind.TRUNCATED_LIST and source_id != NATIONAL_OPEN:
        # A list cut after three items hides nothing where a question has no more, and the open
        # notices claim no span; every other outage must be noticed as one.
        assert all(not look.outcome.saw_everything for look in blind)


def test_without_any_outage_everything_is_found(world: World, tmp_path: Path) -> None:
    log_to(None)
    played = play(tmp_path, world, ())
    assert played.score.false == ()
    assert played.score.missed == ()
    assert played.score.wrong_days == ()
    assert len(played.planted) > 0
