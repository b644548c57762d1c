"""Kết nối tới SQLite hoặc PostgreSQL.
Connections to SQLite or PostgreSQL, with the settings that durability needs."""

import sqlite3
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from monitor.domain.errors import StorageError

# Seconds to wait for another writer before giving up.
LOCK_WAIT = 30.0

READ_ONLY = "monitor_read_only"


def database_url(text: str) -> URL:
    """The SQLAlchemy address; plain `postgresql://` means psycopg. Raises `StorageError`."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        raise StorageError(
            "database url cannot be read",
            vi="Địa chỉ kho dữ liệu ([database] url) sai dạng. "
            "Hãy ghi như sqlite:////đường/dẫn/monitor.db hoặc postgresql://người:mậtkhẩu@máy/tên.",
        ) from error
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.drivername not in ("sqlite", "postgresql+psycopg") or not url.database:
        raise StorageError(
            f"database of kind {url.drivername} without support or without a name",
            vi=f"Kho dữ liệu loại “{url.drivername}” không dùng được, hoặc địa chỉ thiếu tên kho. "
            "Chỉ dùng SQLite (một tệp) hoặc PostgreSQL.",
        )
    return url


def sqlite_file(url: URL) -> Path | None:
    """The file of an SQLite database; `None` for PostgreSQL."""
    return Path(url.database or "") if url.drivername == "sqlite" else None


def open_engine(url: URL) -> Engine:
    """An engine that never creates a database file by itself."""
    path = sqlite_file(url)
    if path is None:
        options = f"-c timezone=UTC -c lock_timeout={int(LOCK_WAIT * 1000)}"
        return create_engine(url, pool_pre_ping=True, connect_args={"options": options})
    file_url = URL.create(
        "sqlite", database=f"file:{quote(str(path.absolute()))}", query={"mode": "rw", "uri": "true"}
    )
    engine = create_engine(file_url, connect_args={"timeout": LOCK_WAIT})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # We say BEGIN ourselves: the driver's own would let a reader turn writer halfway and fail.
    connection.isolation_level = None
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        # FULL, not NORMAL: after a power cut a message recorded as sent must stay recorded.
        connection.execute("PRAGMA synchronous = FULL")
        # 32 MB of pages: ninety thousand duties go in without spilling to the disk on the way.
        connection.execute("PRAGMA cache_size = -32000")
    except sqlite3.Error:
        connection.close()
        raise


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READ_ONLY, False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
