"""Thư báo đơn vị bị bỏ hẳn hay bị trả lại: rút lời đã báo, nghỉ gửi tới địa chỉ ấy ít ngày.
When a letter to an agency is given up or comes back, its telling is withdrawn and its address rests.

The finding is told anew by the first cycle in which there is an address that takes mail: another one in
the registry, the same one when the stop list lets it go, or else when it has rested: a letter a week is
tried, not one a cycle.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from monitor.cases.undelivered import sent_again, undelivered
from monitor.domain.cases import Message, key_hash
from storage.repositories.suppressions import address_digest
from storage.store import UnitOfWork

REST = timedelta(days=7)
_KEY = "resting_addresses"


def withdraw_telling(work: UnitOfWork, message: Message, why: str, now: datetime, *, rests: bool) -> None:
    """In the transaction that gives a letter up at `now` (UTC); nothing for one that tells no agency.

    With `rests` the address is at fault, or may be, and no stop list knows of it.
    """
    address = message.recipient.address
    note = f"Thư gửi {address}: {why} Đơn vị được báo lại khi có địa chỉ nhận được thư."
    cases = [case for number in message.cases if (case := work.cases.get(number)) is not None]
    after = [undelivered(case, key_hash(message.key), note, now) for case in cases]
    changed = [one for one, case in zip(after, cases, strict=True) if one is not case]
    work.cases.put_all(changed)
    if changed and rests:
        _keep(work, {**_resting(work, now), address_digest(address): now + REST})


def restore_telling(work: UnitOfWork, message: Message, address: str, by: str, now: datetime) -> bool:
    """In the transaction that puts a letter back in line, to `address`; `False`: it was told anew since."""
    after = []
    for number in message.cases:
        case = work.cases.get(number)
        again = case and sent_again(case, key_hash(message.key), by, now)
        if case is not None and again is None:
            return False
        if again is not None and again is not case:
            after.append(again)
    work.cases.put_all(after)
    kept, ours = _resting(work, now), address_digest(address)
    if message.cases and ours in kept:
        _keep(work, {digest: until for digest, until in kept.items() if digest != ours})
    return True


def resting(work: UnitOfWork, addresses: Iterable[str], now: datetime) -> frozenset[str]:
    """Those of these addresses to which nothing is sent at `now` (UTC): a letter to them was lost lately."""
    kept = _resting(work, now)
    return frozenset(one for one in addresses if address_digest(one) in kept) if kept else frozenset()


def _resting(work: UnitOfWork, now: datetime) -> dict[str, datetime]:
    kept = {digest: datetime.fromisoformat(until) for digest, until in (work.meta.get(_KEY) or {}).items()}
    return {digest: until for digest, until in kept.items() if now < until}


def _keep(work: UnitOfWork, kept: dict[str, datetime]) -> None:
    work.meta.set(_KEY, {digest: until.isoformat() for digest, until in sorted(kept.items())})
