"""Thư mẫu, và một nhà cung cấp thư trên loopback cho bài kiểm tra.
Sample letters and a mail provider on loopback, as fixtures."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

import pytest

from monitor.domain.cases import Message, Recipient
from monitor.domain.digests import DigestData
from monitor.domain.letters import AlertData, AlertLine
from monitor.domain.vocabulary import MessageKind, Reason
from tests.alerts.digests import DIGEST
from tests.alerts.letters import TOLD_AT, build_alert_data, build_line


@pytest.fixture
def make_line() -> Callable[..., AlertLine]:
    return build_line


@pytest.fixture
def alert_data() -> AlertData:
    return build_alert_data()


@pytest.fixture
def digest_data() -> DigestData:
    return DIGEST


def build_message(**changes: Any) -> Message:
    given: dict[str, Any] = {
        "key": "thanh-tra|alert|0f3c|outbox",
        "kind": MessageKind.ALERT,
        "reason": Reason.FIRST,
        "recipient": Recipient("thanh-tra", "Thanh tra tỉnh Sông Mẫu", "thanh-tra@example.org", "outbox"),
        "subject": "[Công khai đấu thầu] 2 thông tin chưa thấy đăng tải ở 1 đơn vị",
        "text": "Kính gửi: Thanh tra tỉnh Sông Mẫu\n\n2 thông tin chưa thấy đăng tải.\n",
        "html": "<!doctype html><html lang=vi><body><h1>2 thông tin chưa thấy đăng tải</h1></body></html>",
        "created_at": TOLD_AT,
    }
    return Message(**{**given, **changes})


@pytest.fixture
def make_message() -> Callable[..., Message]:
    return build_message


@dataclass
class Answer:
    """What the loopback provider answers once: a status, a body, or no answer at all."""

    status: int = 202
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=lambda: {"X-Message-Id": "sm-0001"})
    hang_up: bool = False
    silent: bool = False


@dataclass
class Provider:
    """A mail provider on loopback, spoken to over real HTTP."""

    host: str = ""
    answers: list[Answer] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    @property
    def mails(self) -> list[Any]:
        return [body for _, _, _, body in self.requests]


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    state = Provider()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self._answer("POST", json.loads(raw) if raw else None)

        def do_GET(self) -> None:
            self._answer("GET", None)

        def _answer(self, method: str, body: Any) -> None:
            state.requests.append((method, self.path, dict(self.headers), body))
            answer = state.answers.pop(0) if state.answers else Answer()
            self.close_connection = True
            if answer.silent:
                state.released.wait(10)
            if answer.hang_up or answer.silent:
                return
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.send_header("Connection", "close")
            self.end_headers()
            with suppress(ConnectionError):
                self.wfile.write(answer.body)

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = False
        state.host = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        state.released.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def answer() -> type[Answer]:
    return Answer
