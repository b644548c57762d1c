"""Đường dẫn để đơn vị trả lời: có chữ ký, không cần đăng nhập.
The signed token by which an agency answers about one case without a login."""

import hmac
import re
from hashlib import sha256

_SIGNATURE = 32  # hex digits: 128 bits
# `HS-2026-0001.` and the signature; nothing else is ever looked at.
_TOKEN = re.compile(rf"(?P<case>[A-Z]{{2}}-\d{{4}}-\d{{4,}})\.(?P<signature>[0-9a-f]{{{_SIGNATURE}}})")


def answer_token(case_id: str, key: bytes) -> str:
    """The token of a case under a key; raises `ValueError` for an empty key."""
    return f"{case_id}.{_signature(case_id, key)}"


def case_of_token(token: str, key: bytes) -> str | None:
    """The case a token was made for, `None` when it was not made with this key."""
    parts = _TOKEN.fullmatch(token)
    if parts is None:
        return None
    expected = _signature(parts["case"], key)
    return parts["case"] if hmac.compare_digest(parts["signature"], expected) else None


def _signature(case_id: str, key: bytes) -> str:
    if not key:
        raise ValueError("a token needs a key")
    return hmac.new(key, f"answer:{case_id}".encode(), sha256).hexdigest()[:_SIGNATURE]
