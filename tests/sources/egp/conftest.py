"""Mạng đấu thầu giả trên máy này, dữ liệu tổng hợp.
A loopback server that speaks the documented search; every row in it is synthetic."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from monitor.domain.ports import Exchange, LookReport
from monitor.domain.sources import Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel
from sources.http.client import PoliteClient
from sources.http.settings import ClientSettings
from sources.platforms.egp import look

NOW = datetime(2026, 3, 12, 3, 0, tzinfo=UTC)  # a Thursday, 10:00 in Việt Nam
HOME = "/o/egp-portal-home/services/smart/search"

Reply = tuple[int, Mapping[str, str], bytes]


def _notice_row(number: int, published: str, **extra: Any) -> dict[str, Any]:
    """A synthetic notice row with the keys of a real one."""
    code = f"IB26{number:08d}"
    return {
        "id": f"00000000-0000-4000-8000-{number:012d}",
        "notifyId": f"00000000-0000-4000-8000-{number:012d}",
        "notifyNo": code,
        "notifyVersion": "00",
        "notifyNoStand": f"{code}-00",
        "bidName": [f"Gói thầu số {number} (dữ liệu tổng hợp)"],
        "investField": ["XL"],
        "bidField": "XL",
        "bidForm": "DTRR",
        "bidMode": "1_MTHS",
        "processApply": "LDT",
        "planType": "DTPT",
        "planNo": f"PL26{number:08d}",
        "stepCode": "notify-contractor-step-1-tbmt",
        "type": "es-notify-contractor",
        "status": "01",
        "statusForNotify": "",
        "isInternet": 1,
        "isDomestic": 1,
        "locations": [{"provCode": "86", "provName": "Tỉnh Sông Mẫu"}],
        "investorName": "Ban Quản lý dự án xã Sông Mẫu",
        "investorCode": "vnz999999901",
        "createdBy": "vnz999999901-02",
        "bidPrice": [1_000_000_000.0 + number],
        "publicDate": published,
        "originalPublicDate": published,
        "bidCloseDate": "2026-03-30T09:00:00",
        "bidOpenDate": "2026-03-30T09:00:00",
        "score": "NaN",
        **extra,
    }


def _plan_row(number: int, published: str, **extra: Any) -> dict[str, Any]:
    """A synthetic plan row with the keys of a real one."""
    code = f"PL26{number:08d}"
    return {
        "id": f"10000000-0000-4000-8000-{number:012d}",
        "planNo": code,
        "planVersion": "00",
        "planNoStand": f"{code}-00",
        "name": f"Kế hoạch số {number} (dữ liệu tổng hợp)",
        "pname": "Cầu Sông Mẫu",
        "planType": "DTPT",
        "investorName": "Ban Quản lý dự án xã Sông Mẫu",
        "investorCode": "vnz999999901",
        "investTotal": 5_000_000_000,
        "investField": ["XL"],
        "bidName": ["Gói thầu số 01 (dữ liệu tổng hợp)"],
        "bidPrice": [5_000_000_000],
        "locations": [{"provCode": "86", "provName": "Tỉnh Sông Mẫu"}],
        "publicDate": published,
        "decisionDate": "2026-03-09T23:59:59",
        "bidCloseDate": "2026-03-09T23:59:59",
        "stepCode": "plan-step-1",
        "type": "es-plan-project-p",
        "approvalStatus": "01",
        **extra,
    }


@dataclass
class Network:
    """What the server holds and does. `before` may answer a request in place of the search."""

    url: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, Any]] = field(default_factory=list)
    before: Callable[[int, str, Any], Reply | None] = lambda _number, _path, _body: None
    change: Callable[[int, dict[str, Any]], None] = lambda _number, _page: None
    details: dict[str, Any] = field(default_factory=dict)
    reads_filters: bool = True

    def notice(self, number: int, published: str, **extra: Any) -> dict[str, Any]:
        """Add a synthetic notice row with the keys of a real one."""
        self.rows.append(_notice_row(number, published, **extra))
        return self.rows[-1]

    def plan(self, number: int, published: str, **extra: Any) -> dict[str, Any]:
        """Add a synthetic plan row with the keys of a real one."""
        self.rows.append(_plan_row(number, published, **extra))
        return self.rows[-1]

    def reply(self, value: Any, status: int = 200) -> Reply:
        """A JSON answer for `before`."""
        return _as_json(value, status)

    @property
    def searches(self) -> list[dict[str, Any]]:
        return [body[0] for path, body in self.asked if path.endswith("/smart/search")]

    def answer(self, path: str, body: Any) -> Reply:
        number = len(self.asked)
        self.asked.append((path, body))
        instead = self.before(number, path, body)
        if instead is not None:
            return instead
        bare = path.split("?", maxsplit=1)[0]
        if not bare.endswith("/smart/search"):
            for ending, value in self.details.items():
                if bare.endswith(ending):
                    return _as_json(value)
            return (404, {}, b"not here")
        page = self._page(body[0])
        self.change(number, page)
        return _as_json({"page": page, "agg": []})

    def _page(self, body: dict[str, Any]) -> dict[str, Any]:
        query = body["query"][0]
        found = [row for row in self.rows if not self.reads_filters or _matches(row, query)]
        found.sort(key=lambda row: row["publicDate"], reverse=True)
        size, number = body["pageSize"], int(body["pageNumber"])
        return {
            "content": found[number * size : (number + 1) * size],
            "totalPages": -(-len(found) // size),
            "pageSize": size,
            "currentPage": number,
            "totalElements": len(found),
            "sort": None,
            "first": number == 0,
            "last": (number + 1) * size >= len(found),
            "empty": not found[number * size : (number + 1) * size],
        }


def _matches(row: dict[str, Any], query: dict[str, Any]) -> bool:
    words = query.get("keyWord", "").casefold().split()
    text = " ".join(str(row.get(name, "")) for name in query["matchFields"]).casefold()
    return all(word in text for word in words) and all(_passes(row, f) for f in query["filters"])


def _passes(row: dict[str, Any], rule: dict[str, Any]) -> bool:
    if rule["fieldName"] == "locations.provCode":
        held = [place.get("provCode") for place in row.get("locations", [])]
    else:
        held = [row.get(rule["fieldName"])]
    if rule["searchType"] == "in":
        return any(value in rule["fieldValues"] for value in held)
    value = held[0]
    if value is None:
        return False
    low, high = (rule[name].rstrip("Z") if rule[name] else "" for name in ("from", "to"))
    return value.ljust(23, "0") >= low and (not high or value <= high)


def _as_json(value: Any, status: int = 200) -> Reply:
    return (status, {"Content-Type": "application/json"}, json.dumps(value).encode())


@pytest.fixture
def network() -> Iterator[Network]:
    """A running server; `network.url` is its address."""
    held = Network()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, headers, content = held.answer(self.path, body)
            if status == 0:  # a reset in the middle of an answer
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n{")
                self.close_connection = True
                return
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(content))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            self.send_error(404)  # no robots.txt

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        held.url = f"http://127.0.0.1:{server.server_port}"
        yield held
        server.shutdown()
        thread.join()


class Memory:
    """An archive that counts."""

    def __init__(self) -> None:
        self.kept: list[Exchange] = []

    def keep(self, exchange: Exchange) -> str:
        self.kept.append(exchange)
        return f"capture-{len(self.kept)}"


@pytest.fixture
def fetch() -> Iterator[PoliteClient]:
    """The real client, without pauses."""
    settings = ClientSettings(spacing_seconds=0, jitter=0, retries=1, backoff_seconds=0, circuit_failures=0)
    with PoliteClient(Memory(), settings, lambda: NOW, lambda _seconds: None) as client:
        yield client


@pytest.fixture
def declare(network: Network) -> Callable[..., Source]:
    """Declares a source on the running server; keyword arguments are its settings."""

    def make(query: str = "notices", *, expected: int = 0, silence: int = 0, **settings: Any) -> Source:
        return Source(
            id=f"egp-{query}",
            name="Mạng đấu thầu (giả)",
            channel=Channel.NATIONAL,
            platform="egp",
            url=network.url,
            expected_per_30_days=expected,
            max_silence_days=silence,
            allow_private=True,
            settings={"query": query, "province_codes": ["86", "809"], **settings},
        )

    return make


@pytest.fixture
def look_at(fetch: PoliteClient) -> Callable[..., LookReport]:
    """Looks from `start` (UTC) up to `now`, Thursday 12 March 2026, 10:00 in Việt Nam unless told."""

    def run(
        source: Source, start: datetime, memory: SourceMemory | None = None, now: datetime = NOW
    ) -> LookReport:
        return look(source, fetch, memory or SourceMemory(), Window(start, now), now)

    return run
