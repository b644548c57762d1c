"""Khi nguồn gặp sự cố, bộ đọc không bao giờ cho là đã xem đủ.
What the readers make of a planted outage: never a complete look that hides something unknown."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import product

import pytest

from monitor.demo.model import World
from monitor.demo.names import (
    FEED_WORKS,
    NATIONAL_NOTICES,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
    PAGE_HEALTH,
    PORTAL_NEW,
    PORTAL_OLD,
)
from monitor.demo.outages import TRUNCATED_TO, Outage, OutageKind
from monitor.demo.servers.start import start
from monitor.demo.world import build_world
from monitor.domain.ports import Exchange, LookReport
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Window, start_of_day
from monitor.domain.vocabulary import Outcome
from sources.http.client import PoliteClient
from sources.http.settings import ClientSettings
from sources.registry import platform

PATIENCE = 1.5
_NO_DETAILS = {"details": False}
LISTINGS = (PORTAL_NEW, PORTAL_OLD, PAGE_HEALTH, FEED_WORKS)
NETWORK = (NATIONAL_PLANS, NATIONAL_NOTICES, NATIONAL_RESULTS)


@cache
def world() -> World:
    return build_world(2026, 90)


def outage(kind: OutageKind, source_id: str) -> Outage:
    begin = world().ends_at - timedelta(hours=1)
    return Outage(kind, source_id, begin, begin + timedelta(hours=48))


@dataclass
class Clock:
    now: datetime

    def read(self) -> datetime:
        return self.now


class MemoryArchive:
    """Forgets the bytes; gives every exchange a name."""

    def __init__(self) -> None:
        self.count = 0

    def keep(self, exchange: Exchange) -> str:
        self.count += 1
        return f"capture-{self.count}"


def look(source: Source, memory: SourceMemory, now: datetime) -> LookReport:
    settings = ClientSettings(
        spacing_seconds=0, timeout_seconds=PATIENCE, retries=0, circuit_failures=0, backoff_seconds=0
    )
    lean = {"dotnetnuke": _NO_DETAILS, "aspnet_postback": _NO_DETAILS, "nukeviet": _NO_DETAILS}
    lean["egp"] = {"details_per_look": 0}
    source = replace(source, settings={**source.settings, **lean.get(source.platform, {})})
    with PoliteClient(MemoryArchive(), settings, lambda: now) as client:
        window = Window(start_of_day(world().start), now)
        return platform(source.platform).look(source, client, memory, window, now)


def remembered(report: LookReport, now: datetime) -> SourceMemory:
    """What the store would keep of a complete look for the next one."""
    times = {seen.native_key: seen.published.at for seen in report.sightings if seen.published}
    recent = {key: at for key, at in times.items() if at > now - timedelta(days=60)}
    assert report.look.window is not None
    return SourceMemory(report.look.window.end, max(times.values()), recent, report.validators)


def unseen(source_id: str, *reports: LookReport) -> set[int]:
    """Articles within the last look's window that none of the looks has shown."""
    window = reports[0].look.window
    assert window is not None
    shown = {int(re.findall(r"\d+", seen.native_key)[-1]) for report in reports for seen in report.sightings}
    return {
        article.number
        for article in world().articles
        if article.source_id == source_id and window.start <= article.published < window.end
    } - shown


@pytest.mark.parametrize(("kind", "source_id"), tuple(product(OutageKind, LISTINGS)))
def test_no_outage_of_a_listing_passes_for_a_complete_look(kind: OutageKind, source_id: str) -> None:
    clock = Clock(world().ends_at - timedelta(days=1))
    out = outage(kind, source_id)
    with start(world(), clock.read, (out,)) as running:
        source = next(source for source in running.sources if source.id == source_id)
        before = look(source, SourceMemory(), clock.now)
        assert before.look.outcome is Outcome.COMPLETE, before.look.detail_vi
        memory = remembered(before, clock.now)
        clock.now = world().ends_at
        blind = look(source, memory, clock.now)
        if blind.look.outcome.saw_everything:
            # Three items may be all there is since yesterday; then nothing unknown may be hidden.
            assert kind is OutageKind.TRUNCATED_LIST
            assert not unseen(source_id, blind, before)
        clock.now = out.end
        assert look(source, memory, clock.now).look.outcome.saw_everything


@pytest.mark.parametrize(("kind", "source_id"), tuple(product(OutageKind, NETWORK)))
def test_no_outage_of_the_network_passes_for_a_complete_look(kind: OutageKind, source_id: str) -> None:
    clock = Clock(world().ends_at - timedelta(days=1))
    out = outage(kind, source_id)
    with start(world(), clock.read, (out,)) as running:
        source = next(source for source in running.sources if source.id == source_id)
        before = look(source, SourceMemory(), clock.now)
        assert before.look.outcome is Outcome.COMPLETE, before.look.detail_vi
        assert before.look.window is not None
        memory = SourceMemory(before.look.window.end, validators=before.validators)
        clock.now = world().ends_at
        blind = look(source, memory, clock.now)
        if blind.look.outcome.saw_everything:
            # No question had more rows than a truncated list still shows: nothing was hidden.
            assert kind is OutageKind.TRUNCATED_LIST
            assert blind.look.items <= 2 * TRUNCATED_TO
        clock.now = out.end
        assert look(source, memory, clock.now).look.outcome.saw_everything
