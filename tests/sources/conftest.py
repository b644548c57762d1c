"""Máy chủ thử trên loopback, gửi đúng từng byte như bài kiểm tra muốn.
A loopback site that answers byte for byte what a test tells it, well-formed or not."""

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest

from monitor.domain.ports import Exchange
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from sources.http.client import ClientSettings, PoliteClient

Answer = bytes | Callable[[socket.socket], None]
NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP response; `content_type=...` becomes `Content-Type`."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@dataclass
class Site:
    """One loopback host; paths without an answer are 404."""

    url: str = ""
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    requests: list[tuple[str, str, dict[str, str], bytes]] = field(default_factory=list)
    stopping: threading.Event = field(default_factory=threading.Event)

    def serve(self, path: str, *answers: Answer) -> str:
        """Give these answers one after the other, the last one again and again; returns the URL."""
        self.answers[path] = list(answers)
        return self.url + path

    def asked(self, path: str) -> int:
        return sum(1 for _method, asked, _headers, _body in self.requests if asked == path)

    def handle(self, connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            request = _read_request(connection)
            if request is None:
                return
            self.requests.append(request)
            waiting = self.answers.get(request[1], [answer(b"not here", "404 Not Found")])
            reply = waiting.pop(0) if len(waiting) > 1 else waiting[0]
            if callable(reply):
                reply(connection)
            else:
                connection.sendall(reply)


def _read_request(connection: socket.socket) -> tuple[str, str, dict[str, str], bytes] | None:
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(65536)
        if not chunk:
            return None
        if chunk.startswith(b"\x16\x03"):
            connection.sendall(b"HTTP/1.0 400 plain HTTP here\r\n\r\n")
            return None
        data += chunk
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    while len(body) < int(headers.get("content-length", "0")):
        body += connection.recv(65536)
    method, path, _version = first.split(" ")
    return method, path, headers, body


@pytest.fixture
def site() -> Iterator[Site]:
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.05)
    found = Site(url=f"http://127.0.0.1:{listener.getsockname()[1]}")
    workers: list[threading.Thread] = []

    def accept() -> None:
        while not found.stopping.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            connection.settimeout(10)
            workers.append(threading.Thread(target=found.handle, args=(connection,)))
            workers[-1].start()

    acceptor = threading.Thread(target=accept)
    acceptor.start()
    yield found
    found.stopping.set()
    acceptor.join()
    for worker in workers:
        worker.join(10)
    listener.close()


@dataclass
class Shelf:
    """An archive in memory: what was kept, in order; `c1`, `c2`, … are the capture ids."""

    kept: list[Exchange] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, exchange: Exchange) -> str:
        with self.lock:
            self.kept.append(exchange)
            return f"c{len(self.kept)}"

    def pages(self) -> list[Exchange]:
        """Without robots.txt."""
        return [exchange for exchange in self.kept if not exchange.url.endswith("/robots.txt")]


@dataclass
class Clock:
    """Time that only moves when somebody sleeps or a test says so."""

    now: datetime = NOW
    ticks: float = 0.0
    slept: list[float] = field(default_factory=list)

    def read(self) -> datetime:
        return self.now

    def monotonic(self) -> float:
        return self.ticks

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.ticks += seconds


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def clock() -> Clock:
    return Clock()


MakeClient = Callable[..., PoliteClient]


@pytest.fixture
def make_client(shelf: Shelf, clock: Clock) -> Iterator[MakeClient]:
    """A client whose sleeping is recorded, not done; keyword arguments are `ClientSettings`."""
    made: list[PoliteClient] = []

    def make(**settings: object) -> PoliteClient:
        quick = {"spacing_seconds": 0, "retries": 0, "backoff_seconds": 1, "timeout_seconds": 5, **settings}
        client = PoliteClient(
            shelf,
            ClientSettings(**quick),
            clock.read,
            clock.sleep,
            monotonic=clock.monotonic,
            chance=lambda: 0.0,
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def source(site: Site) -> Source:
    return Source("nguon-thu", "Nguồn thử", Channel.PORTAL, "feed", site.url, allow_private=True)


@pytest.fixture
def public_source(site: Site) -> Source:
    """A source of the real world: no private address is allowed."""
    return Source("nguon-that", "Nguồn thật", Channel.PORTAL, "feed", site.url)


@pytest.fixture
def respond() -> Callable[..., bytes]:
    return answer
