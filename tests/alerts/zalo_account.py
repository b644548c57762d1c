"""Một tài khoản Zalo OA giả trên vòng lặp nội bộ.
A Zalo account on loopback: pairs of tokens good for one use, error codes inside 200."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from time import sleep
from typing import Any
from urllib.parse import parse_qs

import pytest


@dataclass
class Account:
    """A Zalo account: pairs are valid once, the latest access token only; keeps what it was sent."""

    host: str = ""
    access: str = "access-0"
    refresh: str = "refresh-0"
    renewals: int = 0
    burnt: int = 0
    slow: float = 0.0
    code: int = 0
    raw: tuple[int, bytes] | None = None
    raw_renewal: tuple[int, bytes] | None = None
    told: list[dict[str, Any]] = field(default_factory=list)
    forms: list[tuple[dict[str, list[str]], str]] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def renew(self, raw: bytes, secret: str) -> tuple[int, bytes]:
        form = parse_qs(raw.decode())
        sleep(self.slow)
        with self.lock:
            self.forms.append((form, secret))
            if self.raw_renewal is not None:
                return self.raw_renewal
            if form["refresh_token"] != [self.refresh]:
                self.burnt += 1
                return 200, json.dumps({"error": -14014, "error_name": "Invalid refresh token"}).encode()
            self.renewals += 1
            self.access, self.refresh = f"access-{self.renewals}", f"refresh-{self.renewals}"
            pair = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": "90000"}
            return 200, json.dumps(pair).encode()

    def message(self, raw: bytes, token: str) -> tuple[int, bytes]:
        if self.raw is not None:
            return self.raw
        if token != self.access:
            return 200, json.dumps({"error": -216, "message": "Access token is invalid"}).encode()
        if self.code:
            return 200, json.dumps({"error": self.code, "message": "not now"}).encode()
        self.told.append(json.loads(raw))
        return 200, json.dumps({"error": 0, "message": "Success", "data": {"message_id": "m-1"}}).encode()


@pytest.fixture
def account() -> Iterator[Account]:
    state = Account()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            if self.path == "/v4/oa/access_token":
                status, body = state.renew(raw, self.headers["secret_key"])
            else:
                assert self.path == "/v3.0/oa/message/cs"
                status, body = state.message(raw, self.headers["access_token"])
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.host = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        server.shutdown()
        thread.join()
