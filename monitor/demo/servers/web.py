"""Máy chủ web trên vòng lặp nội bộ, dừng là đóng hết.
A loopback web server that closes every socket and thread when it stops."""

import http
import json
import select
import socket
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, unquote, urlsplit

_LARGEST_BODY = 5_000_000
_POLL_SECONDS = 0.05
_RESET = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Request:
    """One request as received; header names are lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes = b""

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @cached_property
    def query(self) -> Mapping[str, str]:
        """The first value of each parameter."""
        return _first(parse_qs(urlsplit(self.target).query, keep_blank_values=True))

    @cached_property
    def form(self) -> Mapping[str, str]:
        """The first value of each field of an URL-encoded form."""
        return _first(parse_qs(self.body.decode("utf-8", "replace"), keep_blank_values=True))

    @cached_property
    def json(self) -> Any:
        """The body as JSON; `None` when it is not JSON."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None


@dataclass(frozen=True)
class Reply:
    """One answer, before it is sent."""

    body: bytes = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def html(cls, text: str, status: int = 200) -> Self:
        return cls(text.encode(), status)

    @classmethod
    def json(cls, payload: Any, status: int = 200) -> Self:
        text = json.dumps(payload, ensure_ascii=False, separators=(",", ":"))
        return cls(text.encode(), status, "application/json;charset=UTF-8")


class Hang:
    """Instead of an answer: keep the caller waiting until it gives up."""


class Reset:
    """Instead of an answer: break the connection."""


Answer = Reply | Hang | Reset
App = Callable[[Request], Answer]


class LoopbackServer(ThreadingHTTPServer):
    """Serves one app on 127.0.0.1; a context manager. `port` 0 takes a free one."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, app: App, clock: Callable[[], datetime], port: int = 0) -> None:
        self.app = app
        self.clock = clock
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        super().__init__(("127.0.0.1", port), _Handler)
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": _POLL_SECONDS}, name="demo-server"
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._lock:
            waiting = tuple(self._open)
        for connection in waiting:
            _end(connection)
        self.server_close()

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up was dealt with before: what comes here is a bug, and is raised."""
        error = sys.exception()
        if error is not None:
            raise error


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: LoopbackServer

    def do_GET(self) -> None:
        self._serve()

    def do_POST(self) -> None:
        self._serve()

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name is inherited
        """The run has its own progress; access lines would drown it."""

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST_BODY:
            self._send(Reply.html("quá lớn", 413))
            self.close_connection = True
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, self.rfile.read(length))
        answer = self.server.app(request)
        if isinstance(answer, Reply):
            self._send(answer)
            return
        self.close_connection = True
        if isinstance(answer, Hang):
            self._hang()
        else:
            # Both handles must go, or the end would be a polite one.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            self.rfile.close()
            self.connection.close()

    def _send(self, reply: Reply) -> None:
        """Head and body in one write: two small writes would wait for each other's receipts."""
        lines = [
            f"HTTP/1.1 {reply.status} {http.HTTPStatus(reply.status).phrase}",
            f"Date: {format_datetime(self.server.clock().astimezone(UTC), usegmt=True)}",
            *(f"{name}: {value}" for name, value in reply.headers.items()),
        ]
        if self.close_connection:
            # Unsaid, the caller would use the connection again while it is being closed.
            lines.append("Connection: close")
        if reply.status != 304:
            lines += [f"Content-Type: {reply.content_type}", f"Content-Length: {len(reply.body)}"]
        head = "\r\n".join(lines).encode("latin-1")
        self.wfile.write(head + b"\r\n\r\n" + (b"" if reply.status == 304 else reply.body))

    def _hang(self) -> None:
        while not self.server.stopping.is_set():
            if select.select([self.connection], [], [], _POLL_SECONDS)[0]:
                return


def _first(values: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: found[0] for name, found in values.items()}


def _end(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
