"""Mô hình của bài kiểm tra: việc gì đã xảy ra và ai phải được báo, viết theo lời của yêu cầu.
The plain model: what happened to tenders and who must be told, after the words of what was asked for."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Subscription, Tender, Want
from monitor.domain.vocabulary import EventKind, SubscriptionState
from tests.drill.letters.asked import is_asked
from tests.drill.letters.network import Network, Story, tender_of

_FRESH = timedelta(days=14)
_SOON = timedelta(days=3)
# One happening as both sides can name it: the tender, what happened, and when we learnt of it.
Happening = tuple[str, EventKind, datetime]


@dataclass
class Known:
    """What we knew of a tender when we last learnt."""

    watched: bool
    version: str
    closes: datetime | None
    price: int | None
    cancelled: bool
    asked: int | None = None
    opened: bool = False
    results: set[str] = field(default_factory=set)
    soon: set[datetime] = field(default_factory=set)


@dataclass
class Owner:
    """One subscription as its owner sees it."""

    id: str
    address: str
    want: Want
    one: Subscription
    state: SubscriptionState = SubscriptionState.PENDING
    until: datetime | None = None
    confirmed_at: datetime | None = None
    ended_at: datetime | None = None
    steady: bool = True
    due: Counter[Happening] = field(default_factory=Counter)


class Model:
    """Owners, suppressed addresses, and what must be told."""

    def __init__(self, network: Network, agencies: tuple[Agency, ...]) -> None:
        self._network, self._agencies = network, agencies
        self._known: dict[str, Known] = {}
        self.owners: dict[str, Owner] = {}
        self.suppressed: set[str] = set()
        self.ever_suppressed: set[str] = set()
        # Address and from when to when nothing may arrive there.
        self.silences: list[tuple[str, datetime, datetime | None]] = []
        self.happenings = 0

    def learnt(self, at: datetime) -> None:
        """One cycle looked at what was read until then: pauses that are over end before."""
        for owner in self.owners.values():
            if owner.state is SubscriptionState.PAUSED and owner.until is not None and owner.until <= at:
                owner.state, owner.until = SubscriptionState.ACTIVE, None
        for subject, story in self._network.stored.items():
            kinds = list(self._happened(subject, story, at))
            if kinds:
                self._tell(subject, tender_of(subject, story, self._network), kinds, at)

    def _tell(self, subject: str, tender: Tender, kinds: list[EventKind], at: datetime) -> None:
        for kind in kinds:
            self.happenings += 1
            for owner in self.owners.values():
                if owner.state is SubscriptionState.ACTIVE and is_asked(
                    owner.want, tender, kind, self._agencies
                ):
                    owner.due[subject, kind, at] += 1

    def suppress(self, address: str, at: datetime) -> None:
        """Nothing more may arrive at this address."""
        if address not in self.suppressed:
            self.suppressed.add(address)
            self.ever_suppressed.add(address)
            self.silences.append((address, at, None))

    def lift(self, address: str, at: datetime) -> None:
        """Its owner said yes again."""
        self.suppressed.discard(address)
        self.silences = [
            (whose, since, at if whose == address and until is None else until)
            for whose, since, until in self.silences
        ]

    def _happened(self, subject: str, story: Story, at: datetime) -> Iterator[EventKind]:
        known = self._known.get(subject)
        fresh = known is None
        if known is None:
            known = self._known[subject] = _first(story, at)
        elif not known.watched and (again := _first(story, at)).watched:
            # Over when it was met, open now: as new as any, and what came of it before is known.
            again.results, again.opened = known.results, known.opened
            known, fresh = again, True
            self._known[subject] = known
        if fresh and known.watched:
            yield EventKind.NEW_NOTICE
        if known.watched:
            yield from _changed(known, story)
        for number, result in story.results.items():
            recent = result.published is not None and result.published.at > at - _FRESH
            if number not in known.results and (known.watched or recent):
                yield EventKind.RESULT
        known.results |= story.results.keys()
        known.opened |= story.opening is not None
        closes = known.closes
        if known.watched and not known.cancelled and closes and at < closes <= at + _SOON:
            if closes not in known.soon:
                yield EventKind.CLOSING_SOON
            known.soon.add(closes)


def _first(story: Story, at: datetime) -> Known:
    """Met for the first time: it is news only if one can still bid for it."""
    one = story.notice
    if one is None:
        return Known(False, "", None, None, False)
    watched = not one.cancelled and one.tender_period_end is not None and one.tender_period_end > at
    return Known(watched, one.version, one.tender_period_end, one.price, one.cancelled, one.clarifications)


def _changed(known: Known, story: Story) -> Iterator[EventKind]:
    one = story.notice
    if one is None:
        return
    if one.version != known.version:
        yield EventKind.AMENDMENT
    if one.tender_period_end and known.closes and one.tender_period_end != known.closes:
        # Brought forward is an amendment of its own, whatever else the new version changed.
        yield EventKind.EXTENSION if one.tender_period_end > known.closes else EventKind.AMENDMENT
    if one.price and known.price and one.price != known.price:
        yield EventKind.PRICE_CHANGE
    if one.clarifications is not None and known.asked is not None and one.clarifications > known.asked:
        yield EventKind.CLARIFICATION
    if one.cancelled and not known.cancelled:
        yield EventKind.CANCELLATION
    if story.opening is not None and not known.opened:
        yield EventKind.OPENING
        known.opened = True
    known.version, known.closes, known.cancelled = one.version, one.tender_period_end, one.cancelled
    known.price = one.price or known.price
    known.asked = known.asked if one.clarifications is None else one.clarifications
