"""Đầu ra thật của NukeViet 4.5 và WordPress 6.1.
Real pages of running sites, served again on loopback: every item once, right times, page 99 ends."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.domain.sources import SourceMemory
from monitor.domain.times import VIETNAM, Window
from monitor.domain.vocabulary import Outcome
from sources.registry import platform

pytestmark = pytest.mark.shared

CATEGORY = "/index.php/mua-sam-moi-thau/"


@pytest.fixture
def nukeviet(shared: Path) -> Path:
    return shared / "data/portal/nukeviet-4.5"


@pytest.fixture
def wordpress(shared: Path) -> Path:
    return shared / "data/portal/wordpress-6.1"


def _look(name: str, source: Any, fetch: Any, now: Any, days: int = 400) -> Any:
    window = Window(now - timedelta(days=days), now)
    return platform(name).look(source, fetch, SourceMemory(), window, now)


def _middle_page(number: int, previews: list[tuple[str, str]], pager: str) -> str:
    """Pages 3 to 6 were not captured: synthetic ones, beginning with what page 2 announced."""
    rows = [(href, date) for href, date in previews]
    rows += [
        (f"{CATEGORY}tin-tong-hop-{number}-{n}-9{number}{n:02}.html", "15/06/2026")
        for n in range(20 - len(rows))
    ]
    panels = "".join(
        f'<div class="panel"><div class="panel-body"><h3><a href="{href}">Tin tổng hợp {href}</a></h3>'
        f'<ul><li><em class="fa fa-clock-o">&nbsp;</em> {date} 08:00:00</li></ul>dữ liệu tổng hợp</div></div>'
        for href, date in rows
    )
    return f'<html><body><div class="news_column">{panels}</div>{pager}</body></html>'


def _serve_all_pages(site: Any, nukeviet: Path) -> None:
    first, second, last = ((nukeviet / f"listing-page-{n}.html").read_bytes() for n in (1, 2, 7))
    text = second.decode()
    related = text[
        text.index('<ul class="related') : text.index(
            '<div class="clearfix"></div>', text.index('<ul class="related')
        )
    ]
    previews = re.findall(r'<a href="([^"]+)".*?<em>\((\d\d/\d\d/\d{4})\)', related)
    assert len(previews) == 10
    pager = re.search(r'<ul class="pagination">.*?</ul>', text)
    assert pager
    site.put("GET /mua-sam-moi-thau/", status=301, headers={"Location": CATEGORY})
    site.put(f"GET {CATEGORY}", first)
    site.put(f"GET {CATEGORY}page-2/", second)
    for number in (3, 4, 5, 6):
        site.put(
            f"GET {CATEGORY}page-{number}/", _middle_page(number, previews if number == 3 else [], pager[0])
        )
    site.put(f"GET {CATEGORY}page-7/", last)


def test_nukeviet_pages_1_to_7_give_every_item_once(nukeviet: Path, site: Any, fetch: Any, now: Any) -> None:
    _serve_all_pages(site, nukeviet)
    report = _look("nukeviet", site.source("nukeviet", "/mua-sam-moi-thau/", details=False), fetch, now)
    assert (report.look.outcome, report.look.reason) == (Outcome.COMPLETE, "")
    assert report.look.pages == 7
    keys = [sighting.native_key for sighting in report.sightings]
    assert len(keys) == len(set(keys)) == 130
    real = [s for s in report.sightings if "Tin tổng hợp" not in s.title]
    assert len(real) == 50
    assert all(re.fullmatch(r"news_\d+", key) for key in keys)
    assert all(
        s.published and s.published.origin == "listing" and s.published.precision == "second" for s in real
    )


def test_nukeviet_listing_times_agree_with_the_feed_of_the_same_moment(
    nukeviet: Path, site: Any, fetch: Any, now: Any
) -> None:
    """The feed's minutes are its month (a known fault), so day, hour and second are compared."""
    _serve_all_pages(site, nukeviet)
    report = _look("nukeviet", site.source("nukeviet", "/mua-sam-moi-thau/", details=False), fetch, now)
    listed = {s.native_key: s.published.at for s in report.sightings if s.published}
    feed = (nukeviet / "rss-category.xml").read_text(encoding="utf-8")
    items = re.findall(
        r"news_(\d+)\]\]>.*?<pubDate>\w+, (\d+) (\w+) (\d+) (\d+):\d+:(\d+) GMT", feed, re.DOTALL
    )
    assert len(items) == 30
    for number, day, month, year, hour, second in items:
        at = listed[f"news_{number}"]
        assert (at.day, at.strftime("%b"), at.year, at.hour, at.second) == (
            int(day), month, int(year), int(hour), int(second),
        )  # fmt: skip


