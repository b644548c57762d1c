"""Từng mục của nguồn tin: danh tính, ngày giờ, chữ nghĩa; và những nguồn tin thật.
Items and their known lies: identity, times, texts; and real feeds (portals §3.3, §3.4, §3.6, §12)."""

from datetime import UTC, datetime, timedelta

import pytest

from monitor.domain.sources import Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Outcome, Precision
from sources.platforms import feed
from tests.sources.conftest import NOW
from tests.sources.feeds import EMPTY, WINDOW, daily, entry, looking, rss

__all__ = ["looking"]


# --- identity, times, texts ---------------------------------------------------------------------


def test_a_guid_shared_by_different_items_identifies_none_of_them(looking):
    items = [
        entry("x", NOW - timedelta(days=n), link=f"https://so.song-mau.example/tin-{n}") for n in (1, 2, 3)
    ]
    keys = [sighting.native_key for sighting in looking(rss(items)).sightings]
    assert keys == [f"https://so.song-mau.example/tin-{n}" for n in (1, 2, 3)]


def test_the_same_item_twice_is_one_sighting(looking):
    items = daily(3)
    assert len(looking(rss([*items, items[0]])).sightings) == 3


def test_an_item_published_again_keeps_its_identity(looking):
    items = [entry("77@Mon Nov 02 2026", NOW - timedelta(days=2)), entry("78@x", NOW - timedelta(days=3))]
    assert [sighting.native_key for sighting in looking(rss(items)).sightings] == ["77", "78@x"]


def test_links_that_are_no_web_address_are_not_followed_or_stored(looking):
    bad = "<item><title>a</title><guid>g</guid><link>javascript:alert(1)</link></item>"
    (sighting,) = looking(rss([bad])).sightings
    assert sighting.url.startswith("http://127.0.0.1")
    assert sighting.attachments == ()


def test_the_month_in_the_minutes_is_noticed_and_only_the_hour_believed(looking):
    items = [entry("a", "Mon, 2 Nov 2026 03:11:05 GMT"), entry("b", "Thu, 1 Oct 2026 04:10:59 GMT")]
    found = looking(rss(items)).sightings
    assert [sighting.published.precision for sighting in found] == [Precision.HOUR, Precision.HOUR]
    assert found[0].published.at == datetime(2026, 11, 2, 3, tzinfo=UTC)


def test_true_minutes_are_left_alone(looking):
    items = [entry("a", "Mon, 2 Nov 2026 03:11:05 GMT"), entry("b", "Thu, 1 Oct 2026 04:11:59 GMT")]
    assert {s.published.precision for s in looking(rss(items)).sightings} == {Precision.SECOND}


def test_last_modified_gives_the_newest_item_its_minute_only_when_it_fits_one_item(looking):
    one = [entry("a", "Mon, 2 Nov 2026 03:11:05 GMT"), entry("b", "Thu, 1 Oct 2026 04:10:05 GMT")]
    true = {"Last-Modified": "Mon, 02 Nov 2026 03:42:05 GMT"}
    assert looking(rss(one), respond_headers=true).sightings[0].published.at.minute == 42
    other = {"Last-Modified": "Mon, 02 Nov 2026 03:42:06 GMT"}
    assert looking(rss(one), respond_headers=other).sightings[0].published.precision is Precision.HOUR
    two = [entry("c", "Mon, 2 Nov 2026 03:11:05 GMT"), *one]
    assert looking(rss(two), respond_headers=true).sightings[0].published.precision is Precision.HOUR


def test_midnight_is_a_day_without_a_time_in_gmt_and_in_vietnam(looking):
    items = [entry("a", "Mon, 02 Nov 2026 00:00:00 GMT"), entry("b", "Mon, 02 Nov 2026 00:00:00 +0700")]
    for sighting in looking(rss(items)).sightings:
        assert (sighting.published.precision, str(sighting.published.day)) == (Precision.DAY, "2026-11-02")


def test_a_date_from_the_future_or_of_another_age_is_no_date(looking):
    items = [
        entry("a", "Sat, 24 Dec 4373 00:00:00 GMT"),
        entry("b", "Thu, 01 Jan 1970 00:00:00 GMT"),
        *daily(1),
    ]
    assert [s.published is None for s in looking(rss(items)).sightings] == [True, True, False]


def test_scripts_and_mark_up_never_reach_title_or_body(looking):
    item = (
        "<item><guid>g</guid><title>Gói &lt;script&gt;alert(1)&lt;/script&gt;&lt;b&gt;số 1&lt;/b&gt;</title>"
        "<description><![CDATA[<p onload='x()'>IB2600000001</p><script>IB2600000009</script>]]></description>"
        "</item>"
    )
    (sighting,) = looking(rss([item])).sightings
    assert (sighting.title, sighting.body, sighting.codes) == ("Gói số 1", "IB2600000001", ("IB2600000001",))


