"""Một thế giới mẫu vài trăm gói thầu, công bố một lần cho mọi bài.
A demo world of a few hundred packages, published once for all tests of this folder."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.demo.world import build_world
from monitor.domain.published import Process
from storage.store import Store
from tests.ocds.worlds import fill, processes
from tests.steps.towns import empty, town
from tests.storage.histories import small_line

__all__ = ["empty", "standard", "town"]


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Process]]:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('mo') / 'monitor.db'}")
    store.create()
    line = small_line(store)
    fill(line, build_world(2026, 300))
    yield processes(line)
    store.close()


@pytest.fixture(scope="session")
def standard(shared: Path) -> Path:
    """The OCDS 1.1.5 standard as a ZIP."""
    return shared / "contracts" / "ocds-standard-1.1.5.zip"
