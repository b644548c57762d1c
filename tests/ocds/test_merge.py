"""Bản tổng hợp gộp đúng quy tắc của chuẩn; `ocdsmerge` làm chứng.
The compiled release is what the standard's rules make of the releases; `ocdsmerge` is the judge."""

import copy
from pathlib import Path

import pytest
from ocdsmerge import Merger

from monitor.domain.published import Process
from monitor.ocds.merge import compiled
from monitor.ocds.releases import releases_of
from tests.ocds.standard import schema
from tests.ocds.worlds import PUBLISHER


@pytest.mark.shared
def test_merging_is_that_of_the_standard(published: list[Process], standard: Path) -> None:
    judge = Merger(schema(standard, "release-schema"))
    for one in published:
        releases = releases_of(one, PUBLISHER)
        assert compiled(releases) == judge.create_compiled_release(copy.deepcopy(releases))