# --- real outputs -------------------------------------------------------------------------------


def real(shared, name):
    path = shared / "data" / "portal" / name
    lines = path.with_name(path.name + ".headers").read_text(encoding="utf-8").splitlines()[1:]
    pairs = (line.split(":", 1) for line in lines if ":" in line)
    kept = {"content-type", "last-modified", "etag"}
    return path.read_bytes(), {name: value.strip() for name, value in pairs if name.lower() in kept}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "category", "outcome", "reason", "items"),
    [
        ("nukeviet-4.5/rss-category.xml", "Mua sắm - mời thầu", Outcome.COMPLETE, "", 30),
        ("nukeviet-4.5/rss-category.xml", "", Outcome.COMPLETE, "", 30),
        ("nukeviet-4.5/rss-other-category.xml", "", Outcome.COMPLETE, "", 7),
        ("nukeviet-4.5/rss-other-category.xml", "Mua sắm - mời thầu", Outcome.CHANGED, "whole_site_feed", 0),
        ("nukeviet-4.5/rss-module.xml", "", Outcome.CHANGED, "whole_site_feed", 0),
        ("nukeviet-4.5/rss-unknown-category.xml", "Mua sắm", Outcome.CHANGED, "whole_site_feed", 0),
        ("wordpress-6.1/category-feed.xml", "Thông báo mời thầu", Outcome.COMPLETE, "", 20),
        ("wordpress-6.1/site-feed.xml", "Thông báo mời thầu", Outcome.CHANGED, "wrong_category", 0),
        (
            "wordpress-6.1/feed-unknown-category.xml",
            "Thông báo mời thầu",
            Outcome.CHANGED,
            "wrong_category",
            0,
        ),
        ("wordpress-6.1/feed-unknown-category.xml", "", Outcome.PARTIAL, "empty_list", 0),
    ],
)
def test_real_feeds_give_every_item_once_or_are_refused(
    looking, shared, name, category, outcome, reason, items
):
    body, headers = real(shared, name)
    report = looking(body, settings={"category_title": category}, respond_headers=headers)
    assert (report.look.outcome, report.look.reason, report.look.items) == (outcome, reason, items)
    assert len({sighting.native_key for sighting in report.sightings}) == items


@pytest.mark.shared
def test_the_real_nukeviet_feed_has_the_right_times_and_titles(looking, shared):
    body, headers = real(shared, "nukeviet-4.5/rss-category.xml")
    report = looking(body, settings={"category_title": "Mua sắm - mời thầu"}, respond_headers=headers)
    first, *rest = report.sightings
    assert first.native_key == "news_229"
    assert first.published.at == datetime(2026, 8, 23, 9, 2, 24, tzinfo=UTC)
    assert first.published.precision is Precision.SECOND
    assert {sighting.published.precision for sighting in rest} == {Precision.HOUR}
    assert first.title.startswith("Thông báo mời chào giá trực tuyến: Mua sắm 24 mặt hàng")
    assert any(sighting.title.startswith("Đăng tải thông tin đấu thầu:") for sighting in rest)
    assert not any("&#" in sighting.title or "Ð" in sighting.title for sighting in report.sightings)
    assert report.look.window == WINDOW


@pytest.mark.shared
def test_the_real_nukeviet_feed_is_full_and_claims_nothing_before_its_last_item(
    shared, site, make_client, looking
):
    body, _headers = real(shared, "nukeviet-4.5/rss-category.xml")
    site.serve("/rss", f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body)
    source = Source("s", "S", Channel.PORTAL, "feed", site.url + "/rss", allow_private=True)
    year = Window(NOW - timedelta(days=365), NOW)
    report = feed.look(source, make_client(), EMPTY, year, NOW)
    assert report.look.window == Window(datetime(2026, 7, 23, 12, tzinfo=UTC), NOW)


@pytest.mark.shared
def test_the_real_wordpress_feed_has_the_right_times(looking, shared):
    body, headers = real(shared, "wordpress-6.1/category-feed.xml")
    report = looking(body, settings={"category_title": "Thông báo mời thầu"}, respond_headers=headers)
    first = report.sightings[0]
    assert first.published.at == datetime(2026, 7, 27, 8, 5, 9, tzinfo=UTC)
    assert first.title.startswith("Thông báo mời chào giá trực tuyến: Mua sắm Vật tư")
    (stored,) = report.validators.values()
    assert stored["etag"].startswith('"20cb')
