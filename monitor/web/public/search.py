"""Trang tìm gói thầu: lời tìm, bộ lọc có số đếm, thứ tự, liên kết cố định.
The search page: words, filters with counts, orders; everything stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request
from starlette.responses import Response

from alerts.harmless import harmless
from monitor.domain.searched import SearchLine
from monitor.search.query import ORDER, PRICE_FROM, PRICE_TO, TEXT, Facet, Order, Query, read_query
from monitor.subscriptions.places import place_codes
from monitor.web.ahead import reading
from monitor.web.public.asking import of_search
from monitor.web.public.facets import chips, rail
from monitor.web.public.finder import Finder
from monitor.web.public.outlook import Outlook
from monitor.web.public.words import Names, Tag, names_in
from monitor.web.rooms import PUBLIC, Nav
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of

SEARCH = "/goi-thau"
NAV = Nav(SEARCH, "find_nav", None, 50)
PAGE = 20
_ALWAYS = (TEXT, PRICE_FROM, PRICE_TO, ORDER, "trang")


@dataclass(frozen=True, slots=True)
class Line:
    """One package of the list, with everything in words; `address` is its page's, before the root."""

    title: str
    address: str
    tag: Tag
    facts: tuple[str, ...]
    price: int | None
    closes_at: datetime | None
    over: bool
    published_at: datetime


@dataclass(frozen=True, slots=True)
class _Room:
    """What the room keeps between requests."""

    site: Site
    finder: Finder
    outlook: Outlook
    agencies: frozenset[str]


def package_path(key: str) -> str:
    """A package's page, before the root."""
    return f"{SEARCH}/{quote(key, safe='')}"


def routes(site: Site) -> APIRouter:
    """`/goi-thau`."""
    agencies = frozenset(agency.id for agency in site.office.agencies)
    room = _Room(site, Finder(place_codes((site.office.province,))), Outlook(site.office), agencies)
    router = APIRouter(dependencies=[PUBLIC], lifespan=reading(lambda: _read_ahead(room)))

    @router.get(SEARCH)
    def show(request: Request) -> Response:
        said = PageWords(lang_of(request))
        asked = read_query(request.query_params.multi_items())
        return site.pages.page("public/search.html.j2", said.lang, **_found(room, asked, said))

    return router


def _read_ahead(room: _Room) -> None:
    with room.site.office.store.read() as work:
        room.finder.find(work, Query(), room.site.clock())


def _found(room: _Room, asked: Query, said: PageWords) -> Mapping[str, Any]:
    site, now = room.site, room.site.clock()
    names = names_in(site.office, said)
    with site.office.store.read() as work:
        found = room.finder.find(work, asked, now)
        total = found.total
        pages = max(1, -(-total // PAGE))
        number = min(asked.page, pages)
        shown = found.page(number, PAGE)
        lines = work.search.lines(shown)
        seen = room.outlook.seen(work, now)
    first = replace(asked, page=1)
    return {
        "asked": asked,
        "total": total,
        "everything": found.index.packages,
        "lines": [_line(lines[one], names, now) for one in shown if one in lines],
        "groups": rail(found, names, said.say),
        "chips": chips(asked, names, said.say),
        "kept": [pair for pair in first.pairs() if pair[0] not in (TEXT, ORDER)],
        "kept_beside_price": [pair for pair in first.pairs() if pair[0] not in (PRICE_FROM, PRICE_TO)],
        "orders": [(order, replace(first, order=order).address()) for order in Order],
        "unread": [said.say(_unread(name)) for name in asked.unread],
        "number": number,
        "pages": pages,
        "before": replace(asked, page=number - 1).address() if number > 1 else None,
        "after": replace(asked, page=number + 1).address() if number < pages else None,
        "first": (number - 1) * PAGE + 1,
        "without_text": replace(first, text="").address(),
        "subscribe": of_search(asked, room.agencies),
        "seen": seen,
        "search": site.root + SEARCH,
    }


def _unread(name: str) -> str:
    """The key of a parameter's words."""
    return f"find_name_{name.replace('-', '_')}"


def _line(line: SearchLine, names: Names, now: datetime) -> Line:
    number = line.notice_no or line.bid_no or line.plan_no or line.key
    facts = (
        harmless(number, 60),
        names.of(Facet.BUYER, line.buyer) if line.buyer else "",
        names.code(line.category),
        names.code(line.method),
    )
    return Line(
        harmless(line.title, 300) or harmless(number, 60),
        package_path(line.key),
        names.status(line.status, line.closes_at, now),
        tuple(fact for fact in facts if fact),
        line.price,
        line.closes_at,
        line.closes_at is not None and line.closes_at <= now,
        line.published_at,
    )
