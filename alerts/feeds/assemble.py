"""Gộp một đăng ký và các sự kiện của nó thành nguồn tin.
One subscription and its events put together as the data of its feed."""

from collections.abc import Iterable
from datetime import UTC, datetime

from alerts.feeds.closings import closings
from monitor.domain.feeds import FeedData, FeedPlaces
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Subscription, TenderEvent

_BEFORE_ALL = datetime(2026, 1, 1, tzinfo=UTC)


def feed_data(
    subscription: Subscription,
    entries: Iterable[TenderEvent],
    history: Iterable[TenderEvent],
    now: datetime,
    *,
    authority: str,
    title: str,
    author: str,
    places: FeedPlaces,
    older: int = 0,
    blind_since: datetime | None = None,
) -> FeedData:
    """`entries` are the events it matched (newest 200 will do, `older` counts the rest), `history` all
    that happened to the tenders of its calendar (see `closings`). `now` only decides which closings
    are past: asked again with nothing new, the feed has the same bytes.
    """
    told, happened = tuple(entries), tuple(history)
    return FeedData(
        id=subscription.id,
        authority=authority,
        title=title,
        author=author,
        lang=subscription.lang,
        places=places,
        updated_at=max([subscription.changed_at, *(event.learnt_at for event in (*told, *happened))]),
        entries=told,
        closings=closings(happened, now),
        older=older,
        blind_since=blind_since,
    )


def agency_feed(
    agency_id: str,
    entries: Iterable[TenderEvent],
    history: Iterable[TenderEvent],
    now: datetime,
    *,
    authority: str,
    title: str,
    author: str,
    lang: Lang,
    places: FeedPlaces,
    blind_since: datetime | None = None,
) -> FeedData:
    """All that happened to the tenders of one agency, for whoever reads it; as `feed_data` else.

    A feed that never held anything is as old as the first edition: asked again, it has the same bytes.
    """
    told, happened = tuple(entries), tuple(history)
    return FeedData(
        id=f"don-vi/{agency_id}",
        authority=authority,
        title=title,
        author=author,
        lang=lang,
        places=places,
        updated_at=max((event.learnt_at for event in (*told, *happened)), default=_BEFORE_ALL),
        entries=told,
        closings=closings(happened, now),
        blind_since=blind_since,
    )
