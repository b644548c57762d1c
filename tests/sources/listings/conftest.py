"""Một trang thử trên máy này: trả lời đúng những gì bài kiểm tra giao cho.
A loopback site that answers what a test gives it, and the polite client that asks it over HTTP."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl

import pytest

from monitor.domain.ports import Exchange
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from sources.http.client import PoliteClient
from sources.http.settings import ClientSettings

NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    form: Mapping[str, str] | None = None


class Site:
    """Answers by method and target; whatever nobody declared is 404. Remembers what was asked."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[str] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer("GET", {})

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                self._answer(
                    "POST", dict(parse_qsl(self.rfile.read(length).decode(), keep_blank_values=True))
                )

            def _answer(self, method: str, form: dict[str, str]) -> None:
                answer = site.find(f"{method} {self.path}", form)
                self.send_response(answer.status)
                for name, value in {"Content-Type": "text/html; charset=utf-8", **answer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_arguments: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.origin = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def find(self, ask: str, form: Mapping[str, str]) -> Answer:
        if not ask.endswith("/robots.txt"):
            self.asked.append(ask)
        for answer in self.answers.get(ask, []):
            if answer.form is None or answer.form == form:
                return answer
        return Answer(b"<html><body>Not found</body></html>", 404)

    def put(self, ask: str, body: str | bytes = b"", **more: Any) -> None:
        """Declare one answer; `{{origin}}` in it becomes this site's address."""
        raw = body.encode() if isinstance(body, str) else body
        raw = raw.replace(b"{{origin}}", self.origin.encode())
        self.answers.setdefault(ask, []).append(Answer(raw, **more))

    def source(self, platform: str, path: str, **settings: Any) -> Source:
        return Source(
            id="trang-thu",
            name="Trang thử",
            channel=Channel.PORTAL,
            platform=platform,
            url=self.origin + path,
            allow_private=True,
            settings=settings,
        )

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class Shelf:
    """An archive in memory: it keeps every exchange and numbers it."""

    def __init__(self) -> None:
        self.kept: list[Exchange] = []

    def keep(self, exchange: Exchange) -> str:
        self.kept.append(exchange)
        return f"ban-luu-{len(self.kept)}"


@pytest.fixture
def site() -> Iterator[Site]:
    running = Site()
    yield running
    running.close()


@pytest.fixture
def new_site() -> Iterator[Callable[[], Site]]:
    running: list[Site] = []

    def start() -> Site:
        running.append(Site())
        return running[-1]

    yield start
    for one in running:
        one.close()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def fetch(shelf: Shelf) -> Iterator[PoliteClient]:
    settings = ClientSettings(spacing_seconds=0, retries=0)
    with PoliteClient(shelf, settings, lambda: NOW) as client:
        yield client


@pytest.fixture
def now() -> datetime:
    return NOW
