"""Bước 7: xếp thư cho người đăng ký, mỗi tin khớp đúng một lần.
Step 7 of the cycle: queue what subscribers are to be told, every match exactly once."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from monitor.digest.bids import build_bids
from monitor.domain.cases import Message, Recipient
from monitor.domain.letters import Sight
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.times import VIETNAM, Window
from monitor.domain.vocabulary import MessageKind, Pace, Reason, SubscriptionState
from monitor.steps.letterhead import (
    IN_FEED,
    footing_of,
    heading_of,
    names_of,
    network_sight,
    recipient_of,
    written,
)
from monitor.subscriptions.rhythm import HEALED, last_slot
from monitor.wiring import Line, Office
from storage.store import UnitOfWork

# Decree 91/2020, article 13.5: no more to one address in 24 hours; what waits goes with the next.
MOST_A_DAY = 3
A_DAY = timedelta(hours=24)


def notify(line: Line, now: datetime) -> int:
    """Queue every letter that is due at `now` (UTC); returns how many. One transaction.

    The matches a letter tells, its slot and the letter itself are kept together: a kill neither
    loses nor repeats it. A slot that was missed is made up by the next cycle, up to four weeks back.
    """
    with line.store.begin() as work:
        waiting = work.subscriptions.untold()
        done = work.subscriptions.told_until()
        office, names = line.office, names_of(line.office)
        sight = network_sight(office, work, now)
        due = [
            (last_slot(one.rhythm, line.calendar, now), one)
            for one in work.subscriptions.list(SubscriptionState.ACTIVE)
            if one.channel != IN_FEED
        ]
        # Who waits longest comes first: else the busiest would use up all that an address may get.
        due.sort(key=lambda each: (_waits_since(each[0], each[1], waiting.get(each[1].id, ())), each[1].id))
        return sum(
            _tell(office, names, work, one, waiting.get(one.id, ()), done.get(one.id), slot, sight, now)
            for slot, one in due
        )


def _waits_since(slot: datetime, one: Subscription, events: tuple[TenderEvent, ...]) -> datetime:
    return events[0].learnt_at if events and one.rhythm.pace is Pace.AT_ONCE else slot


def _tell(
    office: Office,
    names: Mapping[str, str],
    work: UnitOfWork,
    one: Subscription,
    events: tuple[TenderEvent, ...],
    told_until: datetime | None,
    slot: datetime,
    sight: Sight,
    now: datetime,
) -> bool:
    since = told_until or one.consent.confirmed_at or one.created_at
    if one.rhythm.pace is not Pace.AT_ONCE:
        since = max(since, one.changed_at)  # a slot before it was asked for like this is not owed
    if slot <= since or (not events and not _says_quiet(one, slot)):
        return False
    recipient = recipient_of(one, office)
    if work.outbox.to_recipient(recipient.id, now - A_DAY) >= MOST_A_DAY:
        return False
    first = events[0].learnt_at if one.rhythm.pace is Pace.AT_ONCE else max(since, now - HEALED)
    period = Window(first, now)
    footing = footing_of(one, office, names)
    data = build_bids(events, heading_of(one, office, now), footing, one.rhythm.pace, period, sight, names)
    message = written(
        MessageKind.BIDS,
        Reason.FIRST if one.rhythm.pace is Pace.AT_ONCE else Reason.PERIODIC,
        recipient,
        _key(one, recipient, events, slot),
        data,
        now,
        unsubscribe_url=footing.links.unsubscribe,
        thread_key=_thread(one, events),
    )
    queued = work.outbox.queue(message, now)
    work.subscriptions.tell(one.id, (event.id for event in events), message.key)
    if one.rhythm.pace is not Pace.AT_ONCE:
        work.subscriptions.complete(one.id, slot, message.key, now)
    return queued


def _says_quiet(one: Subscription, slot: datetime) -> bool:
    """Whether a slot without news is told: once a week, so that silence is never taken for a fault."""
    if one.rhythm.pace is Pace.AT_ONCE:
        return False
    return one.rhythm.pace is Pace.WEEKLY or slot.astimezone(VIETNAM).weekday() == one.rhythm.weekday


def _key(one: Subscription, recipient: Recipient, events: tuple[TenderEvent, ...], slot: datetime) -> str:
    if one.rhythm.pace is Pace.AT_ONCE:
        told = hashlib.sha256("\n".join(sorted(event.id for event in events)).encode()).hexdigest()[:32]
    else:
        told = f"{slot:%Y-%m-%dT%H%M}"
    return f"{recipient.id}|{MessageKind.BIDS}|{one.id}:{told}|{recipient.channel}"


def subscription_of(message: Message) -> str:
    """Which subscription a letter with news belongs to, from its key; empty for every other message."""
    if message.kind is not MessageKind.BIDS:
        return ""
    return message.key.removeprefix(f"{message.recipient.id}|{message.kind}|").partition(":")[0]


def _thread(one: Subscription, events: tuple[TenderEvent, ...]) -> str:
    """Changes of one tender that a follower hears of stand in one thread."""
    tenders = {event.tender.subject_key for event in events}
    return f"thread:{one.id}:{tenders.pop()}" if one.want.follows and len(tenders) == 1 else ""
