"""Mục lục bản lưu.
The index of archived responses; the bytes are in the WARC files (see `storage.archive`)."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.sources import Capture, Look
from storage.bulk import chunks, insert_new, table_of
from storage.codec import decode
from storage.tables.looking import CaptureRow, LookRow

_COLUMNS = tuple(field.name for field in fields(Capture))


class Captures:
    """One row per archived response."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, capture: Capture) -> bool:
        """Store one index row; `False` when it was stored before."""
        return self.add_all([capture]) == 1

    def add_all(self, captures: Iterable[Capture]) -> int:
        """Store the index rows that are missing, as after `storage.archive.reindex`; how many."""
        added = 0
        for chunk in chunks({capture.id: capture for capture in captures}.values()):
            known = set(
                self._session.exec(
                    select(CaptureRow.id).where(col(CaptureRow.id).in_([capture.id for capture in chunk]))
                )
            )
            rows = [
                {name: getattr(capture, name) for name in _COLUMNS}
                for capture in chunk
                if capture.id not in known
            ]
            insert_new(self._session, CaptureRow, rows)
            added += len(rows)
        return added

    def get(self, capture_id: str) -> Capture | None:
        """One capture by id."""
        return next(iter(self._read(table_of(CaptureRow).c.id == capture_id)), None)

    def for_look(self, look_id: str) -> tuple[Capture, ...]:
        """The captures that a look names, in its order; unknown ones are left out."""
        document = self._session.exec(select(LookRow.document).where(col(LookRow.id) == look_id)).first()
        if document is None:
            return ()
        return self.named(decode(Look, document).capture_ids)

    def named(self, capture_ids: Iterable[str]) -> tuple[Capture, ...]:
        """The captures with these ids, in that order; unknown ones are left out."""
        wanted = tuple(dict.fromkeys(capture_ids))
        found: dict[str, Capture] = {}
        for chunk in chunks(wanted):
            for capture in self._read(table_of(CaptureRow).c.id.in_(chunk)):
                found[capture.id] = capture
        return tuple(found[capture_id] for capture_id in wanted if capture_id in found)

    def all(self) -> tuple[Capture, ...]:
        """Every capture in the order of the digest chain."""
        return self._read(None)

    def last_chain(self) -> str:
        """The end of the digest chain as far as it is indexed; empty before the first capture."""
        row = self._session.exec(
            select(CaptureRow.chain)
            .order_by(col(CaptureRow.warc_file).desc(), col(CaptureRow.warc_offset).desc())
            .limit(1)
        ).first()
        return row or ""

    def resume_file(self) -> str:
        """The WARC file from which index rows may be missing after a kill; empty = from the first.

        A look may begin before midnight and be killed after it, so it is the last but one known.
        """
        names = self._session.exec(
            select(CaptureRow.warc_file).distinct().order_by(col(CaptureRow.warc_file).desc()).limit(2)
        ).all()
        return names[1] if len(names) == 2 else ""

    def _read(self, condition: Any) -> tuple[Capture, ...]:
        table = table_of(CaptureRow)
        query = table.select().order_by(table.c.warc_file, table.c.warc_offset)
        if condition is not None:
            query = query.where(condition)
        return tuple(Capture(**row._mapping) for row in self._session.connection().execute(query))
