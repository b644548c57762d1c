"""Khi nào một lượt xem trọn vẹn vẫn chưa được tin.
A look that came to its end and still proves nothing (DESIGN §2)."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.sources import Sighting, Source, SourceMemory
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import Channel, Outcome, Precision
from sources.health import assess, cache_age, copy_age, http_time

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
MONTH = Window(NOW - timedelta(days=30), NOW)


def source(**declared):
    return Source("s", "Nguồn thử", Channel.PORTAL, "feed", "https://vi-du.vn/", **declared)


def item(key, days_ago, precision=Precision.SECOND):
    moment = None if days_ago is None else Moment(NOW - timedelta(days=days_ago), precision, "feed")
    return Sighting(f"s|{key}", "s", Channel.PORTAL, key, "https://vi-du.vn/", key, moment, NOW)


def memory(*known, covered=True):
    recent = {key: NOW - timedelta(days=ago) for key, ago in known}
    newest = max(recent.values(), default=None)
    return SourceMemory(NOW - timedelta(hours=1) if covered else None, newest, recent)


SEEN = tuple(item(f"k{ago}", ago) for ago in range(1, 21))
KNOWN = tuple((f"k{ago}", ago) for ago in range(1, 21))
OLDER = (*KNOWN, ("x", 40), ("y", 41), ("z", 42))
NEW = (item("new1", 0.1), item("new2", 0.2), item("new3", 0.3))
GONE = "items_vanished"


@pytest.mark.parametrize(
    ("situation", "look", "known", "declared", "more", "reason"),
    [
        ("a usual look", SEEN, KNOWN, {}, {}, ""),
        ("the very first look", SEEN, (), {"expected_per_30_days": 20}, {}, ""),
        ("empty where items are expected", (), (), {"expected_per_30_days": 5}, {}, "empty_list"),
        ("empty where items were known", (), KNOWN, {}, {}, "empty_list"),
        ("empty, and nothing was ever seen there", (), (), {}, {}, "empty_list"),
        ("the start was not reached", SEEN, (), {}, {"reached_start": False}, "window_not_reached"),
        ("fewer than the list itself announces", SEEN, (), {}, {"declared_total": 21}, "truncated_list"),
        ("one more than announced: added meanwhile", SEEN, (), {}, {"declared_total": 19}, ""),
        ("one item deleted", SEEN[:9] + SEEN[10:], KNOWN, {}, {}, ""),
        ("a tenth deleted, here and there", SEEN[:5] + SEEN[6:9] + SEEN[10:], KNOWN, {}, {}, ""),
        ("three of twenty deleted", SEEN[:5] + SEEN[6:9] + SEEN[10:14] + SEEN[15:], KNOWN, {}, {}, GONE),
        ("two neighbours gone: a page is lacking", SEEN[:9] + SEEN[11:], KNOWN, {}, {}, GONE),
        ("cut, and one known item is hidden", SEEN[:19], KNOWN, {}, {}, GONE),
        ("cut after three, the third the last known but one", NEW + SEEN[:2], KNOWN[:3], {}, {}, GONE),
        ("cut after three new ones, all that is known hidden", NEW, KNOWN[:1], {}, {}, GONE),
        ("cut, with an old item pinned on top", (item("p", 50), *SEEN[:2]), KNOWN[:3], {}, {}, GONE),
        ("the only known item of long ago deleted, or cut", NEW, (("k", 29),), {}, {}, GONE),
        ("two of two gone", (item("new", 0.1),), (("a", 3), ("b", 4)), {}, {}, GONE),
        ("older than the window, gone with the list's cap", (*SEEN, item("k30", 30)), OLDER, {}, {}, ""),
        ("the list now ends before the window begins", SEEN, OLDER, {}, {}, GONE),
        ("the last before the window deleted", (*SEEN, item("y", 41)), OLDER[:-1], {}, {}, ""),
        ("the last before the window still there", (*SEEN, item("x", 40)), OLDER, {}, {}, ""),
        ("yesterday's copy", SEEN[1:], KNOWN, {}, {}, "stale_copy"),
        ("silent too long", (item("k", 15),), (), {"max_silence_days": 14}, {}, "silent_too_long"),
        ("silent, but not too long", (item("k", 13),), (), {"max_silence_days": 14}, {}, ""),
        ("under half of what is expected", SEEN[:9], (), {"expected_per_30_days": 20}, {}, "too_few_items"),
        ("half of what is expected", SEEN[:10], (), {"expected_per_30_days": 20}, {}, ""),
        ("items without any date", (item("a", None),), (), {}, {}, ""),
    ],
)
def test_a_doubt_makes_a_look_partial(situation, look, known, declared, more, reason):
    options = {"reached_start": True, **more}
    verdict = assess(source(**declared), memory(*known), MONTH, look, NOW, **options)
    assert verdict.reason == reason, situation
    assert verdict.outcome is (Outcome.PARTIAL if reason else Outcome.COMPLETE)
    assert bool(verdict.detail_vi) is bool(reason)


def test_a_quiet_span_is_no_alarm_where_the_last_known_item_is_still_shown():
    span = Window(NOW - timedelta(days=2), NOW)
    known = memory(("k", 10))
    for shown in ((item("k", 10),), (item("m", 1), item("k", 10))):
        assert assess(source(), known, span, shown, NOW, reached_start=True).reason == ""
    assert assess(source(), known, span, (item("m", 1),), NOW, reached_start=True).reason == GONE


def test_an_empty_list_is_a_doubt_even_where_nothing_is_due():
    span = Window(NOW - timedelta(days=2), NOW)
    assert assess(source(), memory(("k", 10)), span, (), NOW, reached_start=True).reason == "empty_list"


@given(st.sets(st.integers(0, 40), min_size=1), st.integers(1, 41), st.integers(0, 3))
def test_a_cut_list_that_hides_a_known_item_is_never_complete(ages, shown, fresh):
    """Whatever was known and however much came since: the newest `shown` items, one of the known hidden."""
    new = [item(f"n{number}", 0.01 * (number + 1)) for number in range(fresh)]
    full = [*new, *(item(f"k{age}", age + 0.5) for age in sorted(ages))]
    cut = full[: min(shown, len(full) - 1)]
    known = memory(*((f"k{age}", age + 0.5) for age in ages))
    verdict = assess(source(), known, MONTH, cut, NOW, reached_start=True)
    reaches = any(seen.published.at <= MONTH.start for seen in cut)
    assert reaches or verdict.outcome is Outcome.PARTIAL


def test_a_short_span_is_not_judged_by_numbers():
    span = Window(NOW - timedelta(days=6), NOW)
    verdict = assess(source(expected_per_30_days=300), memory(), span, SEEN[:2], NOW, reached_start=True)
    assert verdict.outcome is Outcome.COMPLETE


def test_a_coarser_time_than_last_time_is_not_a_stale_copy():
    seconds = SourceMemory(None, NOW - timedelta(minutes=20), {})
    hour = Sighting(
        "s|a",
        "s",
        Channel.PORTAL,
        "a",
        "",
        "a",
        Moment(NOW - timedelta(hours=1), Precision.HOUR, "feed"),
        NOW,
    )
    assert assess(source(), seconds, MONTH, (hour,), NOW, reached_start=True).outcome is Outcome.COMPLETE


@pytest.mark.parametrize(
    ("headers", "held"),
    [
        ({}, timedelta()),
        ({"age": "90000"}, timedelta(seconds=90000)),
        ({"age": "60"}, timedelta(minutes=1)),
        ({"age": "-5"}, timedelta()),
        ({"age": "9" * 40}, timedelta()),
        ({"date": "Sat, 21 Nov 2026 05:00:00 GMT"}, timedelta(days=2)),
        ({"date": "Mon, 23 Nov 2026 04:30:00 GMT"}, timedelta()),
        ({"date": "Mon, 23 Nov 2026 05:30:00 GMT"}, timedelta()),
        ({"age": "7200", "date": "Sun, 22 Nov 2026 05:00:00 GMT"}, timedelta(days=1)),
        ({"last-modified": "Sat, 21 Nov 2026 05:00:00 GMT"}, timedelta()),
        ({"date": "hôm qua"}, timedelta()),
    ],
)
def test_a_copy_that_says_how_old_it_is_is_so_old(headers, held):
    assert copy_age(headers, NOW) == held


def test_cache_age_and_http_times_are_read_or_left():
    assert cache_age({"age": "120, 3"}) == timedelta(minutes=2)
    assert http_time("Sun, 23 Aug 2026 09:02:24 GMT") == datetime(2026, 8, 23, 9, 2, 24, tzinfo=UTC)
    assert http_time("Sun, 99 Aug 2026 09:02:24 GMT") is None
