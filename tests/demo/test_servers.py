"""Các máy chủ của thế giới mẫu, hỏi qua HTTP thật và đọc bằng chính các bộ đọc.
The demo servers over real HTTP, read with the readers they are made for."""

import re
from dataclasses import dataclass, field
from datetime import timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import requests

from monitor.demo.model import Article, World
from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.demo.servers.start import MAIL, NATIONAL, start
from monitor.domain.codes import find_codes
from monitor.domain.ports import Exchange
from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window, start_of_day
from monitor.domain.vocabulary import Channel, Outcome
from sources.http.client import PoliteClient
from sources.http.settings import ClientSettings
from sources.registry import check_settings, platform

Town = Any  # the class of conftest.py, which cannot be imported
LISTINGS = (PORTAL_NEW, PORTAL_OLD, PAGE_HEALTH, FEED_WORKS)
PATIENCE = 10


@dataclass
class MemoryArchive:
    """Keeps exchanges in memory; the archive's contract without a disk."""

    kept: list[Exchange] = field(default_factory=list)

    def keep(self, exchange: Exchange) -> str:
        self.kept.append(exchange)
        return f"capture-{len(self.kept)}"


def visible(world: World, source_id: str) -> list[Article]:
    """What a source shows at the end, newest first."""
    found = [a for a in world.articles if a.source_id == source_id and a.published <= world.ends_at]
    return sorted(found, key=lambda article: article.published, reverse=True)


def test_every_source_is_declared_soundly(town: Town) -> None:
    sources = town.running.sources
    agencies = {agency.id for agency in town.running.agencies}
    assert len({source.id for source in sources}) == len(sources)
    for source in sources:
        check_settings(source)
        assert source.url.startswith("http://127.0.0.1:")
        assert source.allow_private
        assert set(source.agency_ids) <= agencies
    assert {source.channel for source in sources} == set(Channel)


def test_declared_volumes_hold_in_every_month_and_pause(town: Town) -> None:
    made = town.world
    for source_id in LISTINGS:
        source = town.source(source_id)
        times = [article.published for article in visible(made, source_id)]
        assert source.expected_per_30_days >= 1
        for days in range(45):
            now = made.watch_start + timedelta(days=days)
            month = [at for at in times if now - timedelta(days=30) < at <= now]
            assert len(month) >= source.expected_per_30_days
            assert now - max(at for at in times if at <= now) < timedelta(days=source.max_silence_days)


def test_every_agency_is_watched_on_exactly_one_portal(town: Town) -> None:
    portals = [source for source in town.running.sources if source.channel is Channel.PORTAL]
    for agency in town.running.agencies:
        assert sum(agency.id in portal.agency_ids for portal in portals) == 1


def test_robots_allow_everything(town: Town) -> None:
    for name in (NATIONAL, *LISTINGS):
        answer = town.get(name, "/robots.txt")
        assert answer.text == "User-agent: *\nAllow: /\n"


def test_the_date_header_tells_the_simulated_time(town: Town) -> None:
    town.clock.now = town.world.watch_start
    answer = town.get(PORTAL_NEW, "/thong-tin-dau-thau")
    assert parsedate_to_datetime(answer.headers["Date"]) == town.world.watch_start


def test_a_server_that_will_close_the_connection_says_so(town: Town) -> None:
    kept = town.get(PORTAL_NEW, "/robots.txt")
    closed = town.get(PORTAL_NEW, "/robots.txt", headers={"Connection": "close"})
    assert "Connection" not in kept.headers
    assert closed.headers["Connection"] == "close"


def test_servers_close_when_the_world_ends(small: World) -> None:
    with start(small, lambda: small.ends_at) as running:
        urls = dict(running.urls)
        with requests.Session() as session:
            assert session.get(urls[PORTAL_NEW] + "/robots.txt", timeout=PATIENCE).ok
    for url in urls.values():
        with pytest.raises(requests.ConnectionError):
            requests.get(url, timeout=PATIENCE)


@pytest.mark.parametrize("source_id", LISTINGS)
def test_the_platform_reads_every_article_once_with_its_time(town: Town, source_id: str) -> None:
    now = town.world.ends_at
    source = town.source(source_id)
    archive = MemoryArchive()
    settings = ClientSettings(spacing_seconds=0, timeout_seconds=PATIENCE, retries=0)
    with PoliteClient(archive, settings, town.clock.read) as client:
        window = Window(start_of_day(town.world.start), now)
        report = platform(source.platform).look(source, client, SourceMemory(), window, now)
    assert report.look.outcome is Outcome.COMPLETE, report.look.detail
    expected = visible(town.world, source_id)[: 30 if source_id == FEED_WORKS else None]
    by_number = {int(re.findall(r"\d+", s.native_key)[-1]): s for s in report.sightings}
    assert len(by_number) == len(report.sightings)
    assert set(by_number) == {article.number for article in expected}
    assert not [oddity for oddity in report.oddities if not oddity.where.startswith("listing.undated")]
    for article in expected:
        seen = by_number[article.number]
        assert seen.title == article.title.strip()
        assert seen.published is not None
        assert seen.published.at <= article.published < seen.published.latest
        texts = (article.title, article.summary, *article.paragraphs, article.attachment)
        assert set(find_codes(*texts)) == set(seen.codes), article


