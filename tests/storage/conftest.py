"""Kho thật trên SQLite và PostgreSQL, và vài đối tượng mẫu (dữ liệu tổng hợp).
Real stores on both databases, and a few synthetic domain objects."""

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest

from storage.store import Store
from storage.tables.every import METADATA
from tests.storage.postgres_server import PostgresServer
from tests.storage.samples import Samples


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer()
    store = Store(_database(server, "ours"))
    store.create()
    store.close()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "monitor.db"
    store = Store(f"sqlite:///{path}")
    store.create()
    store.close()
    return path


_numbers = count(1)


def _database(server: PostgresServer, name: str) -> str:
    server.run(f"CREATE DATABASE {name} TEMPLATE template0")
    return server.url(name)


def _empty(connection: psycopg.Connection[Any]) -> None:
    """Empty what the last test filled: to truncate every table takes four times the work."""
    some = " UNION ALL ".join(
        f"(SELECT '{table.name}' FROM {table.name} LIMIT 1)" for table in METADATA.sorted_tables
    )
    if filled := ", ".join(name for (name,) in connection.execute(some.encode())):
        connection.execute(f"TRUNCATE {filled} CASCADE".encode())
    # A number that was drawn and given back leaves a table empty, and its count further on.
    used = connection.execute("SELECT sequencename FROM pg_sequences WHERE last_value IS NOT NULL").fetchall()
    for (name,) in used:
        connection.execute(f"ALTER SEQUENCE {name} RESTART".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database of our version, empty, on either kind."""
    if request.param == "sqlite":
        path = tmp_path / "monitor.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        return f"sqlite:///{path}"
    server: PostgresServer = request.getfixturevalue("postgres")
    # Emptying one database is many times faster than making one for each test.
    with psycopg.connect(server.address("ours"), autocommit=True) as connection:
        _empty(connection)
    return server.url("ours")


@pytest.fixture(params=["sqlite", "postgresql"])
def blank_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database with nothing in it, on either kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'folder' / 'monitor.db'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"blank_{next(_numbers)}"
    yield _database(server, name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def opened() -> Iterator[Callable[[str], Store]]:
    """Opens stores that are closed at the end of the test."""
    stores: list[Store] = []

    def open_store(address: str) -> Store:
        stores.append(Store(address))
        return stores[-1]

    yield open_store
    for store in stores:
        store.close()


@pytest.fixture
def store(url: str, opened: Callable[[str], Store]) -> Store:
    return opened(url)


@pytest.fixture
def sqlite_store(sqlite_template: Path, tmp_path: Path, opened: Callable[[str], Store]) -> Store:
    path = tmp_path / "monitor.db"
    shutil.copy(sqlite_template, path)
    return opened(f"sqlite:///{path}")


@pytest.fixture
def sample() -> Samples:
    return Samples()
