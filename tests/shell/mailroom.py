"""Thư trong kho của người vận hành và một nhà cung cấp trên loopback.
Letters in an operator's store, and a provider on loopback."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config import Settings, load_settings
from monitor.demo.servers.web import LoopbackServer, Reply, Request
from monitor.domain.cases import Message, Recipient
from monitor.domain.vocabulary import MessageKind, Reason
from storage.store import Store
from tests.shell.conftest import Operator

NOW = datetime(2026, 9, 21, 3, 0, tzinfo=UTC)
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
PEOPLE = """
[[recipients]]
id = "thanh-tra"
name = "Thanh tra mẫu"
address = "thanh-tra@songmau.example"
"""


def letter(number: int, reader: str = "thanh-tra", channel: str = "outbox", **given: Any) -> Message:
    made = {
        "key": f"{reader}|alert|{number}|{channel}",
        "kind": MessageKind.ALERT,
        "reason": Reason.FIRST,
        "recipient": Recipient(reader, "Thanh tra mẫu", f"{reader}@songmau.example", channel),
        "subject": f"Phát hiện số {number}",
        "text": f"Nội dung thư số {number}",
        "html": "<p>chữ</p>",
        "created_at": NOW,
    }
    return Message(**{**made, **given})


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Store, Settings]]:
    settings = load_settings(folder / "monitor.toml")
    store = Store(settings.database_url)
    try:
        yield store, settings
    finally:
        store.close()


def queue(folder: Path, *messages: Message, at: datetime = NOW) -> None:
    with opened(folder) as (store, _), store.begin() as work:
        for message in messages:
            assert work.outbox.queue(message, at)


def stop(folder: Path, *messages: Message) -> None:
    queue(folder, *messages)
    with opened(folder) as (store, _), store.begin() as work:
        for one in work.outbox.claim("w", NOW, 50):
            work.outbox.stop(one.message.key, "w", "Hộp thư này không có. Hãy sửa địa chỉ.", NOW)


def rows(folder: Path) -> list[Any]:
    with opened(folder) as (store, _), store.read() as work:
        return list(work.postings.newest())


def write(folder: Path, old: str, new: str) -> None:
    file = folder / "monitor.toml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@dataclass
class Provider:
    """Answers like the mail provider; what it refuses is told by the subject."""

    posted: list[Any] = field(default_factory=list)
    status: int = 200

    def __call__(self, request: Request) -> Reply:
        self.posted.append(request.json)
        if "hỏng" in request.json["subject"]:
            return Reply.json(
                {"errors": [{"message": "Does not contain a valid address.", "field": "to"}]}, 400
            )
        return Reply(status=self.status, content_type="text/plain")


@pytest.fixture
def provider(operator: Operator) -> Iterator[Provider]:
    """SendGrid set up, on loopback."""
    made = Provider()
    with LoopbackServer(made, lambda: datetime.now(UTC)) as server:
        write(operator.folder, 'sendgrid_api_key = ""', 'sendgrid_api_key = "SG.khoa-thu"')
        write(operator.folder, "https://api.sendgrid.com", server.url)
        yield made
