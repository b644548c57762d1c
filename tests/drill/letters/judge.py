"""Đối chiếu những gì đã tới nơi với mô hình: không thiếu, không thừa, không quá, đúng thứ tự.
Compares what arrived with the model: nothing lost, nothing twice, nobody who should not, in order."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property

from alerts.backoff import MAX_ATTEMPTS
from monitor.domain.cases import Delivery
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import DeliveryState, EventKind, MessageKind, Pace, SubscriptionState
from monitor.steps.letterhead import reader_id
from tests.drill.letters.model import Model, Owner
from tests.drill.letters.provider import Taken
from tests.drill.letters.reading import told_by

_DAY = timedelta(hours=24)
_WEEK = timedelta(weeks=1)
_MOST = 3
# What a letter says: a tender and what happened to it.
Told = tuple[str, EventKind]


@dataclass(frozen=True)
class Evidence:
    """Of one history: its model, its letters in the order of queueing, the mails that were taken.

    `titles` say under what number a title is known, `notified` are the instants at which letters were
    queued, `quiet_from` is when nothing broke any more, `now` when all was over. `feeds` are what stands in
    those of subscriptions that are read there alone, by their numbers.
    """

    model: Model
    titles: Mapping[str, str]
    letters: tuple[Delivery, ...]
    taken: tuple[Taken, ...]
    refused: frozenset[str]
    notified: tuple[datetime, ...]
    quiet_from: datetime
    now: datetime
    feeds: Mapping[str, Counter[Told]] = field(default_factory=dict)

    @cached_property
    def first(self) -> dict[str, Taken]:
        """The first mail of each letter, in the order of arrival."""
        found: dict[str, Taken] = {}
        for mail in self.taken:
            found.setdefault(mail.key, mail)
        return found

    @cached_property
    def last_at(self) -> dict[str, datetime]:
        """When each letter was last taken."""
        return {mail.key: mail.at for mail in self.taken}

    @cached_property
    def given_up(self) -> frozenset[str]:
        """Failing for two weeks is the end of a letter."""
        return frozenset(
            letter.message.key
            for letter in self.letters
            if letter.state is DeliveryState.STOPPED and letter.attempts >= MAX_ATTEMPTS
        )

    def news_of(self, owner: Owner) -> list[Delivery]:
        """The letters with news of one subscription."""
        return [
            letter
            for letter in self.letters
            if letter.message.kind is MessageKind.BIDS and f"|{owner.id}:" in letter.message.key
        ]


def wrongs(seen: Evidence) -> list[str]:
    """Everything that the model does not allow, in words; empty when all is well."""
    found = [*_repeats(seen), *_order(seen), *_too_many(seen), *_unsettled(seen), *_suppressed(seen)]
    for owner in seen.model.owners.values():
        if owner.id in seen.feeds:
            found += _in_feed(seen, owner)
        else:
            found += [*_told(seen, owner), *_silent(seen, owner), *_slots(seen, owner)]
    return found


def _repeats(seen: Evidence) -> Iterator[str]:
    """Twice only where we could not know, and then as the same mail."""
    by_key: dict[str, list[Taken]] = defaultdict(list)
    for mail in seen.taken:
        by_key[mail.key].append(mail)
    for key, mails in by_key.items():
        if not all(mail.lost for mail in mails[:-1]):
            yield f"sent again without need: {key} at {[mail.at.isoformat() for mail in mails]}"
        if len({mail.message_id for mail in mails}) > 1:
            yield f"a repeat is not the same mail: {key}"
    ids = Counter(mails[0].message_id for mails in by_key.values())
    if ids and max(ids.values()) > 1:
        yield "two letters share a Message-ID"
    known = {letter.message.key for letter in seen.letters}
    for key in by_key.keys() - known:
        yield f"a mail that no letter stands behind: {key}"


def _order(seen: Evidence) -> Iterator[str]:
    """Who is written to twice gets the older letter first."""
    written = {letter.message.key: letter.message for letter in seen.letters}
    last: dict[str, datetime] = {}
    for key in seen.first:
        message = written.get(key)
        if message is None:
            continue
        whose = message.recipient.id
        if message.created_at < last.get(whose, message.created_at):
            yield f"out of order: {key}"
        last[whose] = message.created_at


def _too_many(seen: Evidence) -> Iterator[str]:
    by_address: dict[str, list[datetime]] = defaultdict(list)
    news = {letter.message.key for letter in seen.letters if letter.message.kind is MessageKind.BIDS}
    for mail in seen.first.values():
        if mail.key in news:
            by_address[mail.address].append(mail.at)
    for address, times in by_address.items():
        for early, late in zip(times, times[_MOST:], strict=False):
            if late - early < _DAY:
                yield f"more than {_MOST} letters in a day to {address}, until {late.isoformat()}"


def _unsettled(seen: Evidence) -> Iterator[str]:
    for letter in seen.letters:
        if letter.state in (DeliveryState.QUEUED, DeliveryState.CLAIMED):
            yield f"never settled: {letter.message.key}"
        elif letter.state is DeliveryState.SENT and letter.message.key not in seen.first:
            yield f"said to be sent, but never was: {letter.message.key}"


def _told(seen: Evidence, owner: Owner) -> Iterator[str]:
    """What its letters say, as they arrived, against what the model says is due."""
    arrived: Counter[Told] = Counter()
    excused: Counter[Told] = Counter()
    keys = {letter.message.key: letter.message for letter in seen.news_of(owner)}
    for key, mail in seen.first.items():
        if key not in keys:
            continue
        if mail.address != owner.address:
            yield f"{owner.id}: its letter {key} went to {mail.address}"
        arrived += told_by(mail.text, seen.titles)
        for told, times in (arrived - _due(owner, mail.at)).items():
            yield f"{owner.id}: told {times} too often or without having asked: {_said(told)} in {key}"
    for key in keys.keys() & (seen.refused | seen.given_up) - seen.first.keys():
        excused += told_by(keys[key].text, seen.titles)
    if owner.state is SubscriptionState.ACTIVE and owner.address not in seen.model.ever_suppressed:
        # What the last days brought may wait for a weekly slot that is not played any more.
        for told, times in (_due(owner, seen.quiet_from) - arrived - excused).items():
            yield f"{owner.id} ({owner.one.rhythm.pace}): not told {times} times: {_said(told)}"


def _in_feed(seen: Evidence, owner: Owner) -> Iterator[str]:
    """A feed holds what is due as soon as it is learnt, each once, and is sent to nobody."""
    held, due = seen.feeds[owner.id], _due(owner, seen.now)
    for told, times in (held - due).items():
        yield f"{owner.id} (feed): holds {times} too often or without having asked: {_said(told)}"
    for told, times in (due - held).items():
        yield f"{owner.id} (feed): lacks {times} times: {_said(told)}"
    yield from (f"{owner.id} (feed): a letter to a feed: {one.message.key}" for one in seen.news_of(owner))


def _due(owner: Owner, until: datetime) -> Counter[Told]:
    found: Counter[Told] = Counter()
    for (subject, kind, at), times in owner.due.items():
        if at <= until:
            found[subject, kind] += times
    return found


def _said(told: Told) -> str:
    return f"{told[1]} of {told[0]}"


def _silent(seen: Evidence, owner: Owner) -> Iterator[str]:
    """No news before it was confirmed, none once it was stopped."""
    for letter in seen.news_of(owner):
        key = letter.message.key
        if key not in seen.first:
            continue
        if owner.confirmed_at is None or letter.message.created_at < owner.confirmed_at:
            yield f"{owner.id}: news before it was confirmed: {key}"
        if owner.ended_at is not None and seen.first[key].at > owner.ended_at:
            yield f"{owner.id}: news after it was stopped: {key}"


def _suppressed(seen: Evidence) -> Iterator[str]:
    for address, since, until in seen.model.silences:
        for mail in seen.taken:
            if mail.address == address and since < mail.at and (until is None or mail.at < until):
                yield f"sent to a suppressed address: {mail.key}"


def _slots(seen: Evidence, owner: Owner) -> Iterator[str]:
    """Every week in which a cycle ran has one letter, news or not, unless the address had its share."""
    rhythm = owner.one.rhythm
    if rhythm.pace is not Pace.WEEKLY or not owner.steady or owner.confirmed_at is None:
        return
    mine = [letter.message.created_at for letter in seen.news_of(owner)]
    day = owner.confirmed_at.astimezone(VIETNAM).date()
    day += timedelta(days=(rhythm.weekday - day.weekday()) % 7)
    slot = datetime.combine(day, time(rhythm.hour), VIETNAM)
    if slot <= owner.confirmed_at:
        slot += _WEEK
    while slot <= seen.now:
        ran = [at for at in seen.notified if slot <= at < slot + _WEEK]
        free = any(_had(seen, owner, at) < _MOST for at in ran)
        written = sum(slot <= at < slot + _WEEK for at in mine)
        if written > 1 or written < free:
            yield f"{owner.id}: {written} letters for the weekly slot {slot.isoformat()}"
        slot += _WEEK


def _had(seen: Evidence, owner: Owner, at: datetime) -> int:
    """How many letters its address had had in a day, or was yet to get as far as we could know."""
    reader = reader_id(owner.address)
    own = (letter.message for letter in seen.letters if letter.message.recipient.id == reader)
    last = seen.last_at
    return sum(
        message.created_at <= at and (message.key not in last or last[message.key] >= at - _DAY)
        for message in own
    )
