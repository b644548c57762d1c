"""Mã sáu số đổi mỗi 30 giây (RFC 6238), mỗi mã dùng một lần.
The second factor: six digits of the current half minute; each code is good for one use."""

import hmac
from datetime import datetime

from pyotp import TOTP

SECONDS = 30
# A phone's clock may be off by half a minute either way.
_DRIFT = (0, -1, 1)


def accepted_step(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The step (30 s since 1970) a code belongs to; `None` for a wrong, an old or a used one.

    `last` is the newest step already used: that one and all before it are refused.
    """
    given = "".join(code.split())
    if not (given.isascii() and given.isdecimal() and len(given) == 6):
        return None
    totp, step = TOTP(secret, interval=SECONDS), int(now.timestamp()) // SECONDS
    found = None
    # All are compared, whichever fits: the time taken says nothing.
    for near in (step + drift for drift in _DRIFT):
        if hmac.compare_digest(totp.at(near * SECONDS), given) and near > last:
            found = near
    return found


def enrolment_address(secret: str, login: str, issuer: str) -> str:
    """What the QR code holds for an authenticator app."""
    return TOTP(secret, interval=SECONDS).provisioning_uri(name=login, issuer_name=issuer)
