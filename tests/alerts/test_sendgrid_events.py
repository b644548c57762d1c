"""Báo cáo của SendGrid: chữ ký sai, cũ, bị cắt, quá lớn đều bị từ chối; báo cáo đúng được đọc hết.
The signed Event Webhook: forged, replayed, torn and oversized reports are refused, right ones are read."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from alerts.events.report import MailEvent, MailEventKind, Report, ReportRefused, read_events
from alerts.events.sendgrid import MAX_BYTES, WINDOW, load_key, read_report
from monitor.domain.errors import ConfigError

NOW = datetime(2026, 9, 21, 2, 14, tzinfo=UTC)
STAMP = str(int(NOW.timestamp()))
PRIVATE = ec.generate_private_key(ec.SECP256R1())


def shown(key: Any) -> str:
    """The key as SendGrid's settings page shows it."""
    der = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


KEY = load_key(shown(PRIVATE))


def sign(body: bytes, stamp: str = STAMP, private: ec.EllipticCurvePrivateKey = PRIVATE) -> str:
    return base64.b64encode(private.sign(stamp.encode() + body, ec.ECDSA(SHA256()))).decode()


def entry(**changes: Any) -> dict[str, Any]:
    given_ = {
        "email": "nha-thau@example.org",
        "timestamp": int(NOW.timestamp()) - 60,
        "event": "bounce",
        "type": "bounce",
        "reason": "550 5.1.1 Không có hộp thư này",
        "sg_event_id": "ev-1",
        "sg_message_id": "sm-1",
        "message_key": "nha-thau|bids|2026-09-21|sendgrid",
    }
    return {**given_, **changes}


def body_of(*entries: Any) -> bytes:
    return json.dumps(entries, ensure_ascii=False).encode()


def refused(body: bytes, signature: str, stamp: str = STAMP, now: datetime = NOW) -> ReportRefused:
    with pytest.raises(ReportRefused) as refusal:
        read_report(body, signature, stamp, KEY, now)
    assert refusal.value.vi != str(refusal.value)
    return refusal.value


def test_a_signed_report_is_read() -> None:
    body = body_of(entry())
    assert read_report(body, sign(body), STAMP, KEY, NOW) == Report(
        (
            MailEvent(
                kind=MailEventKind.BOUNCE,
                address="nha-thau@example.org",
                at=NOW - timedelta(seconds=60),
                message_key="nha-thau|bids|2026-09-21|sendgrid",
                event_id="ev-1",
                reason="550 5.1.1 Không có hộp thư này",
                permanent=True,
            ),
        )
    )


