"""Một dịch vụ thư trên loopback và thư để gửi, cho các bài thử người đưa thư.
A provider on loopback and letters to send, for the tests of the delivery worker."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock

import pytest

from monitor.demo.servers.web import Answer, LoopbackServer, Reply, Request
from monitor.domain.cases import Delivery, Message, Recipient
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason
from monitor.logs import log_to
from monitor.wiring import Line
from storage.store import Store
from tests.storage.histories import small_line

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
TAKEN = Reply(b"", 202, "text/plain", {"X-Message-Id": "m"})


@dataclass
class Provider:
    """Takes everything unless told otherwise; remembers to whom each call went."""

    calls: list[list[str]] = field(default_factory=list)
    child: int = 0
    answer: Callable[[list[str]], Answer] = lambda _: TAKEN
    _lock: Lock = field(default_factory=Lock)

    def __call__(self, request: Request) -> Answer:
        people = [one["to"][0]["email"] for one in request.json["personalizations"]]
        with self._lock:
            self.calls.append(people)
        return self.answer(people)


@pytest.fixture
def provider() -> Provider:
    return Provider()


@pytest.fixture
def line(tmp_path: Path, provider: Provider) -> Iterator[Line]:
    log_to(None)
    store = Store(f"sqlite:///{tmp_path / 'monitor.db'}")
    store.create()
    with LoopbackServer(provider, lambda: NOW) as server:
        settings = {"api_key": "SG.thu", "from_address": "gs@mau.example", "host": server.url}
        yield replace(small_line(store), channel_settings={"sendgrid": settings})
    store.close()


def letter(number: int, *, text: str = "", channel: str = "sendgrid", **given: object) -> Message:
    recipient = Recipient(f"nguoi-{number}", "Thanh tra", f"nguoi-{number}@mau.example", channel)
    made = Message(
        f"nguoi-{number}|outage|1|{channel}",
        MessageKind.OUTAGE,
        Reason.FIRST,
        recipient,
        "Chưa xem được nguồn",
        text or f"Thư số {number}",
        "<p>Thư</p>",
        NOW,
    )
    return replace(made, **given)  # type: ignore[arg-type]


def queue(line: Line, *letters: Message) -> None:
    with line.store.begin() as work:
        assert work.outbox.queue_all(letters, NOW) == len(letters)


def waiting(line: Line) -> tuple[Delivery, ...]:
    with line.store.read() as work:
        return work.outbox.list(DeliveryState.QUEUED)


def addressed(*numbers: int) -> list[str]:
    return [f"nguoi-{number}@mau.example" for number in numbers]
