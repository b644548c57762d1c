"""Lịch sử ngắn có sự cố: không lời nêu sai nào, và điều đúng được nêu ngay khi nhìn lại được.
Short histories of faults through the real line; `tests/drill/test_blind.py` plays many."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.demo.model import Act, Article, World
from monitor.demo.names import FEED_WORKS, PORTAL_NEW
from monitor.domain.sources import BEGUN_ANEW
from monitor.logs import log_to
from storage.store import Store
from tests.drill.blind.drive import drive
from tests.drill.blind.faults import Episode, Kind
from tests.drill.blind.history import EVERY, history
from tests.drill.blind.ledger import Ledger

# All of its faults are over by then: the portals, the pages and the network were blind in turn.
CYCLES = 14
HOUR, WEEK = timedelta(hours=1), timedelta(days=7)


def test_a_blind_line_says_nothing_that_is_not_true(tmp_path: Path) -> None:
    log_to(None)
    past = history(14)
    now = past.moments[CYCLES - 3]
    episodes = tuple(replace(e, end=min(e.end, now)) for e in past.episodes if e.start < now)
    short = replace(past, episodes=episodes, moments=past.moments[:CYCLES])
    ledger = Ledger()
    drive(short, tmp_path, ledger)
    assert not ledger.wrong, "\n".join((str(short), *ledger.wrong))
    assert sum(ledger.injected.values()) >= 30
    assert sum(ledger.withheld.values()) > 0
    assert ledger.found > 0


def test_the_right_list_after_a_wrong_one_is_seen_anew_within_the_cycle(tmp_path: Path) -> None:
    """The first look is at another category: nothing is said from it, and all that is true right after it."""
    log_to(None)
    past = history(100)
    start = past.moments[0]
    wrong = Episode(Kind.WRONG_CATEGORY, PORTAL_NEW, start, start + EVERY, start - EVERY, dice=0)
    ledger = Ledger()
    drive(replace(past, episodes=(wrong,), moments=past.moments[:3]), tmp_path, ledger)
    assert not ledger.wrong, "\n".join(ledger.wrong)
    assert ledger.injected[Kind.WRONG_CATEGORY] == ledger.complete[Kind.WRONG_CATEGORY] == 1
    assert ledger.found > 0
    assert not ledger.held_back
    with _opened(tmp_path) as store, store.read() as work:
        looks = work.looks.history(PORTAL_NEW)
        assert [look.reason for look in looks] == ["", BEGUN_ANEW, "items_vanished", ""]
        assert [window.start for window in work.sources.coverage()[PORTAL_NEW].windows] == [past.since]
        assert work.sources.coverage() == work.sources.coverage_at(past.moments[2])


@pytest.mark.parametrize(("source_id", "seed"), [(FEED_WORKS, 59), (PORTAL_NEW, 77)])
def test_what_a_copy_hid_while_it_stood_still_accuses_nobody(
    source_id: str, seed: int, tmp_path: Path
) -> None:
    """Two weeks under an old copy, then more news than the feed or the first pages hold."""
    log_to(None)
    past = history(seed)
    first, end = past.moments[2], past.moments[16]
    still = Episode(Kind.FROZEN_COPY, source_id, first, end, first - EVERY, dice=0)
    published = (_shown_by(act, source_id) for act in past.world.acts if act.national)
    hidden = [at for at in published if at is not None and first < at < end - WEEK]
    assert hidden
    world, ledger = _much_news(past.world, source_id, end), Ledger()
    drive(replace(past, world=world, episodes=(still,), moments=past.moments[:18]), tmp_path, ledger)
    assert ledger.complete[Kind.FROZEN_COPY] > 8, "nothing in the copy gives it away"
    assert not ledger.wrong, "\n".join(ledger.wrong)
    with _opened(tmp_path) as store, store.read() as work:
        assert work.sources.coverage() == work.sources.coverage_at(past.moments[17])


def _shown_by(act: Act, source_id: str) -> datetime | None:
    return (
        act.page if act.page_source == source_id else act.portal if act.portal_source == source_id else None
    )


def _much_news(world: World, source_id: str, end: datetime) -> World:
    """Other news every hour of the week before `end`."""
    hours = range(7 * 24)
    number = max(article.number for article in world.articles if article.source_id == source_id) + 1
    news = tuple(
        Article(number + n, source_id, f"Tin hội nghị số {n} của xã", "", (), "", end - WEEK + n * HOUR)
        for n in hours
    )
    return replace(world, articles=(*world.articles, *news))


@contextmanager
def _opened(folder: Path) -> Iterator[Store]:
    store = Store(f"sqlite:///{folder / 'blind' / 'monitor.db'}")
    try:
        yield store
    finally:
        store.close()