@settings(deadline=None)
@given(st.data())
def test_one_changed_bit_anywhere_is_a_forgery(data: st.DataObject) -> None:
    body = body_of(entry(reason="không gửi được"))
    bit = data.draw(st.integers(0, len(body) * 8 - 1))
    forged = bytearray(body)
    forged[bit // 8] ^= 1 << (bit % 8)
    assert refused(bytes(forged), sign(body)).status == 403


@settings(deadline=None)
@given(st.integers(0, 400))
def test_a_torn_report_is_refused(length: int) -> None:
    body = body_of(entry(reason="x" * 400))
    assert refused(body[:length], sign(body)).status == 403


@settings(deadline=None)
@given(st.text(max_size=120), st.text(max_size=20))
def test_no_header_makes_the_receiver_fall_over(signature: str, stamp: str) -> None:
    assert refused(body_of(entry()), signature, stamp).status == 403


def test_another_key_and_another_time_do_not_fit() -> None:
    body = body_of(entry())
    other = ec.generate_private_key(ec.SECP256R1())
    assert refused(body, sign(body, private=other)).status == 403
    assert refused(body, sign(body), str(int(STAMP) + 1)).status == 403
    assert refused(body, "").status == 403
    assert refused(body, sign(body)[:-8]).status == 403
    assert refused(body, "A" * 1_000_000).status == 403


def test_digits_cannot_be_moved_between_time_and_body() -> None:
    """Timestamp and body are signed end to end: only a body that starts with digits could be split anew."""
    body = body_of(entry())
    assert "seconds ago" in str(refused(STAMP[-1:].encode() + body, sign(body), STAMP[:-1]))
    assert refused(b"1[]", sign(b"1[]")).status == 400


def test_an_old_report_and_one_from_the_future_are_refused() -> None:
    body = body_of(entry())
    signature = sign(body)
    for now in (NOW + WINDOW, NOW - timedelta(minutes=5)):
        assert read_report(body, signature, STAMP, KEY, now).events
    for now in (NOW + WINDOW + timedelta(seconds=1), NOW - timedelta(minutes=5, seconds=1)):
        assert refused(body, signature, now=now).status == 403
    huge = "999999999999"
    assert refused(body, sign(body, huge), huge).status == 403


def test_a_replay_within_the_window_has_the_same_event_ids() -> None:
    body = body_of(entry(), entry(sg_event_id="ev-2", event="delivered"))
    first = read_report(body, sign(body), STAMP, KEY, NOW)
    again = read_report(body, sign(body), STAMP, KEY, NOW + timedelta(hours=1))
    assert [event.event_id for event in first.events] == ["ev-1", "ev-2"]
    assert first == again


def test_an_event_told_twice_in_one_report_is_one_event() -> None:
    assert len(read_events(body_of(entry(), entry())).events) == 1


def test_ten_megabytes_are_refused_before_the_signature_is_tried() -> None:
    body = body_of(*[entry(sg_event_id=f"ev-{n}", reason="x" * 900) for n in range(10_000)])
    assert len(body) > 10_000_000 > MAX_BYTES
    assert refused(body, "forged").status == 413
    assert refused(body, sign(body)).status == 413


@pytest.mark.parametrize(
    "body", [b"", b"{}", b"null", b"5", b'"[]"', b"[", b"\xff", b"[" * 100_000, b'{"event": "bounce"}']
)
def test_what_is_no_list_is_refused_though_signed(body: bytes) -> None:
    assert refused(body, sign(body)).status == 400


@pytest.mark.parametrize(
    "wrong",
    [
        5, None, "x", [], {},
        entry(sg_event_id=""), entry(sg_event_id=5), entry(sg_event_id="a\u0000b"),
        entry(sg_event_id="x" * 501),
        entry(timestamp="1"), entry(timestamp=True), entry(timestamp=1.5), entry(timestamp=10**30),
        entry(timestamp=-(10**30)), entry(event=None), entry(event=["bounce"]),
    ],
)  # fmt: skip
def test_an_unreadable_entry_is_counted_and_takes_no_other_with_it(wrong: Any) -> None:
    report = read_events(body_of(entry(sg_event_id="before"), wrong, entry(sg_event_id="after")))
    assert [event.event_id for event in report.events] == ["before", "after"]
    assert report.unreadable == 1


@pytest.mark.parametrize(
    ("changes", "kind", "permanent"),
    [
        ({"event": "bounce", "type": "bounce"}, "bounce", True),
        ({"event": "bounce", "type": "blocked"}, "bounce", False),
        ({"event": "dropped", "reason": "Bounced Address"}, "dropped", True),
        ({"event": "dropped", "reason": "Unsubscribed Address"}, "dropped", True),
        ({"event": "dropped", "reason": "Spam Reporting Address"}, "dropped", True),
        ({"event": "dropped", "reason": "Recipient List over Package Quota"}, "dropped", False),
        ({"event": "spamreport"}, "spam_report", True),
        ({"event": "unsubscribe"}, "unsubscribe", True),
        ({"event": "group_unsubscribe"}, "group_unsubscribe", True),
        ({"event": "delivered", "type": "bounce"}, "delivered", False),
        ({"event": "deferred"}, "deferred", False),
        ({"event": "open"}, "other", False),
        ({"event": "chuyện lạ"}, "other", False),
    ],
)
def test_what_stops_an_address_and_what_does_not(changes: dict[str, Any], kind: str, permanent: bool) -> None:
    (event,) = read_events(body_of(entry(**changes))).events
    assert (event.kind, event.permanent) == (kind, permanent)


def test_mail_of_others_and_events_of_the_account_have_no_key_and_no_address() -> None:
    bare = {"event": "account_status_change", "timestamp": 1, "sg_event_id": "ev-9"}
    (event,) = read_events(body_of(bare)).events
    assert (event.kind, event.address, event.message_key, event.reason) == ("other", "", "", "")


def test_a_deferred_mail_gives_the_other_servers_words() -> None:
    told = {**entry(event="deferred", response="450 4.2.1 try again\r\nlater"), "reason": None}
    (event,) = read_events(body_of(told)).events
    assert event.reason == "450 4.2.1 try again later"


@pytest.mark.parametrize("ascii_only", [True, False])
def test_vietnamese_is_signed_as_bytes_however_it_is_written(ascii_only: bool) -> None:
    body = json.dumps([entry(reason="Hộp thư đã đầy 📭")], ensure_ascii=ascii_only).encode()
    (event,) = read_report(body, sign(body), STAMP, KEY, NOW).events
    assert event.reason == "Hộp thư đã đầy 📭"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)
FIELDS = st.sampled_from(["email", "timestamp", "event", "type", "reason", "sg_event_id", "message_key"])


@given(st.lists(st.dictionaries(FIELDS, JSON), max_size=5))
def test_every_entry_is_an_event_or_counted(entries: list[dict[str, Any]]) -> None:
    report = read_events(json.dumps(entries).encode())
    distinct = {event.event_id for event in report.events}
    assert len(distinct) == len(report.events) <= len(entries) - report.unreadable
    for event in report.events:
        for text in (event.address, event.message_key, event.event_id, event.reason):
            assert text.isprintable()
            text.encode("utf-8")


def test_a_key_with_line_breaks_is_the_same_key() -> None:
    text = shown(PRIVATE)
    body = body_of(entry())
    wrapped = load_key(f"  {text[:64]}\n{text[64:]}\n")
    assert read_report(body, sign(body), STAMP, wrapped, NOW).events


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không phải khóa",
        "AAAA",
        shown(PRIVATE)[:-8],
        shown(ec.generate_private_key(ec.SECP384R1())),
        shown(rsa.generate_private_key(65_537, 2_048)),
    ],
)
def test_what_is_no_p256_key_is_refused_at_the_start(text: str) -> None:
    with pytest.raises(ConfigError) as refusal:
        load_key(text)
    assert "verification key" in refusal.value.vi
