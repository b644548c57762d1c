"""Cổng dùng NukeViet 4/5: danh sách chuyên mục tin.
NukeViet 4/5 news categories (portals §3.4, §12): three URL grammars, one identity.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Moment, Window
from sources.canonical import canonical_url, native_key
from sources.dates import parse_published
from sources.listing import Detail, ListedItem, ListingPage, ListingSettings, PageRequest, refused
from sources.markup import link_of, main_text, read_page, text_of, title_of
from sources.settings import read_settings
from sources.text import clean
from sources.walk import walk

NAME = "nukeviet"

_PAGE = re.compile(r"/page-(\d+)(?:/|$)")
_TRAILING_DATE = re.compile(r"\(\s*(\d{1,2}/\d{1,2}/\d{4})\s*\)\s*$")


class Settings(ListingSettings):
    """`previews`: use the list "Các tin khác", which shows the next page's first items."""

    previews: bool = True


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Walk one category; raises `ConfigError` for wrong settings, never a `SourceError`."""
    return walk(source, fetch, memory, window, now, pages=Pages(read_settings(source, Settings), now))


@dataclass(frozen=True, slots=True)
class Pages:
    """How NukeViet writes listings and details; `now` (UTC) bounds plausible dates."""

    settings: Settings
    now: datetime

    def first_request(self, source: Source) -> PageRequest:
        return PageRequest(source.url)

    def parse_page(self, source: Source, asked: PageRequest, response: Response) -> ListingPage:
        tree = read_page(source, response)
        if tree.css_first(".news_column") is None:
            raise refused(SourceChanged, source, "layout_changed", "no .news_column on the page", response)
        panels = tree.css(".news_column .panel-body")
        items = [item for panel in panels if (item := self._item(response.url, panel))]
        dated = sum(1 for panel in panels if panel.css_first("em.fa-clock-o") is not None)
        declared, following = _pager(tree, asked, response, has_items=bool(items))
        return ListingPage(
            items=_once(items),
            next_request=following,
            declared_pages=declared,
            previews=self._previews(response.url, tree) if self.settings.previews else (),
            lost=max(0, dated - len(items)),
        )

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail:
        """The visible time only: the hidden `datePublished` is the time of the last edit."""
        tree = read_page(source, response)
        body = tree.css_first("#news-bodyhtml")
        if body is None:
            raise refused(SourceChanged, source, "layout_changed", "no #news-bodyhtml", response)
        files = (link_of(response.url, link) for link in tree.css(".news-download-file a[href]"))
        text = f"{text_of(tree.css_first('.hometext'))} {main_text(body)}".strip()
        return Detail(text, tuple(dict.fromkeys(filter(None, files))), self._detail_time(tree))

    def _detail_time(self, tree: LexborHTMLParser) -> Moment | None:
        moments = (parse_published(text_of(span), "detail", self.now) for span in tree.css("span.h5"))
        return next(filter(None, moments), None)

    def _item(self, base: str, panel: LexborNode) -> ListedItem | None:
        link = panel.css_first("h2 a[href], h3 a[href]")
        url = link_of(base, link) if link is not None else ""
        if link is None or not url:
            return None
        clock = panel.css_first("em.fa-clock-o")
        shown = text_of(clock.parent) if clock is not None else ""
        return ListedItem(
            native_key=_key(url),
            url=url,
            title=title_of(link),
            published=parse_published(shown, "listing", self.now),
            excerpt=_excerpt(panel),
            raw={"shown": shown},
        )

    def _previews(self, base: str, tree: LexborHTMLParser) -> tuple[ListedItem, ...]:
        links = tree.css("ul.related li a[href]")
        return _once([item for link in links if (item := self._preview(base, link))])

    def _preview(self, base: str, link: LexborNode) -> ListedItem | None:
        url, shown = link_of(base, link), title_of(link)
        if not url:
            return None
        date = _TRAILING_DATE.search(shown)
        return ListedItem(
            native_key=_key(url),
            url=url,
            title=_TRAILING_DATE.sub("", shown).strip(),
            published=parse_published(date[1], "listing", self.now) if date else None,
            raw={"shown": shown},
        )


def _key(url: str) -> str:
    """`news_<id>`; an item that leads elsewhere (external link) is known by its address."""
    return native_key("nukeviet", url) or canonical_url(url)


def _once(items: list[ListedItem]) -> tuple[ListedItem, ...]:
    return tuple({item.native_key: item for item in reversed(items)}.values())[::-1]


def _excerpt(panel: LexborNode) -> str:
    """The summary: what stands in the panel beside heading, time line and counters."""
    parts = [
        part.text(deep=True)
        for part in panel.iter(include_text=True)
        if part.tag not in ("h2", "h3", "ul") and "text-muted" not in (part.attributes.get("class") or "")
    ]
    return clean(" ".join(parts))


def _pager(
    tree: LexborHTMLParser, asked: PageRequest, response: Response, *, has_items: bool
) -> tuple[int | None, PageRequest | None]:
    """How many pages there are, and the next one.

    Where no pager is shown (one page only, or a theme that hides it) the next number is tried: a
    page past the end leads back to the first (portals §12).
    """
    pager = tree.css_first("ul.pagination")
    if pager is None:
        tried = PageRequest(_numbered(response.url, asked.number + 1), asked.number + 1, promised=False)
        return None, tried if has_items else None
    numbers = {asked.number: ""}
    for link in pager.css("a[href]"):
        url = link_of(response.url, link)
        found = _PAGE.search(urlsplit(url).path) or _PAGE.search(
            dict(parse_qsl(urlsplit(url).query)).get("op", "")
        )
        if url and found:
            numbers[int(found[1])] = url
    current = text_of(pager.css_first("li.active"))
    shown = int(current) if current.isascii() and current.isdigit() else asked.number
    url = numbers.get(asked.number + 1, "")
    declared = max(shown, *(number for number, link in numbers.items() if link), 1)
    return declared, PageRequest(url, asked.number + 1) if url else None


def _numbered(url: str, number: int) -> str:
    """The address of page `number` in the grammar of `url`."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if "op" in query:
        query["op"] = f"{_PAGE.sub('', query['op']).rstrip('/')}/page-{number}"
        return urlunsplit(parts._replace(query=urlencode(query, safe="/")))
    path = _PAGE.sub("/", parts.path).rstrip("/")
    return urlunsplit(parts._replace(path=f"{path}/page-{number}/"))
