"""Zalo OA: lỗi là mã trong câu trả lời 200; mã lạ thì gửi lại, không bỏ tin.
A Zalo account on loopback: error codes inside 200; what is unknown passes."""

from typing import Any

import pytest
from pydantic import ValidationError

from monitor.domain.cases import Message, Recipient
from tests.alerts.zalo_account import (
    Account,
    FileTokens,
    MakeMessage,
    account,
    message,
    refused,
    send,
    settings,
    tokens,
)

__all__ = ["account", "message", "tokens"]


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


@pytest.mark.parametrize("code", [-213, -217, -230])
def test_a_user_who_cannot_be_written_to_is_permanent(
    message: Message, account: Account, tokens: FileTokens, code: int
) -> None:
    account.code = code
    error = refused(message, account, tokens)
    assert error.permanent is True
    assert f"({code}): not now" in error.vi


@pytest.mark.parametrize(
    ("code", "busy"), [(-32, True), (-211, True), (-200, False), (-201, False), (-999_999, False), (7, False)]
)
def test_limits_and_unknown_codes_pass_and_limits_are_about_all_messages(
    message: Message, account: Account, tokens: FileTokens, code: int, busy: bool
) -> None:
    account.code = code
    error = refused(message, account, tokens)
    assert (error.permanent, error.busy, error.down) == (False, busy, False)


@pytest.mark.parametrize(("status", "busy", "down"), [(429, True, False), (503, False, True)])
def test_trouble_of_zalos_own_is_about_all_messages(
    message: Message, account: Account, tokens: FileTokens, status: int, busy: bool, down: bool
) -> None:
    account.raw = (status, b"")
    error = refused(message, account, tokens)
    assert (error.permanent, error.busy, error.down) == (False, busy, down)


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
