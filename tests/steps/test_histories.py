"""Vài lịch sử ngẫu nhiên của thư cho người đăng ký, và từng lỗi mà các lịch sử dài đã chỉ ra.
A few random histories of subscribers' letters for every day, and each fault that the long ones showed.

`tests/drill/test_letters_histories.py` plays hundreds; here are some, so that a break shows at once.
"""

from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import text

from alerts.backoff import MAX_ATTEMPTS
from monitor.domain.subscriptions import Rhythm
from monitor.domain.vocabulary import DeliveryState, MessageKind, Pace
from monitor.logs import log_to
from monitor.steps.letterhead import IN_FEED
from monitor.steps.subscribe import ask, confirm, stop
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import Line
from monitor.worker import deliver
from tests.drill.letters.judge import wrongs
from tests.drill.letters.play import Play
from tests.drill.letters.provider import Mood
from tests.drill.letters.province import Ground, ground
from tests.drill.letters.steps import Steps
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, HOUR, WEEKLY, Town, notice, subscription

_SEEDS = range(500, 505)
_SHARED = "chung@nha-thau.example"


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    log_to(None)
    with ground(tmp_path_factory.mktemp("thu")) as made:
        yield made


@pytest.fixture
def town(here: Ground) -> Iterator[Town]:
    here.clear(seed=1)
    _moods(here, Mood.FINE)
    store, line = here.line()
    yield Town(line)
    store.close()


def _moods(here: Ground, mood: Mood) -> None:
    here.provider.choose = lambda _: (mood, 1)


def _arrived(here: Ground) -> list[str]:
    return [mail.key for mail in here.provider.taken]


@pytest.mark.parametrize("seed", _SEEDS)
def test_whatever_happens_every_match_is_told_once_and_nobody_else_is_told(here: Ground, seed: int) -> None:
    play = Play(here, seed)
    try:
        play.run()
        assert wrongs(play.evidence()) == []
    finally:
        play.close()
    assert play.model.happenings > 0
    assert here.provider.taken


class _ForgetsFeeds(Steps):
    """What a feed alone shows is lost."""

    def learn(self, line: Line, now: datetime) -> None:
        super().learn(line, now)
        with line.store.begin() as work:
            work.outbox._session.connection().execute(
                text(f"DELETE FROM subscription_match WHERE told_in = '{IN_FEED}'")
            )


def test_the_histories_hold_feeds_and_machines_and_the_judge_looks_at_both(here: Ground) -> None:
    at_machines, lacking = 0, list[str]()
    for seed in _SEEDS:
        play = Play(here, seed, _ForgetsFeeds())
        try:
            play.run()
            lacking += wrongs(play.evidence())
        finally:
            play.close()
        at_machines += sum("/may-nhan/" in mail.address for mail in here.provider.taken)
    assert at_machines
    assert lacking
    assert all("(feed): lacks" in wrong for wrong in lacking)


def test_letters_that_wait_for_a_broken_provider_count_as_the_three_of_a_day(
    here: Ground, town: Town
) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    _moods(here, Mood.BROKEN)
    for number in range(1, 11):
        town.publish(notice(number, town.now))
        town.passes(6 * HOUR)
        deliver(town.line, "thử", town.now)
    _moods(here, Mood.FINE)
    for _ in range(8):
        town.now += HOUR
        deliver(town.line, "thử", town.now)
    assert len(_arrived(here)) == 3
    town.passes(DAY + HOUR)
    deliver(town.line, "thử", town.now)
    assert len(_arrived(here)) == 4
    assert len(town.told("a")) == 10


def test_a_letter_queued_before_the_stop_does_not_leave_after_it(here: Ground, town: Town) -> None:
    one = subscription("a", EVERYTHING, AT_ONCE, town.now - DAY)
    town.subscribe(one)
    town.publish(notice(1, town.now))
    town.passes()
    _moods(here, Mood.BUSY)
    deliver(town.line, "thử", town.now)
    stop(town.line, one, town.now, town.now)
    _moods(here, Mood.FINE)
    deliver(town.line, "thử", town.now + HOUR)
    assert [key.split("|")[1] for key in _arrived(here)] == [MessageKind.STOPPED]


