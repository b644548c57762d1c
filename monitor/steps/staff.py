"""Việc của quản trị viên đối với tài khoản, từ trang web cũng như từ dòng lệnh.
What an administrator does to accounts, by web page or command; each step is one transaction with its row."""

import secrets
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime

from monitor.access import people
from monitor.access.people import UserRefused
from monitor.access.sealing import SealBroken, Vault, is_sealed
from monitor.access.secrets import digest
from monitor.domain.staff import Actor, Deed, Role, User
from monitor.steps.audit import audit
from storage.store import Store, UnitOfWork


def add(
    store: Store,
    actor: Actor,
    user: User,
    agencies: Collection[str],
    now: datetime,
) -> str:
    """Store a new account; returns the secret of its one-time invitation. Raises `UserRefused`."""
    token = secrets.token_urlsafe(32)
    _refuse_unknown_agency(user.agency_id, agencies)
    with store.begin() as work:
        if work.users.get(user.login, to_change=True) is not None:
            raise UserRefused(f"{user.login} exists", vi=f"Đã có tài khoản {user.login}. Hãy chọn tên khác.")
        if user.email and any(one.email == user.email for one in work.users.list()):
            raise UserRefused("e-mail taken", vi="Địa chỉ thư này đã gắn với một tài khoản khác.")
        work.users.put(people.invited(user, digest(token), now))
        audit(work, actor, Deed.USER_ADDED, user.login, now, role=user.role.value, agency=user.agency_id)
    return token


def invite_again(store: Store, actor: Actor, login: str, now: datetime, *, anew: bool) -> str:
    """A fresh invitation. With `anew` password, second factor and sessions are gone at once."""
    token = secrets.token_urlsafe(32)
    with store.begin() as work:
        user = named(work, login)
        if user.disabled_at is not None:
            raise UserRefused(f"{login} is disabled", vi=f"Tài khoản {login} đang khóa. Hãy mở khóa trước.")
        if user.password and not anew:
            raise UserRefused(
                f"{login} has a password",
                vi=f"Tài khoản {login} đã có mật khẩu. Muốn làm lại từ đầu, hãy đặt lại tài khoản.",
            )
        user = people.reset(user) if anew else user
        work.users.put(people.invited(user, digest(token), now))
        ended = work.staff_sessions.end_all(login)
        audit(work, actor, Deed.USER_RESET if anew else Deed.USER_INVITED, login, now, sessions=ended)
    return token


def disable(store: Store, actor: Actor, login: str, now: datetime) -> None:
    """Close an account and end its sessions."""
    _change(store, actor, login, now, Deed.USER_DISABLED, lambda user, all_: people.disabled(user, all_, now))


def enable(store: Store, actor: Actor, login: str, now: datetime) -> None:
    """Open an account again; its password and second factor are as before."""
    _change(store, actor, login, now, Deed.USER_ENABLED, lambda user, _: people.enabled(user))


def change_role(
    store: Store,
    actor: Actor,
    login: str,
    role: Role,
    agency_id: str,
    agencies: Collection[str],
    now: datetime,
) -> None:
    """Another role, effective at once: sessions end, so that each login has one role from end to end."""
    _refuse_unknown_agency(agency_id, agencies)
    _change(
        store,
        actor,
        login,
        now,
        Deed.USER_ROLE,
        lambda user, all_: people.changed_role(user, role, agency_id, all_),
        role=role.value,
        agency=agency_id,
    )


def end_sessions(store: Store, actor: Actor, login: str, now: datetime, *, but: str = "") -> int:
    """End every session of an account but one; how many there were."""
    with store.begin() as work:
        named(work, login)
        ended = work.staff_sessions.end_all(login, but=but)
        audit(work, actor, Deed.SESSIONS_ENDED, login, now, sessions=ended)
    return ended


def seal_all(store: Store, vault: Vault) -> tuple[SealBroken, ...]:
    """Seal the second factors of a version that kept them open; gives those that this vault cannot open.

    Nothing is written, and nobody waited for, when all are sealed.
    """
    with store.read() as work:
        users = work.users.list()
    for login in [one.login for one in users if one.totp_secret and not is_sealed(one.totp_secret)]:
        with store.begin() as work:
            user = named(work, login)
            secret = vault.opened(user.totp_secret, login)
            work.users.put(replace(user, totp_secret=vault.sealed(secret, login)))
    broken = []
    for user in users:
        try:
            vault.opened(user.totp_secret, user.login)
        except SealBroken as error:
            broken.append(error)
    return tuple(broken)


def named(work: UnitOfWork, login: str) -> User:
    """The account of a login, to be changed. Raises `UserRefused`."""
    user = work.users.get(login, to_change=True)
    if user is None:
        raise UserRefused(f"no user {login}", vi=f"Không có tài khoản {login}. Xem bằng: monitor user list")
    return user


def _change(
    store: Store,
    actor: Actor,
    login: str,
    now: datetime,
    deed: Deed,
    change: Callable[[User, tuple[User, ...]], User],
    **details: object,
) -> None:
    with store.begin() as work:
        user = named(work, login)
        after = change(user, work.users.list())
        if after == user:
            raise UserRefused(f"{login}: nothing to change", vi=f"Tài khoản {login} đã ở đúng tình trạng ấy.")
        work.users.put(after)
        ended = work.staff_sessions.end_all(login)
        audit(work, actor, deed, login, now, sessions=ended, **details)


def _refuse_unknown_agency(agency_id: str, agencies: Collection[str]) -> None:
    if agency_id and agency_id not in agencies:
        raise UserRefused(
            f"no agency {agency_id}",
            vi=f"Không có đơn vị mã {agency_id} trong hồ sơ tỉnh. Hãy kiểm tra lại mã.",
        )
