"""Hộp thư đi như người vận hành xem: tìm thư, đếm thư, đưa thư dừng vào hàng lại.
The outbox as an operator looks at it; sending itself is `Outbox`'s."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from monitor.domain.cases import Delivery, Message
from monitor.domain.post import Posting
from monitor.domain.times import Window
from monitor.domain.vocabulary import DeliveryState, MessageKind
from storage.bulk import affected, table_of
from storage.codec import decode, encode
from storage.repositories.in_line import behind
from storage.tables.told import DeliveryRow


class Postings:
    """Reads the outbox; `again` and `returned` alone write."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._table = table_of(DeliveryRow)

    def newest(
        self, state: DeliveryState | None = None, reader: str = "", limit: int | None = None
    ) -> tuple[Posting, ...]:
        """The newest first; `reader` is a recipient's id or its whole address."""
        table = self._table
        conditions = [] if state is None else [table.c.state == state.value]
        if "@" in reader:
            conditions.append(table.c.document.icontains(reader, autoescape=True))
        elif reader:
            conditions.append(table.c.recipient_id == reader)
        found = self._read(conditions, newest_first=True, limit=None if "@" in reader else limit)
        if "@" in reader:
            wanted = reader.casefold()
            found = (one for one in found if one.delivery.message.recipient.address.casefold() == wanted)
        return tuple(found)[:limit]

    def named(self, name: str) -> Posting | None:
        """The letter of this key, or of this number."""
        table = self._table
        by_key = next(iter(self._read([table.c.key == name])), None)
        if by_key is not None or not (name.isascii() and name.isdigit() and len(name) <= 18):
            return by_key
        return next(iter(self._read([table.c.id == int(name)])), None)

    def known_by(self, digest: str) -> Posting | None:
        """The letter that goes by this `key_hash` outside the house."""
        return next(iter(self._read([self._table.c.key_hash == digest])), None)

    def due(self, now: datetime) -> tuple[Posting, ...]:
        """What would leave at `now`, in the order of sending; all that waits behind one another too."""
        table = self._table
        return tuple(self._read([table.c.state == DeliveryState.QUEUED.value, table.c.not_before <= now]))

    def waiting_since(self, now: datetime) -> datetime | None:
        """Since when the oldest letter could have left that is due at `now`; `None` when nothing is due.

        One that stands behind another to the same recipient is not due: that other one is.
        """
        table = self._table
        query = select(func.min(table.c.not_before)).where(
            table.c.state == DeliveryState.QUEUED.value, table.c.not_before <= now, ~behind(table, now)
        )
        found: datetime | None = self._session.connection().execute(query).scalar()
        return found

    def tried_in_vain(self, channel: str, times: int) -> int:
        """How many letters of a channel still wait after so many failed attempts."""
        table = self._table
        query = select(func.count()).where(
            table.c.state == DeliveryState.QUEUED.value,
            table.c.channel == channel,
            table.c.attempts >= times,
        )
        return self._session.connection().execute(query).scalar_one()

    def stopped_for(self, recipient_ids: Collection[str]) -> tuple[Posting, ...]:
        """What was given up for these recipients, the oldest first."""
        table = self._table
        stopped = table.c.state == DeliveryState.STOPPED.value
        return tuple(self._read([stopped, table.c.recipient_id.in_(sorted(recipient_ids))]))

    def last_to(self, recipient_id: str) -> Posting | None:
        """The newest letter to a recipient."""
        return next(iter(self.newest(reader=recipient_id, limit=1)), None)

    def of_kind(self, kind: MessageKind, limit: int) -> tuple[Posting, ...]:
        """The newest letters of a kind, the newest first."""
        return tuple(self._read([self._table.c.kind == kind.value], newest_first=True, limit=limit))

    def settled(self, period: Window) -> dict[DeliveryState, int]:
        """How many letters were sent, and how many given up, in a span of time."""
        table = self._table
        query = (
            select(table.c.state, func.count())
            .where(table.c.settled_at >= period.start, table.c.settled_at < period.end)
            .group_by(table.c.state)
        )
        return {DeliveryState(state): count for state, count in self._session.connection().execute(query)}

    def again(self, number: int, message: Message, outcome: str, now: datetime) -> bool:
        """Put a letter that was given up back in line, its attempts counted anew.

        `message` is the same letter, to a recipient whose address may have been mended. `False`
        when it is not given up (any more).
        """
        table = self._table
        result = self._session.connection().execute(
            table.update()
            .where(
                table.c.id == number,
                table.c.key == message.key,
                table.c.state == DeliveryState.STOPPED.value,
            )
            .values(
                state=DeliveryState.QUEUED.value,
                attempts=0,
                deaths=0,
                not_before=now,
                claimed_by="",
                claimed_at=None,
                settled_at=None,
                outcome=outcome,
                channel=message.recipient.channel,
                document=encode(Message, message),
            )
        )
        return affected(result) == 1

    def being_sent(self, digest: str, since: datetime) -> bool:
        """Whether a worker has held that letter (its `key_hash`) since then (UTC): what became of it is not
        known yet."""
        table = self._table
        held = (table.c.state == DeliveryState.CLAIMED.value, table.c.claimed_at >= since)
        query = table.select().with_only_columns(table.c.id).where(table.c.key_hash == digest, *held)
        return self._session.connection().execute(query.limit(1)).first() is not None

    def returned(self, digest: str, outcome: str, now: datetime) -> Message | None:
        """Give up a letter that left and came back (its `key_hash`).

        `None` for what is not ours, and for one that has not left or came back before.
        """
        table = self._table
        taken = self._session.connection().execute(
            table.update()
            .where(table.c.key_hash == digest, table.c.state == DeliveryState.SENT.value)
            .values(state=DeliveryState.STOPPED.value, outcome=outcome, settled_at=now)
            .returning(table.c.document)
        )
        document = taken.scalar()
        return None if document is None else decode(Message, document)

    def _read(
        self, conditions: list[Any], *, newest_first: bool = False, limit: int | None = None
    ) -> Iterator[Posting]:
        table = self._table
        order = table.c.id.desc() if newest_first else table.c.id
        query = table.select().where(*conditions).order_by(order).limit(limit)
        for row in self._session.connection().execute(query):
            yield Posting(
                row.id,
                Delivery(
                    decode(Message, row.document),
                    DeliveryState(row.state),
                    row.attempts,
                    row.not_before,
                    row.claimed_by,
                    row.claimed_at,
                    row.outcome,
                ),
                row.settled_at,
            )
