"""Xếp thư vào hộp thư đi và nhận thư để gửi, cho các bài về hộp thư đi.
Letters put in line and claimed, for the tests of the outbox."""

from datetime import timedelta
from typing import Any

from storage.store import Store

MINUTE = timedelta(minutes=1)


def queue(store: Store, sample: Any, *messages: Any) -> None:
    """Put each in line, due now; every one must be new."""
    with store.begin() as work:
        for message in messages:
            assert work.outbox.queue(message, sample.now)


def claim(store: Store, sample: Any, worker: str = "w1", limit: int = 50, minutes: int = 0) -> list[str]:
    """The keys that a worker gets so many minutes from now, in its order."""
    with store.begin() as work:
        return [d.message.key for d in work.outbox.claim(worker, sample.now + minutes * MINUTE, limit)]
