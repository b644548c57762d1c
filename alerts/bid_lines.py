"""Một gói thầu nói thành lời trong thư: việc gì vừa xảy ra, khi nào đóng thầu.
A tender as a letter tells it: what has happened, the facts, when it closes."""

from collections.abc import Mapping
from datetime import datetime

from alerts.event_values import grown, moves_closing, read_instant
from alerts.words import Words
from monitor.domain.bulletins import BidLine, Sender
from monitor.domain.letters import Track
from monitor.domain.subscriptions import Tender, TenderEvent
from monitor.domain.vocabulary import EventKind

# What wants the reader's eye first, as the colour of the whole card.
_TRACKS: tuple[tuple[EventKind, Track], ...] = (
    (EventKind.CANCELLATION, Track.BREACH),
    (EventKind.EXTENSION, Track.LATE),
    (EventKind.AMENDMENT, Track.LATE),
    (EventKind.PRICE_CHANGE, Track.LATE),
    (EventKind.CLOSING_SOON, Track.LATE),
    (EventKind.NEW_NOTICE, Track.SETTLED),
)


def event_track(line: BidLine) -> Track:
    """The colour of a tender's card."""
    kinds = {event.kind for event in line.events}
    return next((track for kind, track in _TRACKS if kind in kinds), Track.PATTERN)


def event_words(event: TenderEvent, words: Words) -> str:
    """What happened in one phrase, with both values of a change."""
    name = words.label(event.kind)
    if event.kind is EventKind.AMENDMENT and moves_closing(event):
        name = words.say("closing_brought_forward")
    old, new = _value(event.old, event.kind, words), _value(event.new, event.kind, words)
    if more := grown(event):
        name = words.say("clarified", event=name, n=more[0], total=more[1])
    elif old and new:
        name = words.say("moved_from_to", event=name, old=old, new=new)
    elif event.kind is EventKind.RESULT and event.details.get("suppliers"):
        name = words.say("awarded_to", event=name, suppliers=event.details["suppliers"])
        if event.new.isdecimal():
            name = words.say("awarded_for", award=name, price=words.money(int(event.new)))
    return words.say("silent_change", change=name) if event.silent else name


def closing(tender: Tender, told_at: datetime, words: Words) -> str:
    """When bids close or closed; a cancelled tender says that instead."""
    if tender.cancelled:
        return words.say("was_cancelled")
    if tender.closes_at is None:
        return words.say("closes_unknown")
    key = "closes_at" if tender.closes_at > told_at else "closed_at"
    return words.say(key, moment=words.moment(tender.closes_at))


def tender_facts(tender: Tender, names: Mapping[str, str], words: Words) -> tuple[str, ...]:
    """Number, buyer, field, method and how bids are handed in, as far as known."""
    number = words.say("tender_no", number=tender.notice_no) if tender.notice_no else tender.subject_key
    version = words.say("tender_version", version=tender.version) if tender.version not in ("", "00") else ""
    online = (
        ""
        if tender.is_online is None
        else words.say("tender_online" if tender.is_online else "tender_offline")
    )
    said = (
        number,
        version,
        tender.buyer_name,
        names.get(tender.category, tender.category),
        names.get(tender.method, tender.method),
        online,
    )
    return tuple(fact for fact in said if fact)


def sender_line(sender: Sender) -> str:
    """Who sends, as far as the operator has said."""
    return ", ".join(
        part for part in (sender.name, sender.address, sender.phone, sender.email, sender.site) if part
    )


def _value(text: str, kind: EventKind, words: Words) -> str:
    at = read_instant(text) if kind in (EventKind.EXTENSION, EventKind.AMENDMENT) else None
    if at is not None:
        return words.moment(at)
    return words.money(int(text)) if kind is EventKind.PRICE_CHANGE and text.isdecimal() else text
