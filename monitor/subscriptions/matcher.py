"""So một sự kiện với mọi đăng ký cùng lúc.
One event against all active subscriptions at once; says what `naive.matches` says of each.

A subscription is a row. Prices and flags are columns, compared whole; words, codes, buyers, places and
numbers are indexes from value to rows. One event costs some passes over columns of 100 kB for 100,000
subscriptions, and the rows of the values it carries.
"""

from collections.abc import Iterable

import numpy as np

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Subscription, TenderEvent, Want
from monitor.domain.vocabulary import EventKind, SubscriptionState
from monitor.subscriptions.columns import Index, grown
from monitor.subscriptions.naive import names_something, wants_event
from monitor.subscriptions.parts import Buyers, Codes, Limits, Part, PlaceCodes
from monitor.subscriptions.places import Places
from monitor.subscriptions.terms import read_number
from monitor.subscriptions.words import Words

_BITS = {kind: 1 << place for place, kind in enumerate(EventKind)}
_FIRST_SIZE = 64


class Matcher:
    """Holds the active subscriptions. One thread must not change it while another asks."""

    def __init__(
        self, subscriptions: Iterable[Subscription], agencies: Iterable[Agency], places: Places
    ) -> None:
        self._parts: tuple[Part, ...] = (Limits(), Codes(), Buyers(agencies), PlaceCodes(places), Words())
        self._follows = Index()
        self._events = np.empty(0, np.uint16)
        self._searches = np.empty(0, np.bool_)
        self._ids = np.empty(0, np.object_)
        self._held: dict[str, tuple[int, Want]] = {}
        self._free: list[int] = []
        # In the order of their ids, so that what is found is nearly sorted already.
        for subscription in sorted(subscriptions, key=lambda one: one.id):
            self.add(subscription)
        # New copies lie side by side in memory: an answer of thousands of ids is read twice as fast.
        self._ids[:] = [None if one is None else one.encode().decode() for one in self._ids]

    def __len__(self) -> int:
        return len(self._held)

    def add(self, subscription: Subscription) -> None:
        """Takes a subscription in, in place of the one with its id; one that is not active goes out."""
        self.remove(subscription.id)
        if subscription.state is not SubscriptionState.ACTIVE:
            return
        if not self._free:
            self._grow()
        row, want = self._free.pop(), subscription.want
        self._held[subscription.id] = (row, want)
        self._ids[row] = subscription.id
        self._events[row] = sum(bit for kind, bit in _BITS.items() if wants_event(want, kind))
        self._searches[row] = names_something(want) or not want.follows
        self._follows.add(_followed(want), row)
        for part in self._parts:
            part.add(want, row)

    def remove(self, subscription_id: str) -> None:
        """Forgets a subscription; one that is not held (paused, ended) is forgotten already."""
        if subscription_id not in self._held:
            return
        row, want = self._held.pop(subscription_id)
        self._events[row] = 0  # wants nothing any more
        self._ids[row] = None
        self._follows.remove(_followed(want), row)
        for part in self._parts:
            part.remove(want, row)
        self._free.append(row)

    def matching(self, event: TenderEvent) -> list[str]:
        """The ids of the active subscriptions to be told of the event, sorted."""
        asked = (self._events & _BITS[event.kind]) != 0
        holding = asked & self._searches
        for part in self._parts:
            part.narrow(event.tender, holding)
        followed = np.zeros(len(asked), np.bool_)
        self._follows.mark(map(read_number, event.tender.numbers), followed, flag=True)
        found: list[str] = self._ids[np.flatnonzero(holding | (followed & asked))].tolist()
        found.sort()
        return found

    def _grow(self) -> None:
        before = len(self._ids)
        size = max(_FIRST_SIZE, 2 * before)
        for part in self._parts:
            part.grow(size)
        self._events, self._searches = grown(self._events, size), grown(self._searches, size)
        self._ids = np.concatenate((self._ids, np.full(size - before, None, np.object_)))
        self._free.extend(reversed(range(before, size)))


def _followed(want: Want) -> frozenset[str]:
    return frozenset(map(read_number, want.follows))
