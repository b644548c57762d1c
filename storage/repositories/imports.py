"""Sổ các tệp bàn giao đã nhập.
The hand-over files that were read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import ImportedFile
from storage.bulk import insert_missing
from storage.codec import decode_raw, encode_raw
from storage.tables.told import ImportRow


class Imports:
    """One row per file, by the digest of its bytes."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(
        self,
        digest: str,
        path_name: str,
        kind: str,
        counts: Mapping[str, int] | int,
        rejected: Iterable[Any],
        at: datetime,
    ) -> bool:
        """Note that a file was read, with its bad rows (any JSON); `False` when it was before.

        `counts` are the accepted rows by kind, or their number alone.
        """
        row = {
            "digest": digest,
            "name": path_name,
            "kind": kind,
            "counts": encode_raw({"all": counts} if isinstance(counts, int) else dict(counts)),
            "rejected": encode_raw(list(rejected)),
            "imported_at": at,
        }
        return insert_missing(self._session, ImportRow, row, ["digest"])

    def seen(self, digest: str) -> bool:
        """Whether a file with these bytes was read before."""
        found = self._session.exec(select(ImportRow.digest).where(col(ImportRow.digest) == digest))
        return found.first() is not None

    def list(self) -> tuple[ImportedFile, ...]:
        """Every file that was read, oldest first."""
        rows = self._session.exec(
            select(ImportRow).order_by(col(ImportRow.imported_at), col(ImportRow.digest))
        )
        return tuple(
            ImportedFile(
                row.digest,
                row.name,
                row.kind,
                decode_raw(row.counts),
                tuple(decode_raw(row.rejected)),
                row.imported_at,
            )
            for row in rows
        )