def test_nukeviet_titles_are_read_without_entities_and_with_the_vietnamese_letter(
    nukeviet: Path, site: Any, fetch: Any, now: Any
) -> None:
    _serve_all_pages(site, nukeviet)
    report = _look("nukeviet", site.source("nukeviet", "/mua-sam-moi-thau/", details=False), fetch, now)
    titles = {s.native_key: s.title for s in report.sightings}
    assert titles["news_227"] == "Đăng tải thông tin đấu thầu: Mua sắm bổ sung vật tư tế, hóa chất (lần 8)"
    newest = report.sightings[0]
    assert newest.native_key == "news_229"
    assert newest.published
    assert newest.published.at.astimezone(VIETNAM).isoformat() == "2026-08-23T16:02:24+07:00"
    assert newest.body == "Bệnh Viện Đa Khoa Khu Vực Bồng Sơn mời thầu qua mạng."


def test_a_page_past_the_end_leads_back_to_the_first_and_ends_the_walk(
    nukeviet: Path, site: Any, fetch: Any, now: Any
) -> None:
    """Without a pager the next number is tried; the answer is the chain recorded for page 99."""
    first, second = (
        (nukeviet / f"listing-page-{n}.html").read_bytes().replace(b'class="pagination"', b'class="khac"')
        for n in (99, 2)
    )
    site.put(f"GET {CATEGORY}", first)
    site.put(f"GET {CATEGORY}page-2/", second)
    site.put(f"GET {CATEGORY}page-3/", status=301, headers={"Location": f"{CATEGORY}page-99/"})
    site.put(f"GET {CATEGORY}page-99/", status=301, headers={"Location": CATEGORY})
    report = _look("nukeviet", site.source("nukeviet", CATEGORY, details=False), fetch, now)
    assert (report.look.outcome, report.look.pages) == (Outcome.COMPLETE, 2)
    assert len({s.native_key for s in report.sightings}) == len(report.sightings) == 40
    assert site.asked[-3:] == [f"GET {CATEGORY}page-3/", f"GET {CATEGORY}page-99/", f"GET {CATEGORY}"]


def test_a_promised_page_that_leads_back_to_the_first_is_never_complete(
    nukeviet: Path, site: Any, fetch: Any, now: Any
) -> None:
    _serve_all_pages(site, nukeviet)
    site.answers[f"GET {CATEGORY}page-4/"].clear()
    site.put(f"GET {CATEGORY}page-4/", status=301, headers={"Location": CATEGORY})
    report = _look("nukeviet", site.source("nukeviet", "/mua-sam-moi-thau/", details=False), fetch, now)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "repeated_page")
    assert report.look.window is None
    assert len(report.sightings) == 60


def test_a_cached_page_that_does_not_join_the_one_before_is_never_complete(
    nukeviet: Path, site: Any, fetch: Any, now: Any
) -> None:
    _serve_all_pages(site, nukeviet)
    site.answers[f"GET {CATEGORY}page-2/"] = site.answers[f"GET {CATEGORY}page-4/"]
    report = _look("nukeviet", site.source("nukeviet", "/mua-sam-moi-thau/", details=False), fetch, now)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "pages_do_not_join")


