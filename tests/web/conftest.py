"""Một tỉnh nhỏ có trang web, dựng mới cho từng bài.
A small province with its pages, made anew for each test."""

from collections.abc import Iterator

import pytest

from tests.steps.subscribers import Town
from tests.steps.towns import empty, town
from tests.web.served import Visit, serving

__all__ = ["empty", "town", "visit"]


@pytest.fixture
def visit(town: Town) -> Iterator[Visit]:
    with serving(town) as served:
        yield served
