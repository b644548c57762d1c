"""Mọi gói thầu trong bộ nhớ, mỗi điều để đếm là một cột.
Every package in memory, one column for each thing that is counted; a change makes new columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from monitor.domain.searched import SearchRow

Flags = NDArray[np.bool_]
# Texts with few different values are kept as the places of these values.
_CODED = ("buyer", "category", "method", "status", "places")
_NUMBERS = {"price": np.int64, "closes": np.int64, "published": np.int64, "holds": np.uint8}
# No price and no closing time: below every one that is.
NONE = -1


@dataclass(frozen=True, slots=True)
class Columns:
    """Row n is the package with id n + 1. `values` are the texts that the codes of a column stand for."""

    alive: Flags = field(default_factory=lambda: np.zeros(0, np.bool_))
    codes: Mapping[str, NDArray[np.int32]] = field(default_factory=dict)
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, NDArray[Any]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.alive)

    def column(self, name: str) -> NDArray[np.int32]:
        """The codes of a text column."""
        return self.codes.get(name, np.zeros(len(self), np.int32))

    def number(self, name: str) -> NDArray[Any]:
        """A column of numbers."""
        return self.numbers.get(name, np.zeros(len(self), np.int64))

    def with_rows(self, rows: Iterable[SearchRow]) -> "Columns":
        """The same with these rows new or changed; these columns stay as they are."""
        fresh = list(rows)
        if not fresh:
            return self
        parts: dict[str, tuple[Any, ...]] = dict(
            zip(SearchRow._fields, zip(*fresh, strict=True), strict=True)
        )
        at = np.array(parts["id"], np.int64) - 1
        size = max(len(self), int(at.max()) + 1)
        alive = _grown(self.alive, size)
        alive[at] = ~np.array(parts["gone"], np.bool_)
        codes, values = {}, {}
        for name in _CODED:
            known = {text: code for code, text in enumerate(self.values.get(name, ()))}
            coded = [known.setdefault(text, len(known)) for text in parts[name]]
            codes[name] = _grown(self.column(name), size)
            codes[name][at] = coded
            values[name] = tuple(known)
        numbers = {}
        for name, kind in _NUMBERS.items():
            numbers[name] = _grown(self.number(name).astype(kind, copy=False), size)
            numbers[name][at] = [NONE if value is None else value for value in parts[name]]
        return Columns(alive, codes, values, numbers)


def _grown(column: NDArray[Any], size: int) -> NDArray[Any]:
    grown = np.zeros(size, column.dtype)
    grown[: len(column)] = column
    return grown
