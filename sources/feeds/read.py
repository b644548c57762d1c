"""Đọc RSS, Atom và RDF.
Feed bytes to items as the feed gives them, nothing decided yet; lenient where portals are sloppy."""

import io
import re
from dataclasses import dataclass
from typing import Any

import feedparser

from sources.text import clean, plain

# feedparser folds both descriptions into one; Hoà Bình's own is the Dublin Core one (portals §3.3).
_DC_DESCRIPTION = re.compile(rb"<(/?)dc:description\b")
_NOT_MARKUP = re.compile(rb"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)", re.DOTALL)
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]")
_MOST_ITEMS = 2_000


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item; texts are clean, `markup` is the sanitised HTML of its description.

    `published` and `updated` are the raw date texts; `identifier` is `dc:identifier`.
    """

    title: str
    link: str
    guid: str
    identifier: str
    markup: str
    content: str
    published: str
    updated: str
    enclosures: tuple[str, ...]
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed: `announced` counts item tags in the source, which may be more than were read.

    `recovered` tells that it was ill-formed and read leniently. `version` is feedparser's word
    (`rss20`, `atom10`, `rss10`), empty for XML that is no feed.
    """

    title: str
    generator: str
    version: str
    recovered: bool
    announced: int
    items: tuple[FeedItem, ...]


def read_feed(document: bytes) -> Feed:
    """Parse hardened XML (`sources.content.refuse_unless_xml`); never fetches anything."""
    renamed = _DC_DESCRIPTION.sub(rb"<\1dc:abstract", document)
    parsed = feedparser.parse(io.BytesIO(renamed), resolve_relative_uris=False, sanitize_html=True)
    return Feed(
        title=plain(_text(parsed.feed, "title")),
        generator=clean(_text(parsed.feed, "generator")),
        version=str(parsed.version or ""),
        recovered=bool(parsed.bozo),
        announced=len(_ITEM.findall(_NOT_MARKUP.sub(_unless_open, document))),
        items=tuple(_item(entry) for entry in parsed.entries[:_MOST_ITEMS]),
    )


def _unless_open(part: re.Match[bytes]) -> bytes:
    """A comment or CDATA that is never closed swallows the items after it: they are counted."""
    return b"" if part.group().endswith((b"-->", b"]]>")) else part.group()


def _item(entry: dict[str, Any]) -> FeedItem:
    content = dict.get(entry, "content") or []
    markup = _text(entry, "dc_abstract") or _text(entry, "summary")
    return FeedItem(
        title=plain(_text(entry, "title")),
        link=_text(entry, "link").strip(),
        guid=clean(_text(entry, "id")),
        identifier=clean(_text(entry, "dc_identifier")),
        markup=markup,
        content="\n".join(str(part.get("value", "")) for part in content),
        published=clean(_text(entry, "published")),
        updated=clean(_text(entry, "updated")),
        enclosures=tuple(
            str(link["href"])
            for link in dict.get(entry, "links") or []
            if link.get("rel") == "enclosure" and link.get("href")
        ),
        categories=tuple(clean(str(tag.get("term") or "")) for tag in dict.get(entry, "tags") or []),
    )


def _text(mapping: dict[str, Any], key: str) -> str:
    """`dict.get`, because feedparser's own answers `updated` with `published` and warns."""
    value = dict.get(mapping, key)
    return value if isinstance(value, str) else ""
