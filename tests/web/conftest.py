"""Một tỉnh nhỏ có trang web, dựng mới cho từng bài.
A small province with its pages, made anew for each test."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.logs import log_to
from storage.store import Store
from tests.steps.subscribers import Town
from tests.storage.histories import small_line
from tests.web.served import Visit, serving


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
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    folder = {"folder": tmp_path / "outbox", "from_address": "giam-sat@songmau.example"}
    yield Town(replace(small_line(store), channel_settings={"outbox": folder}))
    store.close()


@pytest.fixture
def visit(town: Town) -> Iterator[Visit]:
    with serving(town) as served:
        yield served
