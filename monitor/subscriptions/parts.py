"""Từng nhóm điều kiện của mọi đăng ký: giới hạn, lĩnh vực và hình thức, chủ đầu tư, địa bàn.
The fields of all subscriptions, group by group; each takes out the rows that a tender does not satisfy."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Protocol

import numpy as np

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Tender, Want
from monitor.subscriptions.columns import Choice, Flags, grown
from monitor.subscriptions.kinship import Kinship
from monitor.subscriptions.places import Places

_INT64 = np.iinfo(np.int64)


class Part(Protocol):
    """What the matcher asks of a group of fields. `remove` gets the want that was added to the row."""

    def grow(self, size: int) -> None: ...
    def add(self, want: Want, row: int) -> None: ...
    def remove(self, want: Want, row: int) -> None: ...
    def narrow(self, tender: Tender, holding: Flags) -> None: ...


class Limits:
    """Price range and "online only"."""

    def __init__(self) -> None:
        self._ranged, self._online = np.empty(0, np.bool_), np.empty(0, np.bool_)
        self._from, self._to = np.empty(0, np.int64), np.empty(0, np.int64)

    def grow(self, size: int) -> None:
        self._ranged, self._online = grown(self._ranged, size), grown(self._online, size)
        self._from, self._to = grown(self._from, size), grown(self._to, size)

    def add(self, want: Want, row: int) -> None:
        self._ranged[row] = want.price_from is not None or want.price_to is not None
        self._online[row] = want.online_only
        self._from[row] = _held(want.price_from, int(_INT64.min))
        self._to[row] = _held(want.price_to, int(_INT64.max))

    def remove(self, want: Want, row: int) -> None:
        """Columns are written over by the next to use the row."""

    def narrow(self, tender: Tender, holding: Flags) -> None:
        if tender.is_online is not True:
            holding &= ~self._online
        if tender.price is None:
            holding &= ~self._ranged
        else:
            holding &= (self._from <= tender.price) & (tender.price <= self._to)


class Codes:
    """Category and method, as the network codes them."""

    def __init__(self) -> None:
        self._categories, self._methods = Choice(), Choice()

    def grow(self, size: int) -> None:
        self._categories.grow(size)
        self._methods.grow(size)

    def add(self, want: Want, row: int) -> None:
        self._categories.add(frozenset(want.categories), row)
        self._methods.add(frozenset(want.methods), row)

    def remove(self, want: Want, row: int) -> None:
        self._categories.remove(frozenset(want.categories), row)
        self._methods.remove(frozenset(want.methods), row)

    def narrow(self, tender: Tender, holding: Flags) -> None:
        self._categories.narrow((tender.category,), holding)
        self._methods.narrow((tender.method,), holding)


class Buyers:
    """The buyer, alone or with all that belongs to it: two keys, so that a row names few values."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._kinship = Kinship(agencies)
        self._choice = Choice()

    def grow(self, size: int) -> None:
        self._choice.grow(size)

    def add(self, want: Want, row: int) -> None:
        self._choice.add(self._keys(want), row)

    def remove(self, want: Want, row: int) -> None:
        self._choice.remove(self._keys(want), row)

    def narrow(self, tender: Tender, holding: Flags) -> None:
        above = self._kinship.named_by(tender.agency_id)
        alone = [f"={tender.agency_id}"] if tender.agency_id else []
        self._choice.narrow((*alone, *(f"<{name}" for name in above)), holding)

    def _keys(self, want: Want) -> frozenset[str]:
        sign = "<" if want.with_subordinates else "="
        return frozenset(sign + name for name in want.buyers)


class PlaceCodes:
    """Where, by old and new codes."""

    def __init__(self, places: Places) -> None:
        self._choice = Choice()
        self._named_by: defaultdict[str, set[str]] = defaultdict(set)
        for code, others in places.items():
            for other in others:
                self._named_by[other].add(code)

    def grow(self, size: int) -> None:
        self._choice.grow(size)

    def add(self, want: Want, row: int) -> None:
        self._choice.add(frozenset(want.places), row)

    def remove(self, want: Want, row: int) -> None:
        self._choice.remove(frozenset(want.places), row)

    def narrow(self, tender: Tender, holding: Flags) -> None:
        codes = set(tender.place_codes)
        for code in tender.place_codes:
            codes |= self._named_by.get(code, set())
        self._choice.narrow(codes, holding)


def _held(price: int | None, otherwise: int) -> int:
    """A typed price may be longer than any column."""
    return otherwise if price is None else max(int(_INT64.min), min(price, int(_INT64.max)))
