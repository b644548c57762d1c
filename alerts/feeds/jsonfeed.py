"""Nguồn tin JSON Feed của một đăng ký.
A subscription's feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from alerts.feeds.content import about_feed, entry_lines, entry_title, feed_title, link, newest, stamp
from alerts.feeds.identity import event_tag
from alerts.harmless import harmless
from alerts.words import Words
from monitor.domain.feeds import FeedData
from monitor.domain.subscriptions import TenderEvent

CONTENT_TYPE = "application/feed+json"
_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: FeedData) -> bytes:
    """UTF-8 bytes: the same data give the same bytes.

    Raises `ConfigError` for a wrong authority, `MonitorError` for an event with unreadable values.
    """
    words = Words(feed.lang)
    optional = {
        "home_page_url": link(feed.places.home),
        "feed_url": link(feed.places.json),
        "description": about_feed(feed),
    }
    shown = {
        "version": _VERSION,
        "title": feed_title(feed),
        **{name: text for name, text in optional.items() if text},
        "language": feed.lang,
        "authors": [{"name": harmless(feed.author) or feed_title(feed)}],
        "items": [_item(feed.authority, event, words) for event in newest(feed)],
    }
    return (json.dumps(shown, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _item(authority: str, event: TenderEvent, words: Words) -> dict[str, Any]:
    item = {"id": event_tag(authority, event.id)}
    if url := link(event.tender.url):
        item["url"] = url
    return {
        **item,
        "title": entry_title(event, words),
        "content_text": "\n".join(entry_lines(event, words)),
        "date_published": stamp(event.learnt_at),
        "tags": [words.label(event.kind)],
    }
