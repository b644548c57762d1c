"""Mọi bản công bố và hồ sơ đều đúng chuẩn OCDS 1.1.5.
Every release and record is valid OCDS 1.1.5: by its JSON schema, and by the official checker."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.procurement import Notice, Opening, Plan, Result
from monitor.domain.published import Planned, Process
from monitor.ocds.packages import record_package, release_package
from monitor.ocds.people import without_people
from monitor.ocds.releases import record_of, releases_of
from monitor.steps.processes import plan_packages
from sources.egp.parse import parse_notice_detail, parse_opening, parse_plan_detail, parse_search_page
from sources.imports.handover import read_handover
from tests.ocds.standard import checked, errors, faults
from tests.ocds.worlds import PUBLISHER

pytestmark = pytest.mark.shared

AT = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)


def release_file(processes: list[Process]) -> Any:
    releases = [release for one in processes for release in releases_of(one, PUBLISHER)]
    return release_package(releases, PUBLISHER, "https://mau.example/releases", AT)


def record_file(processes: list[Process]) -> Any:
    records = [record_of(one, PUBLISHER) for one in processes]
    return record_package(records, PUBLISHER, "https://mau.example/records", AT)


@pytest.fixture(scope="module")
def real(shared: Path) -> list[Process]:
    """Processes of real captured answers of the national network."""
    folder = shared / "data" / "egp" / "raw"

    def load(name: str) -> Any:
        return json.loads((folder / name).read_text(encoding="utf-8"))

    rows = parse_search_page(load("bid_opening_search.json"), "egp").records
    found = list(rows)
    for name in ("verified_standard_online", "verified_standard_offline", "verified_reoffer.redacted"):
        found += parse_notice_detail(load(f"{name}.json")["payload"], "egp").records
    for name in ("bid_opening", "bid_opening_dual"):
        found += parse_opening(load(f"{name}.json"), "egp").records
    for file in sorted((shared / "data" / "egp" / "notices").glob("*.json")):
        found += read_handover(file, AT).records
    plan = parse_plan_detail(load("egp-plan-detail-PL2600333000-20261005.json")["data"], "egp").records[0]
    return [without_people(one) for one in _processes(found, plan)]


def _processes(found: list[Any], plan: Plan) -> list[Process]:
    made: dict[str, dict[str, Any]] = {}
    for record in found:
        name = {Notice: "notices", Opening: "openings", Result: "results"}[type(record)]
        held = made.setdefault(record.notice_no, {"notices": {}, "openings": {}, "results": {}})
        held[name][getattr(record, "version", "") or getattr(record, "native_id", "")] = record
    processes = [
        Process(key, AT, **{name: tuple(rows.values()) for name, rows in held.items()})
        for key, held in made.items()
    ]
    planned: tuple[Planned, ...] = plan_packages([plan])
    return processes + [Process(one.package.key, AT, planned=(one,)) for one in planned]


def test_the_whole_demo_world_is_valid(published: list[Process], standard: Path) -> None:
    assert len(published) > 250
    assert errors(standard, release_file(published)) == []
    assert errors(standard, record_file(published)) == []


def test_real_captured_records_are_valid(real: list[Process], standard: Path) -> None:
    assert len(real) > 1200
    assert errors(standard, release_file(real)) == []
    assert errors(standard, record_file(real)) == []


def test_the_schema_refuses_what_is_wrong(published: list[Process], standard: Path) -> None:
    package = release_file(published[:1])
    package["releases"][0]["date"] = "hôm qua"
    del package["releases"][0]["ocid"]
    assert any("ocid" in error for error in errors(standard, package))


@pytest.mark.parametrize("kind", ["releases", "records"])
@pytest.mark.parametrize("world", ["published", "real"])
def test_the_official_checker_finds_nothing(
    request: pytest.FixtureRequest, standard: Path, tmp_path: Path, world: str, kind: str
) -> None:
    processes: list[Process] = request.getfixturevalue(world)
    package = release_file(processes) if kind == "releases" else record_file(processes)
    report = checked(standard, tmp_path, package)
    assert faults(report) == {}
    assert report["unique_ocids_count"] == len(processes)


def test_the_checker_without_its_network_still_finds_what_is_wrong(
    published: list[Process], standard: Path, tmp_path: Path
) -> None:
    package = record_file(published[:3])
    first, second, third = package["records"]
    del first["compiledRelease"]["date"]
    second["releases"][0]["tender"]["status"] = "sap-mo"
    third["versionedRelease"] = {"ocid": third["ocid"]}
    told = json.dumps(faults(checked(standard, tmp_path, package)))
    assert all(wrong in told for wrong in ("compiledRelease", "sap-mo", "versionedRelease"))
