"""Sự cố cài sẵn làm đúng như tên gọi, và không nguồn nào bị coi là đã xem đủ.
Planted outages do what they say, on each source, and end when they should."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
import requests

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
from monitor.demo.outages import Outage, OutageKind, active, default_outages, view_during
from monitor.demo.servers.start import NATIONAL, Running, start
from monitor.demo.world import build_world

PATIENCE = 1.5
LISTINGS = (PORTAL_NEW, PORTAL_OLD, PAGE_HEALTH, FEED_WORKS)
PATHS = {
    PORTAL_NEW: "/thong-tin-dau-thau",
    PORTAL_OLD: "/Default.aspx?sid=901&pageid=7001&catid=81001",
    PAGE_HEALTH: "/mua-sam-moi-thau/",
    FEED_WORKS: "/rss/dau-thau.xml",
}
SEARCH = "/o/egp-portal-home/services/smart/search"
WIDE = {"searchType": "range", "from": "2020-01-01T00:00:00.000Z", "to": None}
QUESTIONS: dict[str, list[dict[str, Any]]] = {
    NATIONAL_PLANS: [{"fieldName": "type", "searchType": "in", "fieldValues": ["es-plan-project-p"]}],
    NATIONAL_NOTICES: [{"fieldName": "publicDate", **WIDE}],
    NATIONAL_RESULTS: [{"fieldName": "publicDateKqlcnt", **WIDE}],
    NATIONAL_OPEN: [{"fieldName": "bidCloseDate", **WIDE}],
}


@cache
def world() -> World:
    return build_world(2026, 90)


def outage(kind: OutageKind, source_id: str, hours: float = 48) -> Outage:
    begin = world().ends_at - timedelta(hours=1)
    return Outage(kind, source_id, begin, begin + timedelta(hours=hours))


@dataclass
class Clock:
    now: datetime

    def read(self) -> datetime:
        return self.now


@cache
def everything_out() -> tuple[Outage, ...]:
    """Every kind on every source, one after another: kind number n reigns n hours before the end."""
    found = []
    for hour, kind in enumerate(OutageKind):
        for source_id in (*LISTINGS, *QUESTIONS):
            begin = world().ends_at - timedelta(hours=hour + 1)
            found.append(Outage(kind, source_id, begin, begin + timedelta(hours=1)))
    return tuple(found)


@dataclass
class Town:
    running: Running
    clock: Clock
    session: requests.Session

    def ask(self, source_id: str) -> requests.Response:
        if source_id in QUESTIONS:
            query = {"index": "es-contractor-selection", "matchFields": [], "filters": QUESTIONS[source_id]}
            body = [{"pageSize": 50, "pageNumber": 0, "query": [query]}]
            return self.session.post(self.running.urls[NATIONAL] + SEARCH, json=body, timeout=PATIENCE)
        return self.session.get(self.running.urls[source_id] + PATHS[source_id], timeout=PATIENCE)

    def during(self, kind: OutageKind) -> None:
        number = list(OutageKind).index(kind)
        self.clock.now = world().ends_at - timedelta(hours=number, minutes=30)


@pytest.fixture(scope="module")
def town() -> Iterator[Town]:
    clock = Clock(world().ends_at)
    with start(world(), clock.read, everything_out()) as running, requests.Session() as session:
        yield Town(running, clock, session)


EVERYWHERE = (*LISTINGS, *QUESTIONS)


@pytest.mark.parametrize("source_id", EVERYWHERE)
def test_without_an_outage_the_source_answers(town: Town, source_id: str) -> None:
    town.clock.now = world().ends_at
    assert town.ask(source_id).status_code == 200


@pytest.mark.parametrize("source_id", EVERYWHERE)
def test_error_500(town: Town, source_id: str) -> None:
    town.during(OutageKind.ERROR_500)
    assert town.ask(source_id).status_code == 500


@pytest.mark.parametrize("source_id", EVERYWHERE)
def test_the_cookie_gate_is_a_small_page_with_status_200(town: Town, source_id: str) -> None:
    town.during(OutageKind.COOKIE_GATE)
    answer = town.ask(source_id)
    assert answer.status_code == 200
    assert "document.cookie" in answer.text
    assert len(answer.content) < 300


@pytest.mark.parametrize("source_id", EVERYWHERE)
def test_a_timeout_holds_the_caller_longer_than_it_waits(town: Town, source_id: str) -> None:
    town.during(OutageKind.TIMEOUT)
    with pytest.raises(requests.ReadTimeout):
        town.ask(source_id)


@pytest.mark.parametrize("source_id", EVERYWHERE)
def test_a_reset_breaks_the_connection(town: Town, source_id: str) -> None:
    town.during(OutageKind.RESET)
    with pytest.raises(requests.ConnectionError):
        town.ask(source_id)


@pytest.mark.parametrize("source_id", LISTINGS)
def test_an_empty_list_is_a_whole_page_without_items(town: Town, source_id: str) -> None:
    town.clock.now = world().ends_at
    full = len(town.ask(source_id).content)
    town.during(OutageKind.EMPTY_LIST)
    answer = town.ask(source_id)
    assert answer.status_code == 200
    assert answer.text.rstrip().endswith((">", "</rss>"))
    assert len(answer.content) < full / 2


@pytest.mark.parametrize("source_id", QUESTIONS)
def test_an_empty_national_list_says_zero(town: Town, source_id: str) -> None:
    town.during(OutageKind.EMPTY_LIST)
    page = town.ask(source_id).json()["page"]
    assert (page["content"], page["totalElements"], page["last"]) == ([], 0, True)


@pytest.mark.parametrize("source_id", QUESTIONS)
def test_a_truncated_national_list_still_counts_all(town: Town, source_id: str) -> None:
    town.during(OutageKind.TRUNCATED_LIST)
    page = town.ask(source_id).json()["page"]
    assert len(page["content"]) == 3
    assert page["totalElements"] > 3
    assert page["last"]


def test_a_truncated_listing_shows_three_items_and_no_pager(town: Town) -> None:
    town.during(OutageKind.TRUNCATED_LIST)
    assert town.ask(PORTAL_NEW).text.count('class="tin-item"') == 3
    assert "phan-trang" not in town.ask(PORTAL_NEW).text
    assert town.ask(PORTAL_OLD).text.count('class="NewsItem"') == 3
    assert "ButtonPage" not in town.ask(PORTAL_OLD).text
    assert town.ask(PAGE_HEALTH).text.count("fa-clock-o") == 3
    assert "pagination" not in town.ask(PAGE_HEALTH).text
    assert town.ask(FEED_WORKS).text.count("<item>") == 3


@pytest.mark.parametrize("source_id", LISTINGS)
def test_a_stale_copy_misses_what_was_published_lately(town: Town, source_id: str) -> None:
    town.during(OutageKind.STALE_COPY)
    answer = town.ask(source_id).text
    lately = [
        article
        for article in world().articles
        if article.source_id == source_id
        and world().ends_at - timedelta(days=20) < article.published < town.clock.now
    ]
    assert lately
    # Addresses end in the number: `id/230131`, `…-378.html`, `bql1-65`.
    assert not any(re.search(rf"[-/_]{article.number}(?!\d)", answer) for article in lately)


def test_a_stale_network_misses_the_newest_records(town: Town) -> None:
    town.clock.now = world().ends_at
    now = town.ask(NATIONAL_PLANS).json()["page"]["totalElements"]
    town.during(OutageKind.STALE_COPY)
    assert 0 < town.ask(NATIONAL_PLANS).json()["page"]["totalElements"] < now


@pytest.mark.parametrize("kind", OutageKind)
def test_an_outage_touches_its_own_source_only(kind: OutageKind) -> None:
    out = outage(kind, NATIONAL_RESULTS)
    clock = Clock(world().ends_at)
    with start(world(), clock.read, (out,)) as running, requests.Session() as session:
        alone = Town(running, clock, session)
        for source_id in (NATIONAL_PLANS, NATIONAL_NOTICES, NATIONAL_OPEN, PORTAL_NEW):
            answer = alone.ask(source_id)
            assert answer.status_code == 200
            assert "document.cookie" not in answer.text


def test_robots_are_served_all_the_while(town: Town) -> None:
    for kind in OutageKind:
        town.during(kind)
        for name in (NATIONAL, *LISTINGS):
            answer = town.session.get(town.running.urls[name] + "/robots.txt", timeout=5)
            assert answer.text.startswith("User-agent: *")


def test_a_server_that_holds_callers_ends_at_once_when_stopped() -> None:
    out = outage(OutageKind.TIMEOUT, PORTAL_NEW)
    with start(world(), lambda: world().ends_at, (out,)) as running, requests.Session() as session:
        url = running.urls[PORTAL_NEW] + PATHS[PORTAL_NEW]
        with pytest.raises(requests.ReadTimeout):
            session.get(url, timeout=PATIENCE)
    with pytest.raises(requests.ConnectionError):
        requests.get(url, timeout=PATIENCE)


def test_an_outage_begins_and_ends_to_the_second() -> None:
    out = outage(OutageKind.RESET, PORTAL_NEW, hours=2)
    second = timedelta(seconds=1)
    assert active((out,), PORTAL_NEW, out.start - second) is None
    assert active((out,), PORTAL_NEW, out.start) is out
    assert active((out,), PORTAL_NEW, out.end - second) is out
    assert active((out,), PORTAL_NEW, out.end) is None
    assert active((out,), PORTAL_OLD, out.start) is None
    assert view_during(None, out.start).limit is None


def test_the_default_outages_are_of_every_kind_and_one_goes_on() -> None:
    outages = default_outages(world())
    assert {out.kind for out in outages} == set(OutageKind)
    assert [out.source_id for out in outages if out.covers(world().ends_at)] == [PORTAL_OLD]
    assert all(world().watch_start < out.start < out.end for out in outages)
