"""Dữ liệu của nguồn tin và lịch đóng thầu mà một đăng ký nhận được.
What a subscription's feed and its calendar of closing times are made from."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Tender, TenderEvent


@dataclass(frozen=True, slots=True)
class Closing:
    """The closing time of one tender as a calendar shows it.

    `closes_at` is the last one known, also where the newest record names none. `sequence` grows each
    time the closing moves and when the tender is cancelled, and never falls. `previous` is the closing
    before the last move, `changed_at` when we last learnt anything (UTC).
    """

    tender: Tender
    closes_at: datetime
    changed_at: datetime
    sequence: int = 0
    previous: datetime | None = None


@dataclass(frozen=True, slots=True)
class FeedPlaces:
    """Where the feed itself stands, in each form, and the page it belongs to. Empty when not served."""

    home: str = ""
    atom: str = ""
    json: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class FeedData:
    """One subscription's feed. `id` names it for ever and is no secret: readers may pass it on.

    `authority` is `<domain>,<year>` (RFC 4151): a domain the operator held in that year. It is part
    of every entry's id, so it stays the same even when the site moves. `entries` are events in any
    order, `older` counts those that were not even loaded. `closings` come soonest first.
    `blind_since` is since when the network could not be seen, while it cannot.
    """

    id: str
    authority: str
    title: str
    author: str
    lang: Lang
    places: FeedPlaces
    updated_at: datetime
    entries: tuple[TenderEvent, ...] = ()
    closings: tuple[Closing, ...] = ()
    older: int = 0
    blind_since: datetime | None = None
