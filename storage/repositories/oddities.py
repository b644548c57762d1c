"""Những giá trị lạ gặp ở nguồn, mỗi cái chỉ báo một lần.
Unknown keys and values met in sources: kept, and reported once."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.domain.sources import Oddity
from storage.bulk import chunks, insert_new
from storage.codec import mark
from storage.tables.looking import OddityRow


class Oddities:
    """Every oddity ever met."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def report(self, oddities: Iterable[Oddity], at: datetime) -> tuple[Oddity, ...]:
        """Keep the oddities that were never met before, and return only those."""
        found = {mark(odd.source_id, odd.where, odd.value): odd for odd in oddities}
        new: list[Oddity] = []
        for chunk in chunks(found):
            known = set(self._session.exec(select(OddityRow.id).where(col(OddityRow.id).in_(chunk))))
            fresh = [number for number in chunk if number not in known]
            insert_new(self._session, OddityRow, [_row(number, found[number], at) for number in fresh])
            new.extend(found[number] for number in fresh)
        return tuple(new)

    def all(self) -> tuple[Oddity, ...]:
        """Every oddity, oldest first."""
        rows = self._session.exec(
            select(OddityRow.source_id, OddityRow.place, OddityRow.value, OddityRow.example).order_by(
                col(OddityRow.reported_at), col(OddityRow.source_id), col(OddityRow.place), col(OddityRow.id)
            )
        )
        return tuple(Oddity(*row) for row in rows)


def _row(number: str, odd: Oddity, at: datetime) -> dict[str, object]:
    return {
        "id": number,
        "source_id": odd.source_id,
        "place": odd.where,
        "value": odd.value,
        "example": odd.example,
        "reported_at": at,
    }
