"""Bí mật trao cho người dùng chỉ lưu mã băm: phiên, lời mời, mã dự phòng, mã chống giả biểu mẫu.
Digests of what only people and their browsers know: sessions, invitations, recovery codes, form tokens."""

import hmac
from base64 import b32encode
from hashlib import sha1, sha256

RECOVERY_CODES = 10
_GROUP = 4
# No sign of these is taken for another: no 0 and o, no 1, i and l.
RECOVERY_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"
RECOVERY_LENGTH = 16


def digest(secret: str) -> str:
    """What is stored of a secret drawn from 128 bits or more."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def recovery_digest(login: str, code: str) -> str:
    """What is stored of a recovery code; groups, spaces and capitals do not matter."""
    plain = "".join(sign for sign in code.casefold() if sign.isalnum())
    return digest(f"{login}:{plain}")


def without_recovery(stored: tuple[str, ...], login: str, code: str) -> tuple[str, ...] | None:
    """The codes left after this one was used; `None` when it is none of them."""
    given = recovery_digest(login, code)
    left = tuple(one for one in stored if not hmac.compare_digest(one, given))
    return left if len(left) < len(stored) else None


def in_groups(code: str) -> str:
    """`abcd-efgh-…` as people read and type it."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def form_token(session_id: str) -> str:
    """The token that forms of one session carry; another session's is another."""
    return hmac.new(session_id.encode("utf-8", "replace"), b"form", sha256).hexdigest()


def feed_token(secret: str, number: str) -> str:
    """What opens the feeds of a subscription and nothing else: its secret cannot be told from it."""
    return hmac.new(secret.encode("utf-8", "replace"), f"feed:{number}".encode(), sha256).hexdigest()[:40]


def same(given: str, expected: str) -> bool:
    """Compare without telling by time how much of it was right."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))


def totp_secret(session_id: str) -> str:
    """The second factor offered to one session: 160 bits, the same each time its page is opened."""
    return b32encode(hmac.new(session_id.encode("utf-8", "replace"), b"totp", sha1).digest()).decode("ascii")
