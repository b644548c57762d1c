"""Một tỉnh nhỏ dựng mới cho từng bài; các thư mục bài thử khác dùng chung.
Fixtures of a small province, made anew for each test; shared by the folders whose conftest imports them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.logs import log_to
from storage.store import Store
from tests.steps.subscribers import Town
from tests.storage.histories import small_line


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database, made once."""
    log_to(None)
    file = tmp_path_factory.mktemp("kho") / "monitor.db"
    store = Store(f"sqlite:///{file}")
    store.create()
    store.close()
    return file


@pytest.fixture
def town(empty: Path, tmp_path: Path) -> Iterator[Town]:
    """Its letters go into an outbox folder."""
    with town_in(tmp_path, empty) as made:
        yield made


@contextmanager
def town_in(folder: Path, empty: Path) -> Iterator[Town]:
    """A town that lives in a folder; for tests that only look at it, one for all of them."""
    store = Store(f"sqlite:///{shutil.copy(empty, folder)}")
    outbox = {"folder": folder / "outbox", "from_address": "giam-sat@songmau.example"}
    yield Town(replace(small_line(store), channel_settings={"outbox": outbox}))
    store.close()
