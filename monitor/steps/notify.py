"""Bước 7: xếp thư cho người đăng ký, mỗi tin khớp đúng một lần.
Step 7 of the cycle: queue what subscribers are to be told, every match exactly once."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from alerts.render import render
from monitor.digest.bids import build_bids
from monitor.digest.sight import sight_of
from monitor.domain.bulletins import Footing, SubscriberLinks
from monitor.domain.cases import Message, Recipient
from monitor.domain.letters import Heading, Sight
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.times import VIETNAM, Window
from monitor.domain.vocabulary import Channel, MessageKind, Pace, Reason, SubscriptionState
from monitor.steps.learn import IN_FEED
from monitor.subscriptions.asked import asked_words
from monitor.subscriptions.rhythm import HEALED, last_slot
from monitor.wiring import Line, Office
from sources.egp.codelists import code_lists
from storage.store import UnitOfWork

# Decree 91/2020, article 13.5: no more to one address in 24 hours; what waits goes with the next.
MOST_A_DAY = 3
_DAY = timedelta(hours=24)
_MAIL = "mail"


def notify(line: Line, now: datetime) -> int:
    """Queue every letter that is due at `now` (UTC); returns how many. One transaction.

    The matches a letter tells, its slot and the letter itself are kept together: a kill neither
    loses nor repeats it. A slot that was missed is made up by the next cycle, up to four weeks back.
    """
    with line.store.begin() as work:
        waiting = work.subscriptions.untold()
        done = work.subscriptions.told_until()
        sight = _national_sight(line, work, now)
        due = [
            (last_slot(one.rhythm, line.calendar, now), one)
            for one in work.subscriptions.list(SubscriptionState.ACTIVE)
            if one.channel != IN_FEED
        ]
        # Who waits longest comes first: else the busiest would use up all that an address may get.
        due.sort(key=lambda each: (_waits_since(each[0], each[1], waiting.get(each[1].id, ())), each[1].id))
        return sum(
            _tell(line, work, one, waiting.get(one.id, ()), done.get(one.id), slot, sight, now)
            for slot, one in due
        )


def _waits_since(slot: datetime, one: Subscription, events: tuple[TenderEvent, ...]) -> datetime:
    return events[0].learnt_at if events and one.rhythm.pace is Pace.AT_ONCE else slot


def _tell(
    line: Line,
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
    recipient = recipient_of(one, line.office)
    if work.outbox.to_recipient(recipient.id, now - _DAY) >= MOST_A_DAY:
        return False
    first = events[0].learnt_at if one.rhythm.pace is Pace.AT_ONCE else max(since, now - HEALED)
    period = Window(first, now)
    data = build_bids(
        events,
        Heading(one.address, line.province.name, now, line.web_url, line.synthetic),
        footing_of(one, line.office),
        one.rhythm.pace,
        period,
        sight,
        code_names(),
    )
    rendered = render(MessageKind.BIDS, data, one.lang)
    message = Message(
        _key(one, recipient, events, slot),
        MessageKind.BIDS,
        Reason.FIRST if one.rhythm.pace is Pace.AT_ONCE else Reason.PERIODIC,
        recipient,
        rendered.subject,
        rendered.text,
        rendered.html,
        now,
        data.footing.links.unsubscribe,
        _thread(one, events),
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


def recipient_of(one: Subscription, office: Office) -> Recipient:
    """The address as a recipient: all letters to one address keep their order, whatever asked for them."""
    name = hashlib.sha256(one.address.casefold().encode()).hexdigest()[:16]
    channel = office.mail_channel if one.channel == _MAIL else one.channel
    return Recipient(f"dang-ky-{name}", "", one.address, channel, one.lang, one.settings)


def footing_of(one: Subscription, office: Office) -> Footing:
    """What a letter to this subscriber ends with."""
    names = dict(code_names()) | {agency.id: agency.name for agency in office.agencies}
    names |= dict.fromkeys(office.province.codes, office.province.name)
    return Footing(
        one.id,
        asked_words(one.want, one.lang, names),
        one.consent.confirmed_at,
        links_of(one.secret, office.web_url),
        office.sender,
    )


def links_of(secret: str, web_url: str) -> SubscriberLinks:
    """The addresses by which a subscription is managed; none while there is no web address."""
    if not web_url:
        return SubscriberLinks()
    own = f"{web_url}/dang-ky/{secret}"
    return SubscriberLinks(own, f"{own}/huy", f"{own}/xac-nhan", f"{own}/tin.atom", f"{own}/lich.ics")


def code_names() -> Mapping[str, str]:
    """Vietnamese words for the fields and methods of the network."""
    lists = code_lists()
    return {**lists["invest_field"], **lists["bid_form"]}


def _national_sight(line: Line, work: UnitOfWork, now: datetime) -> Sight:
    national = [source for source in line.sources if source.channel is Channel.NATIONAL]
    return sight_of(national, work.sources.coverage(None), (), now)


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
