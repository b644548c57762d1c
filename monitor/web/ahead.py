"""Đọc trước khi có người hỏi: người đầu tiên không phải chờ thay mọi người.
What a room keeps in memory is read when the server begins, not by the first who asks."""

import gc
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Thread
from typing import Any

import structlog

from monitor.domain.errors import MonitorError

log = structlog.get_logger()


def reading(read: Callable[[], object]) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """A router's lifespan that reads beside the server; pages are answered meanwhile.

    A store that cannot be read is logged, and is told to the first reader by the page itself.
    """

    @asynccontextmanager
    async def begun(_: Any) -> AsyncIterator[None]:
        Thread(target=_read, args=(read,), daemon=True).start()
        yield

    return begun


def _read(read: Callable[[], object]) -> None:
    try:
        read()
        # What is kept for good is not searched for garbage again: that would stop every page a while.
        gc.collect()
        gc.freeze()
    except MonitorError as error:
        log.warning("not read ahead", error=str(error))
