"""Webhook: tin có chữ ký tới đúng nơi, không theo chuyển hướng, không lọt vào mạng nội bộ.
Signed JSON over real HTTP on loopback: the signature, the sense of the answers, the limits."""

import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from alerts.channels import webhook
from alerts.posting import retry_after
from monitor.domain.cases import Message, Recipient, key_hash
from monitor.domain.errors import DeliveryError

SECRET = "khoa-thu-nghiem-dai-hon-ba-muoi-hai-ky-tu"
NOW = datetime(2026, 9, 21, 2, 14, 5, tzinfo=UTC)
MakeMessage = Callable[..., Message]


@dataclass
class Receiver:
    """A subscriber's server: keeps what it got as it came, and answers as it is told."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    drip: float = 0.0
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    state = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            state.got.append((self.path, dict(self.headers), raw))
            with suppress(ConnectionError):
                for _ in range(40 if state.drip else 0):
                    self.wfile.write(b"H")
                    time.sleep(state.drip)
                self.send_response(state.status)
                for name, value in state.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(state.body)

        def log_message(self, *args: object) -> None:
            """Keep the test output quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        state.url = f"http://127.0.0.1:{server.server_port}/nhan-tin?ma=1"
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield state
        server.shutdown()
        thread.join()


def to(url: str, **settings: Any) -> Recipient:
    return Recipient("nha-thau", "Nhà thầu A", url, "webhook", settings=settings)


def account(**changes: Any) -> webhook.Settings:
    return webhook.Settings.model_validate(
        {"secret": SECRET, "allow_loopback": True, "timeout_seconds": 5, **changes}
    )


def refused(message: Message, settings: webhook.Settings) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        webhook.send(message, settings, lambda: NOW)
    return failed.value


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
