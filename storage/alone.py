"""Mỗi lúc chỉ một vòng làm việc trên một kho.
One cycle at a time on one database: a lock that the system itself lifts when its holder dies."""

import fcntl
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from monitor.domain.errors import StorageError
from storage.failures import file_error

# Any fixed number other than that of migrations; PostgreSQL keeps such locks per database.
_LOCK = 72_110_027

# Seconds between two tries while waiting.
_PAUSE = 0.2


@contextmanager
def file_lock(database: Path, wait: float) -> Iterator[None]:
    """Hold the lock file beside an SQLite database; `wait` seconds at most for another holder.

    The file stays: taking it away would let a third process lock another file of the same name.
    """
    path = database.with_name(f"{database.name}.lock")
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise file_error(error, f"tệp khóa {path}") from error
    try:
        if not _patiently(lambda: _locked(handle), wait):
            raise _refusal(_holder(handle))
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()} {socket.gethostname()}".encode(), 0)
        yield
    finally:
        os.close(handle)


@contextmanager
def advisory_lock(engine: Engine, wait: float) -> Iterator[None]:
    """Hold PostgreSQL's advisory lock on a connection of its own, which ends with its process."""
    ask = text("SELECT pg_try_advisory_lock(:number)")
    # Outside a transaction: one left open for a whole cycle would hold back the server's cleaning.
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        if not _patiently(lambda: bool(connection.scalar(ask, {"number": _LOCK})), wait):
            raise _refusal("")
        try:
            yield
        finally:
            try:
                connection.execute(text("SELECT pg_advisory_unlock(:number)"), {"number": _LOCK})
            except SQLAlchemyError:
                # The connection broke meanwhile, and the lock with it: nothing is left to undo.
                connection.invalidate()


def _patiently(attempt: Callable[[], bool], wait: float) -> bool:
    until = time.monotonic() + wait
    while not attempt():
        if time.monotonic() >= until:
            return False
        time.sleep(_PAUSE)
    return True


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _holder(handle: int) -> str:
    number, _, machine = os.pread(handle, 200, 0).decode("utf-8", "replace").partition(" ")
    return f" (tiến trình {number} trên máy {machine})" if machine else ""


def _refusal(holder: str) -> StorageError:
    return StorageError(
        f"another cycle holds the database{holder}",
        vi=f"Một vòng khác của chương trình đang chạy trên kho này{holder} nên vòng này không bắt đầu. "
        "Hãy đợi vòng đó xong, hoặc dừng chương trình đó rồi chạy lại.",
    )
