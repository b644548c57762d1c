"""Các kỳ bản tin: kỳ nào đã xong, kỳ nào bắt đầu rồi dở dang; và mỗi tuần xem được bao nhiêu nguồn.
Digest runs, done or broken off, and how many sources each week was able to see."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.digests import DigestRun
from monitor.domain.times import Window
from storage.bulk import affected, insert_missing, table_of
from storage.codec import decode_raw, encode_raw
from storage.tables.digests import BulletinRunRow
from storage.tables.looking import LookRow


class Digests:
    """One row for each week and sort of reader; contractors' runs are `Subscriptions.complete`."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def begin(self, reader: str, slot: datetime, at: datetime) -> None:
        """Note that a run was begun; one that was begun before keeps its first time."""
        row = {"reader": reader, "slot": slot, "started_at": at, "letters": 0, "places": "{}"}
        insert_missing(self._session, BulletinRunRow, row, ["reader", "slot"])

    def complete(
        self, reader: str, slot: datetime, letters: int, places: Mapping[str, int], at: datetime
    ) -> bool:
        """Mark a begun run as done, in the transaction that queues its letters; `False` if it was."""
        table = table_of(BulletinRunRow)
        result = self._session.connection().execute(
            table.update()
            .where(table.c.reader == reader, table.c.slot == slot, table.c.completed_at.is_(None))
            .values(completed_at=at, letters=letters, places=encode_raw(dict(places)))
        )
        return affected(result) == 1

    def get(self, reader: str, slot: datetime) -> DigestRun | None:
        """One run, also one that broke off."""
        query = select(BulletinRunRow).where(
            col(BulletinRunRow.reader) == reader, col(BulletinRunRow.slot) == slot
        )
        row = self._session.exec(query).first()
        return None if row is None else _run(row)

    def list(self, reader: str) -> tuple[DigestRun, ...]:
        """Every run for a sort of reader, the oldest first."""
        query = select(BulletinRunRow).where(col(BulletinRunRow.reader) == reader)
        return tuple(map(_run, self._session.exec(query.order_by(col(BulletinRunRow.slot)))))

    def done_until(self, reader: str) -> datetime | None:
        """The newest slot (UTC) that is done; `None` before the first."""
        query = select(func.max(BulletinRunRow.slot)).where(
            col(BulletinRunRow.reader) == reader, col(BulletinRunRow.completed_at).is_not(None)
        )
        return self._session.exec(query).one()

    def seen(self, span: Window) -> tuple[int, int]:
        """How many sources were looked at in the span, and how many of them were seen whole."""
        each = self.seen_each(span)
        return len(each), sum(each.values())

    def seen_each(self, span: Window) -> Mapping[str, bool]:
        """The ids of the sources looked at in the span: whether each was seen whole at least once."""
        looked = (
            select(col(LookRow.source_id))
            .where(col(LookRow.started_at) >= span.start, col(LookRow.started_at) < span.end)
            .distinct()
        )
        whole = set(self._session.exec(looked.where(col(LookRow.saw_everything))))
        return {source_id: source_id in whole for source_id in sorted(self._session.exec(looked))}


def _run(row: BulletinRunRow) -> DigestRun:
    return DigestRun(
        row.reader, row.slot, row.started_at, row.completed_at, row.letters, decode_raw(row.places)
    )
