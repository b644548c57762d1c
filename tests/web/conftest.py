"""Một tỉnh nhỏ có trang web, dựng mới cho từng bài.
A small province with its pages, made anew for each test."""

from collections.abc import Iterator
from functools import partial

import pytest
from argon2 import PasswordHasher
from jinja2 import Environment, FileSystemBytecodeCache
from playwright.sync_api import Browser

from monitor.web import rendering
from monitor.web.staff import hashing
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, Town, notice, subscription
from tests.steps.towns import empty, town
from tests.web.e2e.browser import started
from tests.web.served import Visit, serving

__all__ = ["empty", "town", "visit"]


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every test makes its pages anew: their templates are compiled once for all of them."""
    kept = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("mau-trang")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rendering, "Environment", partial(Environment, bytecode_cache=kept))
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """The same argon2 with little work: what a real one costs is asked in `test_hashing`."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hashing, "_HASHER", PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1))
        yield


@pytest.fixture
def visit(town: Town) -> Iterator[Visit]:
    with serving(town) as served:
        yield served


@pytest.fixture
def fed(visit: Visit) -> Visit:
    """A subscriber who is told at once, and the first tender told."""
    town = visit.town
    town.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(notice(1, town.now))
    town.passes()
    return visit


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of this process: Playwright cannot be started twice in one."""
    with started() as browser:
        yield browser
