"""Nhận ra cùng một tin qua các lần đọc.
The identity of feed items: stable over re-publication and other spellings (portals §5)."""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from sources.canonical import absolute, canonical_url
from sources.feeds.read import FeedItem

_REPUBLISHED = re.compile(r"^([\w.-]{1,80})@.*\d.*$")


def native_keys(items: Sequence[FeedItem], base_url: str) -> list[str]:
    """One key per item: `dc:identifier`, else guid, else link, else title and date.

    Hoà Bình's guid `<id>@<date>` changes when an item is published again: only the id is kept. A
    guid that several different links share identifies nothing and is not used.
    """
    shared = _shared_guids(items)
    return [_key(item, base_url, shared) for item in items]


def item_url(item: FeedItem, base_url: str) -> str:
    """The absolute http(s) address of an item: its link, else its guid; empty when it has none."""
    return _absolute(base_url, item.link) or (absolute("", item.guid) if "://" in item.guid else "")


def _key(item: FeedItem, base_url: str, shared: frozenset[str]) -> str:
    if item.identifier:
        return item.identifier
    guid = _stable(item.guid)
    if guid and guid not in shared:
        address = absolute("", guid) if "://" in guid else ""
        return canonical_url(address) if address else guid
    link = _absolute(base_url, item.link)
    if link:
        return canonical_url(link)
    text = "\n".join((item.title, item.published, item.updated, item.markup))
    return "sha256:" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()


def _stable(guid: str) -> str:
    found = _REPUBLISHED.match(guid)
    return found.group(1) if found else guid


def _shared_guids(items: Sequence[FeedItem]) -> frozenset[str]:
    places = {(_stable(item.guid), item.link) for item in items}
    count = Counter(guid for guid, _link in places)
    return frozenset(guid for guid, times in count.items() if times > 1)


def _absolute(base_url: str, link: str) -> str:
    return absolute(base_url, link) if link else ""
