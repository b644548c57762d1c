"""Đầu vào xấu cho mọi đường dẫn của trang: tên trường lấy từ mẫu trang, đường dẫn lấy từ ứng dụng.
Hostile input for every route there is: field names come from the templates and code, routes from the app."""

import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from fastapi.routing import RouteContext, iter_route_contexts
from hypothesis import strategies as st
from starlette.routing import Mount

import monitor.web
from monitor.web.app import create_app
from tests.steps.subscribers import Town

_SOURCE = Path(monitor.web.__path__[0])
_IN_TEMPLATES = re.compile(r'\sname="([a-z_-]+)"')
_IN_CODE = re.compile(r'(?:form|query_params|asked|params)\.(?:get|getlist)\(\s*"([a-z_-]+)"')

# Each has broken some program somewhere; NUL, lone surrogates and lengths beyond any column included.
HOSTILE = (
    "",
    "\x00",
    "\r\nSet-Cookie: a=b",
    "../../../../etc/passwd",
    "..%2f..%2f..%2fetc%2fpasswd",
    "%00",
    "%",
    "%u0041",
    "' OR 1=1 --",
    "'; DROP TABLE cases; --",
    '" OR ""="',
    '"',
    "((((((((((",
    "NEAR(a b, 99999999999999999999)",
    "title:* AND ^ OR NOT",
    'a* "b',
    "{{7*7}}",
    "${7*7}",
    "%s%n%x",
    "<script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "//xau.example/",
    "https:\\\\xau.example",
    "/\\xau.example",
    "http://127.0.0.1:1/",
    "http://[::ffff:169.254.169.254]/latest",
    "http://[::1",
    "file:///etc/passwd",
    "9" * 400,
    "-1",
    "1e999",
    "0x10",
    "٣",
    "²",
    "NaN",
    "9999-12-31",
    "0000-00-00",
    "10000-01-01",
    "0001-01-01",
    "2026-02-30",
    "null",
    "[]",
    "a" * 3000,
    "ằ" * 900,
    "\u202e\u2066gnud",
    "\ud800",
    "\U0010ffff",
    "Đấu thầu 🏗️",
)


def _text(value: str) -> bytes:
    return value.encode("utf-8", "surrogatepass")


values = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=40),
    st.integers(-(10**20), 10**20).map(str),
)


@cache
def names() -> tuple[str, ...]:
    """Every name that a form or an address of ours knows."""
    found = {"lang", "ve"}
    for file in sorted(_SOURCE.rglob("*")):
        if file.suffix in (".j2", ".py"):
            text = file.read_text(encoding="utf-8")
            found.update(_IN_TEMPLATES.findall(text), _IN_CODE.findall(text))
    return tuple(sorted(found))


def site_routes(town: Town, method: str) -> list[RouteContext]:
    """Every route of the site that takes a method; open data, mounted as a whole, has its own fuzzing."""
    app = create_app(town.line, lambda: town.now)
    rest = [route for route in app.routes if not isinstance(route, Mount)]
    return [route for route in iter_route_contexts(rest) if method in (route.methods or ())]


def queries() -> st.SearchStrategy[list[tuple[str, str]]]:
    """Known names mostly, each perhaps twice."""
    name = st.one_of(st.sampled_from(names()), st.sampled_from(("x", "__proto__", "a[]", "\x00")))
    return st.lists(st.tuples(name, values), max_size=6)


def paths(route: RouteContext, real: Mapping[str, tuple[str, ...]]) -> st.SearchStrategy[str]:
    """The route's path with each of its parameters a real or a hostile one."""
    pieces = re.split(r"(\{[^}]*\})", str(route.path))
    return st.tuples(*(_piece(piece, real) for piece in pieces)).map("".join)


def _piece(piece: str, real: Mapping[str, tuple[str, ...]]) -> st.SearchStrategy[str]:
    if not piece.startswith("{"):
        return st.just(piece)
    known = real.get(piece.strip("{}").partition(":")[0], ())
    packed = values.map(lambda value: quote(_text(value), safe=""))
    raw = st.sampled_from(
        ("..", "../..", "%2e%2e", "%c0%ae%c0%ae", "%ff", "a%2fb", ";x=1", "a?b=c", "%0d%0aX:1")
    )
    return st.one_of(*([st.sampled_from(known)] if known else []), packed, raw)


def packed(fields: list[tuple[str, str]]) -> str:
    """Fields as a query or a form carries them, whatever is in them."""
    return urlencode([(_text(name), _text(value)) for name, value in fields])


@dataclass(frozen=True)
class Told:
    """One answer."""

    status: int
    headers: Mapping[str, str]
    body: str


# A server ends a connection that nobody uses for five seconds: one about as old is not used again.
_FRESH_SECONDS = 2.0


class Wire:
    """Sends paths as they are: a client that tidies them up would spare the server."""

    def __init__(self, url: str) -> None:
        self._peer = http.client.HTTPConnection(urlsplit(url).netloc, timeout=20)
        self._answered_at = time.monotonic()

    def send(
        self, method: str, path: str, cookie: str = "", body: bytes | None = None, kind: str = ""
    ) -> Told:
        head = {"Cookie": cookie} if cookie else {}
        if kind:
            head["Content-Type"] = kind
        if time.monotonic() - self._answered_at > _FRESH_SECONDS:
            self._peer.close()
        self._peer.request(method, path, body, head)
        answer = self._peer.getresponse()
        read = answer.read()
        if answer.will_close:
            self._peer.close()
        self._answered_at = time.monotonic()
        named = {name.lower(): value for name, value in answer.getheaders()}
        return Told(answer.status, named, read.decode("utf-8", "replace"))

    def close(self) -> None:
        self._peer.close()
