"""Kho dữ liệu: mở, tạo, kiểm tra, nâng cấp, và từng đơn vị công việc.
The store: one database, and units of work that happen wholly or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from monitor.domain.errors import StorageError
from storage.alone import advisory_lock, file_lock
from storage.engine import READ_ONLY, database_url, open_engine, sqlite_file
from storage.failures import file_error, storage_error
from storage.migrating import Standing, migrate, refuse_unless_current, standing
from storage.repositories.agencies import Agencies
from storage.repositories.answer_files import AnswerFiles
from storage.repositories.audit_log import AuditLog
from storage.repositories.board import Board
from storage.repositories.captures import Captures
from storage.repositories.cases import Cases
from storage.repositories.confirmations import Confirmations
from storage.repositories.desk import Desk
from storage.repositories.digests import Digests
from storage.repositories.findings import Findings
from storage.repositories.imports import Imports
from storage.repositories.judgements import Judgements
from storage.repositories.links import Links
from storage.repositories.lists import Lists
from storage.repositories.looks import Looks
from storage.repositories.meta import Meta
from storage.repositories.names import Names
from storage.repositories.oddities import Oddities
from storage.repositories.outbox import Outbox
from storage.repositories.postings import Postings
from storage.repositories.public_counts import PublicCounts
from storage.repositories.publishable import Publishable
from storage.repositories.published import Published
from storage.repositories.quality import Quality
from storage.repositories.records import Records
from storage.repositories.reviews import Reviews
from storage.repositories.search import Search
from storage.repositories.sightings import Sightings
from storage.repositories.sources import Sources
from storage.repositories.staff_sessions import StaffSessions
from storage.repositories.subscriptions import Subscriptions
from storage.repositories.suppressions import Suppressions
from storage.repositories.tenders import Tenders
from storage.repositories.told import Told
from storage.repositories.users import Users
from storage.repositories.watched import Watched
from storage.repositories.zalo_tokens import ZaloTokens

_READ_SQLITE: dict[str, Any] = {READ_ONLY: True}
_READ_POSTGRES: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class UnitOfWork:
    """One transaction with all repositories; what they write is kept when the block ends well."""

    def __init__(self, session: Session) -> None:
        self.sources = Sources(session)
        self.looks = Looks(session)
        self.captures = Captures(session)
        self.sightings = Sightings(session)
        self.oddities = Oddities(session)
        self.records = Records(session)
        self.agencies = Agencies(session)
        self.links = Links(session)
        self.judgements = Judgements(session)
        self.names = Names(session)
        self.findings = Findings(session)
        self.cases = Cases(session)
        self.desk = Desk(session)
        self.answer_files = AnswerFiles(session)
        self.outbox = Outbox(session)
        self.postings = Postings(session)
        self.digests = Digests(session)
        self.imports = Imports(session)
        self.confirmations = Confirmations(session)
        self.told = Told(session)
        self.tenders = Tenders(session)
        self.subscriptions = Subscriptions(session)
        self.suppressions = Suppressions(session)
        self.zalo_tokens = ZaloTokens(session)
        self.users = Users(session)
        self.staff_sessions = StaffSessions(session)
        self.audit_log = AuditLog(session)
        self.published = Published(session)
        self.publishable = Publishable(session)
        self.public_counts = PublicCounts(session)
        self.board = Board(session)
        self.search = Search(session)
        self.reviews = Reviews(session)
        self.watched = Watched(session)
        self.quality = Quality(session)
        self.lists = Lists(session)
        self.meta = Meta(session)


class Store:
    """One database: an SQLite file, or PostgreSQL where several machines work together.

    Every call raises `StorageError` with a Vietnamese sentence when the database refuses.
    """

    def __init__(self, url: str) -> None:
        self._url = database_url(url)
        self._file = sqlite_file(self._url)
        self._engine = open_engine(self._url)
        self._reading = self._engine.execution_options(**(_READ_SQLITE if self._file else _READ_POSTGRES))

    @contextmanager
    def begin(self) -> Iterator[UnitOfWork]:
        """One transaction: committed when the block ends, rolled back when it raises."""
        with _translated(), Session(self._engine) as session, session.begin():
            yield UnitOfWork(session)

    @contextmanager
    def read(self) -> Iterator[UnitOfWork]:
        """One consistent view for reading; writing in it raises, and it never waits for a writer."""
        with _translated(), Session(self._reading) as session, session.begin():
            yield UnitOfWork(session)

    @contextmanager
    def alone(self, wait: float = 0.0) -> Iterator[None]:
        """Keep every other process out of this block, as around a cycle: two at once do the work twice.

        `StorageError` when another still holds it after `wait` seconds. Reading, people's decisions
        and deliveries go on meanwhile. A holder that was killed lets go by that.
        """
        self._refuse_missing()
        with ExitStack() as stack:
            with _translated():
                lock = file_lock(self._file, wait) if self._file else advisory_lock(self._engine, wait)
                stack.enter_context(lock)
            yield

    def create(self) -> None:
        """Make an empty database ours; one that is already of our version stays as it is."""
        if self._file is not None:
            _touch(self._file)
        with _translated():
            with self._reading.connect() as connection:
                found = standing(connection)
            if found is not Standing.EMPTY:
                refuse_unless_current(found, self._where)
            self._use_write_ahead_log()
            with self._engine.begin() as connection:
                migrate(connection)

    def check(self) -> None:
        """Raise `StorageError`, saying what to do, unless this is a sound database of our version."""
        self._refuse_missing()
        with _translated(), self._reading.connect() as connection:
            self._refuse_damaged(connection)
            refuse_unless_current(standing(connection), self._where)

    def upgrade(self) -> None:
        """Bring a database of an older version to ours; others are refused as in `check`."""
        self._refuse_missing()
        with _translated(), self._engine.begin() as connection:
            self._refuse_damaged(connection)
            found = standing(connection)
            if found is Standing.OLDER:
                migrate(connection)
            else:
                refuse_unless_current(found, self._where)

    def close(self) -> None:
        """Close every connection; the store is not used afterwards."""
        self._engine.dispose()

    @property
    def _where(self) -> str:
        return str(self._file) if self._file else self._url.render_as_string(hide_password=True)

    def _refuse_missing(self) -> None:
        if self._file is not None and not self._file.is_file():
            raise StorageError(
                f"no database file {self._file}",
                vi=f"Không thấy kho dữ liệu {self._file}. Hãy tạo bằng lệnh: monitor init <tỉnh>",
            )

    def _refuse_damaged(self, connection: Connection) -> None:
        if self._file is None:
            return
        found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        if found != "ok":
            raise storage_error(_corrupt(str(found)))

    def _use_write_ahead_log(self) -> None:
        # Kept in the file itself; cannot be set inside a transaction.
        if self._file is None:
            return
        raw = self._engine.raw_connection()
        try:
            raw.cursor().execute("PRAGMA journal_mode = WAL").close()
        finally:
            raw.close()


def _corrupt(found: str) -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(found)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    return error


def _touch(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(exist_ok=True)
    except OSError as error:
        raise file_error(error, f"tệp kho dữ liệu {path}") from error


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, psycopg.Error) as error:
        raise storage_error(error) from error
