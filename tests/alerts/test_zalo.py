"""Zalo OA: lỗi là mã trong câu trả lời 200; mã làm mới dùng một lần không bao giờ bị tiêu hai lần.
A Zalo account on loopback: error codes inside 200, and single-use refresh tokens under rivalry and kills."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Thread
from time import sleep
from typing import Any

import pytest
from pydantic import ValidationError

from alerts.channels import zalo
from alerts.zalo_tokens import CLAIM
from monitor.domain.cases import Message, Recipient
from monitor.domain.errors import DeliveryError
from monitor.domain.tokens import Tokens, TokenStore
from tests.alerts.zalo_account import Account, account

__all__ = ["account"]

NOW = datetime(2026, 9, 21, 2, 14, tzinfo=UTC)
MakeMessage = Callable[..., Message]


class Killed(BaseException):
    """The process ends here: no handler of ours may catch it."""


class FileTokens:
    """The pair in a database file, so that it outlives its worker; may be killed after a swap."""

    def __init__(self, path: Path, die_after: int = 0) -> None:
        self.path = path
        self.die_after = die_after
        with closing(self._open()) as database:
            database.execute("CREATE TABLE IF NOT EXISTS pair (row TEXT NOT NULL)")

    def put(self, tokens: Tokens) -> None:
        with closing(self._open()) as database:
            database.execute("DELETE FROM pair")
            database.execute("INSERT INTO pair VALUES (?)", (_row(tokens),))

    def load(self) -> Tokens:
        with closing(self._open()) as database:
            access, refresh, expires, since = json.loads(
                database.execute("SELECT row FROM pair").fetchone()[0]
            )
        claimed = datetime.fromisoformat(since) if since else None
        return Tokens(access, refresh, datetime.fromisoformat(expires), claimed)

    def swap(self, old: Tokens, new: Tokens) -> bool:
        with closing(self._open()) as database:
            found = database.execute("UPDATE pair SET row = ? WHERE row = ?", (_row(new), _row(old))).rowcount
        self.die_after -= 1
        if self.die_after == 0:
            raise Killed
        return found == 1

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=10, isolation_level=None)


def _row(tokens: Tokens) -> str:
    since = tokens.renewing_since.isoformat() if tokens.renewing_since else ""
    return json.dumps([tokens.access_token, tokens.refresh_token, tokens.expires_at.isoformat(), since])


@pytest.fixture
def tokens(tmp_path: Path) -> FileTokens:
    store = FileTokens(tmp_path / "tokens.db")
    store.put(Tokens("access-0", "refresh-0", NOW + timedelta(hours=20)))
    return store


@pytest.fixture
def message(make_message: MakeMessage) -> Message:
    return make_message(recipient=Recipient("a", "Nhà thầu A", "7712345678901", "zalo"))


def settings(account: Account, store: TokenStore, **changes: Any) -> zalo.Settings:
    given = {"app_id": "42", "secret_key": "khoa-thu-nghiem", "tokens": store, "allow_loopback": True}
    hosts = {"api_host": account.host, "oauth_host": account.host}
    return zalo.Settings.model_validate({**given, **hosts, "timeout_seconds": 5, **changes})


def send(message: Message, account: Account, tokens: TokenStore, at: datetime = NOW) -> str:
    return zalo.send(message, settings(account, tokens), lambda: at)


def refused(message: Message, account: Account, tokens: TokenStore, at: datetime = NOW) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        send(message, account, tokens, at)
    error = failed.value
    spoken = f"{error} {error.vi} {error.__cause__!r}"
    assert not any(secret in spoken for secret in ("access-", "refresh-", "khoa-thu-nghiem"))
    return error


def test_a_message_reaches_the_user_with_a_receipt(
    message: Message, account: Account, tokens: FileTokens
) -> None:
    assert send(message, account, tokens) == "Zalo đã nhận, mã m-1"
    assert account.told == [
        {
            "recipient": {"user_id": "7712345678901"},
            "message": {"text": f"{message.subject}\n\n{message.text}"},
        }
    ]
    assert account.forms == []


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


@pytest.mark.parametrize("code", [-201, -213, -217, -230])
def test_a_user_who_cannot_be_written_to_is_permanent(
    message: Message, account: Account, tokens: FileTokens, code: int
) -> None:
    account.code = code
    error = refused(message, account, tokens)
    assert error.permanent is True
    assert f"({code}): not now" in error.vi


@pytest.mark.parametrize("code", [-32, -200, -211, -999_999, 7])
def test_limits_and_unknown_codes_pass(
    message: Message, account: Account, tokens: FileTokens, code: int
) -> None:
    account.code = code
    assert refused(message, account, tokens).permanent is False


@pytest.mark.parametrize(
    "answer",
    [(500, b""), (404, b'{"error": 0}'), (429, b"{}"), (200, b""), (200, b"[]"), (200, b'{"error": "0"}'),
     (200, b'{"error": false}'), (200, b"\xff"), (200, b"[" * 5_000), (302, b"")],
)  # fmt: skip
def test_what_is_no_answer_of_zalos_is_no_success(
    message: Message, account: Account, tokens: FileTokens, answer: tuple[int, bytes]
) -> None:
    account.raw = answer
    assert refused(message, account, tokens).permanent is False


def test_a_long_text_is_cut_and_says_so(
    make_message: MakeMessage, account: Account, tokens: FileTokens
) -> None:
    reader = Recipient("a", "A", "7712345678901", "zalo")
    for length in (1_900, 2_500):
        send(make_message(recipient=reader, subject="Tin", text="đ" * length), account, tokens)
    whole, cut = (told["message"]["text"] for told in account.told)
    assert whole == "Tin\n\n" + "đ" * 1_900
    assert len(cut) == 2_000
    assert "Tin đã rút gọn" in cut


@pytest.mark.parametrize("address", ["", "a@example.org", "https://x.example", "12", "١٢٣٤٥٦", "1" * 40])
def test_what_is_no_user_id_is_refused_for_good(
    make_message: MakeMessage, account: Account, tokens: FileTokens, address: str
) -> None:
    error = refused(make_message(recipient=Recipient("a", "A", address, "zalo")), account, tokens)
    assert (error.permanent, account.told) == (True, [])


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"api_host": "http://openapi.example.org"}, "api_host"),
        ({"oauth_host": "oauth.example.org"}, "oauth_host"),
        ({"tokens": object()}, "tokens"),
        ({"secret_key": ""}, "secret_key"),
        ({"refresh": "x"}, "refresh"),
    ],
)
def test_a_wrong_setting_is_refused_by_name(
    account: Account, tokens: FileTokens, changes: dict[str, Any], name: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        settings(account, tokens, **changes)
    assert name in str(refusal.value)
    assert "khoa-thu-nghiem" not in str(refusal.value)


def test_tokens_are_in_no_representation(account: Account, tokens: FileTokens) -> None:
    assert "access-0" not in repr(tokens.load())
    assert "khoa-thu-nghiem" not in repr(settings(account, tokens))


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
