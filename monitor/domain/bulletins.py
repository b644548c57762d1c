"""Thư cho người đăng ký: tin mời thầu, thư xác nhận, thư báo đã ngừng.
Letters to subscribers: bid news, the confirmation asked for, the one that says it has stopped."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from monitor.domain.letters import Heading, Sight
from monitor.domain.subscriptions import Tender, TenderEvent
from monitor.domain.times import Window
from monitor.domain.vocabulary import Pace


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sends, as decree 91/2020 wants it at the foot: an empty field is left out."""

    name: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True)
class SubscriberLinks:
    """Addresses that need no login; all are empty while no web address is set.

    The first three are their owner's alone. `feed`, `json` and `calendar` may be passed on: whoever has
    one reads, and can neither change nor stop the subscription.
    """

    manage: str = ""
    unsubscribe: str = ""
    confirm: str = ""
    feed: str = ""
    json: str = ""
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Footing:
    """What every letter to a subscriber ends with.

    `asked` is the subscription in words, `consented_at` when its owner agreed (UTC), `number` its id.
    """

    number: str
    asked: tuple[str, ...]
    consented_at: datetime | None
    links: SubscriberLinks
    sender: Sender


@dataclass(frozen=True, slots=True)
class BidLine:
    """One tender and what happened to it, oldest first."""

    tender: Tender
    events: tuple[TenderEvent, ...]

    def place(self, now: datetime) -> tuple[bool, float, str]:
        """Order of telling: what can still be bid for, by closing time; then what is over."""
        closes = self.tender.closes_at
        over = self.tender.cancelled or (closes is not None and closes <= now)
        return over, closes.timestamp() if closes else float("inf"), self.tender.subject_key


@dataclass(frozen=True, slots=True)
class BidData:
    """What a subscription brought since `period.start`, all of it: no match is dropped.

    `names` are the Vietnamese words for the network's codes that occur; `list_url` is the page that lists
    exactly these tenders, empty while there is no web address or nothing to list.
    """

    heading: Heading
    footing: Footing
    pace: Pace
    period: Window
    lines: tuple[BidLine, ...]
    sight: Sight = field(default_factory=Sight)
    names: Mapping[str, str] = field(default_factory=dict)
    list_url: str = ""

    @property
    def is_quiet(self) -> bool:
        """Nothing matched: the letter says that we were watching."""
        return not self.lines


@dataclass(frozen=True, slots=True)
class ConfirmData:
    """Asks the owner of an address whether the subscription is theirs; `matched` counts the last 30 days."""

    heading: Heading
    footing: Footing
    consent: str
    matched: int
    sight: Sight = field(default_factory=Sight)


@dataclass(frozen=True, slots=True)
class StoppedData:
    """Says once that a subscription has stopped: when the request came and when it took effect (UTC).

    `others` counts the further ones of the same address that were stopped with it.
    `refusal` is set where nobody asked: what the owner's machine answered, in words; `rests` when it was
    paused for that.
    """

    heading: Heading
    footing: Footing
    asked_at: datetime
    stopped_at: datetime
    sight: Sight = field(default_factory=Sight)
    refusal: str = ""
    rests: bool = False
    others: int = 0
