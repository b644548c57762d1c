"""Ghi nhiều dòng bằng COPY cho cùng kết quả như ghi từng dòng.
Rows copied into PostgreSQL end as rows written one by one do, whatever their text."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from monitor.domain.errors import StorageError
from storage import bulk
from storage.engine import database_url, open_engine
from storage.store import Store
from storage.tables.looking import SightingRow
from storage.tables.named import NameListRow
from storage.tables.told import MetaRow
from tests.storage.postgres_server import PostgresServer

SETTINGS = settings(
    deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
_ALWAYS, _NEVER = 1, 1 << 30
# What COPY writes otherwise than it stands: tabs, line ends, back-slashes, the sign of NULL, NUL.
texts = st.one_of(st.text(max_size=12), st.sampled_from(["\t", "a\nb\r", "\\", "\\N", "\\.", "Ký\x00tự", ""]))
times = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))
sightings = st.lists(st.tuples(st.integers(0, 9), texts, times), min_size=1, max_size=12)
Write = Callable[..., None]


def _row(number: int, title: str, published: datetime | None) -> dict[str, Any]:
    every: dict[str, Any] = dict.fromkeys(SightingRow.model_fields, "")
    known = {"id": f"tin|{number}", "title": title, "published_at": published, "document": "{}"}
    times_of_ours = {name: datetime(2026, 9, 1, tzinfo=UTC) for name in every if name.endswith("_at")}
    return every | times_of_ours | known


@pytest.fixture
def session(postgres: PostgresServer, url: str) -> Iterator[Session]:
    engine = open_engine(database_url(url))
    with Session(engine) as opened:
        yield opened
    engine.dispose()


def _written(session: Session, write: Write, model: Any, *batches: Sequence[Any]) -> list[Any]:
    """What the table holds after these batches; nothing of it stays."""
    for batch in batches:
        write(session, model, batch)
    table = bulk.table_of(model)
    rows = session.connection().execute(table.select().order_by(*table.primary_key)).all()
    session.rollback()
    return [tuple(row) for row in rows]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("write", [bulk.upsert, bulk.insert_new, partial(bulk.upsert, keep=("title",))])
@SETTINGS
@given(first=sightings, second=sightings)
def test_copied_rows_end_as_those_written_one_by_one(
    session: Session, monkeypatch: pytest.MonkeyPatch, write: Write, first: Any, second: Any
) -> None:
    batches = [[_row(*one) for one in batch] for batch in (first, second)]
    monkeypatch.setattr(bulk, "WORTH_COPYING", _ALWAYS)
    copied = _written(session, write, SightingRow, *batches)
    monkeypatch.setattr(bulk, "WORTH_COPYING", _NEVER)
    assert copied == _written(session, write, SightingRow, *batches)
    assert {row[0] for row in copied} == {f"tin|{number}" for number, _, _ in (*first, *second)}


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_of_thousands_of_rows_with_bytes_none_is_lost_and_the_later_ones_count(session: Session) -> None:
    rows = [{"term": n, "part": 0, "entries": bytes([n % 256, 0, 92, 10])} for n in range(5000)]
    again = [{**row, "entries": b"other"} for row in rows[:1000]]
    assert _written(session, bulk.upsert, NameListRow, rows, again) == [
        (n, 0, b"other" if n < 1000 else bytes([n % 256, 0, 92, 10])) for n in range(5000)
    ]


def test_what_the_database_refuses_is_told_and_nothing_is_kept(store: Store) -> None:
    rows = [{"term": n, "part": 0, "entries": b"" if n < 900 else None} for n in range(1000)]
    with pytest.raises(StorageError):
        _insert(store, NameListRow, rows)
    with store.read() as work:
        assert work.names._session.connection().execute(select(col(NameListRow.term))).all() == []


def test_the_same_rows_inserted_twice_are_told_as_such(store: Store) -> None:
    rows = [{"key": f"k{n}", "value": "1"} for n in range(1000)]
    with pytest.raises(StorageError):
        _insert(store, MetaRow, rows, rows)


def _insert(store: Store, model: Any, *batches: Sequence[Any]) -> None:
    with store.begin() as work:
        for batch in batches:
            bulk.insert(work.names._session, model, batch)
