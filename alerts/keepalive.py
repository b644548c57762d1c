"""Giữ kết nối tới dịch vụ gửi thư trong suốt một đợt gửi: bắt tay TLS một lần, không phải mỗi thư một lần.
Connections to the mail provider that stay open while a batch is sent; no redirects, no silent repeats."""

import ssl
import time
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.client import HTTPConnection, HTTPMessage, HTTPSConnection
from threading import Lock
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

# A provider closes what lies idle; a letter written into such a connection would have an unknown fate.
_LONGEST_IDLE = 5.0


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back, whole."""

    status: int
    reason: str
    headers: HTTPMessage
    body: bytes


class _Kept:
    """Idle connections by address, while anybody sends; used by many threads, each by one at a time."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._users = 0
        self._idle: dict[str, list[tuple[float, HTTPConnection]]] = defaultdict(list)

    def open(self) -> None:
        with self._lock:
            self._users += 1

    def close(self) -> None:
        with self._lock:
            self._users -= 1
            if self._users:
                return
            over = [one for idle in self._idle.values() for _, one in idle]
            self._idle.clear()
        for connection in over:
            connection.close()

    def take(self, address: str) -> HTTPConnection | None:
        with self._lock:
            since, connection = self._idle[address].pop() if self._idle[address] else (0.0, None)
        if connection is not None and time.monotonic() - since > _LONGEST_IDLE:
            connection.close()
            return None
        return connection

    def give(self, address: str, connection: HTTPConnection) -> None:
        with self._lock:
            if self._users:
                self._idle[address].append((time.monotonic(), connection))
                return
        connection.close()


_KEPT = _Kept()


@contextmanager
def kept_open() -> Iterator[None]:
    """While this lasts, `post` uses connections again; then all are closed."""
    _KEPT.open()
    try:
        yield
    finally:
        _KEPT.close()


def post(url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Reply:
    """Post once; any status is an answer. Raises `OSError` or `HTTPException` for trouble on the way.

    A redirected POST would become a GET that carries the key to another host, and a repeated one a
    second letter: neither is done.
    """
    parts = urlsplit(url)
    address = f"{parts.scheme}://{parts.netloc}"
    connection = _KEPT.take(address) or _connection(parts)
    done = False
    try:
        connection.timeout = seconds
        if connection.sock is not None:
            connection.sock.settimeout(seconds)
        connection.request("POST", parts.path, body=body, headers=dict(headers))
        response = connection.getresponse()
        reply = Reply(response.status, response.reason, response.headers, response.read())
        done = True
    finally:
        if not done:
            connection.close()
    _KEPT.give(address, connection)
    return reply


def _connection(parts: SplitResult) -> HTTPConnection:
    """Unconnected yet. Plain http is for loopback, where no proxy belongs in between."""
    host, port = parts.hostname or "", parts.port
    if parts.scheme == "http":
        return HTTPConnection(host, port)
    proxy = "" if proxy_bypass(host) else getproxies().get("https", "")
    if not proxy:
        return HTTPSConnection(host, port, context=_context())
    through = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    connection = HTTPSConnection(through.hostname or "", through.port or 80, context=_context())
    connection.set_tunnel(host, port or 443, headers=_credentials(through))
    return connection


def _credentials(proxy: SplitResult) -> dict[str, str]:
    if proxy.username is None:
        return {}
    given = f"{unquote(proxy.username)}:{unquote(proxy.password or '')}"
    return {"Proxy-Authorization": f"Basic {b64encode(given.encode()).decode('ascii')}"}


@cache
def _context() -> ssl.SSLContext:
    """Built once: reading all authorities takes longer than an exchange."""
    return ssl.create_default_context()
