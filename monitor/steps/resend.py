"""Đưa một thư đã dừng vào hàng lại: ai quyết định, vì sao, gửi tới đâu.
A letter that was given up goes back in line: who decided, why, and where it goes now."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from monitor.domain.cases import Recipient
from monitor.domain.errors import MonitorError
from monitor.domain.post import Posting
from monitor.domain.staff import Deed
from monitor.domain.vocabulary import DeliveryState
from monitor.steps.audit import audit, by_hand
from monitor.steps.undelivered import restore_telling
from monitor.subscriptions.life import BOUNCED
from storage.store import UnitOfWork


class ResendRefused(MonitorError):
    """The letter cannot go back in line."""


def named(work: UnitOfWork, name: str) -> Posting:
    """The letter of that key or number; raises `ResendRefused`."""
    found = work.postings.named(name)
    if found is None:
        raise ResendRefused(
            f"no letter {name}", vi=f"Không có thư {name}. Xem danh sách bằng: monitor message list"
        )
    return found


def send_again(
    work: UnitOfWork,
    name: str,
    by: str,
    reason: str,
    readers: Iterable[Recipient],
    now: datetime,
    *,
    unblock: bool = False,
) -> Posting:
    """Put a letter back in line at `now` (UTC) and return it as it stands then.

    `readers` are those whose address the settings and the profile name today: a letter to one of
    them goes there. `unblock` lets an address be written to again that was stopped for bouncing;
    what its owner refused stays refused. Raises `ResendRefused`, `NobodyActs` without a name.
    """
    found = named(work, name)
    message, state = found.delivery.message, found.delivery.state
    if state is not DeliveryState.STOPPED:
        raise _refused(found, "thư chưa dừng nên không phải xếp lại")
    today = {reader.id: reader for reader in readers}
    recipient = today.get(message.recipient.id, message.recipient)
    if not recipient.address:
        raise _refused(found, "nội dung đã xóa hoặc người nhận không còn địa chỉ")
    _check_block(work, found, recipient.address, unblock)
    if not restore_telling(work, message, recipient.address, by, now):
        raise _refused(found, "điều thư báo đã được viết lại trong thư khác")
    told = f"xếp gửi lại bởi {by}: {reason}. Trước đó: {found.delivery.outcome}"
    work.postings.again(found.number, replace(message, recipient=recipient), told, now)
    after = named(work, str(found.delivery.message.key))
    deed = Deed.LETTER_QUEUED_AGAIN
    audit(work, by_hand(by), deed, str(found.number), now, reason=reason, unblock=unblock)
    return after


def _check_block(work: UnitOfWork, found: Posting, address: str, unblock: bool) -> None:
    block = work.suppressions.reason(address)
    if block is None:
        return
    if not block.startswith(BOUNCED):
        raise _refused(found, f"chủ địa chỉ không muốn nhận ({block})")
    if not unblock:
        raise _refused(found, f"địa chỉ đang bị chặn ({block}). Khi hộp thư đã dùng lại được, thêm --unblock")
    work.suppressions.lift(address)


def _refused(found: Posting, why: str) -> ResendRefused:
    return ResendRefused(
        f"letter {found.number} cannot be sent again", vi=f"Không xếp lại thư {found.number}: {why}."
    )
