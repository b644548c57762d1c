"""Lịch thời điểm đóng thầu của một đăng ký.
A subscription's closing times as iCalendar (RFC 5545, RFC 7986)."""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vText

from alerts.feeds.content import about_calendar, closing_lines, feed_title, link, nearest, tender_title
from alerts.feeds.identity import closing_uid
from alerts.feeds.words import say
from alerts.words import Words
from monitor.domain.feeds import Closing, FeedData

CONTENT_TYPE = "text/calendar; charset=utf-8; method=PUBLISH"
_PRODUCT = "-//procurement-transparency-monitor//Closing times//VI"
_REFRESH = timedelta(hours=1)
_ZONE = "Asia/Ho_Chi_Minh"


def calendar(feed: FeedData) -> bytes:
    """One event for each closing time, in UTC; the same data give the same bytes.

    UTC and no zone of its own: Việt Nam has one offset all year, so a telephone set to it shows the
    hour of the notice, and one elsewhere shows the right instant. Raises `ConfigError` for a wrong
    authority.
    """
    shown = _head(feed)
    words = Words(feed.lang)
    for closing in nearest(feed):
        shown.add_component(_event(feed.authority, closing, words))
    if not shown.subcomponents:
        shown.add_component(_zone())
    body: bytes = shown.to_ical()
    return body


def _head(feed: FeedData) -> Calendar:
    shown = Calendar()
    shown.add("version", "2.0")
    shown.add("prodid", _PRODUCT)
    shown.add("calscale", "GREGORIAN")
    shown.add("method", "PUBLISH")
    # The library escapes only what it is told is text: NAME and X- properties are unknown to it.
    for name in ("name", "x-wr-calname"):
        shown.add(name, vText(feed_title(feed)))
    if said := about_calendar(feed):
        for name in ("description", "x-wr-caldesc"):
            shown.add(name, vText(said))
    shown.add("x-wr-timezone", vText(_ZONE))
    shown.add("last-modified", feed.updated_at.astimezone(UTC))
    shown.add("refresh-interval", _REFRESH, parameters={"VALUE": "DURATION"})
    shown.add("x-published-ttl", vText("PT1H"))
    if source := link(feed.places.calendar):
        shown.add("source", source, parameters={"VALUE": "URI"})
    if home := link(feed.places.home):
        shown.add("url", home)
    return shown


def _event(authority: str, closing: Closing, words: Words) -> Event:
    tender = closing.tender
    title = tender_title(tender)
    shown = Event()
    shown.add("uid", closing_uid(authority, tender.subject_key))
    # The stamp orders revisions of one event (RFC 5546 §2.1.5): when we learnt it, not when it was asked for.
    shown.add("dtstamp", closing.changed_at.astimezone(UTC))
    shown.add("last-modified", closing.changed_at.astimezone(UTC))
    # No end: the event is the instant itself. A block before it would show a wrong hour at its top,
    # one after it would promise time that there is not.
    shown.add("dtstart", closing.closes_at.astimezone(UTC))
    shown.add("sequence", closing.sequence)
    shown.add("status", "CANCELLED" if tender.cancelled else "CONFIRMED")
    shown.add("transp", "TRANSPARENT")
    shown.add("summary", say(words, "cancelled_title" if tender.cancelled else "closes_title", title=title))
    shown.add("description", "\n".join(closing_lines(closing, words)))
    shown.add("categories", [say(words, "closing_kind")])
    if url := link(tender.url):
        shown.add("url", url)
    if not tender.cancelled:
        shown.add_component(_alarm(title, words))
    return shown


def _alarm(title: str, words: Words) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", timedelta(days=-1))
    alarm.add("description", say(words, "tomorrow", title=title))
    return alarm


def _zone() -> Timezone:
    """A calendar must hold one component (RFC 5545 §3.6): with no closing yet, the zone is what it holds."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", _ZONE)
    standard.add("dtstart", datetime(1970, 1, 1))  # noqa: DTZ001 (local by definition, §3.6.5)
    standard.add("tzoffsetfrom", timedelta(hours=7))
    standard.add("tzoffsetto", timedelta(hours=7))
    zone.add_component(standard)
    return zone
