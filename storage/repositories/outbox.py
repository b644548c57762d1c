"""Hộp thư đi: mỗi thư một dòng, mỗi người nhận theo đúng thứ tự.
The outbox: written with what it tells of, claimed by conditional UPDATE, nobody told twice."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from monitor.domain.cases import Delivery, Message, key_hash
from monitor.domain.vocabulary import DeliveryState
from storage.bulk import affected, chunks, insert_missing, insert_new, table_of
from storage.codec import decode, encode
from storage.columns import stored_key
from storage.repositories.in_line import behind
from storage.repositories.scrubbing import scrub
from storage.tables.told import DeliveryRow

_QUEUED = DeliveryState.QUEUED.value
_CLAIMED = DeliveryState.CLAIMED.value
_SENT = DeliveryState.SENT.value


class Outbox:
    """Messages on their way; queue them in the transaction that makes them true."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def queue(self, message: Message, not_before: datetime) -> bool:
        """Put a message in line; `False` when its key is known, whatever became of it."""
        return insert_missing(self._session, DeliveryRow, _row(message, not_before), ["key"])

    def queue_all(self, messages: Iterable[Message], not_before: datetime) -> int:
        """Put many messages in line, in their order; how many: those whose key is known are passed over."""
        queued = 0
        for chunk in chunks(messages):
            rows = {stored_key(message.key): message for message in chunk}
            query = select(DeliveryRow.key).where(col(DeliveryRow.key).in_(rows))
            for key in self._session.exec(query):
                del rows[key]
            insert_new(self._session, DeliveryRow, [_row(message, not_before) for message in rows.values()])
            queued += len(rows)
        return queued

    def claim(
        self, worker: str, now: datetime, limit: int, without: Collection[str] = ()
    ) -> tuple[Delivery, ...]:
        """Take up to `limit` messages that are due, of no channel in `without`; commit before sending.

        1. read candidates: due, and not `behind` an earlier one to the same recipient, so
        at most one per recipient; those on which workers died come last, the more of them the later,
        lest they hold up all others;
        2. take them by an UPDATE that repeats the conditions: of two workers at once only one
        succeeds. Each claim counts as an attempt, unless its worker dies.
        """
        table = table_of(DeliveryRow)
        due = (
            table.c.state == _QUEUED,
            table.c.not_before <= now,
            table.c.channel.not_in(sorted(without)),
            ~behind(table, now),
        )
        taken: list[int] = []
        for unharmed in (table.c.deaths == 0, table.c.deaths > 0):
            if limit > len(taken):
                taken += self._take(worker, now, limit - len(taken), (*due, unharmed))
        return tuple(sorted(self._read(col(DeliveryRow.id).in_(taken)), key=lambda one: one.deaths))

    def _take(self, worker: str, now: datetime, limit: int, due: tuple[Any, ...]) -> list[int]:
        table, connection = table_of(DeliveryRow), self._session.connection()
        # What another worker is just taking is passed over: two that wait for each other would be stuck.
        candidates = connection.execute(
            table.select()
            .with_only_columns(table.c.id)
            .where(*due)
            .order_by(table.c.deaths, table.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        numbers = candidates.scalars().all()
        if not numbers:
            return []
        taken = connection.execute(
            table.update()
            .where(table.c.id.in_(numbers), *due)
            .values(state=_CLAIMED, claimed_by=worker, claimed_at=now, attempts=table.c.attempts + 1)
            .returning(table.c.id)
        )
        return list(taken.scalars().all())

    def begin(self, keys: Iterable[str], worker: str, at: datetime) -> frozenset[str]:
        """Mark claims as being sent from `at` (UTC) on, and say which are still this worker's.

        A worker that was slow may have been taken for dead; one that is at work renews its claims by
        this. Until the outcome is told, each counts a death of its worker. Commit before sending.
        """
        known = {stored_key(key): key for key in keys}
        table = table_of(DeliveryRow)
        held = self._session.connection().execute(
            table.update()
            .where(table.c.key.in_(known), table.c.state == _CLAIMED, table.c.claimed_by == worker)
            .values(claimed_at=at, deaths=table.c.deaths + 1)
            .returning(table.c.key)
        )
        return frozenset(known[key] for key in held.scalars())

    def renew(self, worker: str, at: datetime) -> None:
        """A worker is alive at `at` (UTC): none of its claims is that of a dead one."""
        table = table_of(DeliveryRow)
        self._session.connection().execute(
            table.update()
            .where(table.c.state == _CLAIMED, table.c.claimed_by == worker)
            .values(claimed_at=at)
        )

    def sent(self, key: str, worker: str, receipt: str, at: datetime) -> bool:
        """Record that a message left; `False` when the claim had been given to somebody else.

        Recorded in any case, unless recorded already: it did leave, and must not leave again.
        """
        ours = self.holds(key, worker)
        self.sent_all({key: receipt}, worker, at)
        return ours

    def sent_all(self, receipts: Mapping[str, str], worker: str, at: datetime) -> None:
        """Record that messages left, each with its receipt; see `sent`."""
        if not receipts:
            return
        table = table_of(DeliveryRow)
        statement = (
            table.update()
            .where(table.c.key == bindparam("its_key"), table.c.state != _SENT)
            .values(state=_SENT, outcome=bindparam("receipt"), settled_at=at, claimed_by=worker, deaths=0)
        )
        self._session.connection().execute(
            statement, [{"its_key": key, "receipt": receipt} for key, receipt in receipts.items()]
        )

    def retry(self, key: str, worker: str, outcome: str, not_before: datetime) -> bool:
        """Put a claimed message back in line; `False` when the claim was no longer this worker's."""
        return self._settle(
            key, worker, state=_QUEUED, outcome=outcome, not_before=not_before, claimed_by="", deaths=0
        )

    def put_back(self, keys: Iterable[str], worker: str, not_before: datetime) -> int:
        """Put claimed messages that were not tried back in line, without counting an attempt; how many."""
        table = table_of(DeliveryRow)
        return sum(
            self._settle(
                key, worker, state=_QUEUED, not_before=not_before, claimed_by="", claimed_at=None,
                attempts=table.c.attempts - 1,
            )
            for key in keys
        )  # fmt: skip

    def stop(self, key: str, worker: str, outcome: str, at: datetime) -> bool:
        """Give a claimed message up for good; `False` when the claim was no longer this worker's."""
        return self._settle(key, worker, state=DeliveryState.STOPPED.value, outcome=outcome, settled_at=at)

    def release_stale(self, before: datetime) -> int:
        """Put back what was claimed before this instant by a worker that died; how many.

        No attempt is known to have failed: a worker that dies with fifty claims, and dies again, must
        not use up the attempts of messages that it never came to. Those it was just sending keep
        the death that `begin` counted, by which a message that kills its worker each time is known.
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

    def key_of(self, digest: str) -> str | None:
        """The key of the message that a report names by `key_hash`; `None` for what is not ours."""
        query = select(DeliveryRow.document).where(col(DeliveryRow.key_hash) == digest)
        document = self._session.exec(query).first()
        return None if document is None else decode(Message, document).key

    def to_recipient(self, recipient_id: str, since: datetime) -> int:
        """How many messages to a recipient still wait, or left (or were given up) at `since` (UTC) or later.

        What waits counts however old it is: it may leave at any moment, together with the next.
        """
        return self.to_recipients([recipient_id], since).get(recipient_id, 0)

    def to_recipients(self, recipient_ids: Iterable[str], since: datetime) -> dict[str, int]:
        """The same for many recipients; those without any are left out."""
        waits = col(DeliveryRow.state).in_((_QUEUED, _CLAIMED))
        counts: dict[str, int] = {}
        for chunk in chunks(dict.fromkeys(recipient_ids)):
            query = (
                select(DeliveryRow.recipient_id, func.count())
                .where(
                    col(DeliveryRow.recipient_id).in_(chunk), waits | (col(DeliveryRow.settled_at) >= since)
                )
                .group_by(col(DeliveryRow.recipient_id))
            )
            counts.update(self._session.exec(query).all())
        return counts

    def counts(self) -> dict[DeliveryState, int]:
        """How many deliveries are in each state."""
        rows = self._session.exec(select(DeliveryRow.state, func.count()).group_by(col(DeliveryRow.state)))
        return {DeliveryState(state): number for state, number in rows}

    def forget(self, recipient_id: str, keys: Collection[str] | None = None) -> int:
        """Take address, name and content out of a recipient's letters, or of those with such keys; how many.

        Those that wait are given up. The keys stay, so that nothing is told again under them.
        """
        theirs = col(DeliveryRow.recipient_id) == recipient_id
        if keys is None:
            return scrub(self._session, theirs)
        return sum(
            scrub(self._session, theirs & col(DeliveryRow.key).in_(chunk))
            for chunk in chunks(map(stored_key, keys))
        )

    def forget_settled(self, before: datetime) -> int:
        """The same for every letter that was settled before this instant (UTC)."""
        return scrub(self._session, col(DeliveryRow.settled_at) < before)

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
                row.deaths,
            )
            for row in self._session.exec(query)
        )


def _row(message: Message, not_before: datetime) -> dict[str, Any]:
    return {
        "key": message.key,
        "key_hash": key_hash(message.key),
        "recipient_id": message.recipient.id,
        "channel": message.recipient.channel,
        "kind": message.kind.value,
        "subject": message.subject,
        "state": _QUEUED,
        "attempts": 0,
        "deaths": 0,
        "not_before": not_before,
        "claimed_by": "",
        "outcome": "",
        "document": encode(Message, message),
    }
