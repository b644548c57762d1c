"""Nguồn tin không phải của chuyên mục cần xem.
Feeds that are valid but not the one asked for: whole-site and empty stand-ins (portals §3.4, §12)."""

import re

from monitor.domain.errors import SourceChanged, SourcePartial
from monitor.domain.sources import Source
from sources.feeds.read import Feed
from sources.text import clean
from sources.wording import refusal

_COMMENTS = re.compile(r"(?:Comments on|Phản hồi cho|Bình luận (?:về|cho))\s*:?", re.IGNORECASE)


def refuse_other_feed(source: Source, feed: Feed, category_title: str, capture_id: str) -> None:
    """Raise when the feed is not that of the declared category.

    `SourceChanged`: `not_a_feed`; `whole_site_feed` (NukeViet answers an unknown category with its
    whole module, whose title has no ` - <category>`); `wrong_category` (WordPress answers with an
    empty feed named after the site or `Comments on:`). `SourcePartial` `items_lost`: the lenient
    parser found fewer items than the source holds.
    """
    if not feed.version:
        raise refusal(SourceChanged, source, "not_a_feed", "the XML is no feed", capture_id)
    named = clean(category_title).casefold()
    title = feed.title.casefold()
    if "nukeviet" in feed.generator.casefold() and (named not in title if named else " - " not in feed.title):
        raise refusal(SourceChanged, source, "whole_site_feed", f"channel title {feed.title!r}", capture_id)
    is_comments = not feed.items and _COMMENTS.match(feed.title)
    if (named and named not in title) or is_comments:
        raise refusal(SourceChanged, source, "wrong_category", f"channel title {feed.title!r}", capture_id)
    if len(feed.items) < feed.announced:
        message = f"{len(feed.items)} of {feed.announced} items could be read"
        raise refusal(SourcePartial, source, "items_lost", message, capture_id)