def test_nukeviet_detail_gives_the_visible_time_and_body(
    nukeviet: Path, site: Any, fetch: Any, now: Any
) -> None:
    first = (nukeviet / "listing-page-1.html").read_text(encoding="utf-8")
    href = re.search(r'href="(/index\.php/mua-sam-moi-thau/[^"]+-229\.html)"', first)
    assert href
    only = first[: first.index('<div class="panel panel-default">', first.index("featured") + 10)]
    site.put(f"GET {CATEGORY}", only + "</div></body></html>")
    site.put(f"GET {CATEGORY}page-2/", status=301, headers={"Location": CATEGORY})
    site.put(f"GET {href[1]}", (nukeviet / "detail.html").read_bytes())
    report = _look("nukeviet", site.source("nukeviet", CATEGORY), fetch, now)
    assert (report.look.outcome, len(report.sightings), report.oddities) == (Outcome.COMPLETE, 1, ())
    body = report.sightings[0].body
    assert "Thời điểm đóng thầu: 2026-08-28 15:00" in body
    assert "VINADES" not in body


def _wordpress_page(wordpress: Path, name: str) -> bytes:
    return (wordpress / name).read_bytes().replace(b"http://127.0.0.1:8089", b"{{origin}}")


def test_wordpress_listing_gives_every_item_once_with_its_offset_time(
    wordpress: Path, site: Any, fetch: Any, now: Any
) -> None:
    path = "/category/thong-bao-moi-thau/"
    site.put(f"GET {path}", _wordpress_page(wordpress, "listing-page-1.html"))
    second = re.sub(
        rb'<nav class="[^"]*wp-block-query-pagination".*?</nav>',
        b"",
        _wordpress_page(wordpress, "listing-page-2.html"),
        flags=re.DOTALL,
    )
    site.put(f"GET {path}page/2/", second)
    site.put(f"GET {path}page/3/", _wordpress_page(wordpress, "listing-page-99.html"), status=404)
    report = _look("wordpress", site.source("wordpress", path, details=False), fetch, now)
    assert (report.look.outcome, report.look.reason) == (Outcome.COMPLETE, "")
    posts = {p["id"]: p for p in json.loads((wordpress / "wp-json-posts.json").read_text(encoding="utf-8"))}
    listed = {s.native_key: s for s in report.sightings}
    assert len(listed) == len(report.sightings) == 20
    for number, post in posts.items():
        if f"wp_{number}" in listed:
            at = listed[f"wp_{number}"].published.at
            assert at.strftime("%Y-%m-%dT%H:%M:%S") == post["date_gmt"]
    codes = {code for s in report.sightings for code in s.codes}
    assert {"IB2600369186", "IB2600385599", "IB2600386130", "IB2600278635", "IB2600364803"} <= codes


def test_a_promised_wordpress_page_that_is_404_is_never_complete(
    wordpress: Path, site: Any, fetch: Any, now: Any
) -> None:
    path = "/category/thong-bao-moi-thau/"
    site.put(f"GET {path}", _wordpress_page(wordpress, "listing-page-1.html"))
    site.put(f"GET {path}page/2/", _wordpress_page(wordpress, "listing-page-99.html"), status=404)
    report = _look("wordpress", site.source("wordpress", path, details=False), fetch, now)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "page_vanished")
    assert len(report.sightings) == 10


def test_wordpress_rest_gives_the_same_times_and_codes(
    wordpress: Path, site: Any, fetch: Any, now: Any
) -> None:
    posts = json.loads(_wordpress_page(wordpress, "wp-json-posts.json"))
    ask = "GET /wp-json/wp/v2/posts?categories=2&order=desc&orderby=date&page=1&per_page=20"
    headers = {"Content-Type": "application/json", "X-WP-Total": "20", "X-WP-TotalPages": "1"}
    site.put(ask, json.dumps(posts), headers=headers)
    source = site.source("wordpress", "/category/thong-bao-moi-thau/", api=True, category=2, per_page=20)
    report = _look("wordpress", source, fetch, now)
    assert report.look.outcome is Outcome.COMPLETE
    assert [s.native_key for s in report.sightings] == [f"wp_{post['id']}" for post in posts]
    assert sum(bool(s.codes) for s in report.sightings) == 8
