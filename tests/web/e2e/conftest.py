"""Một thế giới mẫu và một trình duyệt cho cả loạt bài.
One played demo and one browser for all of these tests."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from monitor.domain.staff import Role
from tests.web.e2e.browser import Visitor, visitor
from tests.web.e2e.house import PlayedHouse, played_house
from tests.web.e2e.walked import Walked, walked


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayedHouse]:
    with played_house(tmp_path_factory.mktemp("nha-mau")) as played:
        yield played


@pytest.fixture
def enter(chromium: Browser, house: PlayedHouse) -> Iterator[Callable[..., Visitor]]:
    """Opens a browser profile, logged in by the door of a role where one is given."""
    opened: list[Visitor] = []

    def come(role: Role | None = None, **given: Any) -> Visitor:
        one = visitor(chromium, house.url, **given)
        opened.append(one)
        if role is not None:
            one.go(house.doors[role])
        return one

    yield come
    for one in opened:
        one.done()


@pytest.fixture(scope="session")
def walked_house(house: PlayedHouse) -> Walked:
    return walked(house)
