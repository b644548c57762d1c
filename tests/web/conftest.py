"""Một tỉnh nhỏ có trang web, dựng mới cho từng bài.
A small province with its pages, made anew for each test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.steps.subscribers import Town
from tests.steps.towns import empty, town
from tests.web.e2e.browser import started
from tests.web.served import Visit, serving

__all__ = ["empty", "town", "visit"]


@pytest.fixture
def visit(town: Town) -> Iterator[Visit]:
    with serving(town) as served:
        yield served


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The one browser of this process: Playwright cannot be started twice in one."""
    with started() as browser:
        yield browser
