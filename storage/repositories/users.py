"""Tài khoản của người làm việc.
The accounts of the staff."""

from typing import Any

from pydantic_core import from_json
from sqlmodel import Session, col, select

from monitor.domain.staff import User
from storage.bulk import upsert
from storage.codec import decode, encode
from storage.tables.staffed import StaffUserRow


class Users:
    """Found by login, invitation, the provider's subject or mail address; never erased."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, user: User) -> None:
        """Store an account as it is now."""
        row = {
            "login": user.login,
            "email": user.email,
            "subject": user.subject,
            "invitation": user.invitation,
            "document": encode(User, user),
        }
        upsert(self._session, StaffUserRow, [row])

    def get(self, login: str, *, to_change: bool = False) -> User | None:
        """One account; `to_change` keeps others from changing it until the transaction ends."""
        return self._one(col(StaffUserRow.login) == login, to_change)

    def by_invitation(self, digest: str, *, to_change: bool = False) -> User | None:
        """The account whose invitation has this digest."""
        return self._one(col(StaffUserRow.invitation) == digest, to_change) if digest else None

    def by_subject(self, subject: str) -> User | None:
        """The account that the OpenID provider knows as `subject`."""
        return self._one(col(StaffUserRow.subject) == subject) if subject else None

    def by_email(self, email: str) -> User | None:
        """The account with this mail address, in small letters; `None` also when two share it."""
        return self._one(col(StaffUserRow.email) == email) if email else None

    def list(self) -> tuple[User, ...]:
        """Every account, by login."""
        query = select(StaffUserRow.document).order_by(col(StaffUserRow.login))
        return tuple(decode(User, document) for document in self._session.exec(query))

    def names(self) -> dict[str, str]:
        """The name of every account by login, for lists that say who did something."""
        query = select(StaffUserRow.login, StaffUserRow.document)
        return {login: from_json(document)["name"] for login, document in self._session.exec(query)}

    def _one(self, condition: Any, to_change: bool = False) -> User | None:
        query = select(StaffUserRow.document).where(condition).limit(2)
        found = self._session.exec(query.with_for_update() if to_change else query).all()
        return decode(User, found[0]) if len(found) == 1 else None
