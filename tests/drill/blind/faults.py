"""Các loại sự cố cài vào lượt kiểm tra, và nguồn nào có thể gặp loại nào.
The kinds of fault that can befall a look, and which sources each can befall."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.demo.names import (
    FEED_WORKS,
    NATIONAL_NOTICES,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
    PAGE_HEALTH,
    PORTAL_NEW,
    PORTAL_OLD,
)
from monitor.demo.outages import Outage, OutageKind

LISTINGS = (PORTAL_NEW, PORTAL_OLD, PAGE_HEALTH)
NETWORK = (NATIONAL_PLANS, NATIONAL_NOTICES, NATIONAL_RESULTS)


class Kind(StrEnum):
    """What goes wrong with the answers that one look gets."""

    # The whole source answers with something else, or not at all.
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    RESET = "reset"
    FORBIDDEN = "forbidden"
    TOO_MANY = "too_many_requests"
    COOKIE_GATE = "cookie_gate"
    CHALLENGE = "challenge"
    LOGIN_PAGE = "login_page"
    MAINTENANCE = "maintenance_page"
    EMPTY_BODY = "empty_body"
    HALF_BODY = "half_body"
    BARE_NUMBER = "bare_number"
    CRASH = "reader_crashes"
    # The list is there, and not what it should be.
    EMPTY_LIST = "empty_list"
    SHORT_LIST = "short_list"
    STALE_COPY = "stale_copy"
    AGED_COPY = "aged_copy"
    FROZEN_COPY = "frozen_copy"
    LAYOUT_CHANGED = "layout_changed"
    LAYOUT_PARTLY = "layout_partly_changed"
    WRONG_CATEGORY = "wrong_category"
    ORDER_REVERSED = "order_reversed"
    ORDER_SHUFFLED = "order_shuffled"
    CLOCK_AHEAD = "clock_ahead"
    CLOCK_BEHIND = "clock_behind"
    # The walk from page to page goes wrong.
    HALF_WALK = "half_walk"
    REPEATED_PAGE = "repeated_page"
    # The network's own.
    TOKEN_REFUSED = "token_refused"  # a kind of fault


_ANY = (
    *(Kind.SERVER_ERROR, Kind.TIMEOUT, Kind.RESET, Kind.FORBIDDEN, Kind.TOO_MANY, Kind.COOKIE_GATE),
    *(Kind.CHALLENGE, Kind.LOGIN_PAGE, Kind.MAINTENANCE, Kind.EMPTY_BODY, Kind.HALF_BODY),
    *(Kind.BARE_NUMBER, Kind.CRASH, Kind.EMPTY_LIST, Kind.SHORT_LIST, Kind.STALE_COPY, Kind.AGED_COPY),
    *(Kind.FROZEN_COPY, Kind.LAYOUT_CHANGED, Kind.WRONG_CATEGORY, Kind.ORDER_REVERSED),
    Kind.ORDER_SHUFFLED,
)
_SHOWN = (Kind.LAYOUT_PARTLY, Kind.CLOCK_AHEAD, Kind.CLOCK_BEHIND)
_PAGED = (Kind.HALF_WALK, Kind.REPEATED_PAGE)

CAN_BEFALL: Mapping[str, tuple[Kind, ...]] = {
    **dict.fromkeys(LISTINGS, (*_ANY, *_SHOWN, *_PAGED)),
    FEED_WORKS: (*_ANY, *_SHOWN),
    **dict.fromkeys(NETWORK, (*_ANY, *_PAGED, Kind.TOKEN_REFUSED)),
}


@dataclass(frozen=True, slots=True)
class Episode:
    """One source has one fault from `start` to `end` (aware UTC, `end` excluded).

    `last_good` is the instant of the cycle before: what a frozen copy shows. `dice` seeds what the
    kind leaves open, so that the same episode always goes wrong in the same way.
    """

    kind: Kind
    source_id: str
    start: datetime
    end: datetime
    last_good: datetime
    dice: int

    def covers(self, now: datetime) -> bool:
        """Whether it is going on at `now`."""
        return self.start <= now < self.end

    @property
    def outage(self) -> Outage:
        """The same span in the words of the demo's truth, which asks only when one could not see."""
        return Outage(OutageKind.ERROR_500, self.source_id, self.start, self.end)
