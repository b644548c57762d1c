"""Đăng ký nhận tin: ai muốn biết gì, khi nào, bằng cách nào; và những việc xảy ra với một gói thầu.
Subscriptions: who wants to hear what, when and how; and the events of a tender that are told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from monitor.domain.labels import Lang
from monitor.domain.vocabulary import EventKind, Pace, SubscriptionState


@dataclass(frozen=True, slots=True)
class Want:
    """What a subscription asks for; every filled field must hold, an empty one asks nothing.

    Words are looked for in the title of the tender and of its project, and in its codes. A term of
    several words is an exact phrase: its words stand side by side in that order. A term typed with
    Vietnamese accents matches only text with the same accents, one typed without matches either;
    case and tone placement (`hoà`/`hòa`) never matter. Of `any_words` one must hold, of
    `none_words` none may. `categories` and `methods` are codes of the network (`XL`, `DTRR`).
    `buyers` are agency ids; `with_subordinates` takes in the bodies under them and what they were
    merged into or out of. `places` are province codes, old or new. Prices are đồng, both ends
    included; a tender without a price satisfies no price range. `follows` are numbers of plans,
    packages or notices (`PL…`, `BP…`, `IB…`): a tender that carries one of them matches whatever
    the other fields say. `events` empty means all but `closing_soon`.
    """

    all_words: tuple[str, ...] = ()
    any_words: tuple[str, ...] = ()
    none_words: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    with_subordinates: bool = True
    places: tuple[str, ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    online_only: bool = False
    follows: tuple[str, ...] = ()
    events: tuple[EventKind, ...] = ()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When matches are told. `hour` and `weekday` (0 = Monday) are Vietnamese.

    `working_days_only` moves what falls on a day off to the next working day.
    """

    pace: Pace = Pace.DAILY
    hour: int = 7
    weekday: int = 0
    working_days_only: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """Proof that the owner agreed: the words shown, their version, when, and from where if known.

    `given_at` is when the form was sent with its box ticked, `confirmed_at` when the mailed link
    was followed (UTC).
    """

    text: str
    version: str
    given_at: datetime
    confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Subscription:
    """One subscription (đăng ký). `channel` is `mail` (whichever way mails leave), `feed` for no message,
    or names another module of `alerts/channels/`.

    `address` is a mail address, a webhook's URL or a Zalo user id; `secret` the unguessable part of its
    feed and calendar addresses. `settings` are the channel's own. `owner` is the mail address of who
    keeps a webhook, if given: asked for a yes, and told when the machine takes nothing more.
    `changed_at` is when what it asks was last changed: nothing learnt before `confirmed_at` is told.
    """

    id: str
    address: str
    lang: Lang
    channel: str
    want: Want
    rhythm: Rhythm
    state: SubscriptionState
    consent: Consent
    secret: str
    created_at: datetime
    changed_at: datetime
    paused_until: datetime | None = None
    settings: Mapping[str, Any] = field(default_factory=dict)
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Tender:
    """A tender as a subscriber may ask for it, as last read (gói thầu đang mời).

    `subject_key` is its notice number (or result id of a direct appointment), `agency_id` the
    registry's id of the buyer or empty. `place_codes` are as the network wrote them. Instants UTC.
    `clarifications` counts requests to clarify its documents, `None` where that was not read.
    """

    subject_key: str
    title: str
    buyer_name: str
    agency_id: str = ""
    project_name: str = ""
    notice_no: str = ""
    plan_no: str = ""
    bid_no: str = ""
    version: str = ""
    category: str = ""
    method: str = ""
    price: int | None = None
    is_online: bool | None = None
    place_codes: tuple[str, ...] = ()
    published_at: datetime | None = None
    closes_at: datetime | None = None
    opens_at: datetime | None = None
    cancelled: bool = False
    url: str = ""
    clarifications: int | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Everything by which it may be followed."""
        return tuple(number for number in (self.notice_no, self.bid_no, self.plan_no) if number)


@dataclass(frozen=True, slots=True)
class TenderEvent:
    """Something that happened to a tender, told at most once to each subscriber.

    `id` is `<subject_key>/<kind>/<what makes it this one>`: the same happening has the same id
    however often it is read. `learnt_at` is when we read it, `tender` what the record said then.
    `old` and `new` are the two values of a change, machine-readable (ISO instants, đồng, versions).
    `silent` marks a change that the record made without a new version.
    """

    id: str
    kind: EventKind
    tender: Tender
    learnt_at: datetime
    old: str = ""
    new: str = ""
    silent: bool = False
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TenderState:
    """What was last known of a tender, so that the next reading tells only what is new.

    `live` once it was open for bids while we watched: only then its opening and its results are
    news. `moved`, `repriced` and `cancelled` count how often that happened; `results` are ids.
    `closing_told` is the closing time of which "closing soon" was told.
    """

    tender: Tender
    live: bool
    moved: int = 0
    repriced: int = 0
    cancelled: int = 0
    opened: bool = False
    results: tuple[str, ...] = ()
    closing_told: datetime | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """An event that a subscription asked for; `told_in` is the key of the message that told it."""

    subscription_id: str
    event: TenderEvent
    told_in: str = ""
