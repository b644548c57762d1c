"""Kênh “webhook”: gửi tin dạng JSON có chữ ký tới địa chỉ của người đăng ký.
Signed JSON to an address that the subscriber gave; `verify` is what a receiver does with it."""

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from alerts.envelope import check_texts
from alerts.harmless import harmless
from alerts.posting import Answer, Limits, post, retry_after, utc_now
from monitor.domain.cases import Message, Recipient, key_hash
from monitor.domain.errors import DeliveryError

KIND = "webhook"
REPLAY_WINDOW = timedelta(minutes=5)

_SHORTEST_SECRET = 32
_PASSING = frozenset({408, 425, 429})
_LONGEST_ERROR = 300
_LONGEST_TIMESTAMP = 12


class Settings(BaseModel):
    """The sender's side. `secret` signs for recipients that have none of their own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretStr | None = Field(default=None, min_length=_SHORTEST_SECRET)
    allow_loopback: bool = False
    ca_file: Path | None = None
    timeout_seconds: float = Field(default=15.0, gt=0, le=120)
    max_answer_bytes: int = Field(default=65_536, gt=0)


class RecipientSettings(BaseModel):
    """What a recipient of this channel may have in its `settings`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    secret: SecretStr | None = Field(default=None, min_length=_SHORTEST_SECRET)


def send(message: Message, settings: Settings, clock: Callable[[], datetime] = utc_now) -> str:
    """Post the message once; 2xx means received.

    A repeat carries the same `id` and `Idempotency-Key`, by which the receiver knows it. 4xx is
    permanent but for 408, 425 and 429; everything else passes, with the pause of `Retry-After`.
    """
    check_texts(message)
    secret = _secret(message.recipient, settings)
    body = _body(message)
    now = clock()
    timestamp = str(int(now.timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "procurement-transparency-monitor",
        "Idempotency-Key": key_hash(message.key),
        "X-Monitor-Timestamp": timestamp,
        "X-Monitor-Signature": sign(secret, timestamp, body),
    }
    limits = Limits(
        settings.timeout_seconds, settings.max_answer_bytes, settings.allow_loopback, settings.ca_file
    )
    answer = post(message.recipient.address, body, headers, limits)
    if 200 <= answer.status < 300:
        return f"Máy nhận đã nhận ({answer.status})"
    raise _refusal(answer, now)


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """The value of `X-Monitor-Signature`: `v1=` and HMAC-SHA256 of `timestamp.body` in hexadecimal."""
    signed = timestamp.encode() + b"." + body
    return "v1=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def verify(secret: str, timestamp: str, body: bytes, signature: str, now: datetime) -> bool:
    """What a receiver does with the two headers and the raw body, before reading any JSON.

    False for a wrong signature and for one that is more than five minutes off (`now` is aware):
    within those a receiver remembers the `id`s it has taken in.
    """
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        return False
    # In bytes: `compare_digest` raises on a text with other signs than ASCII.
    right = sign(secret, timestamp, body).encode()
    if not hmac.compare_digest(right, signature.encode("utf-8", "surrogatepass")):
        return False
    return abs(now.timestamp() - int(timestamp)) <= REPLAY_WINDOW.total_seconds()


def _secret(recipient: Recipient, settings: Settings) -> str:
    try:
        own = RecipientSettings.model_validate(dict(recipient.settings)).secret
    except ValidationError as error:
        wrong = ", ".join(str(place) for fault in error.errors() for place in fault["loc"])
        raise DeliveryError(
            f"webhook settings of {recipient.id} are wrong: {wrong}",
            permanent=True,
            vi=f"Thiết lập webhook của {recipient.id} sai ở: {wrong}. "
            f"Khóa bí mật (secret) phải có ít nhất {_SHORTEST_SECRET} ký tự; hãy sửa.",
        ) from None  # the cause repeats the secret
    secret = own or settings.secret
    if secret is None:
        raise DeliveryError(
            f"no webhook secret for {recipient.id}",
            permanent=True,
            vi=f"Chưa có khóa bí mật (secret) để ký tin gửi {recipient.id}. Hãy đặt khóa rồi gửi lại.",
        )
    return secret.get_secret_value()


def _body(message: Message) -> bytes:
    """`html` is left out where there is none."""
    fields = {
        "id": key_hash(message.key),
        "kind": str(message.kind),
        "reason": str(message.reason),
        "subject": message.subject,
        "text": message.text,
        "html": message.html,
        "created_at": message.created_at.astimezone(UTC).isoformat(),
    }
    if not message.html:
        del fields["html"]
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "replace")


def _refusal(answer: Answer, now: datetime) -> DeliveryError:
    status = answer.status
    permanent = 400 <= status < 500 and status not in _PASSING
    told = harmless(answer.body.decode("utf-8", "replace"), _LONGEST_ERROR)
    if status == 410:
        advice = "Địa chỉ này đã ngừng nhận tin; hãy kết thúc đăng ký hoặc đổi địa chỉ."
    elif permanent:
        advice = "Hãy kiểm tra địa chỉ và khóa bí mật ở máy nhận rồi xếp tin gửi lại."
    elif 300 <= status < 400:
        advice = "Hệ thống không theo chuyển hướng và sẽ tự gửi lại; hãy đổi sang địa chỉ mới."
    else:
        advice = "Hệ thống sẽ tự gửi lại."
    return DeliveryError(
        f"webhook answered {status}: {told}",
        permanent=permanent,
        vi=f"Máy nhận không nhận tin ({status}): {told or 'không nêu lý do'}. {advice}",
        retry_after=None if permanent else retry_after(answer.headers.get("retry-after", ""), now),
    )
