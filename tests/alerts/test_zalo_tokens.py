"""Mã làm mới của Zalo OA dùng một lần: không bao giờ bị tiêu hai lần, kể cả khi hai máy cùng làm hay bị giết.
Single-use refresh tokens of a Zalo account under rivalry and kills."""

from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from time import sleep

import pytest

from alerts.channels import zalo
from alerts.zalo_tokens import CLAIM
from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError
from monitor.domain.tokens import Tokens
from tests.alerts.zalo_account import (
    NOW,
    Account,
    FileTokens,
    Killed,
    account,
    message,
    refused,
    send,
    settings,
    tokens,
)

__all__ = ["account", "message", "tokens"]


def test_an_expiring_token_is_renewed_and_stored_before_it_is_used(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    late = NOW + timedelta(hours=19, minutes=57)
    send(message, account, tokens, late)
    ((form, secret),) = account.forms
    assert form == {"refresh_token": ["refresh-0"], "app_id": ["42"], "grant_type": ["refresh_token"]}
    assert secret == "khoa-thu-nghiem"
    assert tokens.load() == Tokens("access-1", "refresh-1", late + timedelta(seconds=90_000))
    send(message, account, tokens, late)
    assert (account.renewals, len(account.told)) == (1, 2)


def test_a_token_that_zalo_refuses_is_renewed_once_and_the_message_sent(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    tokens.put(Tokens("access-of-last-week", "refresh-0", NOW + timedelta(hours=20)))
    send(message, account, tokens)
    assert (account.renewals, len(account.told)) == (1, 1)


def test_a_token_that_is_refused_even_when_new_is_not_renewed_for_ever(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    account.raw = (200, b'{"error": -216, "message": "Access token is invalid"}')
    error = refused(message, account, tokens)
    assert (error.permanent, account.renewals) == (False, 1)


def test_two_workers_at_once_never_burn_a_refresh_token(
    message: Message, account: Account, tmp_path: Path
) -> None:
    account.slow = 0.02
    store = FileTokens(tmp_path / "tokens.db")
    rounds = 12
    waited = 0
    for number in range(rounds):
        at = NOW + timedelta(days=number * 3)
        store.put(Tokens(account.access, account.refresh, at))
        barrier = Barrier(2)
        receipts: list[str] = []
        errors: list[DeliveryError] = []

        def work(
            at: datetime = at,
            barrier: Barrier = barrier,
            receipts: list[str] = receipts,
            errors: list[DeliveryError] = errors,
        ) -> None:
            worker = settings(account, FileTokens(store.path))
            barrier.wait()
            try:
                receipts.append(zalo.send(message, worker, lambda: at))
            except DeliveryError as told:
                errors.append(told)

        threads = [Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for error in errors:
            assert error.permanent is False
            assert error.retry_after is not None
            receipts.append(send(message, account, store, at + error.retry_after))
        assert len(receipts) == 2
        waited += len(errors)
    assert (account.renewals, account.burnt) == (rounds, 0)
    assert len(account.told) == 2 * rounds
    assert waited > 0, "the workers never met: this test would prove nothing"


def test_a_kill_between_renewal_and_use_loses_nothing_that_was_stored(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    late = NOW + timedelta(days=2)
    with pytest.raises(Killed):
        send(message, account, FileTokens(tokens.path, die_after=2), late)
    assert (account.renewals, account.told) == (1, [])
    assert send(message, account, FileTokens(tokens.path), late).startswith("Zalo đã nhận")
    assert (account.renewals, account.burnt, len(account.told)) == (1, 0, 1)


def test_a_kill_after_the_claim_is_taken_over_when_the_claim_is_old(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    late = NOW + timedelta(days=2)
    with pytest.raises(Killed):
        send(message, account, FileTokens(tokens.path, die_after=1), late)
    error = refused(message, account, tokens, late + timedelta(seconds=10))
    assert (error.permanent, account.forms) == (False, [])
    assert error.retry_after is not None
    send(message, account, tokens, late + CLAIM)
    assert (account.renewals, account.burnt) == (1, 0)


def test_a_claim_taken_over_does_not_throw_the_new_pair_away(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    """While this worker renews, another one takes the claim over: the pair must be stored all the same."""
    late = NOW + timedelta(days=2)

    class Overtaken(FileTokens):
        def swap(self, old: Tokens, new: Tokens) -> bool:
            if new.renewing_since is None and old.renewing_since == late:
                self.put(Tokens(old.access_token, old.refresh_token, old.expires_at, late + CLAIM))
            return super().swap(old, new)

    send(message, account, Overtaken(tokens.path), late)
    assert (tokens.load().access_token, tokens.load().refresh_token) == ("access-1", "refresh-1")


@pytest.mark.parametrize(
    "answer",
    [
        (200, b'{"error": -14014, "error_name": "Invalid refresh token"}'),
        (500, b""),
        (200, b"<html>refresh-0</html>"),
        (200, b'{"access_token": "a", "expires_in": "90000"}'),
        (200, b'{"access_token": "a\\r\\nX: y", "refresh_token": "r", "expires_in": "90000"}'),
        (200, b'{"access_token": "a", "refresh_token": "", "expires_in": "90000"}'),
        (200, b'{"access_token": "a", "refresh_token": "r", "expires_in": "soon"}'),
        (200, b"[" * 5_000),
        (200, b"null"),
    ],
)
def test_a_renewal_that_fails_keeps_the_pair_and_frees_the_claim(
    message: Message, account: Account, tokens: FileTokens, answer: tuple[int, bytes]
) -> None:
    before = tokens.load()
    account.raw_renewal = answer
    error = refused(message, account, tokens, NOW + timedelta(days=2))
    assert error.permanent is False
    assert "cấp quyền lại" in error.vi
    assert tokens.load() == before


def test_a_pair_with_no_life_is_not_renewed_for_every_message(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    late = NOW + timedelta(days=2)
    account.raw_renewal = (200, b'{"access_token": "access-0", "refresh_token": "r", "expires_in": 0}')
    for seconds in range(3):
        send(message, account, tokens, late + timedelta(seconds=seconds))
    assert len(account.forms) == 1


def test_a_spent_refresh_token_after_a_torn_renewal_says_what_happened(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    """Killed between Zalo's answer and the commit: the pair is lost, and the error says so."""
    late = NOW + timedelta(days=2)
    tokens.put(Tokens("access-0", "refresh-0", NOW, late))
    account.renew(b"refresh_token=refresh-0", "")  # the answer that died with its worker
    for minutes in (4, 40):
        error = refused(message, account, tokens, late + timedelta(minutes=minutes))
        assert error.permanent is False
        assert "bị dừng giữa chừng" in error.vi
        assert "09:14 ngày 23/09/2026" in error.vi
        assert "monitor subscription zalo" in error.vi
    tokens.put(Tokens(account.access, account.refresh, late + timedelta(days=1)))
    assert send(message, account, tokens, late + timedelta(hours=1)) == "Zalo đã nhận, mã m-1"


def test_an_answer_lost_on_the_way_leaves_the_claim_and_is_told_if_the_token_was_spent(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    late = NOW + timedelta(days=2)
    account.slow = 0.6
    with pytest.raises(DeliveryError):
        zalo.send(message, settings(account, tokens, timeout_seconds=0.2), lambda: late)
    sleep(0.8)
    account.slow = 0.0
    assert account.renewals == 1, "Zalo took the token: else this test would prove nothing"
    assert refused(message, account, tokens, late + timedelta(minutes=1)).retry_after is not None
    assert "mất câu trả lời" in refused(message, account, tokens, late + CLAIM).vi
