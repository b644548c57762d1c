"""Đối chiếu những gì đã tới nơi với mô hình: không thiếu, không thừa, không quá, đúng thứ tự.
Compares what arrived with the model: nothing lost, nothing twice, nobody who should not, in order."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, time, timedelta

from alerts.backoff import MAX_ATTEMPTS
from monitor.domain.cases import Delivery
from monitor.domain.subscriptions import Match
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import DeliveryState, MessageKind, Pace, SubscriptionState
from tests.drill.letters.model import Happening, Owner
from tests.drill.letters.play import Play
from tests.drill.letters.provider import Taken

_DAY = timedelta(hours=24)
_WEEK = timedelta(weeks=1)
_MOST = 3


def wrongs(play: Play) -> list[str]:
    """Everything that the model does not allow, in words; empty when all is well."""
    with play.store.read() as work:
        letters = work.outbox.list()
        told = {number: work.subscriptions.matches(number) for number in play.model.owners}
    first: dict[str, Taken] = {}
    for mail in play.ground.provider.taken:
        first.setdefault(mail.key, mail)
    # Failing for two weeks is the end of a letter.
    given_up = {
        letter.message.key
        for letter in letters
        if letter.state is DeliveryState.STOPPED and letter.attempts >= MAX_ATTEMPTS
    }
    play.counted["letter given up after two weeks of failures"] += len(given_up)
    found = [*_repeats(play), *_order(letters, first), *_too_many(letters, first), *_unsettled(letters)]
    for number, owner in play.model.owners.items():
        found += _told(play, owner, told[number], first, given_up)
        found += _silent(owner, letters, first)
        found += _slots(play, owner, letters)
    return found + list(_suppressed(play))


def _repeats(play: Play) -> Iterator[str]:
    """Twice only where we could not know, and then as the same mail."""
    by_key: dict[str, list[Taken]] = defaultdict(list)
    for mail in play.ground.provider.taken:
        by_key[mail.key].append(mail)
    for key, mails in by_key.items():
        if not all(mail.lost for mail in mails[:-1]):
            yield f"sent again without need: {key} at {[mail.at.isoformat() for mail in mails]}"
        if len({mail.message_id for mail in mails}) > 1:
            yield f"a repeat is not the same mail: {key}"
    ids = Counter(mails[0].message_id for mails in by_key.values())
    if ids and max(ids.values()) > 1:
        yield "two letters share a Message-ID"


def _order(letters: tuple[Delivery, ...], first: dict[str, Taken]) -> Iterator[str]:
    arrived = {key: place for place, key in enumerate(first)}
    last: dict[str, int] = {}
    for letter in letters:
        key, whose = letter.message.key, letter.message.recipient.id
        if key in arrived:
            if arrived[key] < last.get(whose, -1):
                yield f"out of order: {key}"
            last[whose] = arrived[key]


def _too_many(letters: tuple[Delivery, ...], first: dict[str, Taken]) -> Iterator[str]:
    by_address: dict[str, list[datetime]] = defaultdict(list)
    news = {letter.message.key for letter in letters if letter.message.kind is MessageKind.BIDS}
    for mail in first.values():
        if mail.key in news:
            by_address[mail.address].append(mail.at)
    for address, times in by_address.items():
        for early, late in zip(times, times[_MOST:], strict=False):
            if late - early < _DAY:
                yield f"more than {_MOST} letters in a day to {address}, until {late.isoformat()}"


def _unsettled(letters: tuple[Delivery, ...]) -> Iterator[str]:
    for letter in letters:
        if letter.state in (DeliveryState.QUEUED, DeliveryState.CLAIMED):
            yield f"never settled: {letter.message.key}"


def _told(
    play: Play, owner: Owner, matches: tuple[Match, ...], first: dict[str, Taken], given_up: set[str]
) -> Iterator[str]:
    arrived: Counter[Happening] = Counter()
    excused: Counter[Happening] = Counter()
    for match in matches:
        event = match.event
        happening = (event.tender.subject_key, event.kind, event.learnt_at)
        if match.told_in in first:
            arrived[happening] += 1
            number = event.tender.notice_no or event.tender.title
            if number not in first[match.told_in].text:
                yield f"{owner.id}: the letter does not name {happening}"
        elif match.told_in in play.ground.provider.refused or match.told_in in given_up:
            excused[happening] += 1
    for happening, times in (arrived - owner.due).items():
        yield f"{owner.id}: told {times} too often or without having asked: {happening}"
    if owner.state is SubscriptionState.ACTIVE and owner.address not in play.model.ever_suppressed:
        for happening, times in (owner.due - arrived - excused).items():
            # What the last days brought may wait for a weekly slot that is not played any more.
            if happening[2] <= play.quiet_from:
                yield f"{owner.id} ({owner.one.rhythm.pace}): not told {times}: {happening}"


def _silent(owner: Owner, letters: tuple[Delivery, ...], first: dict[str, Taken]) -> Iterator[str]:
    """No news before it was confirmed, none once it was stopped."""
    for letter in letters:
        key = letter.message.key
        if letter.message.kind is not MessageKind.BIDS or f"|{owner.id}:" not in key or key not in first:
            continue
        if owner.confirmed_at is None or letter.message.created_at < owner.confirmed_at:
            yield f"{owner.id}: news before it was confirmed: {key}"
        if owner.ended_at is not None and first[key].at > owner.ended_at:
            yield f"{owner.id}: news after it was stopped: {key}"


def _suppressed(play: Play) -> Iterator[str]:
    for address, since, until in play.model.silences:
        for mail in play.ground.provider.taken:
            if mail.address == address and since < mail.at and (until is None or mail.at < until):
                yield f"sent to a suppressed address: {mail.key}"


def _slots(play: Play, owner: Owner, letters: tuple[Delivery, ...]) -> Iterator[str]:
    """Every week in which a cycle ran has one letter, news or not, unless the address had its share."""
    last = {mail.key: mail.at for mail in play.ground.provider.taken}
    rhythm = owner.one.rhythm
    if rhythm.pace is not Pace.WEEKLY or not owner.steady or owner.confirmed_at is None:
        return
    mine = [letter.message.created_at for letter in letters if _news_of(letter, owner)]
    day = owner.confirmed_at.astimezone(VIETNAM).date()
    day += timedelta(days=(rhythm.weekday - day.weekday()) % 7)
    slot = datetime.combine(day, time(rhythm.hour), VIETNAM)
    if slot <= owner.confirmed_at:
        slot += _WEEK
    while slot <= play.now:
        ran = [at for at in play.notified if slot <= at < slot + _WEEK]
        free = [at for at in ran if _had(owner, letters, last, at) < _MOST]
        written = sum(slot <= at < slot + _WEEK for at in mine)
        if written > 1 or written < bool(free):
            yield f"{owner.id}: {written} letters for the weekly slot {slot.isoformat()}"
        slot += _WEEK


def _had(owner: Owner, letters: tuple[Delivery, ...], last: dict[str, datetime], at: datetime) -> int:
    """How many letters its address had had in a day, or was yet to get as far as we could know."""
    own = (letter.message for letter in letters if letter.message.recipient.address == owner.address)
    return sum(
        message.created_at <= at and (message.key not in last or last[message.key] >= at - _DAY)
        for message in own
    )


def _news_of(letter: Delivery, owner: Owner) -> bool:
    return letter.message.kind is MessageKind.BIDS and f"|{owner.id}:" in letter.message.key
