"""Trang bất kỳ: cách đọc khai trong TOML bằng bộ chọn CSS.
Any listing whose selectors stand in `sources.toml`; no code per site.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from pydantic import Field, field_validator, model_validator
from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Moment, Window
from sources.canonical import canonical_url, families, native_key
from sources.dates import parse_published
from sources.listing import Detail, ListedItem, ListingPage, ListingSettings, PageRequest, refused
from sources.markup import file_links, link_of, main_text, read_page, readable_selector, text_of, title_of
from sources.settings import read_settings
from sources.walk import walk

NAME = "generic"

_SELECTORS = ("container", "item", "title", "link", "date", "excerpt", "next", "body", "empty")


class Settings(ListingSettings):
    """CSS selectors of one listing; `container` and `item` on the page, the others inside an item.

    `date_attribute` takes the date from an attribute (`datetime`, `title`); `date_pattern` cuts it
    out of its text (first group). The key is the first group of `key` on the item's address, or
    the platform family named by `identity`, or the address itself. `next` is the link to the next
    page. `empty` is what the page shows when the list has no item. Without `body` no details are read.
    """

    container: str = Field(min_length=1)
    item: str = Field(min_length=1)
    title: str = ""
    link: str = "a[href]"
    date: str = ""
    date_attribute: str = ""
    date_pattern: str = ""
    excerpt: str = ""
    next: str = ""
    key: str = ""
    identity: str = "url"
    body: str = ""
    empty: str = ""

    @field_validator(*_SELECTORS)
    @classmethod
    def _readable(cls, value: str) -> str:
        return readable_selector(value)

    @field_validator("key", "date_pattern")
    @classmethod
    def _compiles(cls, value: str) -> str:
        try:
            groups = re.compile(value).groups
        except re.error as error:
            raise ValueError(f"{value!r} is not a readable pattern: {error}") from error
        if value and groups != 1:
            raise ValueError(f"{value!r} needs exactly one group in parentheses")
        return value

    @model_validator(mode="after")
    def _known_identity(self) -> Self:
        if self.identity not in families():
            raise ValueError(f"identity {self.identity!r} is not one of {', '.join(families())}")
        return self


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Walk one listing; raises `ConfigError` for wrong settings, never a `SourceError`."""
    settings = read_settings(source, Settings)
    if not settings.body:
        settings = settings.model_copy(update={"details": False})
    return walk(source, fetch, memory, window, now, pages=Pages(settings, now))


@dataclass(frozen=True, slots=True)
class Pages:
    """Reads pages as the settings say; `now` (UTC) bounds plausible dates."""

    settings: Settings
    now: datetime

    def first_request(self, source: Source) -> PageRequest:
        return PageRequest(source.url)

    def parse_page(self, source: Source, asked: PageRequest, response: Response) -> ListingPage:
        tree = read_page(source, response)
        nodes = tree.css(self.settings.item)
        self._refuse_changed(source, tree, nodes, response)
        items = [item for node in nodes if (item := self._item(response.url, node))]
        if items and self.settings.date and not any(item.published for item in items):
            raise refused(SourceChanged, source, "no_dates", "no item shows a date", response)
        return ListingPage(
            items=tuple({item.native_key: item for item in items}.values()),
            next_request=self._next(tree, asked, response),
            lost=len(nodes) - len(items),
        )

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail:
        body = read_page(source, response).css_first(self.settings.body)
        if body is None:
            raise refused(SourceChanged, source, "layout_changed", f"no {self.settings.body}", response)
        return Detail(main_text(body), file_links(response.url, body))

    def _refuse_changed(
        self, source: Source, tree: LexborHTMLParser, nodes: list[LexborNode], response: Response
    ) -> None:
        """A page without container is another page; one without items must say that it is empty."""
        settings = self.settings
        if tree.css_first(settings.container) is None:
            message = f"no {settings.container} on the page"
            raise refused(SourceChanged, source, "layout_changed", message, response)
        if not nodes and settings.empty and tree.css_first(settings.empty) is None:
            message = f"neither {settings.item} nor {settings.empty} on the page"
            raise refused(SourceChanged, source, "layout_changed", message, response)

    def _item(self, base: str, node: LexborNode) -> ListedItem | None:
        settings = self.settings
        link = node.css_first(settings.link)
        url = link_of(base, link) if link is not None else ""
        key = self._key(url) if url else ""
        if link is None or not key:
            return None
        titled = node.css_first(settings.title) if settings.title else link
        return ListedItem(
            native_key=key,
            url=url,
            title=title_of(titled) if titled is not None else "",
            published=self._date(node),
            excerpt=text_of(node.css_first(settings.excerpt)) if settings.excerpt else "",
            attachments=tuple(found for found in file_links(base, node) if found != url),
        )

    def _key(self, url: str) -> str:
        if self.settings.key:
            found = re.search(self.settings.key, canonical_url(url))
            return found[1] if found else ""
        return native_key(self.settings.identity, url)

    def _date(self, node: LexborNode) -> Moment | None:
        settings = self.settings
        place = node.css_first(settings.date) if settings.date else None
        if place is None:
            return None
        shown = place.attributes.get(settings.date_attribute) if settings.date_attribute else text_of(place)
        if settings.date_pattern:
            found = re.search(settings.date_pattern, shown or "")
            shown = found[1] if found else ""
        return parse_published(shown or "", "listing", self.now)

    def _next(self, tree: LexborHTMLParser, asked: PageRequest, response: Response) -> PageRequest | None:
        link = tree.css_first(self.settings.next) if self.settings.next else None
        url = link_of(response.url, link) if link is not None else ""
        return PageRequest(url, asked.number + 1) if url else None
