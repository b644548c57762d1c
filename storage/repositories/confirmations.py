"""Sổ đối chiếu các điều luật với văn bản ký.
Which rules people compared with the signed text; nothing is ever erased."""

from datetime import datetime

from sqlmodel import Session, col, select

from monitor.domain.confirmation import Confirmation, RuleConfirmation
from storage.bulk import affected, insert, table_of
from storage.tables.lawful import RuleConfirmationRow


class Confirmations:
    """One row per act; of several standing ones of a rule the latest counts."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, rule_id: str, given: Confirmation, note: str) -> None:
        """Note that a rule was compared with the document named in `given`."""
        row = {
            "rule_id": rule_id,
            "given_by": given.by,
            "given_at": given.at,
            "document": given.document,
            "sha256": given.sha256,
            "note": note,
            "taken_back_by": "",
        }
        insert(self._session, RuleConfirmationRow, [row])

    def take_back(self, rule_id: str, by: str, at: datetime) -> bool:
        """Let no confirmation of this rule stand from `at` (UTC) on; `False` when none stood."""
        table = table_of(RuleConfirmationRow)
        standing = table.update().where(table.c.rule_id == rule_id, table.c.taken_back_at.is_(None))
        done = self._session.connection().execute(standing.values(taken_back_by=by, taken_back_at=at))
        return affected(done) > 0

    def standing(self, at: datetime) -> dict[str, Confirmation]:
        """By rule, what stood at `at` (UTC): later confirmations and earlier retreats are left out."""
        return {
            row.rule_id: row.given
            for row in self.history()
            if row.given.at <= at and (row.taken_back_at is None or row.taken_back_at > at)
        }

    def history(self) -> tuple[RuleConfirmation, ...]:
        """Every confirmation, oldest first."""
        rows = self._session.exec(
            select(RuleConfirmationRow).order_by(
                col(RuleConfirmationRow.given_at), col(RuleConfirmationRow.id)
            )
        )
        return tuple(
            RuleConfirmation(
                row.rule_id,
                Confirmation(row.given_by, row.given_at, row.document, row.sha256),
                row.note,
                row.taken_back_at,
                row.taken_back_by,
            )
            for row in rows
        )
