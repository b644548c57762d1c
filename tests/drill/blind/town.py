"""Các máy chủ mẫu, trả lời ngay trong tiến trình, và cách mỗi máy chủ đánh số trang.
The demo's servers answering in process, their doubles with other news or another clock, their pages."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cached_property

from monitor.demo.model import Article, World
from monitor.demo.names import FEED_WORKS, PAGE_HEALTH, PORTAL_NEW, PORTAL_OLD
from monitor.demo.outages import View
from monitor.demo.servers import aspnet, dotnetnuke, feed, nukeviet
from monitor.demo.servers.aspnet import AspNetPortal
from monitor.demo.servers.declared import declared_sources
from monitor.demo.servers.dotnetnuke import DotNetNukePortal
from monitor.demo.servers.feed import FeedSite
from monitor.demo.servers.front import Site
from monitor.demo.servers.national import NationalNetwork
from monitor.demo.servers.nukeviet import NukeVietSite
from monitor.demo.servers.start import TOKEN
from monitor.demo.servers.web import Request
from monitor.domain.sources import Source
from tests.drill.blind.faults import NETWORK
from tests.drill.blind.spoil import entries_of

_NETWORK_HOST = "mang"
_HOST = "{}.songmau.example"
_SITES: dict[str, Callable[[Iterable[Article]], Site]] = {
    PORTAL_NEW: DotNetNukePortal,
    PORTAL_OLD: AspNetPortal,
    PAGE_HEALTH: NukeVietSite,
    FEED_WORKS: FeedSite,
}
# Small pages, so that a small world's list has several.
_ROWS_A_PAGE = 4
_ANOTHER_CATEGORY = 500_000


class Town:
    """Every server of one world by the id of the source that reads it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._network = NationalNetwork((*world.plans, *world.strangers), TOKEN)
        self._sites = {source_id: make(world.articles) for source_id, make in _SITES.items()}
        self._skewed: dict[tuple[str, timedelta], Site] = {}

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The demo's declarations, as an operator would have written them; open notices left out."""
        names = {source_id: f"http://{_HOST.format(source_id)}" for source_id in _SITES}
        declared = declared_sources(
            self._world, {**names, "national": f"http://{_HOST.format(_NETWORK_HOST)}"}, TOKEN
        )
        return tuple(
            replace(source, settings={**source.settings, "page_size": _ROWS_A_PAGE})
            if source.id in NETWORK
            else source
            for source in declared
            if source.id in NETWORK or source.id in _SITES
        )

    def site(self, source_id: str) -> Site:
        """The server as it is."""
        return self._sites.get(source_id, self._network)

    def other_category(self, source_id: str) -> Site:
        """The same server showing a list of other news under the asked address; one tells of a package."""
        key = source_id, timedelta.max
        if key not in self._skewed:
            by_chance = self._long_known(source_id)
            news = (
                replace(article, source_id=source_id, number=article.number + _ANOTHER_CATEGORY)
                for article in self._world.articles
                if not article.acts or article is by_chance
            )
            self._skewed[key] = _SITES[source_id](tuple(news))
        return self._skewed[key]

    def _long_known(self, source_id: str) -> Article | None:
        """The first article there about one act that the network had shown before the watch began."""
        known = {a.id for a in self._world.acts if a.national and a.national < self._world.watch_start}
        own = (article for article in self._world.articles if article.source_id == source_id)
        return next((article for article in own if len(article.acts) == 1 and article.acts[0] in known), None)

    def skewed(self, source_id: str, by: timedelta) -> Site:
        """The same server with every time it prints `by` off; ask it at the instant that is as much off."""
        key = source_id, by
        if key not in self._skewed:
            moved = (replace(article, published=article.published + by) for article in self._world.articles)
            self._skewed[key] = _SITES[source_id](tuple(moved))
        return self._skewed[key]


def is_list(source_id: str, request: Request) -> bool:
    """Whether a request asks for a page of the list, and not for one item."""
    path = request.path
    match source_id:
        case _ if source_id in NETWORK:
            return path.endswith("/smart/search")
        case _ if source_id == PORTAL_NEW:
            return path == dotnetnuke.LISTING
        case _ if source_id == PORTAL_OLD:
            return path.lower() == "/default.aspx"
        case _ if source_id == PAGE_HEALTH:
            return path.startswith(nukeviet.LISTING) and not path.endswith(".html")
        case _:
            return path == feed.PATH


def page_number(source_id: str, request: Request) -> int:
    """Which page is asked for, from 1."""
    if source_id in NETWORK:
        return int(request.json[0]["pageNumber"]) + 1
    if source_id == PORTAL_NEW:
        return int(request.query.get("p", "1"))
    if source_id == PAGE_HEALTH:
        page = request.path.removeprefix(f"{nukeviet.LISTING}page-").rstrip("/")
        return int(page) if page.isdecimal() else 1
    return 2 if request.method == "POST" else 1


def first_page(source_id: str, request: Request) -> Request:
    """The same question for the first page."""
    if source_id in NETWORK:
        return replace(request, body=json.dumps([{**request.json[0], "pageNumber": "0"}]).encode())
    targets = {PORTAL_NEW: dotnetnuke.LISTING, PORTAL_OLD: aspnet.LISTING, PAGE_HEALTH: nukeviet.LISTING}
    return Request("GET", targets[source_id], request.headers)


def all_entries(source_id: str, site: Site, request: Request, view: View) -> list[str]:
    """The entries of every page of a list that is paged by address; else those of the asked page."""
    addresses = {PORTAL_NEW: f"{dotnetnuke.LISTING}?p={{}}", PAGE_HEALTH: f"{nukeviet.LISTING}page-{{}}/"}
    if source_id not in addresses:
        return entries_of(source_id, site.answer(request, view))
    return list(_paged(source_id, site, addresses[source_id], view))


def _paged(source_id: str, site: Site, address: str, view: View) -> Iterator[str]:
    number = 1
    while found := entries_of(source_id, site.answer(Request("GET", address.format(number), {}), view)):
        yield from found
        number += 1
