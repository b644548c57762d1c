"""Máy nhận webhook trên vòng lặp nội bộ, và cách gửi tới đó.
A subscriber's server on loopback, the settings to send to it, and a message that is refused."""

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from alerts.channels import webhook
from monitor.domain.cases import Message, Recipient
from monitor.domain.errors import DeliveryError

SECRET = "khoa-thu-nghiem-dai-hon-ba-muoi-hai-ky-tu"
NOW = datetime(2026, 9, 21, 2, 14, 5, tzinfo=UTC)
MakeMessage = Callable[..., Message]


@dataclass
class Receiver:
    """A subscriber's server: keeps what it got as it came, and answers as it is told."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip: float = 0.0
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append((self.path, dict(self.headers), raw))
            with suppress(ConnectionError):
                for _ in range(40 if state.drip else 0):
                    self.wfile.write(b"H")
                    time.sleep(state.drip)
                self.send_response(state.status)
                for name, value in state.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(state.body)

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/nhan-tin?ma=1"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def to(url: str, **settings: Any) -> Recipient:
    return Recipient("nha-thau", "Nhà thầu A", url, "webhook", settings=settings)


def account(**changes: Any) -> webhook.Settings:
    return webhook.Settings.model_validate(
        {"secret": SECRET, "allow_loopback": True, "timeout_seconds": 5, **changes}
    )


def refused(message: Message, settings: webhook.Settings) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        webhook.send(message, settings, lambda: NOW)
    return failed.value
