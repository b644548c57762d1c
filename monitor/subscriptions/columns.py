"""Các cột của bảng đăng ký: mỗi đăng ký một dòng, mỗi giá trị một danh sách dòng.
The columns in which the matcher keeps subscriptions: one row each, and by value the rows that name it."""

from array import array
from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Kind = TypeVar("Kind", bound=np.generic)
Flags = NDArray[np.bool_]
Rows = NDArray[np.int64]


def grown(column: NDArray[Kind], size: int, *, filling: int = 0) -> NDArray[Kind]:
    """The column with room for `size` rows."""
    more = np.full(size - len(column), filling, column.dtype)
    return np.concatenate((column, more))


class Index:
    """Which rows name a value. Rows come and go in no order; a value that none names is forgotten.

    Rows are kept as wide as numpy's own indexes: narrower ones are converted at every use.
    """

    def __init__(self) -> None:
        self._rows: dict[str, array[int]] = {}

    def add(self, values: frozenset[str], row: int) -> None:
        for value in values:
            if value in self._rows:
                self._rows[value].append(row)
            else:
                self._rows[value] = array("q", (row,))

    def remove(self, values: frozenset[str], row: int) -> None:
        for value in values:
            rows = self._rows[value]
            at = int(np.flatnonzero(np.frombuffer(rows, np.int64) == row)[0])
            rows[at] = rows[-1]
            rows.pop()
            if not rows:
                del self._rows[value]

    def naming(self, values: Iterable[str]) -> Iterator[Rows]:
        """The rows of each value that any names: views, to be gone before the next `add` or `remove`."""
        for value in values:
            if (rows := self._rows.get(value)) is not None:
                yield np.frombuffer(rows, np.int64)

    def mark(self, values: Iterable[str], flags: Flags, *, flag: bool) -> None:
        """Sets the flag of every row that names one of the values."""
        for rows in self.naming(values):
            flags[rows] = flag


class Choice:
    """A field of which one value must hold; a row that names none is content with any."""

    def __init__(self) -> None:
        self._index = Index()
        self._content = np.empty(0, np.bool_)

    def grow(self, size: int) -> None:
        self._content = grown(self._content, size)

    def add(self, values: frozenset[str], row: int) -> None:
        self._content[row] = not values
        self._index.add(values, row)

    def remove(self, values: frozenset[str], row: int) -> None:
        self._index.remove(values, row)

    def narrow(self, values: Iterable[str], holding: Flags) -> None:
        """Takes out of `holding` the rows that name other values only."""
        satisfied = self._content.copy()
        self._index.mark(values, satisfied, flag=True)
        holding &= satisfied
