"""Tin webhook tới nơi nguyên vẹn và có chữ ký; không có khóa đúng thì không gửi.
What a webhook carries: whole, signed with the right secret at the time of sending, or not sent at all."""

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.channels import webhook
from monitor.domain.cases import key_hash
from tests.alerts.webhook_receiver import NOW, SECRET, MakeMessage, Receiver, account, receiver, refused, to

__all__ = ["receiver"]


def test_what_arrives_is_signed_and_complete(make_message: MakeMessage, receiver: Receiver) -> None:
    message = make_message(recipient=to(receiver.url))
    assert webhook.send(message, account(), lambda: NOW) == "Máy nhận đã nhận (200)"
    ((path, headers, raw),) = receiver.got
    assert path == "/nhan-tin?ma=1"
    assert json.loads(raw) == {
        "id": key_hash(message.key),
        "kind": "alert",
        "reason": "first",
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "created_at": "2026-09-21T02:14:00+00:00",
    }
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["Idempotency-Key"] == key_hash(message.key)
    stamp, signature = headers["X-Monitor-Timestamp"], headers["X-Monitor-Signature"]
    assert stamp == str(int(NOW.timestamp()))
    assert webhook.verify(SECRET, stamp, raw, signature, NOW + timedelta(seconds=30))
    assert SECRET not in f"{headers}{raw!r}"


def test_a_message_without_html_has_no_such_field(make_message: MakeMessage, receiver: Receiver) -> None:
    webhook.send(make_message(recipient=to(receiver.url), html=""), account())
    assert "html" not in json.loads(receiver.got[0][2])


def test_a_repeat_is_known_by_its_key_and_signed_anew(make_message: MakeMessage, receiver: Receiver) -> None:
    message = make_message(recipient=to(receiver.url))
    times = iter((NOW, NOW + timedelta(minutes=20)))
    for _ in range(2):
        webhook.send(message, account(), lambda: next(times))
    (_, first, body), (_, second, again) = receiver.got
    assert body == again
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert first["X-Monitor-Signature"] != second["X-Monitor-Signature"]


def test_a_recipients_own_secret_signs(make_message: MakeMessage, receiver: Receiver) -> None:
    own = "rieng-" * 8
    webhook.send(make_message(recipient=to(receiver.url, secret=own)), account(), lambda: NOW)
    _, headers, raw = receiver.got[0]
    signed = headers["X-Monitor-Timestamp"], raw, headers["X-Monitor-Signature"], NOW
    assert webhook.verify(own, *signed)
    assert not webhook.verify(SECRET, *signed)


@pytest.mark.parametrize("settings", [{"secret": "ngan"}, {"secrets": "x" * 40}, {"secret": 5}])
def test_wrong_recipient_settings_stop_the_message_without_telling_the_secret(
    make_message: MakeMessage, receiver: Receiver, settings: dict[str, Any]
) -> None:
    error = refused(make_message(recipient=to(receiver.url, **settings)), account())
    assert error.permanent is True
    assert next(iter(settings)) in error.vi
    assert "ngan" not in f"{error} {error.vi} {error.__cause__!r}".replace("ngang", "")
    assert receiver.got == []


def test_nothing_leaves_unsigned(make_message: MakeMessage, receiver: Receiver) -> None:
    error = refused(make_message(recipient=to(receiver.url)), account(secret=None))
    assert error.permanent is True
    assert receiver.got == []


def test_the_clock_is_read_at_sending_and_not_taken_from_the_message(
    make_message: MakeMessage, receiver: Receiver
) -> None:
    before = int(time.time())
    webhook.send(make_message(recipient=to(receiver.url)), account())
    assert before <= int(receiver.got[0][1]["X-Monitor-Timestamp"]) <= int(time.time())


@pytest.mark.parametrize("changes", [{"secret": "x" * 31}, {"timeout_seconds": 0}, {"secrets": "x"}])
def test_a_wrong_setting_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError, match=next(iter(changes))):
        account(**changes)


STAMP = str(int(NOW.timestamp()))


@given(st.binary(max_size=300), st.integers(-300, 300))
def test_a_right_signature_holds_for_five_minutes_either_way(body: bytes, seconds: int) -> None:
    signature = webhook.sign(SECRET, STAMP, body)
    now = NOW + timedelta(seconds=seconds)
    assert webhook.verify(SECRET, STAMP, body, signature, now)
    later = NOW + timedelta(seconds=301 if seconds >= 0 else -301)
    assert not webhook.verify(SECRET, STAMP, body, signature, later)


@given(st.binary(min_size=1, max_size=200), st.data())
def test_any_changed_bit_of_the_body_breaks_the_signature(body: bytes, data: st.DataObject) -> None:
    signature = webhook.sign(SECRET, STAMP, body)
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    forged = bytearray(body)
    forged[bit // 8] ^= 1 << (bit % 8)
    assert not webhook.verify(SECRET, STAMP, bytes(forged), signature, NOW)


@given(st.text(max_size=20), st.text(max_size=80))
def test_no_header_makes_the_receiver_fall_over(stamp: str, signature: str) -> None:
    assert webhook.verify(SECRET, stamp, b"{}", signature, NOW) is False


def test_time_and_body_cannot_be_shifted_into_each_other() -> None:
    signature = webhook.sign(SECRET, STAMP, b"1.x")
    assert not webhook.verify(SECRET, STAMP + "1", b"x", signature, NOW)
    assert not webhook.verify(SECRET + "x", STAMP, b"1.x", signature, NOW)
    assert not webhook.verify(SECRET, STAMP, b"1.x", signature.removeprefix("v1="), NOW)
