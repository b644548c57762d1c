"""Những thay đổi của một tài khoản: mời, đặt mật khẩu, ghi danh, khóa, đổi vai trò.
What may happen to an account; each step gives the account as it is afterwards, or says why not."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.access.permissions import OF_ONE_AGENCY
from monitor.access.sessions import INVITATION
from monitor.domain.errors import MonitorError
from monitor.domain.staff import Role, User

_LOGIN = re.compile(r"[a-z][a-z0-9._-]{1,39}")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]{1,190}")


class UserRefused(MonitorError):
    """Something that may not be done to an account; `vi` says why and what to do."""


def new_user(
    login: str, name: str, role: Role, now: datetime, *, agency_id: str = "", email: str = ""
) -> User:
    """An account without a password yet. Raises `UserRefused` for a name nobody could log in with."""
    if not _LOGIN.fullmatch(login):
        raise UserRefused(
            f"bad login {login!r}",
            vi="Tên đăng nhập gồm 2 đến 40 chữ thường không dấu, số, dấu chấm, gạch; bắt đầu bằng chữ.",
        )
    if not name.strip():
        raise UserRefused("no name", vi="Hãy ghi họ tên hoặc chức danh của người dùng.")
    if email and not _EMAIL.fullmatch(email):
        raise UserRefused(
            "bad e-mail", vi="Địa chỉ thư chưa đúng. Hãy ghi một địa chỉ, ví dụ ten@example.org."
        )
    user = User(login, name.strip(), role, now, email=email.strip().casefold())
    return with_role(user, role, agency_id)


def with_role(user: User, role: Role, agency_id: str) -> User:
    """The account with another role. An officer must belong to an agency, nobody else may."""
    if role in OF_ONE_AGENCY and not agency_id:
        raise UserRefused(
            "an officer without agency", vi="Cán bộ đơn vị phải thuộc một đơn vị: hãy nêu mã đơn vị."
        )
    if role not in OF_ONE_AGENCY and agency_id:
        raise UserRefused("agency of another role", vi="Chỉ vai trò cán bộ đơn vị mới gắn với một đơn vị.")
    return replace(user, role=role, agency_id=agency_id)


def invited(user: User, token_digest: str, now: datetime) -> User:
    """Whoever has the link may set password and code once, for 72 hours; older links are void."""
    return replace(user, invitation=token_digest, invited_until=now + INVITATION)


def is_invited(user: User, now: datetime) -> bool:
    """Whether the account's invitation may still be used."""
    return (
        bool(user.invitation)
        and user.invited_until is not None
        and now < user.invited_until
        and user.disabled_at is None
    )


def with_password(user: User, password_hash: str) -> User:
    """A new password; the invitation, if there was one, is used up by that."""
    return replace(user, password=password_hash, invitation="", invited_until=None)


def reset(user: User) -> User:
    """As before the first login: no password, no second factor, no recovery codes."""
    return replace(user, password="", totp_secret="", totp_step=0, recovery=(), subject="")


def disabled(user: User, everybody: Iterable[User], now: datetime) -> User:
    """The account closed; raises `UserRefused` for the last administrator."""
    _keep_one_administrator(user, everybody)
    return replace(user, disabled_at=user.disabled_at or now, invitation="", invited_until=None)


def enabled(user: User) -> User:
    """The account open again."""
    return replace(user, disabled_at=None)


def changed_role(user: User, role: Role, agency_id: str, everybody: Iterable[User]) -> User:
    """Another role; raises `UserRefused` when nobody could give keys afterwards."""
    if role is not Role.ADMINISTRATOR:
        _keep_one_administrator(user, everybody)
    return with_role(user, role, agency_id)


def _keep_one_administrator(user: User, everybody: Iterable[User]) -> None:
    if user.role is not Role.ADMINISTRATOR or user.disabled_at is not None:
        return
    others = [
        one
        for one in everybody
        if one.role is Role.ADMINISTRATOR and one.disabled_at is None and one.login != user.login
    ]
    if not others:
        raise UserRefused(
            "the last administrator",
            vi="Đây là quản trị viên cuối cùng đang hoạt động. Hãy thêm một quản trị viên khác trước.",
        )
