"""Mỗi tin nói gì: tên, các dòng nội dung, địa chỉ; và phải nói gì khi nguồn tin chưa đủ.
What an entry says, the same in every form; and what is said when the feed is not the whole truth."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from unicodedata import category
from urllib.parse import quote

from alerts.event_values import dong, grown, instant, moves_closing
from alerts.feeds.words import say
from alerts.harmless import harmless, web_address
from alerts.words import Words
from monitor.domain.feeds import Closing, FeedData
from monitor.domain.subscriptions import Tender, TenderEvent
from monitor.domain.vocabulary import EventKind

NEWEST = 200
NEAREST = 500
_LONGEST_TITLE = 250
_LONGEST_ADDRESS = 2_000


def newest(feed: FeedData) -> tuple[TenderEvent, ...]:
    """The entries a feed shows: each event once, newest first, no more than `NEWEST`."""
    once = {event.id: event for event in feed.entries}
    return tuple(sorted(once.values(), key=lambda e: (e.learnt_at, e.id), reverse=True)[:NEWEST])


def feed_title(feed: FeedData) -> str:
    """Its title in one line, which every form requires."""
    return harmless(feed.title, _LONGEST_TITLE) or say(Words(feed.lang), "untitled")


def nearest(feed: FeedData) -> tuple[Closing, ...]:
    """The closing times a calendar shows, in an order that does not change as time goes by."""
    return tuple(
        sorted(feed.closings[:NEAREST], key=lambda closing: (closing.closes_at, closing.tender.subject_key))
    )


def about_feed(feed: FeedData) -> str:
    """What a reader must know of the feed as a whole; empty when it is complete."""
    total = len({event.id for event in feed.entries}) + feed.older
    return _about(feed, "limited", len(newest(feed)), total)


def about_calendar(feed: FeedData) -> str:
    """The same for the calendar of closing times."""
    return _about(feed, "limited_closings", len(nearest(feed)), len(feed.closings))


def tender_title(tender: Tender) -> str:
    """Its title in one line of visible characters, or its number when nothing else can be read."""
    return harmless(tender.title, _LONGEST_TITLE) or harmless(tender.subject_key, _LONGEST_TITLE)


def entry_title(event: TenderEvent, words: Words) -> str:
    """`Gia hạn thời điểm đóng thầu: Mua sắm …`."""
    kind = words.label(event.kind)
    return say(words, "entry", kind=kind, title=tender_title(event.tender))


def entry_lines(event: TenderEvent, words: Words) -> tuple[str, ...]:
    """What happened, then the tender as the record said it at that time."""
    return (*_happened(event, words), *tender_lines(event.tender, words))


def tender_lines(tender: Tender, words: Words) -> Iterator[str]:
    """Buyer, project, number, price and closing time, as far as they are known."""
    given = (("buyer", tender.buyer_name), ("project", tender.project_name), ("number", tender.notice_no))
    for key, value in given:
        if shown := harmless(value):
            yield say(words, key, value=shown)
    if tender.price is not None:
        yield say(words, "price", value=words.money(tender.price))
    if tender.closes_at is not None:
        yield say(words, "closes", value=words.moment(tender.closes_at))


def closing_lines(closing: Closing, words: Words) -> tuple[str, ...]:
    """The tender and, where its closing was moved, the time before."""
    lines = tuple(tender_lines(replace(closing.tender, closes_at=closing.closes_at), words))
    if closing.previous is None:
        return lines
    return (*lines, say(words, "previous", value=words.moment(closing.previous)))


def link(address: str) -> str:
    """An ordinary web address in ASCII, or nothing: a cut or repaired address would lead elsewhere."""
    if len(address) > _LONGEST_ADDRESS or any(category(sign).startswith("C") for sign in address):
        return ""
    return quote(web_address(address), safe="%/:=&?~#+!$,;@()*[]")


def stamp(at: datetime) -> str:
    """`2026-09-21T02:14:00Z`, as both feed formats write an instant."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _about(feed: FeedData, key: str, shown: int, total: int) -> str:
    words = Words(feed.lang)
    said = []
    if feed.blind_since is not None:
        said.append(say(words, "blind", value=words.moment(feed.blind_since)))
    if total > shown:
        said.append(say(words, key, shown=shown, total=total))
    return " ".join(said)


def _happened(event: TenderEvent, words: Words) -> Iterator[str]:
    old, new = event.old, event.new
    if moves_closing(event):
        yield say(words, "closing_moved", old=_moment(event, old, words), new=_moment(event, new, words))
    match event.kind:
        case EventKind.AMENDMENT if (old or new) and not moves_closing(event):
            unsaid = say(words, "unsaid")
            yield say(words, "version", old=old or unsaid, new=new or unsaid)
        case EventKind.PRICE_CHANGE:
            yield say(words, "price_moved", old=_money(event, old, words), new=_money(event, new, words))
        case EventKind.CLARIFICATION if more := grown(event):
            yield say(words, "clarified", n=more[0], total=more[1])
        case EventKind.OPENING if new:
            yield say(words, "opened", value=_moment(event, new, words))
        case EventKind.RESULT:
            yield from _awarded(event, words)
    if event.silent:
        yield say(words, "silent")


def _awarded(event: TenderEvent, words: Words) -> Iterator[str]:
    if named := harmless(event.details.get("suppliers", "")):
        yield say(words, "suppliers", value=named)
    if event.new:
        yield say(words, "award", value=_money(event, event.new, words))


def _moment(event: TenderEvent, text: str, words: Words) -> str:
    return words.moment(instant(event, text)) if text else say(words, "unsaid")


def _money(event: TenderEvent, text: str, words: Words) -> str:
    return words.money(dong(event, text)) if text else say(words, "unsaid")
