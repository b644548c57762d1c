"""Nguồn chưa xem được: một thư khi đã lâu, một thư khi tất cả trở lại, không thư nào giữa chừng.
Outages: one message when sources are lost for long, one when all are back, none in between."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digest.outage import OutageNews, Outages, as_kept, from_kept, outage_news
from monitor.domain.letters import BlindReason, BlindSource
from monitor.domain.vocabulary import Channel, Outcome

START = datetime(2026, 10, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
PATIENCE = 6 * HOUR
WATCHED = ("cong", "so-y-te", "mang")


def blind(name: str, reason: BlindReason = BlindReason.LAST_LOOK_FAILED) -> BlindSource:
    return BlindSource(name, name, Channel.PORTAL, START - HOUR, Outcome.UNREACHABLE, reason, "", 4)


def told(news: OutageNews) -> tuple[set[str], set[str]]:
    return {one.source.source_id for one in news.lost}, set(news.back)


def test_the_whole_course_of_an_outage() -> None:
    kept = None
    for hours, lost, expected in (
        (0, ("cong",), (set(), set())),
        (3, ("cong", "mang"), (set(), set())),
        (5, ("cong", "mang"), (set(), set())),
        (6, ("cong", "mang", "so-y-te"), ({"cong", "mang"}, set())),  # lost for half as long: told with it
        (7, ("cong", "mang"), (set(), set())),
        (9, ("cong", "mang"), (set(), set())),
        (10, ("mang",), (set(), set())),
        (11, ("cong", "mang"), (set(), set())),  # comes and goes: not told again
        (30, ("cong", "mang"), (set(), set())),
        (31, (), (set(), {"cong", "mang"})),
        (32, (), (set(), set())),
        (40, ("cong",), (set(), set())),
        (46, ("cong",), ({"cong"}, set())),  # another outage
    ):
        news = outage_news(map(blind, lost), WATCHED, from_kept(kept), PATIENCE, START + hours * HOUR)
        assert told(news) == expected, hours
        kept = as_kept(news.after)


def test_sources_that_cross_the_line_together_are_one_message() -> None:
    before = Outages(dict.fromkeys(WATCHED, START))
    news = outage_news(map(blind, WATCHED), WATCHED, before, PATIENCE, START + PATIENCE)
    assert told(news) == (set(WATCHED), set())
    assert {one.since for one in news.lost} == {START}


@pytest.mark.parametrize("reason", [BlindReason.GAP, BlindReason.NEVER_LOOKED])
def test_an_old_gap_and_a_source_never_tried_are_no_outage(reason: BlindReason) -> None:
    news = outage_news([blind("cong", reason)], WATCHED, Outages({"cong": START}), PATIENCE, START + 9 * HOUR)
    assert news == OutageNews(Outages())


def test_a_source_that_was_switched_off_is_not_said_to_be_back() -> None:
    before = Outages({"cong": START}, frozenset({"cong"}))
    assert outage_news((), ("mang",), before, PATIENCE, START + 9 * HOUR) == OutageNews(Outages())


def test_what_is_kept_reads_back() -> None:
    remembered = Outages({"cong": START}, frozenset({"cong"}))
    assert from_kept(as_kept(remembered)) == remembered
    assert from_kept(None) == Outages()


@given(st.lists(st.tuples(st.integers(1, 9), st.frozensets(st.sampled_from(WATCHED))), max_size=40))
def test_loss_and_return_take_turns_and_nothing_is_told_twice(
    cycles: list[tuple[int, frozenset[str]]],
) -> None:
    before, now, out = Outages(), START, set[str]()
    for hours, lost in cycles:
        now += hours * HOUR
        news = outage_news(map(blind, sorted(lost)), WATCHED, before, PATIENCE, now)
        gone, back = told(news)
        assert not (gone and back)
        assert gone <= lost
        assert not gone or gone - out, "told only because one more crossed the line"
        assert not back or (back == out and not back & lost)
        out = set() if back else out | gone
        assert news.after.told == out
        before = news.after
