"""Tự xóa những gì đã hết hạn giữ về người đăng ký.
Drops what is kept about subscribers when its time is over, by itself."""

from datetime import datetime, timedelta

from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.letterhead import reader_id
from monitor.subscriptions.life import FORGOTTEN
from storage.store import UnitOfWork

# Proof of subscribing and refusing is kept as decree 91/2020, article 11.7 asks, then dropped.
PROOF_KEPT = timedelta(days=366)
_PURGED = "subscribers_purged_on"


def purge(work: UnitOfWork, now: datetime) -> int:
    """Drop what its time is over for, once a Vietnamese day; how many subscriptions went.

    Requests never confirmed go after a week, with what was written to addresses that asked for nothing
    else; ended subscriptions, and the content of letters, when proof need no longer be kept.
    """
    today = f"{now.astimezone(VIETNAM):%Y-%m-%d}"
    if work.meta.get(_PURGED) == today:
        return 0
    unasked, over = (
        [one for one in work.subscriptions.list(state) if one.changed_at < now - kept]
        for state, kept in ((SubscriptionState.PENDING, FORGOTTEN), (SubscriptionState.ENDED, PROOF_KEPT))
    )
    gone = [one.id for one in (*unasked, *over)]
    work.subscriptions.drop(gone)
    for address in {one.owner or one.address for one in unasked}:
        if not work.subscriptions.of_address(address):
            work.outbox.forget(reader_id(address))
    work.outbox.forget_settled(now - PROOF_KEPT)
    work.meta.set(_PURGED, today)
    return len(gone)
