"""Thế giới mẫu đang chạy, cho các bài kiểm tra hỏi qua HTTP.
A running demo world for the tests of its servers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import pytest
import requests

from monitor.demo.model import World
from monitor.demo.servers.start import NATIONAL, Running, start
from monitor.demo.world import build_world
from monitor.domain.sources import Source

SEARCH = "/o/egp-portal-home/services/smart/search"
PATIENCE = 10


@cache
def small_world() -> World:
    return build_world(2026, 90)


@dataclass
class Clock:
    """The simulated now of a running world."""

    now: datetime

    def read(self) -> datetime:
        return self.now


@dataclass
class Town:
    """A running world, its clock and a session to ask it with."""

    world: World
    running: Running
    clock: Clock
    session: requests.Session

    def get(self, name: str, path: str, **given: Any) -> requests.Response:
        return self.session.get(self.running.urls[name] + path, timeout=PATIENCE, **given)

    def post(self, name: str, path: str, **given: Any) -> requests.Response:
        return self.session.post(self.running.urls[name] + path, timeout=PATIENCE, **given)

    def source(self, source_id: str) -> Source:
        return next(source for source in self.running.sources if source.id == source_id)

    def rows(self, *filters: dict[str, Any], words: str = "", **query: Any) -> list[dict[str, Any]]:
        """All rows of a search, page by page."""
        asked = {"index": "es-contractor-selection", "keyWord": words, "matchType": "all-1", **query}
        asked.setdefault("matchFields", ["notifyNo", "bidName"])
        asked["filters"] = list(filters)
        found: list[dict[str, Any]] = []
        number = 0
        while True:
            body = [{"pageSize": 50, "pageNumber": number, "query": [asked]}]
            page = self.post(NATIONAL, SEARCH, json=body).json()["page"]
            found += page["content"]
            if page["last"]:
                assert len(found) == page["totalElements"]
                return found
            number += 1


@pytest.fixture(scope="session")
def small() -> World:
    """An invented world of 90 packages."""
    return small_world()


@pytest.fixture(scope="module")
def running_town() -> Iterator[Town]:
    clock = Clock(small_world().ends_at)
    with start(small_world(), clock.read) as running, requests.Session() as session:
        yield Town(small_world(), running, clock, session)


@pytest.fixture
def town(running_town: Town) -> Town:
    """The running world at its end; a test may turn its clock."""
    running_town.clock.now = running_town.world.ends_at
    return running_town
