"""Đếm số lượt của từng khóa; các tiến trình cùng máy có thể dùng chung một tệp.
How often each key did something lately; processes of one machine may share one file."""

import sqlite3
from datetime import datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from threading import Lock

from monitor.domain.errors import StorageError

_WAIT = 5.0
_TABLE = """
CREATE TABLE IF NOT EXISTS hit (kind TEXT NOT NULL, key BLOB NOT NULL, at REAL NOT NULL);
CREATE INDEX IF NOT EXISTS hit_of_key ON hit (kind, key);
CREATE INDEX IF NOT EXISTS hit_at ON hit (kind, at);
"""
# The oldest are looked for once in so many counts.
_FORGET_EVERY = 256


class Hits:
    """Without a `path` the counts live as long as this process. Keys are kept as digests, as they are
    addresses of people. Beyond `most_rows` of a kind the oldest are forgotten. The file may be lost:
    only counts are in it. Raises `StorageError` when it cannot be used.
    """

    def __init__(self, path: Path | None = None, most_rows: int = 200_000) -> None:
        self._path, self._most_rows = path, most_rows
        self._lock = Lock()
        try:
            self._db = sqlite3.connect(
                path or ":memory:", timeout=_WAIT, isolation_level=None, check_same_thread=False
            )
            self._db.executescript(f"PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; {_TABLE}")
        except sqlite3.Error as error:
            raise self._refused(error) from error

    def __len__(self) -> int:
        """How many counts are kept."""
        return int(self._db.execute("SELECT count(*) FROM hit").fetchone()[0])

    def allow(self, kind: str, key: str, most: int, span: timedelta, now: datetime) -> bool:
        """Count one more at `now` (UTC); `False`, and not counted, when `span` holds `most` already."""
        digest, at = blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).digest(), now.timestamp()
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                try:
                    return self._counted(kind, digest, most, at - span.total_seconds(), at)
                finally:
                    self._db.execute("COMMIT")
            except sqlite3.Error as error:
                raise self._refused(error) from error

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    def _counted(self, kind: str, digest: bytes, most: int, since: float, at: float) -> bool:
        self._db.execute("DELETE FROM hit WHERE kind = ? AND at <= ?", (kind, since))
        seen = self._db.execute("SELECT count(*) FROM hit WHERE kind = ? AND key = ?", (kind, digest))
        if seen.fetchone()[0] >= most:
            return False
        added = self._db.execute("INSERT INTO hit VALUES (?, ?, ?)", (kind, digest, at))
        if (added.lastrowid or 0) % _FORGET_EVERY == 0:
            self._db.execute(
                "DELETE FROM hit WHERE kind = ?1 AND at <= "
                "(SELECT at FROM hit WHERE kind = ?1 ORDER BY at DESC LIMIT 1 OFFSET ?2)",
                (kind, self._most_rows),
            )
        return True

    def _refused(self, error: sqlite3.Error) -> StorageError:
        return StorageError(
            f"counts of requests in {self._path}: {error}",
            vi="Chưa đếm được số lượt truy cập nên tạm thời không nhận yêu cầu này. Hãy thử lại sau ít phút; "
            "nếu vẫn vậy, quản trị hãy kiểm tra đĩa và quyền ghi của thư mục dữ liệu.",
        )
