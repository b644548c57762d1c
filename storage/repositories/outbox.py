"""Hộp thư đi: mỗi thư một dòng, mỗi người nhận theo đúng thứ tự.
The outbox: written with what it tells of, claimed by conditional UPDATE, nobody told twice."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import exists, func
from sqlmodel import Session, col, select

from monitor.domain.cases import Delivery, Message
from monitor.domain.vocabulary import DeliveryState
from storage.bulk import affected, insert_missing, table_of
from storage.codec import decode, encode
from storage.tables.told import DeliveryRow

_QUEUED = DeliveryState.QUEUED.value
_CLAIMED = DeliveryState.CLAIMED.value
_FORGOTTEN = "đã xóa nội dung"


class Outbox:
    """Messages on their way; queue them in the transaction that makes them true."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(self, message: Message, not_before: datetime) -> bool:
        """Put a message in line; `False` when its key is known, whatever became of it."""
        row = {
            "key": message.key,
            "recipient_id": message.recipient.id,
            "channel": message.recipient.channel,
            "kind": message.kind.value,
            "subject": message.subject,
            "state": _QUEUED,
            "attempts": 0,
            "not_before": not_before,
            "claimed_by": "",
            "outcome": "",
            "document": encode(Message, message),
        }
        return insert_missing(self._session, DeliveryRow, row, ["key"])

    def claim(self, worker: str, now: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take up to `limit` messages that are due; commit before sending.

        1. read candidates: due, and with no earlier unsettled message to the same recipient, so
        at most one per recipient; 2. take each by an UPDATE that repeats the conditions: of two
        workers at once only one succeeds. Each claim counts as an attempt, unless its worker dies.
        """
        table = table_of(DeliveryRow)
        earlier = table.alias("earlier")
        waiting = exists().where(
            earlier.c.recipient_id == table.c.recipient_id,
            earlier.c.id < table.c.id,
            earlier.c.state.in_((_QUEUED, _CLAIMED)),
        )
        due = (table.c.state == _QUEUED, table.c.not_before <= now, ~waiting)
        connection = self._session.connection()
        candidates = connection.execute(
            table.select().with_only_columns(table.c.id).where(*due).order_by(table.c.id).limit(limit)
        )
        taken: list[int] = []
        for number in candidates.scalars().all():
            result = connection.execute(
                table.update()
                .where(table.c.id == number, *due)
                .values(state=_CLAIMED, claimed_by=worker, claimed_at=now, attempts=table.c.attempts + 1)
            )
            if affected(result) == 1:
                taken.append(number)
        return self._read(col(DeliveryRow.id).in_(taken))

    def sent(self, key: str, worker: str, receipt: str, at: datetime) -> bool:
        """Record that a message left; `False` when the claim had been given to somebody else.

        Recorded in any case, unless recorded already: it did leave, and must not leave again.
        """
        ours = self.holds(key, worker)
        table = table_of(DeliveryRow)
        self._session.connection().execute(
            table.update()
            .where(table.c.key == key, table.c.state != DeliveryState.SENT.value)
            .values(state=DeliveryState.SENT.value, outcome=receipt, settled_at=at, claimed_by=worker)
        )
        return ours

    def retry(self, key: str, worker: str, outcome: str, not_before: datetime) -> bool:
        """Put a claimed message back in line; `False` when the claim was no longer this worker's."""
        return self._settle(key, worker, state=_QUEUED, outcome=outcome, not_before=not_before, claimed_by="")

    def stop(self, key: str, worker: str, outcome: str, at: datetime) -> bool:
        """Give a claimed message up for good; `False` when the claim was no longer this worker's."""
        return self._settle(key, worker, state=DeliveryState.STOPPED.value, outcome=outcome, settled_at=at)

    def release_stale(self, before: datetime) -> int:
        """Put back what was claimed before this instant by a worker that died; how many.

        No attempt is known to have failed: a worker that dies with fifty claims, and dies again, must
        not use up the attempts of messages that it never came to.
        """
        table = table_of(DeliveryRow)
        result = self._session.connection().execute(
            table.update()
            .where(table.c.state == _CLAIMED, table.c.claimed_at < before)
            .values(state=_QUEUED, claimed_by="", claimed_at=None, attempts=table.c.attempts - 1)
        )
        return affected(result)

    def list(self, state: DeliveryState | None = None) -> tuple[Delivery, ...]:
        """Deliveries in a state, or all, in the order of queueing."""
        return self._read(None if state is None else col(DeliveryRow.state) == state.value)

    def to_recipient(self, recipient_id: str, since: datetime) -> int:
        """How many messages to a recipient still wait, or left (or were given up) at `since` (UTC) or later.

        What waits counts however old it is: it may leave at any moment, together with the next.
        """
        waits = col(DeliveryRow.state).in_((_QUEUED, _CLAIMED))
        return self._session.exec(
            select(func.count())
            .select_from(DeliveryRow)
            .where(
                col(DeliveryRow.recipient_id) == recipient_id, waits | (col(DeliveryRow.settled_at) >= since)
            )
        ).one()

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries are in each state."""
        rows = self._session.exec(select(DeliveryRow.state, func.count()).group_by(col(DeliveryRow.state)))
        return {DeliveryState(state): number for state, number in rows}

    def forget(self, recipient_id: str) -> int:
        """Take address, name and content out of a recipient's letters; how many.

        Those that wait are given up. The keys stay, so that nothing is told again under them.
        """
        return self._scrub(col(DeliveryRow.recipient_id) == recipient_id)

    def forget_settled(self, before: datetime) -> int:
        """The same for every letter that was settled before this instant (UTC)."""
        return self._scrub(col(DeliveryRow.settled_at) < before)

    def _scrub(self, condition: Any) -> int:
        known = col(DeliveryRow.outcome) != _FORGOTTEN
        rows = self._session.exec(select(DeliveryRow).where(condition, known)).all()
        for row in rows:
            message = decode(Message, row.document)
            nobody = replace(message.recipient, name="", address="", settings={})
            row.document = encode(
                Message, replace(message, recipient=nobody, subject="", text="", html="", unsubscribe_url="")
            )
            row.subject, row.outcome = "", _FORGOTTEN
            if row.state in (_QUEUED, _CLAIMED):
                row.state = DeliveryState.STOPPED.value
            self._session.add(row)
        return len(rows)

    def holds(self, key: str, worker: str) -> bool:
        """Whether a claim is still this worker's; one who was slow may have been taken for dead."""
        row = self._session.exec(
            select(DeliveryRow.id).where(
                col(DeliveryRow.key) == key,
                col(DeliveryRow.state) == _CLAIMED,
                col(DeliveryRow.claimed_by) == worker,
            )
        ).first()
        return row is not None

    def _settle(self, key: str, worker: str, **values: Any) -> bool:
        table = table_of(DeliveryRow)
        result = self._session.connection().execute(
            table.update()
            .where(table.c.key == key, table.c.state == _CLAIMED, table.c.claimed_by == worker)
            .values(**values)
        )
        return affected(result) == 1

    def _read(self, condition: Any) -> tuple[Delivery, ...]:
        query = select(DeliveryRow).order_by(col(DeliveryRow.id))
        if condition is not None:
            query = query.where(condition)
        return tuple(
            Delivery(
                decode(Message, row.document),
                DeliveryState(row.state),
                row.attempts,
                row.not_before,
                row.claimed_by,
                row.claimed_at,
                row.outcome,
            )
            for row in self._session.exec(query)
        )
