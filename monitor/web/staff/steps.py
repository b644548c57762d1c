"""Những bước chung của việc đăng nhập: hạn mức, nơi đến sau khi vào.
What the steps of a login share: limits, the page to come back to, fresh recovery codes."""

import secrets
from dataclasses import replace
from datetime import datetime

import structlog
from starlette.requests import Request

from monitor.access.permissions import MAY, Act
from monitor.access.sealing import SealBroken
from monitor.access.secrets import (
    RECOVERY_CODES,
    RECOVERY_LENGTH,
    RECOVERY_SIGNS,
    recovery_digest,
)
from monitor.access.totp import accepted_step
from monitor.domain.staff import Role, User
from monitor.web.limits import Limiter, net_of
from monitor.web.rooms import rooms
from monitor.web.site import Site
from monitor.web.ways import own_way

log = structlog.get_logger()

ACCOUNT = "/tai-khoan"


def way_of(request: Request) -> str:
    """Where the visitor wanted to go: `?ve=`, a path of ours; empty when nothing fit was given."""
    return own_way(request.query_params.get("ve", ""), "")


def home_of(role: Role) -> str:
    """The first room of the top bar that is for this role's work; the own account without any."""
    may: frozenset[Act] = MAY[role]
    entries = [entry for room in rooms() for entry in room.nav if entry.act in may]
    return min(entries, key=lambda entry: entry.order).path if entries else ACCOUNT


def may_try(site: Site, request: Request, limiter: Limiter, login: str, now: datetime) -> bool:
    """Count one try of an account and of where it comes from; `False` beyond what is allowed."""
    by_net = site.limits.nets.allow(net_of(request), now)
    return limiter.allow(login.casefold(), now) and by_net


def with_code(site: Site, user: User, code: str, now: datetime) -> User | None:
    """The account after the authenticator's code was used up; `None` for a wrong one.

    Its secret is sealed afresh by that: also one that an older version kept open.
    """
    try:
        secret = site.vault.opened(user.totp_secret, user.login)
    except SealBroken as error:
        # The visitor still has the recovery codes, and the page names them; the operator reads this.
        log.error("second_factor_unreadable", login=error.login)
        return None
    step = accepted_step(secret, code, now, user.totp_step)
    if step is None:
        return None
    return replace(user, totp_step=step, totp_secret=site.vault.sealed(secret, user.login))


def recovery_codes(login: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ten new codes as shown once, and what is stored of them."""
    codes = tuple(
        "".join(secrets.choice(RECOVERY_SIGNS) for _ in range(RECOVERY_LENGTH)) for _ in range(RECOVERY_CODES)
    )
    return codes, tuple(recovery_digest(login, code) for code in codes)
