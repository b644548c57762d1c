"""Nguồn tin Atom của một đăng ký.
A subscription's feed as Atom (RFC 4287)."""

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from alerts.feeds.content import about_feed, entry_lines, entry_title, feed_title, link, newest, stamp
from alerts.feeds.identity import event_tag, feed_tag
from alerts.harmless import harmless
from alerts.words import Words
from monitor.domain.feeds import FeedData
from monitor.domain.subscriptions import TenderEvent

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"


def atom(feed: FeedData) -> bytes:
    """UTF-8 bytes: the same data give the same bytes.

    Raises `ConfigError` for a wrong authority, `MonitorError` for an event with unreadable values.
    """
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.lang})
    _text(root, "id", feed_tag(feed.authority, feed.id))
    _text(root, "title", feed_title(feed))
    if said := about_feed(feed):
        _text(root, "subtitle", said)
    _text(root, "updated", stamp(feed.updated_at))
    _text(SubElement(root, "author"), "name", harmless(feed.author) or feed_title(feed))
    _link(root, "self", feed.places.atom, "application/atom+xml")
    _link(root, "alternate", feed.places.home, "text/html")
    words = Words(feed.lang)
    for event in newest(feed):
        _entry(SubElement(root, "entry"), feed.authority, event, words)
    indent(root)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _entry(entry: Element, authority: str, event: TenderEvent, words: Words) -> None:
    _text(entry, "id", event_tag(authority, event.id))
    _text(entry, "title", entry_title(event, words))
    _text(entry, "published", stamp(event.learnt_at))
    _text(entry, "updated", stamp(event.learnt_at))
    label = words.label(event.kind)
    SubElement(entry, "category", {"term": event.kind.value, "label": label})
    linked = _link(entry, "alternate", event.tender.url, "text/html")
    # An entry without a link must carry its content itself (§4.1.2).
    _text(entry, "summary" if linked else "content", "\n".join(entry_lines(event, words)))


def _link(parent: Element, rel: str, address: str, kind: str) -> bool:
    if href := link(address):
        SubElement(parent, "link", {"rel": rel, "type": kind, "href": href})
    return bool(href)


def _text(parent: Element, name: str, text: str) -> None:
    child = SubElement(parent, name)
    child.text = text
    if name in ("title", "subtitle", "summary", "content"):
        child.set("type", "text")
