"""Cổng dùng DotNetNuke (Vĩnh Long): /xem-chi-tiet-tin-tuc/id/N.
DotNetNuke portals of the Vĩnh Long family (portals §1.3); articles are known by the number in `/id/N`.

The skin was never captured: what is relied on is the grammar of addresses and a date that shares
an element with its link. `list_selector` narrows the page to the list once a page has been seen.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, unquote, urlsplit

from pydantic import field_validator
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import Oddity, Source, SourceMemory
from monitor.domain.times import Moment, Window
from sources.article import read_article
from sources.blocks import items_around_links
from sources.canonical import same_host
from sources.listing import Detail, ListedItem, ListingPage, ListingSettings, PageRequest, refused
from sources.markup import date_in, dated_texts, link_of, read_page, readable_selector
from sources.postback import button_of, next_button, post_request
from sources.settings import read_settings
from sources.walk import walk

NAME = "dotnetnuke"
FAMILY = "dotnetnuke"

_PAGE_KEYS = ("p", "page", "trang", "currentpage", "pageindex")
_PAGE_PATH = re.compile(r"/(?:p|page)/(\d{1,5})/?$", re.IGNORECASE)
_PANE = "#dnn_ContentPane, [id^=dnn_ctr]"


class Settings(ListingSettings):
    """`list_selector`: the part of the page that is the list; empty means the whole page."""

    list_selector: str = ""

    @field_validator("list_selector")
    @classmethod
    def _readable(cls, value: str) -> str:
        return readable_selector(value)


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Walk one listing; raises `ConfigError` for wrong settings, never a `SourceError`."""
    return walk(source, fetch, memory, window, now, pages=Pages(read_settings(source, Settings), now))


@dataclass(frozen=True, slots=True)
class Pages:
    """How this family writes listings and details; `now` (UTC) bounds plausible dates."""

    settings: Settings
    now: datetime

    def first_request(self, source: Source) -> PageRequest:
        return PageRequest(source.url)

    def parse_page(self, source: Source, asked: PageRequest, response: Response) -> ListingPage:
        tree = read_page(source, response)
        part = self._list(source, tree, response)
        found = items_around_links(response.url, part.css("a[href]"), FAMILY, self._dates(part), _is_module)
        if not found.items and found.undated:
            raise refused(SourceChanged, source, "no_dates", "articles without a date", response)
        return ListingPage(
            items=found.items,
            next_request=_next(source, tree, asked, response),
            oddities=tuple(Oddity(source.id, "listing.undated_link", url) for url in found.undated[:1]),
        )

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail:
        """The content pane, down to the first link to another article."""
        tree = read_page(source, response)
        pane = tree.css_first(_PANE)
        if pane is None:
            raise refused(SourceChanged, source, "layout_changed", "no DNN content pane", response)
        published = date_in(pane, "detail", self.now)
        text, files = read_article(response.url, tree, pane, FAMILY, item.native_key)
        return Detail(text, files, published)

    def _list(self, source: Source, tree: LexborHTMLParser, response: Response) -> LexborNode:
        selector = self.settings.list_selector
        part = tree.css_first(selector) if selector else tree.body
        if part is None or tree.css_first("[id^=dnn_]") is None:
            raise refused(SourceChanged, source, "layout_changed", "not a DNN page, or no list", response)
        return part

    def _dates(self, part: LexborNode) -> Iterator[tuple[LexborNode, Moment]]:
        return dated_texts(part, "listing", self.now)


def _is_module(node: LexborNode) -> bool:
    """Panes and modules: an item never spreads over two of them, a page clock stands outside."""
    return (node.attributes.get("id") or "").startswith("dnn_")


def _next(
    source: Source, tree: LexborHTMLParser, asked: PageRequest, response: Response
) -> PageRequest | None:
    """By address (`?p=N`, `/p/N`), else by postback."""
    wanted = asked.number + 1
    for link in tree.css("a[href]"):
        url = link_of(response.url, link)
        if (
            _may_ask_for(url, wanted)
            and same_host(url, source.url)
            and _page_number(source.url, url) == wanted
        ):
            return PageRequest(url, wanted)
    buttons = [
        b for node in tree.css("a[href*=PostBack], span, li.active") if _is_pager(b := button_of(node))
    ]
    button = next_button(buttons, asked.number)
    return post_request(source, tree, response, button, wanted) if button else None


def _may_ask_for(url: str, number: int) -> bool:
    """Whether the number stands anywhere in an address, as it is or escaped: nearly none has it."""
    return bool(url) and (str(number) in url or "%" in url or not url.isascii())


def _is_pager(button: object) -> bool:
    text = getattr(button, "text", "")
    return bool(text) and (text.isdigit() or text in ("…", "..."))


def _page_number(listing: str, url: str) -> int:
    """Which page of `listing` an address asks for; 0 when it is something else."""
    parts, own = urlsplit(url), urlsplit(listing)
    base = unquote(own.path).rstrip("/").casefold()
    path = unquote(parts.path).rstrip("/").casefold()
    found = _PAGE_PATH.search(path)
    if found and path[: found.start()] == base:
        return int(found[1])
    query = {key.lower(): value for key, value in parse_qsl(parts.query)}
    number = next((query[key] for key in _PAGE_KEYS if key in query), "")
    return int(number) if path == base and number.isascii() and number.isdigit() and len(number) < 6 else 0
