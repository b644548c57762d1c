"""Ghi và đọc nhiều dòng một lúc.
Many rows at once, the same way on SQLite and PostgreSQL; no object per row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from storage.columns import Row

T = TypeVar("T")

# Well under the parameter limits of SQLite (32 766) and PostgreSQL (65 535).
CHUNK = 2000


def table_of(model: type[Row]) -> Table:
    """The table that a model declares."""
    return cast(Table, inspect(model).local_table)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert(session: Session, model: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert plain rows by executemany."""
    if rows:
        session.connection().execute(table_of(model).insert(), rows)


def upsert(
    session: Session, model: type[Row], rows: Sequence[Mapping[str, Any]], keep: Iterable[str] = ()
) -> None:
    """Insert rows, or replace those whose primary key exists; columns in `keep` stay as they are.

    All rows have the same columns.
    """
    if not rows:
        return
    table = table_of(model)
    keys = [column.name for column in table.primary_key]
    statement = _dialect_insert(session, table)
    fixed = {*keys, *keep}
    new = {name: statement.excluded[name] for name in rows[0] if name not in fixed}
    statement = statement.on_conflict_do_update(index_elements=keys, set_=new)
    session.connection().execute(statement, rows)


def insert_new(session: Session, model: type[Row], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows; those whose primary key somebody else stored meanwhile are passed over."""
    if rows:
        statement = _dialect_insert(session, table_of(model)).on_conflict_do_nothing()
        session.connection().execute(statement, rows)


def insert_missing(session: Session, model: type[Row], row: Mapping[str, Any], unique: Sequence[str]) -> bool:
    """Insert one row unless its `unique` columns exist; whether it was inserted.

    Two transactions at once: the second waits for the first, then inserts nothing.
    """
    table = table_of(model)
    # RETURNING, as drivers disagree on the row count of an INSERT.
    statement = _dialect_insert(session, table).on_conflict_do_nothing(index_elements=unique)
    inserted = session.connection().execute(statement.returning(table.c[unique[0]]), row)
    return inserted.first() is not None


def affected(result: CursorResult[Any]) -> int:
    """How many rows an UPDATE or DELETE touched."""
    return result.rowcount


def _dialect_insert(session: Session, table: Table) -> Any:
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def number_after(session: Session, model: type[Row], counter: str, key: Mapping[str, Any]) -> int:
    """Raise a counter by one and return it, beginning at 1; the row is locked until commit."""
    table = table_of(model)
    statement = (
        _dialect_insert(session, table)
        .values({**key, counter: 1})
        .on_conflict_do_update(index_elements=list(key), set_={counter: table.c[counter] + 1})
        .returning(table.c[counter])
    )
    return int(session.connection().execute(statement).scalar_one())
