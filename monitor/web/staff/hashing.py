"""Băm và kiểm tra mật khẩu bằng argon2, không để lộ tài khoản có thật hay không.
Argon2 for passwords; an unknown account costs as much time as a known one."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from monitor.access.passwords import LONGEST, normal

_HASHER = PasswordHasher()
# Each takes 64 MiB for its moment: a flood of logins must wait, not fill the memory.
_AT_ONCE = BoundedSemaphore(2)


def hashed(password: str) -> str:
    """What is stored of a password."""
    with _AT_ONCE:
        return _HASHER.hash(normal(password))


def is_password(stored: str, given: str) -> bool:
    """Whether it is the password; an empty `stored` takes as long and is never right."""
    try:
        with _AT_ONCE:
            right = _HASHER.verify(stored or _nobody(), normal(given[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return right and bool(stored)


@cache
def _nobody() -> str:
    return _HASHER.hash("no account has this password")
