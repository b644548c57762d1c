"""Những gì máy chủ thật trả tại /api/v1/ocds đều đúng chuẩn OCDS 1.1.5.
What the real server answers at /api/v1/ocds is valid OCDS 1.1.5, body by body, by the official checker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from monitor.demo.world import build_world
from storage.store import Store
from tests.ocds.standard import checked, faults
from tests.ocds.worlds import fill, processes
from tests.steps.subscribers import Town
from tests.storage.histories import small_line
from tests.web.open_data import API, ask
from tests.web.served import Visit, serving

pytestmark = pytest.mark.shared

PACKAGES = 40
# The address of the next page, as of the standard's extension for pages: no part of the schema itself.
_PAGED = [{"path": "", "field": "links", "usage_count": 1}]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A small demo world, published and served; nothing is asked that changes it."""
    world = build_world(2026, PACKAGES)
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('phuc-vu') / 'monitor.db'}")
    store.create()
    town = Town(small_line(store))
    town.now = world.ends_at
    fill(town.line, world)
    with serving(town) as visit:
        yield visit
    store.close()


def pages(visit: Visit, path: str) -> Iterator[requests.Response]:
    """Every page of a list, by the address that the page before names."""
    following = f"{path}?limit=100"
    while following:
        answer = ask(visit, following)
        assert answer.status_code == 200, answer.text
        yield answer
        following = answer.json().get("links", {}).get("next", "").removeprefix(visit.url + API)


@pytest.mark.parametrize("kind", ["releases", "records"])
def test_the_official_checker_finds_nothing_in_any_body(
    small: Visit, standard: Path, tmp_path: Path, kind: str
) -> None:
    ocids: set[str] = set()
    for answer in pages(small, f"/ocds/{kind}"):
        following = {"additional_fields": _PAGED} if "links" in answer.json() else {}
        assert faults(checked(standard, tmp_path, answer.content)) == following
        ocids |= {one["ocid"] for one in answer.json()[kind]}
    assert len(ocids) == len(processes(small.town.line)) > PACKAGES // 2


def test_one_record_and_one_month_say_what_the_lists_say(small: Visit) -> None:
    """Their bodies are of the same kind and made of the same parts: what was checked above holds for them."""
    records = [one for page in pages(small, "/ocds/records") for one in page.json()["records"]]
    for record in records:
        body = ask(small, f"/ocds/records/{record['ocid']}").json()
        assert body["records"] == [record]
        assert "links" not in body
    releases = [one for page in pages(small, "/ocds/releases") for one in page.json()["releases"]]
    months = [month["month"] for month in ask(small, "/ocds/release-packages").json()["items"]]
    addresses = [f"/ocds/release-packages/{month}" for month in months]
    by_month = [
        one for address in addresses for page in pages(small, address) for one in page.json()["releases"]
    ]
    assert by_month == releases
