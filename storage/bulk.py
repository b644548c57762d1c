"""Ghi và đọc nhiều dòng một lúc.
Many rows at once, the same way on SQLite and PostgreSQL; no object per row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar, cast

from sqlalchemy import CursorResult, Table, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlmodel import Session

from storage.binding import prepared
from storage.columns import Row
from storage.copying import WORTH_COPYING, copy_over, one_row_a_key

T = TypeVar("T")

# Well under the parameter limits of SQLite (32 766) and PostgreSQL (65 535).
CHUNK = 2000

# Rows handed to the driver in one call: some documents are large, and all of them are held until then.
_AT_ONCE = 250


def table_of(model: type[Row]) -> Table:
    """The table that a model declares."""
    return cast(Table, inspect(model).local_table)


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`."""
    iterator = iter(items)
    while chunk := list(islice(iterator, size)):
        yield chunk


def insert(session: Session, model: type[Row], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert plain rows by executemany; all have the same columns."""
    _run(session, _insert, model, rows)


def upsert(
    session: Session, model: type[Row], rows: Iterable[Mapping[str, Any]], keep: Iterable[str] = ()
) -> None:
    """Insert rows, or replace those whose primary key exists; columns in `keep` stay as they are.

    All rows have the same columns.
    """
    _run(session, _upsert, model, rows, tuple(keep))


def insert_new(session: Session, model: type[Row], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows; those whose primary key somebody else stored meanwhile are passed over."""
    _run(session, _insert_new, model, rows)


def _run(
    session: Session,
    build: Any,
    model: type[Row],
    rows: Iterable[Mapping[str, Any]],
    keep: tuple[str, ...] = (),
) -> None:
    connection = session.connection()
    table = table_of(model)
    copies = connection.dialect.name == "postgresql"
    for part in chunks(rows, CHUNK if copies else _AT_ONCE):
        names = tuple(part[0])
        statement = prepared(build, table, names, keep, connection.dialect)
        try:
            values = statement.tuples(part) if copies and len(part) >= WORTH_COPYING else []
            if values and one_row_a_key(table, names, values):
                copy_over(connection, build, table, names, keep, values)
                continue
            parameters = statement.parameters(part)
        except ValueError as error:
            # As the library itself would say it, so that the store translates it the same way.
            raise StatementError(str(error), statement.text, None, error) from error
        connection.exec_driver_sql(statement.text, parameters)


def _insert(dialect: str, table: Table, _names: tuple[str, ...], _keep: tuple[str, ...]) -> Any:
    return _of_dialect(dialect, table)


def _upsert(dialect: str, table: Table, names: tuple[str, ...], keep: tuple[str, ...]) -> Any:
    keys = [column.name for column in table.primary_key]
    statement = _of_dialect(dialect, table)
    fixed = {*keys, *keep}
    new = {name: statement.excluded[name] for name in names if name not in fixed}
    return statement.on_conflict_do_update(index_elements=keys, set_=new)


def _insert_new(dialect: str, table: Table, _names: tuple[str, ...], _keep: tuple[str, ...]) -> Any:
    return _of_dialect(dialect, table).on_conflict_do_nothing()


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
    return _of_dialect(session.get_bind().dialect.name, table)


def _of_dialect(name: str, table: Table) -> Any:
    return sqlite.insert(table) if name == "sqlite" else postgresql.insert(table)


def numbers_after(
    session: Session, model: type[Row], counter: str, key: Mapping[str, Any], count: int
) -> range:
    """Raise a counter by `count` and return the numbers gained, from 1 on; the row is locked until commit."""
    table = table_of(model)
    statement = (
        _dialect_insert(session, table)
        .values({**key, counter: count})
        .on_conflict_do_update(index_elements=list(key), set_={counter: table.c[counter] + count})
        .returning(table.c[counter])
    )
    last = int(session.connection().execute(statement).scalar_one())
    return range(last - count + 1, last + 1)
