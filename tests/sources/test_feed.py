"""Nguồn tin và những cách nguồn tin nói dối.
Feeds and their known lies, asked through the real client over loopback (portals §3.3, §3.4, §3.6, §12)."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from monitor.domain.errors import ConfigError
from monitor.domain.sources import DISPROVED, Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Outcome, Precision
from sources.platforms import feed

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(days=60), NOW)
EMPTY = SourceMemory()
COOKIE_GATE = (
    b'<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";'
    b"window.location.reload(true);</script></body></html>"
)


def rss(items, title="Tin Tức - Mời thầu", generator="Thử"):
    return (
        '<?xml version="1.0" encoding="utf-8"?><!-- tổng hợp --><rss version="2.0"><channel>'
        f"<title>{title}</title><generator>{generator}</generator>{''.join(items)}</channel></rss>"
    ).encode()


def entry(key, at, title="Gói thầu", link=""):
    when = at if isinstance(at, str) else format_datetime(at)
    return (
        f"<item><title>{title} {key}</title><guid>{key}</guid>"
        f"<link>{link or f'https://so.song-mau.example/{key}'}</link><pubDate>{when}</pubDate></item>"
    )


def daily(count, first=1):
    return [entry(f"k{n}", NOW - timedelta(days=n, seconds=17)) for n in range(first, first + count)]


@pytest.fixture
def looking(site, make_client):
    def look(body=None, *, memory=EMPTY, settings=None, reply=None, respond_headers=None, **declared):
        client = make_client()
        from_site = Source(
            "nguon", "Nguồn thử", Channel.AGENCY_PAGE, "feed", site.url + "/rss",
            allow_private=True, settings=settings or {}, **declared,
        )  # fmt: skip
        if body is not None or reply is not None:
            head = "".join(f"{name}: {value}\r\n" for name, value in (respond_headers or {}).items())
            start = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body or b'')}\r\n{head}\r\n".encode()
            site.serve("/rss", reply or start + body)
        return feed.look(from_site, client, memory, WINDOW, NOW)

    return look


def test_every_item_is_kept_and_coverage_runs_from_the_window_s_start(looking):
    report = looking(rss(daily(7)), settings={"cap": 0})
    assert report.look.outcome is Outcome.COMPLETE
    assert [sighting.native_key for sighting in report.sightings] == [f"k{n}" for n in range(1, 8)]
    assert report.look.window == WINDOW
    assert {sighting.look_id for sighting in report.sightings} == {report.look.id}
    assert report.sightings[0].capture_id in report.look.capture_ids


def test_a_full_feed_proves_nothing_about_what_it_cut_off(looking):
    report = looking(rss(daily(12)), settings={"cap": 12})
    assert report.look.window == Window(NOW - timedelta(days=12, seconds=16), NOW)
    assert looking(rss(daily(11)), settings={"cap": 12}).look.window == WINDOW


@pytest.mark.parametrize(
    ("generator", "count", "full"),
    [("Thử", 7, True), ("Thử", 12, True), ("NukeViet v4.5", 7, False), ("NukeViet v4.5", 30, True)],
)
def test_a_feed_whose_cap_nobody_knows_tells_of_nothing_older_than_its_last_item(
    looking, generator, count, full
):
    """A site that shows its newest twelve is not a site that has published twelve."""
    window = looking(rss(daily(count), generator=generator)).look.window
    assert window == (Window(NOW - timedelta(days=count, seconds=16), NOW) if full else WINDOW)


def test_a_pinned_old_item_does_not_stretch_the_coverage_of_a_full_feed(looking):
    pinned = [entry("ghim", NOW - timedelta(days=50)), *daily(9)]
    report = looking(rss(pinned), settings={"cap": 10})
    assert report.look.window.start == NOW - timedelta(days=9, seconds=16)


def test_a_full_feed_in_another_order_than_time_is_partial(looking):
    report = looking(rss(daily(10)[::-1]), settings={"cap": 10})
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "not_in_order")
    assert len(report.sightings) == 10


def test_a_gap_since_the_last_look_stays_a_gap(looking):
    memory = SourceMemory(covered_until=NOW - timedelta(days=30), newest_published=NOW - timedelta(days=30))
    report = looking(rss(daily(10)), memory=memory, settings={"cap": 10})
    assert report.look.outcome is Outcome.COMPLETE
    assert report.look.window.start > memory.covered_until


def test_a_full_feed_tells_what_nobody_saw_under_a_copy_that_stood_still(looking):
    """Looks until an hour ago showed nothing newer than twenty days; all ten shown are from since."""
    proven, until = NOW - timedelta(days=20), NOW - timedelta(hours=1)
    memory = SourceMemory(covered_until=until, newest_published=proven, newest_proven=proven)
    report = looking(rss(daily(10)), memory=memory, settings={"cap": 10})
    assert (report.look.outcome, report.look.reason) == (Outcome.COMPLETE, DISPROVED)
    assert report.look.disproved == Window(proven, report.look.window.start)
    assert "đứng yên" in report.look.detail_vi


@pytest.mark.parametrize(
    ("proven", "until", "cap"),
    [
        # It reaches down to what is known; nothing shown is older than the last look; nothing was cut off.
        (timedelta(days=10, seconds=17), timedelta(hours=1), 10),
        (timedelta(days=30), timedelta(days=20), 10),
        (timedelta(days=20), timedelta(hours=1), 0),
        (None, timedelta(hours=1), 10),
        (None, None, 10),
    ],
)
def test_a_feed_that_only_went_on_disproves_nothing(looking, proven, until, cap):
    memory = SourceMemory(
        covered_until=until and NOW - until, newest_proven=proven and NOW - proven, newest_published=None
    )
    look = looking(rss(daily(10)), memory=memory, settings={"cap": cap}).look
    assert (look.outcome, look.reason, look.disproved) == (Outcome.COMPLETE, "", None)


def test_a_partial_look_disproves_nothing_yet(looking):
    proven = NOW - timedelta(days=20)
    memory = SourceMemory(covered_until=NOW - timedelta(hours=1), newest_proven=proven)
    look = looking(rss(daily(10)), memory=memory, settings={"cap": 10}, respond_headers={"Age": "90000"}).look
    assert (look.outcome, look.reason, look.disproved) == (Outcome.PARTIAL, "stale_copy", None)


def test_a_copy_from_a_cache_covers_no_further_than_its_age(looking):
    report = looking(rss(daily(3)), respond_headers={"Age": "7200"})
    assert report.look.window.end == NOW - timedelta(hours=2)


# --- what comes back instead of the feed ---------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "outcome", "reason"),
    [
        (COOKIE_GATE, Outcome.GATE, "cookie_gate"),
        (b"%PDF-1.7 ...", Outcome.CHANGED, "pdf_instead_of_xml"),
        (b"<!DOCTYPE html><html><body>Trang</body></html>", Outcome.CHANGED, "html_instead_of_xml"),
        (rss([]), Outcome.PARTIAL, "empty_list"),
        (rss(daily(3))[:-60], Outcome.PARTIAL, "truncated"),
        (b"", Outcome.PARTIAL, "empty_body"),
        (b'<?xml version="1.0"?><urlset><url><loc>x</loc></url></urlset>', Outcome.CHANGED, "not_a_feed"),
        (
            b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "haha"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
            Outcome.CHANGED,
            "xml_entities",
        ),
        (rss(daily(3), "Tin Tức", "NukeViet v4.0"), Outcome.CHANGED, "whole_site_feed"),
        (rss([], "Comments on:", "https://wordpress.org/?v=6.1"), Outcome.CHANGED, "wrong_category"),
    ],
)
def test_what_is_not_this_feed_is_called_what_it_is(looking, body, outcome, reason):
    report = looking(body, expected_per_30_days=5)
    assert (report.look.outcome, report.look.reason, report.look.window) == (outcome, reason, None)
    assert report.validators == {}
    assert report.look.capture_ids
    assert "Nguồn thử" in report.look.detail_vi


@pytest.mark.parametrize("generator", ["NukeViet v4.0", "https://wordpress.org/?v=6.1"])
def test_the_channel_title_must_name_the_declared_category(looking, generator):
    settings = {"category_title": "Mua sắm - mời thầu"}
    good = rss(daily(3), "Tin tức - MUA SẮM &amp;#8211; x, Mua sắm - Mời thầu", generator)
    assert looking(good, settings=settings).look.outcome is Outcome.COMPLETE
    assert (
        looking(rss(daily(3), "Tin - bài khác", generator), settings=settings).look.outcome is Outcome.CHANGED
    )


@pytest.mark.parametrize("status", ["403 Forbidden", "404 Not Found", "500 X"])
def test_an_outage_is_never_an_empty_feed(looking, respond, status):
    report = looking(reply=respond(b"<html><body>loi</body></html>", status))
    assert report.look.outcome in (Outcome.BLOCKED, Outcome.CHANGED, Outcome.UNREACHABLE)
    assert report.look.reason == f"http_{status[:3]}"
    assert report.sightings == ()


def test_a_valid_feed_under_status_404_is_content(looking, respond):
    assert looking(reply=respond(rss(daily(3)), "404 Not Found")).look.outcome is Outcome.COMPLETE


@pytest.mark.parametrize(
    "broken", ["<title>a<title>", "<title>a</title><!-- x", "<title>a</title><description><![CDATA[x"]
)
def test_items_that_the_lenient_reader_loses_make_the_look_partial(looking, broken):
    report = looking(rss([*daily(2), f"<item>{broken}</item>", *daily(3, first=5)]))
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "items_lost")


def test_a_feed_with_bare_ampersands_is_read_and_reported_once(looking):
    undated = "<item><guid>x</guid><title>a & b</title></item>"
    report = looking(rss([*daily(2), undated]), settings={"cap": 0})
    assert (report.look.outcome, report.look.items) == (Outcome.COMPLETE, 3)
    assert [oddity.where for oddity in report.oddities] == ["feed.xml"]


def test_wrong_settings_are_named():
    source = Source("s", "S", Channel.PORTAL, "feed", "https://a.vn/", settings={"capp": 3})
    with pytest.raises(ConfigError, match="capp"):
        feed.look(source, None, EMPTY, WINDOW, NOW)


# --- conditional requests -----------------------------------------------------------------------


def test_not_modified_extends_coverage_and_keeps_the_validators(looking, site, respond):
    first = looking(
        rss(daily(3)), respond_headers={"ETag": '"v1"', "Last-Modified": "Sun, 22 Nov 2026 00:00:00 GMT"}
    )
    memory = SourceMemory(
        covered_until=NOW - timedelta(hours=1),
        newest_published=NOW - timedelta(days=1),
        validators=first.validators,
    )
    report = looking(reply=respond(status="304 Not Modified"), memory=memory)
    asked = site.requests[-1][2]
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"v1"', "Sun, 22 Nov 2026 00:00:00 GMT")
    assert report.look.outcome is Outcome.NOT_MODIFIED
    assert report.look.window == Window(memory.covered_until, NOW)
    assert report.validators == first.validators


def test_nothing_is_asked_conditionally_before_a_complete_look(looking, site, respond):
    memory = SourceMemory(validators={site.url + "/rss": {"etag": '"v1"'}})
    report = looking(reply=respond(status="304 Not Modified"), memory=memory)
    assert "if-none-match" not in site.requests[-1][2]
    assert (report.look.outcome, report.look.reason) == (Outcome.CHANGED, "unexpected_304")


def test_an_empty_feed_is_not_remembered_as_seen(looking):
    report = looking(rss([]), respond_headers={"ETag": '"rong"'})
    assert report.look.outcome is Outcome.PARTIAL
    assert report.validators == {}


def test_a_feed_that_never_changes_again_is_not_believed_for_ever(looking, site, respond):
    memory = SourceMemory(
        covered_until=NOW - timedelta(hours=1),
        newest_published=NOW - timedelta(days=40),
        validators={site.url + "/rss": {"etag": '"v1"'}},
    )
    report = looking(reply=respond(status="304 Not Modified"), memory=memory, max_silence_days=30)
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "silent_too_long")


def test_items_known_from_before_that_vanish_make_the_look_partial(looking):
    recent = {f"k{n}": NOW - timedelta(days=n) for n in range(1, 9)}
    memory = SourceMemory(NOW - timedelta(hours=1), min(recent.values()), recent)
    assert looking(rss(daily(8)), memory=memory, settings={"cap": 0}).look.outcome is Outcome.COMPLETE
    report = looking(rss(daily(4)), memory=memory, settings={"cap": 0})
    assert (report.look.outcome, report.look.reason) == (Outcome.PARTIAL, "items_vanished")


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
