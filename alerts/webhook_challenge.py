"""Hỏi máy nhận webhook có đúng của người đăng ký không, và gửi thử một tin.
Asks a webhook's machine to prove that it knows the subscriber's key, and sends it a trial message.

An address that answers everything, or echoes what it gets, proves nothing: only who holds the key that
was shown once to the subscriber can compute the answer.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable, Mapping
from datetime import datetime

from alerts.channels.webhook import Settings, sign
from alerts.harmless import harmless
from alerts.posting import Answer, Limits, post, utc_now
from monitor.domain.errors import DeliveryError

CHALLENGE, TRIAL = "challenge", "trial"

# A person waits before the page meanwhile.
_LONGEST_WAIT = 10.0
_LONGEST_ERROR = 200


def answer_to(secret: str, challenge: str) -> str:
    """What the receiver answers: `v1=` and HMAC-SHA256 of `challenge.<the text>` in hexadecimal."""
    return "v1=" + hmac.new(secret.encode(), f"challenge.{challenge}".encode(), hashlib.sha256).hexdigest()


def challenge(address: str, secret: str, settings: Settings, clock: Callable[[], datetime] = utc_now) -> None:
    """Post `{"kind": "challenge", "challenge": …}`, signed as every message; expects `{"response": …}`.

    Raises `DeliveryError`: the answer is no 2xx, or not that of `answer_to`.
    """
    text = secrets.token_urlsafe(24)
    answer = _post(address, secret, {"kind": CHALLENGE, "challenge": text}, settings, clock)
    if not hmac.compare_digest(_response(answer).encode(), answer_to(secret, text).encode()):
        raise DeliveryError(
            "the receiver did not answer the challenge",
            permanent=True,
            vi="Máy nhận có trả lời nhưng câu trả lời cho thử thách không đúng. Máy nhận phải trả lời 200 "
            'với JSON {"response": "v1=<HMAC-SHA256 của challenge.<chuỗi nhận được>>"}, tính bằng khóa '
            "bí mật của đăng ký. Hãy sửa ở máy nhận rồi bấm lại.",
        )


def trial(
    address: str, secret: str, text: str, settings: Settings, clock: Callable[[], datetime] = utc_now
) -> int:
    """Post one signed message of kind `trial`; the status of a receiver that took it.

    Raises `DeliveryError` for every other answer.
    """
    return _post(address, secret, {"kind": TRIAL, "text": text}, settings, clock).status


def _post(
    address: str, secret: str, fields: Mapping[str, str], settings: Settings, clock: Callable[[], datetime]
) -> Answer:
    timestamp = str(int(clock().timestamp()))
    body = json.dumps({"id": secrets.token_hex(16), **fields}, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "procurement-transparency-monitor",
        "X-Monitor-Timestamp": timestamp,
        "X-Monitor-Signature": sign(secret, timestamp, body),
    }
    seconds = min(settings.timeout_seconds, _LONGEST_WAIT)
    limits = Limits(seconds, settings.max_answer_bytes, settings.allow_loopback, settings.ca_file)
    answer = post(address, body, headers, limits)
    if not 200 <= answer.status < 300:
        told = harmless(answer.body.decode("utf-8", "replace"), _LONGEST_ERROR)
        raise DeliveryError(
            f"webhook answered {answer.status}: {told}",
            permanent=True,
            vi=f"Máy nhận trả lời {answer.status}: {told or 'không nêu lý do'}. Hãy kiểm tra địa chỉ và máy "
            "nhận rồi thử lại.",
        )
    return answer


def _response(answer: Answer) -> str:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return ""
    said = told.get("response") if isinstance(told, dict) else None
    return said if isinstance(said, str) and said.isascii() else ""
