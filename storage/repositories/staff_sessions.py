"""Phiên đăng nhập đang mở.
The sessions of the staff that were not ended; ending one removes it."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.domain.staff import Role, StaffSession, Stage, User
from storage.bulk import affected, insert, table_of
from storage.codec import decode
from storage.tables.staffed import StaffSessionRow, StaffUserRow


class StaffSessions:
    """By the digest of the id; whether one still counts is for `monitor.access.sessions` to say."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def open(self, one: StaffSession) -> None:
        """Store a new session."""
        insert(self._session, StaffSessionRow, [_row(one)])

    def entered(self, digest: str) -> tuple[StaffSession, User] | None:
        """One session and the account it is of, as every page of the desk asks; `None` without either."""
        row = self._session.exec(
            select(StaffSessionRow, StaffUserRow.document)
            .join(StaffUserRow, col(StaffUserRow.login) == col(StaffSessionRow.login))
            .where(col(StaffSessionRow.digest) == digest)
        ).first()
        return None if row is None else (_session(row[0]), decode(User, row[1]))

    def of(self, login: str) -> tuple[StaffSession, ...]:
        """Every session of an account, the one used last first."""
        rows = self._session.exec(
            select(StaffSessionRow)
            .where(col(StaffSessionRow.login) == login)
            .order_by(col(StaffSessionRow.seen_at).desc())
        )
        return tuple(map(_session, rows))

    def seen(self, digest: str, at: datetime) -> None:
        """Note that a session was used at `at` (UTC)."""
        self._update(digest, seen_at=at)

    def proved(self, digest: str, at: datetime) -> None:
        """Note that password or code were given again at `at` (UTC)."""
        self._update(digest, proved_at=at, seen_at=at)

    def end(self, digests: Iterable[str]) -> int:
        """Remove sessions; how many there were."""
        table = table_of(StaffSessionRow)
        statement = table.delete().where(table.c.digest.in_(list(digests)))
        return affected(self._session.connection().execute(statement))

    def end_all(self, login: str, *, but: str = "") -> int:
        """Remove every session of an account but one; how many there were."""
        table = table_of(StaffSessionRow)
        statement = table.delete().where(table.c.login == login, table.c.digest != but)
        return affected(self._session.connection().execute(statement))

    def forget(self, before: datetime) -> int:
        """Remove what was opened before then (UTC): such a session is past any limit."""
        table = table_of(StaffSessionRow)
        return affected(self._session.connection().execute(table.delete().where(table.c.opened_at < before)))

    def _update(self, digest: str, **values: datetime) -> None:
        table = table_of(StaffSessionRow)
        self._session.connection().execute(table.update().where(table.c.digest == digest).values(values))


def _row(one: StaffSession) -> dict[str, object]:
    return {
        "digest": one.digest,
        "login": one.login,
        "role": one.role.value,
        "stage": one.stage.value,
        "opened_at": one.opened_at,
        "seen_at": one.seen_at,
        "proved_at": one.proved_at,
        "net": one.net,
        "agent": one.agent,
    }


def _session(row: StaffSessionRow) -> StaffSession:
    return StaffSession(
        row.digest,
        row.login,
        Role(row.role),
        Stage(row.stage),
        row.opened_at,
        row.seen_at,
        row.proved_at,
        row.net,
        row.agent,
    )
