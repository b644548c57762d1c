"""Ghi một việc đã làm vào nhật ký nối chuỗi, cùng giao dịch với chính việc ấy.
Write one act into the audit log, in the transaction of the act itself: both stand or neither."""

from datetime import datetime

import structlog

from monitor.access.chain import Head, Misfit, sealed, walk
from monitor.domain.errors import MonitorError
from monitor.domain.staff import Actor, AuditRow, Deed
from storage.store import UnitOfWork

log = structlog.get_logger()


class NobodyActs(MonitorError):
    """An act without the name of whoever did it."""


def audit(
    work: UnitOfWork, actor: Actor, deed: Deed, subject: str, now: datetime, **details: object
) -> AuditRow:
    """Add one row; call it last in the transaction, as it keeps every other writer of rows waiting.

    `subject` is what the act was about: a case number, a pair, a source, a login.
    """
    row = sealed(head(work, to_follow=True), now, actor, deed.value, subject, details)
    work.audit_log.append(row)
    # Beside the database: a tail cut there is still named in the log file.
    log.info("audit", number=row.number, hash=row.hash, deed=row.deed)
    return row


def by_hand(name: str) -> Actor:
    """Somebody who works at a terminal of the server and gave a name. Raises `NobodyActs` without one."""
    if not name.strip():
        raise NobodyActs(
            "no name given", vi="--by đang để trống: hãy ghi rõ để người sau biết ai quyết định."
        )
    return Actor(name.strip(), "terminal")


def head(work: UnitOfWork, *, to_follow: bool = False) -> Head:
    """The newest row, as `monitor audit verify` prints it to be noted elsewhere."""
    last = work.audit_log.last_to_follow() if to_follow else work.audit_log.last()
    return Head() if last is None else Head(last.number, last.hash)


def verify(work: UnitOfWork, noted: Head | None = None) -> tuple[Head, Misfit | None]:
    """Walk the whole log; how far it fits, and the first row that does not."""
    return walk(work.audit_log.walk(), noted)
