"""Trang lưu của từng nền tảng cho đúng các tin đã ghi.
Every platform's saved pages give exactly the sightings written beside them."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from sources.registry import platform, platform_names

SAVED = Path(__file__).resolve().parents[1] / "saved"
CASES = sorted(SAVED.glob("*/*/expected.json"))
# These two speak formats of their own; their saved answers are kept by their own tests.
NOT_LISTINGS = {"egp", "feed"}


@pytest.mark.parametrize("name", [name for name in platform_names() if name not in NOT_LISTINGS])
def test_a_platform_without_saved_pages_is_refused(name: str) -> None:
    assert list((SAVED / name).glob("*/expected.json")), (
        f"write tests/sources/saved/{name}/<case>/expected.json"
    )


@pytest.mark.parametrize("case", CASES, ids=lambda path: f"{path.parent.parent.name}/{path.parent.name}")
def test_saved_pages_give_exactly_the_expected_sightings(case: Path, site: Any, fetch: Any) -> None:
    expected = json.loads(case.read_text(encoding="utf-8"))
    for answer in expected["answers"]:
        body = (case.parent / answer["file"]).read_bytes() if "file" in answer else b""
        more = {key: answer[key] for key in ("status", "headers", "form") if key in answer}
        site.put(answer["ask"], body, **more)
    name = case.parent.parent.name
    source = site.source(name, expected["source"]["path"], **expected["source"]["settings"])
    now = datetime.fromisoformat(expected["now"])
    window = Window(now - timedelta(days=expected["window_days"]), now)
    report = platform(name).look(source, fetch, SourceMemory(), window, now)
    found = [
        {
            "native_key": sighting.native_key,
            "title": sighting.title,
            "published": sighting.published and sighting.published.at.isoformat(),
            "precision": sighting.published and sighting.published.precision.value,
            "origin": sighting.published and sighting.published.origin,
            "codes": list(sighting.codes),
            "attachments": [url.removeprefix(site.origin) for url in sighting.attachments],
        }
        for sighting in report.sightings
    ]
    assert found == expected["sightings"]
    assert (report.look.outcome.value, report.look.reason) == (expected["outcome"], "")
    assert sorted(oddity.where for oddity in report.oddities) == sorted(expected["oddities"])
    assert report.look.window == window


@pytest.mark.parametrize("page", sorted(SAVED.glob("*/*/*.html")), ids=lambda path: path.name)
def test_saved_pages_say_that_they_are_synthetic(page: Path) -> None:
    assert "tổng hợp" in page.read_text(encoding="utf-8")
