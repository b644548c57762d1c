"""Báo cáo do SendGrid gửi về: chỉ tin khi chữ ký đúng và còn mới.
SendGrid's signed Event Webhook: a report is believed only with a right signature."""

import base64
import binascii
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from alerts.events.report import Report, ReportRefused, read_events
from monitor.domain.errors import ConfigError

SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"
MAX_BYTES = 5_000_000
# Whether a repeated post is signed anew is not documented. A day's outage of ours must not lose
# complaints, so the window is long and the store refuses event ids that it has seen.
WINDOW = timedelta(hours=25)

_AHEAD = timedelta(minutes=5)
_LONGEST_SIGNATURE = 200
_LONGEST_TIMESTAMP = 12


def load_key(text: str) -> EllipticCurvePublicKey:
    """The verification key as SendGrid shows it (base64 of DER, P-256); raises `ConfigError`."""
    try:
        key = load_der_public_key(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise _bad_key() from error
    if not isinstance(key, EllipticCurvePublicKey) or not isinstance(key.curve, SECP256R1):
        raise _bad_key()
    return key


def read_report(
    body: bytes, signature: str, timestamp: str, key: EllipticCurvePublicKey, now: datetime
) -> Report:
    """The events of one post; `body` is raw, `signature` and `timestamp` are its two headers.

    1. refuse by size; 2. by signature; 3. by age; 4. read the list. Raises `ReportRefused`.
    """
    if len(body) > MAX_BYTES:
        raise ReportRefused("larger than any report", status=413, vi="Báo cáo thư quá lớn nên không đọc.")
    if not _is_signed(body, signature, timestamp, key):
        raise ReportRefused(
            "signature does not fit",
            status=403,
            vi="Báo cáo thư không có chữ ký đúng của SendGrid nên bị từ chối. Nếu lặp lại, hãy kiểm tra "
            "khóa xác thực (verification key) trong tệp cài đặt.",
        )
    # Floats: a signed but absurd number must not overflow a datetime.
    age = now.timestamp() - int(timestamp)
    if not -_AHEAD.total_seconds() <= age <= WINDOW.total_seconds():
        raise ReportRefused(
            f"signed {age:.0f} seconds ago",
            status=403,
            vi="Báo cáo thư quá cũ hoặc đề giờ trong tương lai nên bị từ chối. Nếu lặp lại, hãy kiểm tra "
            "đồng hồ của máy chủ.",
        )
    return read_events(body)


def _is_signed(body: bytes, signature: str, timestamp: str, key: EllipticCurvePublicKey) -> bool:
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= _LONGEST_TIMESTAMP):
        return False
    if len(signature) > _LONGEST_SIGNATURE:
        return False
    try:
        key.verify(base64.b64decode(signature, validate=True), timestamp.encode() + body, ECDSA(SHA256()))
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


def _bad_key() -> ConfigError:
    return ConfigError(
        "not a P-256 public key in base64",
        vi="Khóa xác thực của SendGrid (verification key) không đọc được. Hãy chép lại nguyên chuỗi từ "
        "Mail Settings → Event Webhook của SendGrid.",
    )
