"""Trang của một gói thầu: diễn biến, kênh đã thấy, lịch, theo dõi; và những địa chỉ sai.
The page of a package: its story, its channels, its calendar, following it; and wrong addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import icalendar
import pytest

from monitor.domain.times import Moment
from monitor.domain.vocabulary import Precision
from tests.steps.subscribers import DAY, Town
from tests.steps.towns import town_in
from tests.web.open_data import open_town, publish_all, tender
from tests.web.served import Visit, words

FIRST = "IB2600000001"


@pytest.fixture
def visit(town: Town) -> Iterator[Visit]:
    town.passes()
    with open_town(town) as served:
        yield served


@pytest.fixture(scope="module")
def shown(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The same, one for all tests that only look at it."""
    with town_in(tmp_path_factory.mktemp("tinh"), empty) as town:
        town.passes()
        with open_town(town) as served:
            yield served


def amended(visit: Visit) -> None:
    """A second version with another price and closing, then a silent change of the same version."""
    town = visit.town
    town.now += timedelta(hours=2)
    later = Moment(town.now, Precision.SECOND, "api")
    second = tender(2, version="01", price=2_500_000_000, published=later, native_id="uuid-v2")
    with town.line.store.begin() as work:
        work.records.put([second], town.now)
    town.passes(timedelta(hours=1))
    with town.line.store.begin() as work:
        work.records.put(
            [tender(2, version="01", price=2_600_000_000, published=later, native_id="uuid-v2")], town.now
        )
    town.passes()
    publish_all(town)


def test_the_story_of_a_package_stands_on_its_page(shown: Visit) -> None:
    answer = shown.get(f"/goi-thau/{FIRST}")
    told = words(answer)
    for phrase in (
        "Gói thầu số 1", "Thông báo mời thầu", "Kết quả lựa chọn nhà thầu", "Công ty TNHH Mẫu", "900 đ",
        "Cổng thông tin điện tử tỉnh", "Mở tin gốc", "2.000.000.000 đ", "Đã có kết quả",
    ):  # fmt: skip
        assert phrase in told
    assert 'href="https://cong.example/1"' in answer.text
    assert f'href="/api/v1/ocds/records/ocds-unregistered-{FIRST}"' in answer.text
    assert shown.get(f"/api/v1/ocds/records/ocds-unregistered-{FIRST}").status_code == 200
    assert f"theo_doi={FIRST}" in answer.text
    for verdict in ("vi phạm", "đăng sau hạn", "chưa thấy gói", "đúng hạn"):
        assert verdict not in told


def test_versions_are_compared_and_silent_changes_said(visit: Visit) -> None:
    amended(visit)
    told = words(visit.get("/goi-thau/IB2600000002"))
    assert "phiên bản 01" in told
    assert "Giá 2.000.000.000 đ 2.600.000.000 đ" in told
    assert "Đổi mà không có phiên bản mới" in told
    assert "Giá 2.500.000.000 đ 2.600.000.000 đ" in told
    english = words(visit.get("/goi-thau/IB2600000002?lang=en"))
    assert "Changed without a new version" in english


def test_an_item_edited_on_the_portal_is_told_with_what_changed_and_when(visit: Visit) -> None:
    town = visit.town
    town.now += timedelta(days=40)
    with town.line.store.begin() as work:
        (seen,) = work.sightings.get(["cong|1"])
        work.sightings.put(
            [replace(seen, title="Thông báo mời thầu <i>đã sửa</i>", first_seen_at=town.now, body="Giá sửa")]
        )
    answer = visit.get(f"/goi-thau/{FIRST}")
    told = words(answer)
    assert "Tin đã đăng được sửa: Thông báo mời thầu" in told
    assert "Tên Thông báo mời thầu Thông báo mời thầu <i>đã sửa</i>" in told
    assert "ghi nhận lúc 09:00 ngày 31/10/2026 Tin đã đăng" in told
    assert "<i>đã" not in answer.text
    english = words(visit.get(f"/goi-thau/{FIRST}?lang=en"))
    assert "Item edited: Tender notice" in english


@pytest.mark.parametrize("number", [FIRST, f"{FIRST}-00", "ib2600000001"])
def test_a_package_is_found_by_its_number_however_it_is_written(shown: Visit, number: str) -> None:
    answer = shown.get(f"/goi-thau/{number}")
    if answer.status_code == 302:
        assert answer.headers["location"] == f"/goi-thau/{FIRST}?lang=vi"
    else:
        assert number == FIRST
        assert answer.status_code == 200


@pytest.mark.parametrize(
    "number",
    [
        "IB2600000099",
        "..%2F..%2Fetc",
        "%00",
        "a" * 3000,
        "%22%3E%3Cscript%3E",
        "'--",
        "%F0%9F%A6%86",
        "%ED%A0%80",
    ],
)
def test_a_number_that_nobody_bears_is_not_found(shown: Visit, number: str) -> None:
    for path in (f"/goi-thau/{number}", f"/goi-thau/{number}/dong-thau.ics"):
        answer = shown.get(path)
        assert answer.status_code == 404
        assert "<script>" not in answer.text


def test_a_withdrawn_package_says_so_everywhere(visit: Visit) -> None:
    with visit.town.line.store.begin() as work:
        work.published.withdraw([FIRST], visit.town.now)
    assert visit.get(f"/goi-thau/{FIRST}").status_code == 410
    assert visit.get(f"/goi-thau/{FIRST}/dong-thau.ics").status_code == 410
    assert FIRST not in visit.get("/goi-thau").text


def test_the_calendar_holds_the_closing_and_moves_with_it(visit: Visit) -> None:
    town = visit.town
    town.passes()
    path = "/goi-thau/IB2600000002/dong-thau.ics"
    first = visit.get(path)
    assert first.headers["content-type"].startswith("text/calendar")
    assert f'href="{path}?lang=vi"' in visit.get("/goi-thau/IB2600000002").text
    (before,) = icalendar.Calendar.from_ical(first.content).walk("VEVENT")
    assert visit.get(path, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    closes = before["DTSTART"].dt + 3 * DAY
    with town.line.store.begin() as work:
        work.records.put([tender(2, version="01", native_id="v", tender_period_end=closes)], town.now)
    town.passes(timedelta(hours=1))
    (after,) = icalendar.Calendar.from_ical(visit.get(path).content).walk("VEVENT")
    assert (after["UID"], after["DTSTART"].dt) == (before["UID"], closes)
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_markup_and_links_from_outside_are_harmless(visit: Visit) -> None:
    nasty = tender(
        7,
        name="<img src=x onerror=alert(1)> gói",
        buyer_name="<b>Sở</b>",
        cancelled=True,
        cancel_reason="<i>vì</i>",
    )
    with visit.town.line.store.begin() as work:
        work.records.put([nasty], visit.town.now)
    publish_all(visit.town)
    page = visit.get("/goi-thau/IB2600000007").text
    assert "<img" not in page
    assert "<b>Sở" not in page
    assert "&lt;i&gt;vì&lt;/i&gt;" in page
    assert "Hủy thầu" in page


def test_nothing_kept_from_a_source_is_served_here(shown: Visit) -> None:
    page = shown.get(f"/goi-thau/{FIRST}").text
    assert "/ban-lam-viec" not in page
    assert "ban-luu" not in page
