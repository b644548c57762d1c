"""Cổng ASP.NET họ “sid/pageid/catid” (Trà Vinh cũ, Sóc Trăng cũ).
The ASP.NET WebForms family `sid/pageid/catid/id` with postback paging (portals §1.1, §1.2).

The mark-up of a listing was described, not captured: what is relied on is the class `DateCreate`,
the class `ButtonPage` and the grammar of article addresses.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import Oddity, Source, SourceMemory
from monitor.domain.times import Moment, Window
from sources.article import read_article
from sources.blocks import items_around_links
from sources.dates import parse_published
from sources.listing import Detail, ListedItem, ListingPage, ListingSettings, PageRequest, refused
from sources.markup import read_page, text_of
from sources.postback import button_of, next_button, post_request
from sources.settings import read_settings
from sources.walk import walk

NAME = "aspnet_postback"
FAMILY = "vnpt-aspx"

_DATE = ".DateCreate"
_PAGER = ".ButtonPage"


class Settings(ListingSettings):
    """Nothing beyond what every listing has."""


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Walk one category; raises `ConfigError` for wrong settings, never a `SourceError`."""
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
        found = items_around_links(
            response.url, tree.css("a[href]"), FAMILY, self._dates(tree), lambda _node: False
        )
        if not found.items and found.undated:
            raise refused(SourceChanged, source, "no_dates", "articles without .DateCreate", response)
        if not found.items and tree.css_first("input[name=__VIEWSTATE]") is None:
            raise refused(SourceChanged, source, "layout_changed", "neither articles nor a form", response)
        return ListingPage(
            items=found.items,
            next_request=_next(source, tree, asked, response),
            oddities=tuple(Oddity(source.id, "listing.undated_link", url) for url in found.undated[:1]),
        )

    def parse_detail(self, source: Source, item: ListedItem, response: Response) -> Detail:
        """From the date down to the list of other items, which stands at the bottom of the page."""
        tree = read_page(source, response)
        date = tree.css_first(_DATE)
        if date is None:
            raise refused(SourceChanged, source, "layout_changed", "no .DateCreate", response)
        text, files = read_article(response.url, tree, date, FAMILY, item.native_key)
        return Detail(text, files, parse_published(text_of(date), "detail", self.now))

    def _dates(self, tree: LexborHTMLParser) -> Iterator[tuple[LexborNode, Moment]]:
        for node in tree.css(_DATE):
            moment = parse_published(text_of(node), "listing", self.now)
            if moment is not None:
                yield node, moment


def _next(
    source: Source, tree: LexborHTMLParser, asked: PageRequest, response: Response
) -> PageRequest | None:
    buttons = [button_of(node) for node in tree.css(_PAGER)]
    if buttons and not any(button.text.isdigit() for button in buttons):
        raise refused(SourceChanged, source, "bad_pager", "a pager without numbers", response)
    button = next_button(buttons, asked.number)
    return post_request(source, tree, response, button, asked.number + 1) if button else None
