"""Rút một gói thầu khỏi dữ liệu mở và trang công khai, có lý do và dòng nhật ký.
Takes a package out of open data and the public pages for good; who did it and why stays in the log."""

from datetime import datetime

from monitor.domain.codes import find_codes
from monitor.domain.errors import MonitorError
from monitor.domain.published import Shown
from monitor.domain.staff import Actor, Deed
from monitor.steps.audit import audit
from storage.store import Store, UnitOfWork


class NotWithdrawn(MonitorError):
    """Something that cannot be withdrawn; `vi` says why and what to do."""


def withdraw_package(store: Store, actor: Actor, number: str, reason: str, now: datetime) -> str:
    """Withdraw the package of any of its numbers at `now` (UTC); gives its key. Raises `NotWithdrawn`.

    It does not come back when its records are read again; the number alone stays, by which it is known.
    """
    if not reason.strip():
        raise NotWithdrawn("no reason", vi="--reason đang để trống: hãy ghi vì sao rút gói thầu này.")
    with store.begin() as work:
        shown = _named(work, number.strip())
        if not work.published.withdraw([shown.key], now):
            raise NotWithdrawn(f"{shown.key} is withdrawn", vi=f"Gói thầu {shown.key} đã được rút từ trước.")
        audit(work, actor, Deed.PACKAGE_WITHDRAWN, shown.key, now, reason=reason.strip())
    return shown.key


def _named(work: UnitOfWork, number: str) -> Shown:
    for one in dict.fromkeys((number, *find_codes(number))):
        if (found := work.published.find(one)) is not None:
            return found
    raise NotWithdrawn(
        f"no published package {number}",
        vi=f"Không có gói thầu {number} trong dữ liệu mở. Hãy tìm số đúng ở trang tìm gói thầu.",
    )
