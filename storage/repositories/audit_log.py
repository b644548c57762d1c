"""Nhật ký việc đã làm: chỉ thêm, không sửa, không xóa.
The audit log: rows are added, never changed; the chain of hashes is made in `monitor.access.chain`."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from monitor.domain.staff import Actor, AuditRow
from storage.bulk import insert
from storage.tables.staffed import AuditLogRow

# Any fixed number: two transactions must not both follow the same row.
_LOCK = 72_110_027
_AT_ONCE = 1000


class AuditLog:
    """In the order of the rows' numbers, which begin at 1 and have no gaps."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last_to_follow(self) -> AuditRow | None:
        """The newest row; until the transaction ends nobody else may add one.

        SQLite lets one writer in at a time anyway.
        """
        if self._session.get_bind().dialect.name == "postgresql":
            self._session.connection().execute(
                text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK}
            )
        return self.last()

    def last(self) -> AuditRow | None:
        """The newest row, `None` in an empty log."""
        query = select(AuditLogRow).order_by(col(AuditLogRow.number).desc()).limit(1)
        row = self._session.exec(query).first()
        return None if row is None else _audit_row(row)

    def append(self, row: AuditRow) -> None:
        """Add one row; `StorageError` when its number is taken."""
        insert(self._session, AuditLogRow, [_columns(row)])

    def walk(self) -> Iterator[AuditRow]:
        """Every row from the first, read in portions: the log may be long."""
        last: int | None = None
        while True:
            query = select(AuditLogRow).order_by(col(AuditLogRow.number)).limit(_AT_ONCE)
            if last is not None:
                query = query.where(col(AuditLogRow.number) > last)
            rows = [_audit_row(row) for row in self._session.exec(query)]
            yield from rows
            if len(rows) < _AT_ONCE:
                return
            self._session.expunge_all()
            last = rows[-1].number

    def list(
        self,
        *,
        since: datetime | None = None,
        by: str = "",
        subject: str = "",
        deed: str = "",
        before: int | None = None,
        most: int = 100,
    ) -> tuple[AuditRow, ...]:
        """The newest rows that satisfy all that is given; `before` is a number, for the next page."""
        conditions: list[Any] = []
        if since is not None:
            conditions.append(col(AuditLogRow.at) >= since)
        if by:
            conditions.append(col(AuditLogRow.who) == by)
        if subject:
            conditions.append(col(AuditLogRow.object) == subject)
        if deed:
            conditions.append(col(AuditLogRow.deed) == deed)
        if before is not None:
            conditions.append(col(AuditLogRow.number) < before)
        query = select(AuditLogRow).where(*conditions).order_by(col(AuditLogRow.number).desc()).limit(most)
        return tuple(map(_audit_row, self._session.exec(query)))


def _columns(row: AuditRow) -> dict[str, Any]:
    return {
        "number": row.number,
        "previous": row.previous,
        "at": row.at,
        "who": row.actor.by,
        "role": row.actor.role,
        "session": row.actor.session,
        "net": row.actor.net,
        "deed": row.deed,
        "object": row.object,
        "details": row.details,
        "hash": row.hash,
    }


def _audit_row(row: AuditLogRow) -> AuditRow:
    actor = Actor(row.who, row.role, row.session, row.net)
    return AuditRow(row.number, row.previous, row.at, actor, row.deed, row.object, row.details, row.hash)
