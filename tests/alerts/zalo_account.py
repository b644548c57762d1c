"""Một tài khoản Zalo OA giả trên vòng lặp nội bộ.
A Zalo account on loopback: pairs of tokens good for one use, error codes inside 200."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from time import sleep
from typing import Any
from urllib.parse import parse_qs

import pytest

from alerts.channels import zalo
from monitor.domain.cases import Message, Recipient
from monitor.domain.errors import DeliveryError
from monitor.domain.tokens import Tokens, TokenStore

NOW = datetime(2026, 9, 21, 2, 14, tzinfo=UTC)
MakeMessage = Callable[..., Message]


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


class Killed(BaseException):
    """The process ends here: no handler of ours may catch it."""


class FileTokens:
    """The pair in a database file, so that it outlives its worker; may be killed after a swap."""

    def __init__(self, path: Path, die_after: int = 0) -> None:
        self.path = path
        self.die_after = die_after
        with closing(self._open()) as database:
            database.execute("CREATE TABLE IF NOT EXISTS pair (row TEXT NOT NULL)")

    def put(self, tokens: Tokens) -> None:
        with closing(self._open()) as database:
            database.execute("DELETE FROM pair")
            database.execute("INSERT INTO pair VALUES (?)", (_row(tokens),))

    def load(self) -> Tokens:
        with closing(self._open()) as database:
            access, refresh, expires, since = json.loads(
                database.execute("SELECT row FROM pair").fetchone()[0]
            )
        claimed = datetime.fromisoformat(since) if since else None
        return Tokens(access, refresh, datetime.fromisoformat(expires), claimed)

    def swap(self, old: Tokens, new: Tokens) -> bool:
        with closing(self._open()) as database:
            found = database.execute("UPDATE pair SET row = ? WHERE row = ?", (_row(new), _row(old))).rowcount
        self.die_after -= 1
        if self.die_after == 0:
            raise Killed
        return found == 1

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=10, isolation_level=None)


def _row(tokens: Tokens) -> str:
    since = tokens.renewing_since.isoformat() if tokens.renewing_since else ""
    return json.dumps([tokens.access_token, tokens.refresh_token, tokens.expires_at.isoformat(), since])


@pytest.fixture
def tokens(tmp_path: Path) -> FileTokens:
    store = FileTokens(tmp_path / "tokens.db")
    store.put(Tokens("access-0", "refresh-0", NOW + timedelta(hours=20)))
    return store


@pytest.fixture
def message(make_message: MakeMessage) -> Message:
    return make_message(recipient=Recipient("a", "Nhà thầu A", "7712345678901", "zalo"))


def settings(account: Account, store: TokenStore, **changes: Any) -> zalo.Settings:
    given = {"app_id": "42", "secret_key": "khoa-thu-nghiem", "tokens": store, "allow_loopback": True}
    hosts = {"api_host": account.host, "oauth_host": account.host}
    return zalo.Settings.model_validate({**given, **hosts, "timeout_seconds": 5, **changes})


def send(message: Message, account: Account, tokens: TokenStore, at: datetime = NOW) -> str:
    return zalo.send(message, settings(account, tokens), lambda: at)


def refused(message: Message, account: Account, tokens: TokenStore, at: datetime = NOW) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        send(message, account, tokens, at)
    error = failed.value
    spoken = f"{error} {error.vi} {error.__cause__!r}"
    assert not any(secret in spoken for secret in ("access-", "refresh-", "khoa-thu-nghiem"))
    return error
