"""Máy nhận trả lời gì thì hiểu ra sao: đã nhận, thử lại, thôi; không theo chuyển hướng, không chờ mãi.
The sense of a receiver's answers: taken, to be tried again or never; no redirects, no endless waits."""

import socket
import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.channels import webhook
from alerts.posting import retry_after
from tests.alerts.webhook_receiver import NOW, MakeMessage, Receiver, account, receiver, refused, to

__all__ = ["receiver"]


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_every_2xx_is_received(make_message: MakeMessage, receiver: Receiver, status: int) -> None:
    receiver.status = status
    assert str(status) in webhook.send(make_message(recipient=to(receiver.url)), account())


@pytest.mark.parametrize(
    ("status", "permanent"),
    [
        *((status, True) for status in (400, 401, 404, 410, 413, 422)),
        *((status, False) for status in (408, 425, 429, 500, 502, 503, 504)),
    ],
)
def test_a_refusal_says_whether_trying_again_helps(
    make_message: MakeMessage, receiver: Receiver, status: int, permanent: bool
) -> None:
    receiver.status, receiver.body = status, "quá nhiều\nyêu cầu".encode()
    error = refused(make_message(recipient=to(receiver.url)), account())
    assert error.permanent is permanent
    assert f"({status}): quá nhiều yêu cầu" in error.vi
    assert ("tự gửi lại" in error.vi) is not permanent
    assert ("ngừng nhận" in error.vi) is (status == 410)


def test_the_pause_that_the_receiver_asks_for_is_told(make_message: MakeMessage, receiver: Receiver) -> None:
    receiver.status, receiver.headers = 429, {"Retry-After": "90"}
    assert refused(make_message(recipient=to(receiver.url)), account()).retry_after == timedelta(seconds=90)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(make_message: MakeMessage, receiver: Receiver, status: int) -> None:
    receiver.status, receiver.headers = status, {"Location": receiver.url + "&khac"}
    error = refused(make_message(recipient=to(receiver.url)), account())
    assert error.permanent is False
    assert "chuyển hướng" in error.vi
    assert len(receiver.got) == 1


def test_a_receiver_that_drips_its_answer_is_given_up_in_time(
    make_message: MakeMessage, receiver: Receiver
) -> None:
    receiver.drip = 0.05
    started = time.monotonic()
    error = refused(make_message(recipient=to(receiver.url)), account(timeout_seconds=0.3))
    assert error.permanent is False
    assert "tự gửi lại" in error.vi
    assert time.monotonic() - started < 1.5


def test_an_endless_answer_is_read_up_to_the_limit(make_message: MakeMessage, receiver: Receiver) -> None:
    receiver.status, receiver.body = 400, b"x" * 10_000_000
    error = refused(make_message(recipient=to(receiver.url)), account(max_answer_bytes=1_000))
    assert len(error.vi) < 600


def test_nobody_listening_passes(make_message: MakeMessage) -> None:
    error = refused(make_message(recipient=to("http://127.0.0.1:9/x")), account())
    assert error.permanent is False
    assert "127.0.0.1" in error.vi


def test_a_path_that_is_a_secret_is_in_no_error(make_message: MakeMessage, receiver: Receiver) -> None:
    receiver.status = 500
    for url in (receiver.url, "http://127.0.0.1:9/nhan-tin", "https://[bad/nhan-tin"):
        error = refused(make_message(recipient=to(url)), account())
        assert "nhan-tin" not in f"{error} {error.vi}"


def test_a_proxy_of_the_environment_is_not_used(
    make_message: MakeMessage, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    webhook.send(make_message(recipient=to(receiver.url)), account())
    assert len(receiver.got) == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120),
        (" 5 ", 5),
        ("Mon, 21 Sep 2026 02:15:05 GMT", 60),
        ("999999999999999", 86_400),
        ("Mon, 21 Sep 2099 02:15:05 GMT", 86_400),
        ("0", None),
        ("", None),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("²", None),
        ("Mon, 21 Sep 2020 02:15:05 GMT", None),
    ],
)
def test_retry_after_is_seconds_or_a_date_and_a_day_at_the_most(header: str, seconds: int | None) -> None:
    expected = None if seconds is None else timedelta(seconds=seconds)
    assert retry_after(header, NOW) == expected


@given(st.text(max_size=60))
def test_no_retry_after_header_falls_over(header: str) -> None:
    pause = retry_after(header, NOW)
    assert pause is None or timedelta() < pause <= timedelta(days=1)


def test_sockets_are_not_left_open(make_message: MakeMessage, receiver: Receiver) -> None:
    """An unclosed socket is a ResourceWarning, which is an error here; the loop makes it certain."""
    opened: list[socket.socket] = []
    real = socket.create_connection

    def counted(*args: Any, **kwargs: Any) -> socket.socket:
        opened.append(real(*args, **kwargs))
        return opened[-1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "create_connection", counted)
        webhook.send(make_message(recipient=to(receiver.url)), account())
    assert [sock.fileno() for sock in opened] == [-1]
