"""Mọi câu hỏi sinh ra từ bản mô tả OpenAPI: không lỗi máy chủ, không câu trả lời sai mô tả.
Questions made from the OpenAPI description, good and bad: no 5xx, and every answer is as described."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from storage.store import Store
from tests.steps.subscribers import Town
from tests.storage.histories import small_line
from tests.web.open_data import API, open_town
from tests.web.served import Visit

PATHS = (
    "/",
    "/packages",
    "/packages/{key}",
    "/packages/{key}/publications",
    "/notices",
    "/publications",
    "/aggregates",
    "/changes",
    "/ocds/releases",
    "/ocds/records",
    "/ocds/records/{ocid}",
    "/ocds/release-packages",
    "/ocds/release-packages/{month}",
)
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)


@pytest.fixture(scope="module")
def data(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """One service for all questions: none of them changes anything."""
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path_factory.mktemp('hoi'))}")
    with open_town(Town(small_line(store))) as visit:
        yield visit
    store.close()


def test_every_route_is_described_and_tried(data: Visit) -> None:
    described = data.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert sorted(described["paths"]) == sorted(PATHS)
    assert described["servers"] == [{"url": API}]
    for path in described["paths"].values():
        assert list(path) == ["get"]
        assert path["get"]["summary"].count(" / ") >= 1


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["good", "bad"])
@pytest.mark.parametrize("path", PATHS)
def test_no_question_breaks_it_and_every_answer_is_as_described(
    data: Visit, path: str, mode: GenerationMode
) -> None:
    operation = schemathesis.openapi.from_url(f"{data.url}{API}/openapi.json")[path]["GET"]
    if mode is GenerationMode.NEGATIVE and path in ("/", "/ocds/release-packages"):
        return  # they take nothing that could be wrong

    @settings(
        max_examples=15,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode))
    def try_it(case: Any) -> None:
        data.town.now += timedelta(seconds=1)
        case.validate_response(case.call(), checks=CHECKS)

    try_it()
