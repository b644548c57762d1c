"""Ghi rất nhiều dòng vào PostgreSQL bằng COPY rồi chuyển sang bảng thật một lần.
Many rows into PostgreSQL: copied beside the table, then moved over by one statement."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Table, column, select
from sqlalchemy import table as named_table

from storage.binding import Prepared

# Fewer rows are not worth the four statements.
WORTH_COPYING = 500
_BESIDE = "incoming"


def copy_over(
    connection: Connection,
    build: Callable[..., Any],
    table: Table,
    names: tuple[str, ...],
    keep: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
) -> None:
    """What executemany of the same statement does with these rows, in a fraction of its time.

    The rows hold the driver's values in the order of `names`. No two rows may have one key: a single
    statement must not touch a row twice. The database's user needs the right to temporary tables,
    which everybody has unless it was taken away.
    """
    create, copy, move = _statements(build, table, names, keep, connection.dialect)
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor:
        cursor.execute(create)
        with cursor.copy(copy) as sink:
            for row in rows:
                sink.write_row(row)
        cursor.execute(move)
        cursor.execute(f"DROP TABLE {_BESIDE}")


def one_row_a_key(table: Table, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> bool:
    """Whether no two of these rows have the same primary key."""
    places = [names.index(key.name) for key in table.primary_key if key.name in names]
    if len(places) < len(table.primary_key):
        return False
    return len({tuple(row[at] for at in places) for row in rows}) == len(rows)


@lru_cache(maxsize=256)
def _statements(
    build: Callable[..., Any], table: Table, names: tuple[str, ...], keep: tuple[str, ...], dialect: Dialect
) -> tuple[str, str, str]:
    quote = dialect.identifier_preparer.quote
    columns = ", ".join(map(quote, names))
    beside: Any = select(*(column(name) for name in names)).select_from(named_table(_BESIDE))
    move = build(dialect.name, table, names, keep).from_select(list(names), beside, include_defaults=False)
    like = f"SELECT {columns} FROM {dialect.identifier_preparer.format_table(table)}"  # noqa: S608
    return (
        f"CREATE TEMPORARY TABLE {_BESIDE} ON COMMIT DROP AS {like} WITH NO DATA",
        f"COPY {_BESIDE} ({columns}) FROM STDIN",
        Prepared(move, table, (), dialect).text,
    )