def test_a_letter_that_waits_does_not_leave_once_its_owner_is_erased(here: Ground, town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(notice(1, town.now))
    town.passes()
    with town.line.store.begin() as work:
        work.subscriptions.drop(["a"])
    assert deliver(town.line, "thử", town.now).stopped == 1
    assert _arrived(here) == []


def test_workers_that_die_use_up_no_attempts(here: Ground, town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(notice(1, town.now))
    town.passes()
    for _ in range(MAX_ATTEMPTS):
        with town.line.store.begin() as work:
            work.outbox.release_stale(town.now)
            assert work.outbox.claim("chết", town.now, 50)
        town.now += HOUR
    _moods(here, Mood.BROKEN)
    assert deliver(town.line, "sống", town.now).waiting == 1
    _moods(here, Mood.FINE)
    assert deliver(town.line, "sống", town.now + HOUR).sent == 1


def test_a_busy_subscription_leaves_room_for_the_weekly_letter_of_the_same_address(
    here: Ground, town: Town
) -> None:
    town.subscribe(
        subscription("a", EVERYTHING, AT_ONCE, town.now - DAY, address=_SHARED),
        subscription("z", EVERYTHING, Rhythm(Pace.WEEKLY, weekday=2), town.now, address=_SHARED),
    )
    for number in range(1, 3 * 24):
        town.publish(notice(number, town.now))
        town.passes(HOUR)
        deliver(town.line, "thử", town.now)
    # From Monday to Thursday: one Wednesday has come.
    assert sum("|z:" in key for key in _arrived(here)) == 1


def test_a_slow_worker_sends_nothing_that_another_has_taken_over(here: Ground, town: Town) -> None:
    town.subscribe(*(subscription(name, EVERYTHING, AT_ONCE, town.now - DAY) for name in "abc"))
    town.publish(notice(1, town.now))
    town.passes()
    other = here.line()
    slow: list[str] = []

    def while_it_sends(key: str) -> tuple[Mood, int]:
        if not slow:
            slow.append(key)
            here.provider.choose = lambda _: (Mood.FINE, 1)
            with other[0].begin() as work:
                work.outbox.release_stale(town.now + HOUR)
                assert len(work.outbox.claim("nhanh", town.now + HOUR, 50)) == 3
        return Mood.FINE, 1

    here.provider.choose = while_it_sends
    deliver(town.line, "chậm", town.now)
    other[0].close()
    assert _arrived(here) == slow


def test_a_tender_that_reopens_is_told_as_new(town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    late = notice(1, town.now - 20 * DAY)
    town.publish(late)
    assert town.passes() == 0
    town.now += HOUR
    town.publish(replace(late, version="01", native_id="uuid-n-1-01", tender_period_end=town.now + 9 * DAY))
    assert town.passes() == 1


def test_a_key_that_is_refused_for_an_hour_loses_no_letter(here: Ground, town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(notice(1, town.now))
    town.passes()
    _moods(here, Mood.FORBIDS)
    deliver(town.line, "thử", town.now)
    _moods(here, Mood.FINE)
    for _ in range(10):
        town.passes(6 * HOUR)
        deliver(town.line, "thử", town.now)
    assert len(_arrived(here)) == 1


def test_four_days_without_the_provider_lose_no_letter(here: Ground, town: Town) -> None:
    town.subscribe(subscription("a", EVERYTHING, AT_ONCE, town.now - DAY))
    town.publish(notice(1, town.now))
    town.passes()
    _moods(here, Mood.BROKEN)
    for _ in range(4 * 24):
        town.passes(HOUR)
        deliver(town.line, "thử", town.now)
    _moods(here, Mood.FINE)
    town.passes(DAY)
    deliver(town.line, "thử", town.now)
    assert len(_arrived(here)) == 1


def test_who_unsubscribed_once_can_subscribe_again(here: Ground, town: Town) -> None:
    with town.line.store.begin() as work:
        work.suppressions.add(_SHARED, "unsubscribe", town.now)
    ask(town.line, _SHARED, "vi", "mail", EVERYTHING, Rhythm(Pace.AT_ONCE), town.now)
    deliver(town.line, "thử", town.now)
    assert len(_arrived(here)) == 1


def test_asking_ten_times_writes_no_more_than_three_letters_a_day(here: Ground, town: Town) -> None:
    for number in range(10):
        with pytest.raises(SubscriptionRefused) if number >= 3 else nullcontext():
            ask(town.line, _SHARED, "vi", "mail", EVERYTHING, Rhythm(Pace.AT_ONCE), town.now)
        deliver(town.line, "thử", town.now)
        town.now += HOUR
    assert len(_arrived(here)) <= 3


def test_who_changes_to_weekly_is_not_told_of_a_slot_before_the_change(town: Town) -> None:
    one = subscription("a", EVERYTHING, AT_ONCE, town.now - 30 * DAY)
    town.subscribe(replace(one, rhythm=WEEKLY, changed_at=town.now + 3 * DAY))
    assert town.passes(3 * DAY + HOUR) == 0


def test_a_confirmation_lifts_what_was_stopped(here: Ground, town: Town) -> None:
    one = ask(town.line, _SHARED, "vi", "mail", EVERYTHING, Rhythm(Pace.AT_ONCE), town.now)
    with town.line.store.begin() as work:
        work.suppressions.add(_SHARED, "unsubscribe", town.now)
    confirm(town.line, one, town.now)
    town.publish(notice(1, town.now))
    assert town.passes(HOUR) == 1
    assert deliver(town.line, "thử", town.now).sent == 2
    with town.line.store.read() as work:
        assert not work.outbox.list(DeliveryState.STOPPED)
