"""Địa chỉ không được gửi nữa, và báo cáo của nhà cung cấp thư đã nhận.
Addresses to which nothing is sent any more, and the provider's reports that were taken in."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import func
from sqlmodel import Session, col, select

from storage.bulk import affected, chunks, insert_missing, table_of
from storage.tables.subscribed import MailEventRow, SuppressionRow


class Suppressions:
    """Obeyed by the worker before every mail. Addresses are kept as digests only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, address: str, reason: str, at: datetime) -> bool:
        """Stop an address; `False` when it was stopped before, and the first reason stays."""
        row = {"digest": address_digest(address), "reason": reason, "at": at}
        return insert_missing(self._session, SuppressionRow, row, ["digest"])

    def reason(self, address: str) -> str | None:
        """Why an address is stopped; `None` when it is not."""
        query = select(SuppressionRow.reason).where(col(SuppressionRow.digest) == address_digest(address))
        return self._session.exec(query).first()

    def reasons(self, addresses: Iterable[str]) -> dict[str, str]:
        """Why addresses are stopped, by address; those that are not are left out."""
        digests = {address: address_digest(address) for address in addresses}
        found: dict[str, str] = {}
        for chunk in chunks(dict.fromkeys(digests.values())):
            query = select(SuppressionRow.digest, SuppressionRow.reason)
            found.update(self._session.exec(query.where(col(SuppressionRow.digest).in_(chunk))).all())
        return {address: found[digest] for address, digest in digests.items() if digest in found}

    def lift(self, address: str) -> bool:
        """Send to an address again, as when its owner subscribes anew; `False` when it was not stopped."""
        table = table_of(SuppressionRow)
        result = self._session.connection().execute(
            table.delete().where(table.c.digest == address_digest(address))
        )
        return affected(result) == 1

    def take_in(self, event_id: str, kind: str, address: str, at: datetime) -> bool:
        """Note one report of the provider; `False` when it was taken in before."""
        row = {"id": event_id, "kind": kind, "digest": address_digest(address), "at": at}
        return insert_missing(self._session, MailEventRow, row, ["id"])

    def count(self, kind: str, address: str, since: datetime) -> int:
        """How many reports of a kind about an address since then (UTC)."""
        return self._session.exec(
            select(func.count())
            .select_from(MailEventRow)
            .where(
                col(MailEventRow.digest) == address_digest(address),
                col(MailEventRow.kind) == kind,
                col(MailEventRow.at) >= since,
            )
        ).one()


def address_digest(address: str) -> str:
    """What is kept of an address once its owner is gone: enough to recognise it, not to read it."""
    return sha256(address.strip().casefold().encode()).hexdigest()
