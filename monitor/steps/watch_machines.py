"""Máy nhận webhook từ chối tin: báo chủ bằng thư, ba lần liên tiếp thì tạm dừng.
Webhooks that refuse what is sent: their owner is told by mail, three refusals in a row pause it.

One refusal may be a slip of the receiver while it is mended, so what comes next is still sent; nothing is
sent for ever to a machine that is gone. What was refused stays readable on the page and in the feed.
"""

from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile

from monitor.domain.bulletins import StoppedData
from monitor.domain.post import Posting
from monitor.domain.subscriptions import Subscription
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason, SubscriptionState
from monitor.steps.letterhead import footing_of, heading_of, names_of, recipient_of, written
from monitor.steps.notify import A_DAY, MOST_A_DAY, subscription_of
from monitor.steps.subscribe import owner_of
from monitor.steps.ways import WEBHOOK
from monitor.subscriptions.life import paused
from monitor.wiring import Office
from storage.store import UnitOfWork

IN_A_ROW = 3
_RECENT = 20


def watch_machines(office: Office, now: datetime) -> int:
    """Pause and tell, each with its letter in one transaction; returns how many were paused."""
    rested = 0
    with office.store.begin() as work:
        for one in work.subscriptions.list(SubscriptionState.ACTIVE):
            if one.channel != WEBHOOK or not (refused := tuple(_refused(office, work, one))):
                continue
            rests = len(refused) >= IN_A_ROW
            if rests:
                work.subscriptions.put([paused(one, None, now)])
            rested += rests
            _tell(office, work, one, refused, now, rests=rests)
    return rested


def _refused(office: Office, work: UnitOfWork, one: Subscription) -> Iterator[Posting]:
    """What was given up since it last changed, with nothing taken in between; the newest first."""
    recent = work.postings.newest(reader=recipient_of(one, office).id, limit=_RECENT)
    settled = (
        posting
        for posting in recent
        if posting.settled_at is not None
        and posting.settled_at >= one.changed_at
        and subscription_of(posting.delivery.message) == one.id
    )
    return takewhile(lambda posting: posting.delivery.state is DeliveryState.STOPPED, settled)


def _tell(
    office: Office,
    work: UnitOfWork,
    one: Subscription,
    refused: tuple[Posting, ...],
    now: datetime,
    *,
    rests: bool,
) -> None:
    """One letter when refusals begin, one when it is paused; never beyond what an address may get a day."""
    reader = owner_of(one, office)
    if reader is None or work.outbox.to_recipient(reader.id, now - A_DAY) >= MOST_A_DAY:
        return
    data = StoppedData(
        heading_of(one, office, now),
        footing_of(one, office, names_of(office, one.lang)),
        now,
        refused[0].settled_at or now,
        refusal=refused[0].delivery.outcome,
        rests=rests,
    )
    step = "paused" if rests else "refused"
    key = f"{reader.id}|{MessageKind.STOPPED}|{one.id}:{refused[-1].number}:{step}|{reader.channel}"
    work.outbox.queue(written(MessageKind.STOPPED, Reason.CHANGED, reader, key, data, now), now)
