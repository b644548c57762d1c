"""Phần mô tả và tệp đính kèm của từng tin.
What an item says and attaches; descriptions that repeat all earlier ones are cut (portals §3.3)."""

import re
from collections.abc import Sequence
from itertools import pairwise

from selectolax.lexbor import LexborHTMLParser

from sources.canonical import absolute
from sources.feeds.read import FeedItem
from sources.text import nested_too_deep, plain

_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|zip|rar|7z|odt|ods|pptx?)(?:$|[?#])|LinkClick\.aspx", re.IGNORECASE)

# Two items may begin alike by chance; three in a chain do not.
_FEWEST_PAIRS = 2


def bodies(items: Sequence[FeedItem]) -> list[str]:
    """Plain text of each item: the longer of description and content.

    When each description begins with the whole of the one before it, that part belongs to other
    items: its codes would be taken for this item's.
    """
    own = _without_repetition([item.markup for item in items])
    texts = []
    for item, markup in zip(items, own, strict=True):
        texts.append(max(plain(markup), plain(item.content), key=len))
    return texts


def own_markup(items: Sequence[FeedItem]) -> list[str]:
    """The HTML of each item alone, repetition cut, for its links."""
    own = _without_repetition([item.markup for item in items])
    return [f"{markup}\n{item.content}" for item, markup in zip(items, own, strict=True)]


def attachments(item: FeedItem, markup: str, base_url: str) -> tuple[str, ...]:
    """Absolute addresses of enclosures and of files linked from the text, in order, once each."""
    found = [absolute(base_url, address) for address in item.enclosures]
    if "href" in markup and not nested_too_deep(markup):
        for link in LexborHTMLParser(markup).css("a[href]"):
            address = absolute(base_url, link.attributes.get("href") or "")
            if _FILE.search(address):
                found.append(address)
    return tuple(dict.fromkeys(address for address in found if address))


def _without_repetition(markups: Sequence[str]) -> list[str]:
    pairs = list(pairwise(markups))
    repeats = [
        bool(before.strip()) and after.startswith(before) and len(after) > len(before)
        for before, after in pairs
    ]
    if len(repeats) < _FEWEST_PAIRS or not all(repeats):
        return list(markups)
    return [markups[0], *(after[len(before) :] for before, after in pairs)]
