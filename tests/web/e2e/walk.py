"""Đi hết trang web như người đọc: từ trang đầu theo liên kết, mỗi đường dẫn vài trang tiêu biểu.
Walks the whole site as readers do: along links from the first page, some pages of every route."""

import html
import re
from collections import defaultdict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests
from fastapi import FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount, compile_path

from tests.web.e2e.house import PlayedHouse

# Of one route: pages with and without a query each.
_OF_A_ROUTE = 2
_MOST = 400
_LINK = re.compile(r'(?:href|src)="([^"#]+)')


@dataclass(frozen=True)
class Found:
    """One page of a route, and who walked there."""

    who: str
    path: str
    route: str
    html: str


def html_routes(app: FastAPI) -> list[RouteContext]:
    """Every GET route of the site; open data is no page."""
    rest = [route for route in app.routes if not isinstance(route, Mount)]
    return [route for route in iter_route_contexts(rest) if "GET" in (route.methods or ())]


@dataclass
class Walk:
    """One person's walk, by a session's cookie or a door: to pages of the wanted routes, not beyond.

    `failed` are links that led to nothing.
    """

    house: PlayedHouse
    who: str
    wanted: frozenset[str]
    cookie: str = ""
    door: str = ""
    failed: list[tuple[str, str, int]] = field(default_factory=list)
    _taken: dict[tuple[str, bool], int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self._browser = requests.Session()
        if self.cookie:
            self._browser.cookies.set("phien", self.cookie, domain="127.0.0.1", path="/")
        if self.door:
            self._browser.get(self.door, timeout=20)
            self.cookie = str(self._browser.cookies["phien"])
        self._patterns = [
            (str(one.path), compile_path(str(one.path))[0]) for one in html_routes(self.house.app)
        ]

    def pages(self, starts: tuple[str, ...]) -> Iterator[Found]:
        """Every page that is reached from the starts; a start may be a room that is not theirs."""
        waiting, known = deque((start, "") for start in starts), set(starts)
        while waiting and len(known) < _MOST:
            path, linked_from = waiting.popleft()
            found = self._page(path, linked_from)
            if found is None:
                continue
            yield found
            for link in _LINK.findall(found.html):
                there = self._ours(path, link)
                if there and there not in known:
                    known.add(there)
                    waiting.append((there, path))

    def _page(self, path: str, linked_from: str) -> Found | None:
        route = self._route(path)
        kind = (route, "?" in path)
        if not route or self._taken[kind] >= _OF_A_ROUTE:
            return None
        self._taken[kind] += 1
        answer = self._browser.get(self.house.url + path, timeout=20)
        if answer.status_code == 403 and not linked_from:
            return None
        if answer.status_code >= 400:
            self.failed.append((linked_from, path, answer.status_code))
            return None
        if route not in self.wanted:
            return None
        return Found(self.who, path, route, answer.text)

    def _route(self, path: str) -> str:
        bare = path.partition("?")[0]
        return next((name for name, pattern in self._patterns if pattern.match(bare)), "")

    def _ours(self, path: str, link: str) -> str:
        """A link as a path of ours, whatever its language; empty for what is none."""
        whole = urljoin(self.house.url + path, html.unescape(link))
        parts = urlsplit(whole)
        if not whole.startswith(self.house.url + "/") or parts.path.startswith("/static/"):
            return ""
        query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] != "lang"])
        return parts.path + (f"?{query}" if query else "")
