"""Máy nhận webhook giả: giữ khóa, kiểm chữ ký, trả lời thử thách.
A webhook's receiver on loopback, written as a subscriber would: holds the key, verifies, answers."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from alerts.channels.webhook import verify


@dataclass
class Machine:
    """`status` is what it answers; `answers` how it meets a challenge: `right`, `echo` or `nothing`."""

    url: str = ""
    key: str = ""
    status: int = 200
    answers: str = "right"
    got: list[dict[str, Any]] = field(default_factory=list)
    signed: list[bool] = field(default_factory=list)

    def take(self, raw: bytes, headers: Any) -> tuple[int, bytes]:
        """One post: what is answered."""
        told = json.loads(raw)
        self.got.append(told)
        stamp, mark = headers["X-Monitor-Timestamp"], headers["X-Monitor-Signature"]
        self.signed.append(verify(self.key, stamp, raw, mark, datetime.now(UTC)))
        if told["kind"] != "challenge" or self.answers == "nothing":
            return self.status, b""
        if self.answers == "echo":
            return self.status, json.dumps({"response": told["challenge"], **told}).encode()
        text = f"challenge.{told['challenge']}".encode()
        proof = "v1=" + hmac.new(self.key.encode(), text, hashlib.sha256).hexdigest()
        return self.status, json.dumps({"response": proof}).encode()


@pytest.fixture
def machine() -> Iterator[Machine]:
    state = Machine()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            status, body = state.take(self.rfile.read(int(self.headers["Content-Length"])), self.headers)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/nhan"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        server.shutdown()
        thread.join()
