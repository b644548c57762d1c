"""Máy chủ tự đọc hàng việc và chỉ mục tìm kiếm khi bắt đầu, không đợi người đầu tiên.
The server reads queue and search when it begins; a store that cannot be read stops nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import requests
from fastapi import FastAPI
from sqlalchemy import Engine, event

from monitor.domain.errors import StorageError
from monitor.web.ahead import reading
from monitor.web.app import create_app
from monitor.web.server import listening
from storage.tables.searched import SearchPackageRow
from storage.tables.told import CaseRow
from tests.steps.subscribers import Town
from tests.web.served import SLOWEST, begin


@contextmanager
def begun(app: FastAPI) -> Iterator[str]:
    """A server of its own, as its beginning is what these tests are about."""
    with listening("127.0.0.1", 0) as bound:
        running, thread = begin(app, bound)
        try:
            yield f"http://127.0.0.1:{bound.getsockname()[1]}/"
        finally:
            running.should_exit = True
            thread.join()


def test_what_is_kept_in_memory_is_read_before_anybody_asks(town: Town) -> None:
    wanted = {f"FROM {row.__tablename__}": Event() for row in (SearchPackageRow, CaseRow)}

    def note(_: Any, cursor: Any, statement: str, *more: Any) -> None:
        for words, seen in wanted.items():
            if words in statement:
                seen.set()

    event.listen(Engine, "before_cursor_execute", note)
    try:
        with begun(create_app(town.line, lambda: town.now, authority="songmau.example,2026")):
            assert [words for words, seen in wanted.items() if not seen.wait(SLOWEST)] == []
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_what_cannot_be_read_ahead_stops_nothing() -> None:
    tried = Event()

    def read() -> None:
        tried.set()
        raise StorageError("no such table", vi="Kho dữ liệu hỏng.")

    with begun(FastAPI(lifespan=reading(read))) as home:
        assert tried.wait(SLOWEST)
        assert requests.get(home, timeout=SLOWEST).status_code == 404
