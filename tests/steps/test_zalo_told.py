"""Tin qua Zalo từ đăng ký đến máy chủ: kho thật, người đưa thư thật, mã làm mới dùng một lần.
News by Zalo from the subscription to the server: real store and worker, single-use refresh tokens."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.tokens import Tokens
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.subscribe import ask, confirm, stop
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import utc_now
from monitor.worker import Delivered, deliver
from storage.kept_tokens import KeptTokens
from tests.alerts.zalo_account import Account, account
from tests.steps.subscribers import AT_ONCE, EVERYTHING, HOUR, Town, notice

__all__ = ["account"]
USER = "7712345678901"


@pytest.fixture
def zalo_town(town: Town, account: Account) -> Town:
    """The town with a Zalo application; its pair is good for a day of the real clock."""
    given = {"app_id": "42", "secret_key": "khoa-thu-nghiem", "allow_loopback": True, "timeout_seconds": 5}
    hosts = {"api_host": account.host, "oauth_host": account.host}
    settings = {**given, **hosts, "tokens": KeptTokens(town.line.store, "42")}
    town.line = replace(town.line, channel_settings={**town.line.channel_settings, "zalo": settings})
    return town


def _enter(town: Town, account: Account, life: timedelta) -> None:
    with town.line.store.begin() as work:
        work.zalo_tokens.put("42", Tokens(account.access, account.refresh, utc_now() + life))


def _pair(town: Town) -> Tokens:
    return KeptTokens(town.line.store, "42").load()


def test_from_asking_to_stopping_by_zalo(zalo_town: Town, account: Account) -> None:
    town = zalo_town
    _enter(town, account, 20 * HOUR)
    one = ask(town.line, USER, "vi", "zalo", EVERYTHING, AT_ONCE, town.now)
    assert deliver(town.line, "w", town.now) == Delivered(sent=1)
    assert one.id in account.told[0]["message"]["text"]
    one = confirm(town.line, one, town.now)
    town.publish(notice(1, town.now))
    assert town.passes(HOUR) == 1
    assert deliver(town.line, "w", town.now) == Delivered(sent=1)
    assert account.told[1]["recipient"] == {"user_id": USER}
    assert "Gói thầu số 1" in account.told[1]["message"]["text"]
    for _ in range(2):
        assert stop(town.line, one, town.now, town.now).state is SubscriptionState.ENDED
    assert deliver(town.line, "w", town.now) == Delivered(sent=1)
    assert len(account.told) == 3


def test_a_renewed_pair_is_in_the_store_before_the_message_leaves(zalo_town: Town, account: Account) -> None:
    town = zalo_town
    _enter(town, account, timedelta())
    ask(town.line, USER, "vi", "zalo", EVERYTHING, AT_ONCE, town.now)
    assert deliver(town.line, "w", town.now) == Delivered(sent=1)
    held = _pair(town)
    assert (held.access_token, held.refresh_token, held.renewing_since) == ("access-1", "refresh-1", None)
    assert (account.renewals, account.burnt) == (1, 0)


def test_without_a_pair_news_wait_and_leave_once_it_is_entered(zalo_town: Town, account: Account) -> None:
    town = zalo_town
    ask(town.line, USER, "vi", "zalo", EVERYTHING, AT_ONCE, town.now)
    assert deliver(town.line, "w", town.now) == Delivered(waiting=1)
    with town.line.store.read() as work:
        (waiting,) = work.outbox.list()
    assert "monitor subscription zalo" in waiting.outcome
    _enter(town, account, 20 * HOUR)
    assert deliver(town.line, "w", town.now + HOUR) == Delivered(sent=1)


def test_a_worker_killed_while_it_renews_is_told_plainly_and_loses_no_message(
    zalo_town: Town, account: Account
) -> None:
    town = zalo_town
    began = utc_now() - timedelta(minutes=10)
    with town.line.store.begin() as work:
        work.zalo_tokens.put("42", Tokens("access-0", "refresh-0", began, began))
    account.renew(b"refresh_token=refresh-0", "")  # the answer that died with its worker
    ask(town.line, USER, "vi", "zalo", EVERYTHING, AT_ONCE, town.now)
    assert deliver(town.line, "w", town.now) == Delivered(waiting=1)
    with town.line.store.read() as work:
        (waiting,) = work.outbox.list()
    assert "bị dừng giữa chừng" in waiting.outcome
    _enter(town, account, 20 * HOUR)
    assert deliver(town.line, "w", town.now + HOUR) == Delivered(sent=1)


def test_who_cannot_be_written_to_is_stopped_for_good(zalo_town: Town, account: Account) -> None:
    town = zalo_town
    _enter(town, account, 20 * HOUR)
    account.code = -213
    ask(town.line, USER, "vi", "zalo", EVERYTHING, AT_ONCE, town.now)
    assert deliver(town.line, "w", town.now) == Delivered(stopped=1)


def test_where_zalo_is_not_set_up_a_subscription_is_refused_with_what_to_do(town: Town) -> None:
    with pytest.raises(SubscriptionRefused) as refused:
        ask(town.line, USER, "vi", "zalo", EVERYTHING, AT_ONCE, town.now)
    assert "[zalo] app_id" in refused.value.vi
    with town.line.store.read() as work:
        assert (work.subscriptions.list(), work.outbox.list()) == ((), ())


@pytest.mark.parametrize("user", ["", "1234", "nguoi-nhan", "a@example.org", "١٢٣٤٥٦", "1" * 33])
def test_what_is_no_user_id_is_refused_when_asking(zalo_town: Town, user: str) -> None:
    with pytest.raises(SubscriptionRefused) as refused:
        ask(zalo_town.line, user, "vi", "zalo", EVERYTHING, AT_ONCE, zalo_town.now)
    assert "không phải mã người dùng Zalo" in refused.value.vi
