"""Đi danh sách trong mọi tình huống.
The walker in every situation: only an undoubted walk is complete, and nothing read is lost."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.registry import platform

GENERIC = {
    "container": "ul.ds",
    "item": "ul.ds li",
    "date": "time",
    "next": "a.sau",
    "key": r"-(\d+)\.htm",
}


def _page(items: list[tuple[int, str]], following: str = "", extra: str = "") -> str:
    rows = "".join(
        f'<li><a href="/tin/goi-thau-{key}.htm">Thông báo về gói thầu tổng hợp số {key}</a>'
        f"<time>{day}</time></li>"
        for key, day in items
    )
    link = f'<a class="sau" href="{following}">Sau</a>' if following else ""
    heading = "<h1>Danh sách tổng hợp dùng để thử nghiệm bộ đọc tin</h1>"
    return f"<html><body>{heading}<ul class=ds>{rows}</ul>{link}{extra}</body></html>"


@pytest.fixture
def look(site: Any, fetch: Any, now: datetime) -> Callable[..., Any]:
    def run(path: str = "/ds", memory: SourceMemory | None = None, days: int = 120, **settings: Any) -> Any:
        source = site.source("generic", path, **{**GENERIC, **settings})
        window = Window(now - timedelta(days=days), now)
        return platform("generic").look(source, fetch, memory or SourceMemory(), window, now)

    return run


def test_the_walk_stops_on_a_page_that_is_older_as_a_whole(site: Any, look: Any, now: datetime) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026"), (8, "10/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(7, "01/03/2026"), (6, "01/02/2026")], "/ds?p=3"))
    report = look()
    assert (report.look.outcome, report.look.pages) == (Outcome.COMPLETE, 2)
    assert report.look.window == Window(now - timedelta(days=120), now)
    assert "GET /ds?p=3" not in site.asked


def test_a_pinned_old_item_does_not_stop_the_walk(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(1, "01/01/2020"), (9, "20/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(1, "01/01/2020"), (8, "10/11/2026")]))
    report = look()
    assert report.look.outcome is Outcome.COMPLETE
    assert [s.native_key for s in report.sightings] == ["1", "9", "8"]


def test_a_page_of_pinned_items_only_ends_nothing_when_the_order_is_by_hand(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(1, "01/01/2020"), (2, "02/01/2020")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(9, "20/11/2026")]))
    report = look(order="weight")
    assert [s.native_key for s in report.sightings] == ["1", "2", "9"]
    assert report.look.outcome is Outcome.COMPLETE


def test_a_list_out_of_order_is_walked_to_its_end_without_being_told(site: Any, look: Any) -> None:
    mixed = [
        (1, "01/03/2026"),
        (2, "20/11/2026"),
        (3, "02/03/2026"),
        (4, "19/11/2026"),
        (5, "01/03/2026"),
        (6, "18/11/2026"),
    ]
    site.put("GET /ds", _page(mixed, "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(7, "01/02/2026")], "/ds?p=3"))
    site.put("GET /ds?p=3", _page([(8, "15/11/2026")]))
    assert look().look.pages == 3


def test_later_looks_begin_at_known_coverage_less_the_overlap(site: Any, look: Any, now: datetime) -> None:
    covered = now - timedelta(days=2)
    site.put("GET /ds", _page([(9, "20/11/2026"), (8, "19/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(7, "01/11/2026")], "/ds?p=3"))
    report = look(memory=SourceMemory(covered_until=covered, newest_published=now - timedelta(days=4)))
    assert report.look.outcome is Outcome.COMPLETE
    assert report.look.window == Window(covered - timedelta(days=3), now)
    assert report.look.pages == 2


def test_the_walk_goes_on_until_it_meets_what_a_complete_look_showed(
    site: Any, look: Any, now: datetime
) -> None:
    """Looks until yesterday were at a copy from the first of the month: all since is news, however old."""
    site.put("GET /ds", _page([(9, "22/11/2026"), (8, "21/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(1, "01/01/2020"), (7, "12/11/2026"), (6, "08/11/2026")], "/ds?p=3"))
    site.put("GET /ds?p=3", _page([(5, "02/11/2026"), (4, "30/10/2026")], "/ds?p=4"))
    covered, proven = now - timedelta(days=1), datetime(2026, 10, 31, 17, tzinfo=UTC)
    known = SourceMemory(covered_until=covered, newest_published=proven, newest_proven=proven)
    report = look(memory=known)
    assert report.look.outcome is Outcome.COMPLETE
    assert {s.native_key for s in report.sightings} == {"9", "8", "1", "7", "6", "5", "4"}
    assert "GET /ds?p=4" not in site.asked
    assert report.look.window == Window(covered - timedelta(days=3), now)


def test_a_quiet_list_costs_no_further_page(site: Any, look: Any, now: datetime) -> None:
    site.put("GET /ds", _page([(9, "01/11/2026"), (8, "20/10/2026")], "/ds?p=2"))
    proven = datetime(2026, 10, 31, 17, tzinfo=UTC)
    look(memory=SourceMemory(now - timedelta(days=1), proven, newest_proven=proven))
    assert "GET /ds?p=2" not in site.asked


def test_an_undated_item_keeps_the_walk_going(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(8, "01/01/2025"), (7, "không rõ ngày")], "/ds?p=3"))
    site.put("GET /ds?p=3", _page([(6, "01/01/2024")]))
    report = look()
    assert report.look.pages == 3
    assert {s.native_key: s.published is None for s in report.sightings}["7"]


def test_an_outage_in_the_middle_keeps_what_was_read_and_covers_nothing(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", "hỏng", status=500)
    report = look()
    assert (report.look.outcome, report.look.reason) == (Outcome.UNREACHABLE, "http_500")
    assert report.look.window is None
    assert [s.native_key for s in report.sightings] == ["9"]


GATE = (
    '<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";'
    "window.location.reload(true);</script></body></html>"
)
LOGIN = (
    "<html><head><title>Đăng nhập</title></head><body><form>Tên đăng nhập và mật khẩu của bạn tại đây"
    "<input type=password></form></body></html>"
)


@pytest.mark.parametrize(
    ("body", "outcome", "reason"),
    [
        (GATE, Outcome.GATE, "cookie_gate"),
        (LOGIN, Outcome.BLOCKED, "login_page"),
        ("<html><body><div id=app></div></body></html>", Outcome.CHANGED, "empty_shell"),
        (
            "<html><body><p>Một bố cục hoàn toàn khác, không có danh sách nào</p></body></html>",
            Outcome.CHANGED,
            "layout_changed",
        ),
        (_page([]), Outcome.PARTIAL, "empty_list"),
        (_page([(9, "20/11/2026")])[:-60], Outcome.PARTIAL, "truncated"),
        (_page([(9, "hôm qua")]), Outcome.CHANGED, "no_dates"),
        (b"%PDF-1.7 ...", Outcome.CHANGED, "pdf_instead_of_html"),
    ],
)
@pytest.mark.parametrize("where", ["/ds", "/ds?p=2"])
def test_what_is_not_a_listing_is_an_outcome_of_its_own(
    site: Any, look: Any, where: str, body: Any, outcome: Outcome, reason: str
) -> None:
    site.put("GET /ds", body) if where == "/ds" else site.put(
        "GET /ds", _page([(8, "19/11/2026")], "/ds?p=2")
    )
    site.put("GET /ds?p=2", body)
    report = look()
    expected = "empty_page" if reason == "empty_list" and where != "/ds" else reason
    assert (report.look.outcome, report.look.reason) == (outcome, expected)
    assert report.look.window is None
    assert report.look.detail_vi.startswith("Nguồn “Trang thử”")
    assert len(report.sightings) == (where != "/ds")


def test_a_repeated_page_is_never_complete(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(9, "20/11/2026")], "/ds?p=3"))
    report = look()
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "repeated_page")


def test_a_pager_that_leads_round_in_a_circle_ends_the_look(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")], "/ds?p=2"))
    site.put("GET /ds?p=2", _page([(8, "19/11/2026")], "/ds?p=3"))
    site.put("GET /ds?p=3", _page([(7, "18/11/2026")], "/ds?p=2"))
    report = look()
    assert (report.look.outcome, report.look.reason, len(site.asked)) == (Outcome.PARTIAL, "repeated_page", 3)


def test_an_endless_listing_ends_at_the_page_cap(site: Any, look: Any) -> None:
    for number in range(1, 8):
        ask = "GET /ds" if number == 1 else f"GET /ds?p={number}"
        site.put(ask, _page([(100 - number, "20/11/2026")], f"/ds?p={number + 1}"))
    report = look(max_pages=5)
    assert (report.look.outcome, report.look.reason, report.look.pages) == (Outcome.PARTIAL, "page_cap", 5)
    assert len(report.sightings) == 5


def test_a_next_page_on_another_host_is_never_followed(site: Any, look: Any, new_site: Any) -> None:
    other = new_site()
    site.put("GET /ds", _page([(9, "20/11/2026")], f"{other.origin}/ds?p=2"))
    report = look()
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "leaves_host")
    assert other.asked == []
    assert [s.native_key for s in report.sightings] == ["9"]


def test_a_listing_that_sends_us_to_another_host_is_a_changed_source(
    site: Any, look: Any, new_site: Any
) -> None:
    other = new_site()
    other.put("GET /ds", _page([(9, "20/11/2026")]))
    site.put("GET /ds", status=302, headers={"Location": f"{other.origin}/ds"})
    report = look()
    assert (report.look.outcome, report.look.reason, report.sightings) == (Outcome.CHANGED, "leaves_host", ())


def test_a_404_with_the_right_page_is_read_only_where_the_source_allows_it(site: Any, look: Any) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")]), status=404)
    assert look().look.reason == "http_404"
    assert look(accept_404=True).look.outcome is Outcome.COMPLETE


def test_an_entry_that_cannot_be_read_proves_no_absence(site: Any, look: Any) -> None:
    broken = '<ul class=ds><li><a href="javascript:xem(5)">Gói thầu</a><time>19/11/2026</time></li></ul>'
    site.put("GET /ds", _page([(9, "20/11/2026")], extra=broken))
    report = look()
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "items_lost")


def test_items_known_before_that_are_gone_make_the_look_partial(site: Any, look: Any, now: datetime) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")]))
    gone = {str(key): now - timedelta(days=4) for key in range(1, 6)}
    report = look(memory=SourceMemory(newest_published=now - timedelta(days=4), recent=gone))
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "items_vanished")


def test_sightings_carry_source_channel_capture_and_look(site: Any, look: Any, now: datetime) -> None:
    site.put("GET /ds", _page([(9, "20/11/2026")]))
    report = look()
    (sighting,) = report.sightings
    assert sighting.id == "trang-thu|9"
    assert (sighting.capture_id, sighting.look_id) == (report.look.capture_ids[0], report.look.id)
    assert sighting.first_seen_at == now
    assert sighting.published
    assert sighting.published.at == datetime(2026, 11, 19, 17, tzinfo=UTC)
