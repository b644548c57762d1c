"""Bước 7: xếp thư cho người đăng ký, mỗi tin khớp đúng một lần.
Step 7 of the cycle: queue what subscribers are to be told, every match exactly once."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from monitor.digest.bids import build_bids
from monitor.domain.cases import Message, Recipient, key_hash
from monitor.domain.labels import LANGS, Lang
from monitor.domain.letters import Sight
from monitor.domain.subscriptions import Subscription, Tender, TenderEvent, Want
from monitor.domain.times import VIETNAM, Window
from monitor.domain.vocabulary import MessageKind, Pace, Reason
from monitor.steps.letterhead import (
    IN_FEED,
    footing_of,
    heading_of,
    names_of,
    network_sight,
    paged,
    recipient_of,
    written,
)
from monitor.steps.spread import over_cores
from monitor.subscriptions.rhythm import HEALED, last_slot
from monitor.subscriptions.terms import read_number
from monitor.wiring import Line, Office
from storage.bulk import chunks
from storage.store import UnitOfWork

# Decree 91/2020, article 13.5: no more to one address in 24 hours; what waits goes with the next.
MOST_A_DAY = 3
A_DAY = timedelta(hours=24)
# Letters are rendered and kept so many at a time: no more are in memory, whoever subscribes.
_GROUP = 500


@dataclass(frozen=True, slots=True)
class _Owed:
    """A letter that is due to a subscription: for which slot, and since when it was told nothing (UTC)."""

    id: str
    slot: datetime
    since: datetime
    waits_since: datetime


@dataclass(frozen=True, slots=True)
class _Draft:
    """What a letter will say, and to whom."""

    owed: _Owed
    one: Subscription
    events: tuple[TenderEvent, ...]


@dataclass(frozen=True, slots=True)
class _Desk:
    """What all letters of one run have in common."""

    office: Office
    names: Mapping[Lang, Mapping[str, str]]
    sight: Sight
    now: datetime


def notify(line: Line, now: datetime) -> int:
    """Queue every letter that is due at `now` (UTC); returns how many.

    1. find what is owed; then, by groups: 2. read it; 3. render over all cores, while nobody else is kept
    from writing; 4. in one transaction keep letters, the matches that they tell and their slots, but
    for those whose subscription has changed since 2. A kill neither loses nor repeats a letter. A slot
    that was missed is made up by the next cycle, up to four weeks back.
    """
    with line.store.read() as work:
        names = {lang: names_of(line, lang) for lang in LANGS}
        desk = _Desk(line, names, network_sight(line, work, now), now)
        owed = list(_owed(line, work, now))
    # Who waits longest comes first: else the busiest would use up all that an address may get.
    owed.sort(key=lambda each: (each.waits_since, each.id))
    return sum(_tell(line, desk, group) for group in chunks(owed, _GROUP))


def _owed(line: Line, work: UnitOfWork, now: datetime) -> Iterator[_Owed]:
    waits_since, done = work.subscriptions.waits_since(), work.subscriptions.told_until()
    for one in work.subscriptions.active():
        if one.channel == IN_FEED:
            continue
        slot, news = last_slot(one.rhythm, line.calendar, now), waits_since.get(one.id)
        since = done.get(one.id) or one.consent.confirmed_at or one.created_at
        if one.rhythm.pace is not Pace.AT_ONCE:
            since = max(since, one.changed_at)  # a slot before it was asked for like this is not owed
        if slot > since and (news is not None or _says_quiet(one, slot)):
            at_once = one.rhythm.pace is Pace.AT_ONCE
            yield _Owed(one.id, slot, since, news if news is not None and at_once else slot)


def _says_quiet(one: Subscription, slot: datetime) -> bool:
    """Whether a slot without news is told: once a week, so that silence is never taken for a fault."""
    if one.rhythm.pace is Pace.AT_ONCE:
        return False
    return one.rhythm.pace is Pace.WEEKLY or slot.astimezone(VIETNAM).weekday() == one.rhythm.weekday


def _tell(line: Line, desk: _Desk, group: Sequence[_Owed]) -> int:
    with line.store.read() as work:
        drafts = _admitted(work, desk, _drafts(work, group))
    messages = over_cores(partial(_letter, desk), drafts)
    with line.store.begin() as work:
        ready = dict(zip((draft.one.id for draft in drafts), messages, strict=True))
        unchanged = work.subscriptions.some(ready)
        kept = _admitted(work, desk, (draft for draft in drafts if unchanged.get(draft.one.id) == draft.one))
        if not kept:
            return 0
        work.subscriptions.tell(
            (draft.one.id, event.id, ready[draft.one.id].key) for draft in kept for event in draft.events
        )
        work.subscriptions.complete(
            (
                (draft.one.id, draft.owed.slot, ready[draft.one.id].key)
                for draft in kept
                if draft.one.rhythm.pace is not Pace.AT_ONCE
            ),
            desk.now,
        )
        return work.outbox.queue_all((ready[draft.one.id] for draft in kept), desk.now)


def _drafts(work: UnitOfWork, group: Sequence[_Owed]) -> list[_Draft]:
    ids = [owed.id for owed in group]
    ones, events = work.subscriptions.some(ids), work.subscriptions.untold(ids)
    return [_Draft(owed, ones[owed.id], events.get(owed.id, ())) for owed in group if owed.id in ones]


def _admitted(work: UnitOfWork, desk: _Desk, drafts: Iterable[_Draft]) -> list[_Draft]:
    """Those whose address may have another letter today, in their order."""
    found = [(draft, recipient_of(draft.one, desk.office).id) for draft in drafts]
    had = work.outbox.to_recipients((recipient for _, recipient in found), desk.now - A_DAY)
    admitted = []
    for draft, recipient in found:
        if had.get(recipient, 0) < MOST_A_DAY:
            had[recipient] = had.get(recipient, 0) + 1
            admitted.append(draft)
    return admitted


def _letter(desk: _Desk, draft: _Draft) -> Message:
    """Pure: it is called in several processes."""
    one, events, pace = draft.one, draft.events, draft.one.rhythm.pace
    at_once = pace is Pace.AT_ONCE
    recipient = recipient_of(one, desk.office)
    first = events[0].learnt_at if at_once else max(draft.owed.since, desk.now - HEALED)
    names = desk.names[one.lang]
    footing = footing_of(one, desk.office, names)
    heading = heading_of(one, desk.office, desk.now)
    key, manage = _key(one, recipient, events, draft.owed.slot), footing.links.manage
    list_url = f"{manage}/tin/{key_hash(key)}" if manage else ""
    shown, period = paged(events, desk.office.web_url), Window(first, desk.now)
    data = build_bids(shown, heading, footing, pace, period, desk.sight, names, list_url=list_url)
    return written(
        MessageKind.BIDS,
        Reason.FIRST if at_once else Reason.PERIODIC,
        recipient,
        key,
        data,
        desk.now,
        unsubscribe_url=footing.links.unsubscribe,
        thread_key=_thread(one, events),
    )


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
    """Changes of one package that a follower hears of stand in one thread."""
    packages = {_followed(one.want, event.tender) for event in events}
    return f"thread:{one.id}:{packages.pop()}" if one.want.follows and len(packages) == 1 else ""


def _followed(want: Want, tender: Tender) -> str:
    """By what it is followed: a package that is invited anew under another notice is the same package."""
    asked = set(map(read_number, want.follows))
    own = map(read_number, filter(None, (tender.bid_no, tender.notice_no)))
    return next((number for number in own if number in asked), tender.subject_key)
