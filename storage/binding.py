"""Chuyển dòng thành tham số của trình điều khiển, từng cột một.
Turns plain rows into the driver's own parameters, column by column: no object and no call per cell
where a column needs none."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table
from sqlalchemy.sql import ClauseElement

from storage.columns import LONGEST_PLAIN_KEY, Key, UtcTime, Words, storable

Bind = Callable[[Any], Any]


class Prepared:
    """A statement compiled once for a table and its columns, to be run with many rows."""

    def __init__(
        self, statement: ClauseElement, table: Table, names: Sequence[str], dialect: Dialect
    ) -> None:
        compiled: Any = statement.compile(dialect=dialect, column_keys=list(names))
        self.text: str = compiled.string
        # SQLite takes parameters by position, psycopg by name.
        self._names = tuple(compiled.positiontup or names)
        self._by_name = not compiled.positional
        self._binds = tuple(_bind_of(table, name, dialect) for name in self._names)

    def parameters(self, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """The rows as the driver takes them."""
        tuples = self.tuples(rows)
        if self._by_name:
            return [dict(zip(self._names, values, strict=True)) for values in tuples]
        return tuples

    def tuples(self, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
        """The rows' values as the driver takes them, in the order of the statement's own names."""
        columns = []
        for name, bind in zip(self._names, self._binds, strict=True):
            values = [row[name] for row in rows]
            columns.append(values if bind is None else bind(values))
        return list(zip(*columns, strict=True))


def _bind_of(table: Table, name: str, dialect: Dialect) -> Callable[[list[Any]], list[Any]] | None:
    kind = table.c[name].type
    one = kind.dialect_impl(dialect).bind_processor(dialect)
    if one is None:
        return None
    if isinstance(kind, UtcTime):
        return lambda values: _each_once(values, one)
    if isinstance(kind, Words):
        longest = LONGEST_PLAIN_KEY if isinstance(kind, Key) else None
        return lambda values: values if _plain(values, longest) else [one(value) for value in values]
    return lambda values: [one(value) for value in values]


def _plain(values: list[Any], longest: int | None) -> bool:
    """Whether a whole column may be stored as it is, so that no cell need be looked at."""
    if None in values or (longest is not None and max(map(len, values)) > longest):
        return False
    together = "".join(values)
    return storable(together) is together


def _each_once(values: list[datetime | None], one: Bind) -> list[Any]:
    # Thousands of rows share a few instants: each is written out once.
    known = {value: one(value) for value in set(values)}
    return [known[value] for value in values]


@lru_cache(maxsize=256)
def prepared(
    build: Callable[[str, Table, tuple[str, ...], tuple[str, ...]], ClauseElement],
    table: Table,
    names: tuple[str, ...],
    keep: tuple[str, ...],
    dialect: Dialect,
) -> Prepared:
    """The statement that `build` makes of dialect, table, columns and kept columns; remembered."""
    return Prepared(build(dialect.name, table, names, keep), table, names, dialect)
