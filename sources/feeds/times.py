"""Thời điểm đăng trong nguồn tin, và những cách nguồn tin nói sai.
Publication times of feed items, with the known lies of feed software undone (portals §3.3, §3.4, §3.6)."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from monitor.domain.times import VIETNAM, Moment, start_of_day
from monitor.domain.vocabulary import Precision
from sources.dates import parse_published
from sources.feeds.read import Feed, FeedItem
from sources.health import http_time

_UTC_MIDNIGHT = re.compile(r"\b00:00:00(?:\.0+)?\s*(?:GMT|UTC|UT|Z|\+00:?00)?$", re.IGNORECASE)


def published_times(feed: Feed, headers: Mapping[str, str], now: datetime) -> list[Moment | None]:
    """The publication time of each item, `None` where the feed does not tell; origin `feed`.

    NukeViet prints the month where the minutes belong: then only the hour is kept, except for the
    newest item, whose second stands in the true `Last-Modified` header. Midnight means a bare day.
    Atom's `updated` alone is the time of an edit, not of publication, and is not taken.
    """
    moments = [_date_only(item, parse_published(_date_text(feed, item), "feed", now)) for item in feed.items]
    if not _month_in_minutes(moments):
        return moments
    hours = [_hour(moment) if moment else None for moment in moments]
    return _with_true_newest(moments, hours, http_time(headers.get("last-modified", "")))


def edit_time(item: FeedItem, now: datetime) -> Moment | None:
    """The time of an item's last edit: it was published then or before."""
    return parse_published(item.updated, "feed", now)


def _date_text(feed: Feed, item: FeedItem) -> str:
    # RSS and RDF write their publication time as `dc:date`, which feedparser calls `updated`.
    return item.published or ("" if feed.version.startswith("atom") else item.updated)


def _date_only(item: FeedItem, moment: Moment | None) -> Moment | None:
    """Midnight, in GMT or in Việt Nam, is a date without a time: the calendar day as written."""
    if moment is None or moment.precision is Precision.DAY:
        return moment
    text = item.published or item.updated
    if _UTC_MIDNIGHT.search(text) and moment.at.time() == datetime.min.time():
        return Moment(start_of_day(moment.at.astimezone(UTC).date()), Precision.DAY, moment.origin)
    if moment.at.astimezone(VIETNAM).time() == datetime.min.time():
        return Moment(moment.at, Precision.DAY, moment.origin)
    return moment


def _month_in_minutes(moments: Sequence[Moment | None]) -> bool:
    timed = [moment for moment in moments if moment and moment.precision is not Precision.DAY]
    return bool(timed) and all(moment.at.minute == moment.at.month for moment in timed)


def _hour(moment: Moment) -> Moment:
    if moment.precision is Precision.DAY:
        return moment
    return Moment(moment.at.replace(minute=0, second=0, microsecond=0), Precision.HOUR, moment.origin)


def _with_true_newest(
    shown: Sequence[Moment | None], hours: list[Moment | None], modified: datetime | None
) -> list[Moment | None]:
    """`Last-Modified` equals the newest item's time (portals §3.4); it must fit exactly one item."""
    if modified is None:
        return hours
    newest = max((moment.at for moment in shown if moment), default=None)
    fitting = [
        index
        for index, moment in enumerate(shown)
        if moment and newest is not None and newest - moment.at < timedelta(hours=1)
        if _same_but_minute(moment.at, modified)
    ]
    if len(fitting) == 1:
        hours[fitting[0]] = Moment(modified, Precision.SECOND, "feed")
    return hours


def _same_but_minute(shown: datetime, true: datetime) -> bool:
    return shown.replace(minute=0, microsecond=0) == true.replace(minute=0, microsecond=0)