@pytest.mark.parametrize(
    ("name", "path"),
    [
        (PORTAL_NEW, "/thong-tin-dau-thau"),
        (PAGE_HEALTH, "/mua-sam-moi-thau/"),
        (FEED_WORKS, "/rss/dau-thau.xml"),
    ],
)
def test_nothing_is_shown_before_it_is_published(town: Town, name: str, path: str) -> None:
    newest = visible(town.world, name)[0]
    town.clock.now = newest.published - timedelta(seconds=1)
    before = town.get(name, path).text
    town.clock.now = newest.published
    after = town.get(name, path).text
    assert str(newest.number) not in re.findall(r"\d+", before)
    assert str(newest.number) in re.findall(r"\d+", after)


def test_an_article_cannot_be_opened_before_it_is_published(town: Town) -> None:
    newest = visible(town.world, PORTAL_NEW)[0]
    town.clock.now = newest.published - timedelta(seconds=1)
    assert town.get(PORTAL_NEW, f"/xem-chi-tiet-tin-tuc/id/{newest.number}").status_code == 404
    town.clock.now = newest.published
    assert town.get(PORTAL_NEW, f"/xem-chi-tiet-tin-tuc/id/{newest.number}").status_code == 200


def test_nukeviet_leads_back_to_the_first_page_past_the_end(town: Town) -> None:
    answer = town.get(PAGE_HEALTH, "/mua-sam-moi-thau/page-99/")
    assert [step.status_code for step in answer.history] == [301]
    assert answer.url.endswith("/mua-sam-moi-thau/")


def test_nukeviets_feed_prints_the_month_in_the_minutes(town: Town) -> None:
    answer = town.get(PAGE_HEALTH, "/rss/mua-sam-moi-thau/")
    items = ET.fromstring(answer.content).findall("channel/item")
    newest = visible(town.world, PAGE_HEALTH)
    assert len(items) == 30
    for item, article in zip(items, newest, strict=False):
        shown = parsedate_to_datetime(str(item.findtext("pubDate")))
        assert shown.minute == article.published.month
        assert (shown.hour, shown.second) == (article.published.hour, article.published.second)
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == newest[0].published.replace(
        microsecond=0
    )


def test_nukeviet_gives_the_whole_module_for_an_unknown_category(town: Town) -> None:
    right = ET.fromstring(town.get(PAGE_HEALTH, "/rss/mua-sam-moi-thau/").content)
    wrong = town.get(PAGE_HEALTH, "/rss/khong-co-chuyen-muc/")
    assert wrong.status_code == 200
    assert right.findtext("channel/title") == "Tin Tức - Mua sắm - mời thầu"
    assert ET.fromstring(wrong.content).findtext("channel/title") == "Tin Tức"


def test_the_old_portal_pages_only_by_postback_with_its_own_state(town: Town) -> None:
    path = "/Default.aspx?sid=901&pageid=7001&catid=81001"
    first = town.get(PORTAL_OLD, path).text
    form = dict(re.findall(r'<input type="hidden" name="(\w+)" id="\w+" value="([^"]*)"', first))
    target = re.findall(r"__doPostBack\('([^']+)',''\)\">2<", first)[0]
    second = town.post(PORTAL_OLD, path, data=form | {"__EVENTTARGET": target})
    assert second.status_code == 200
    assert '<span class="ButtonPage">2</span>' in second.text
    forged = town.post(PORTAL_OLD, path, data=form | {"__EVENTTARGET": target, "__EVENTVALIDATION": "x"})
    assert forged.status_code == 500


def test_the_feed_answers_not_modified_until_something_new_comes(town: Town) -> None:
    newest = visible(town.world, FEED_WORKS)[0]
    town.clock.now = newest.published - timedelta(minutes=1)
    first = town.get(FEED_WORKS, "/rss/dau-thau.xml")
    again = town.get(FEED_WORKS, "/rss/dau-thau.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    town.clock.now = newest.published
    later = town.get(FEED_WORKS, "/rss/dau-thau.xml", headers={"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200


def test_a_chosen_port_is_used(small: World) -> None:
    with start(small, lambda: small.ends_at) as running:
        port = int(running.urls[MAIL].rpartition(":")[2])
    with start(small, lambda: small.ends_at, ports={PORTAL_NEW: port}) as running:
        assert running.urls[PORTAL_NEW].endswith(f":{port}")
