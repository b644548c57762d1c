"""Một lượt xem nguồn tin chứng minh được đến đâu, và khi nào không chứng minh gì.
How far a look at a feed proves anything, and what proves nothing (portals §3.4, §12)."""

from datetime import timedelta

import pytest

from monitor.domain.errors import ConfigError
from monitor.domain.sources import DISPROVED, Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Outcome
from sources.platforms import feed
from tests.sources.conftest import NOW
from tests.sources.feeds import EMPTY, WINDOW, daily, entry, looking, rss

__all__ = ["looking"]

COOKIE_GATE = (
    b'<html><body><script>document.cookie="D1N=0123456789abcdef0123456789abcdef"+"; path=/";'
    b"window.location.reload(true);</script></body></html>"
)


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
