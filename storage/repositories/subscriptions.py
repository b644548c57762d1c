"""Đăng ký nhận tin, tin khớp của từng đăng ký, và kỳ gửi nào đã xong.
Subscriptions, what matched each of them, what was told in which message, and which slots are done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from monitor.domain.subscriptions import Match, Subscription, TenderEvent
from monitor.domain.vocabulary import SubscriptionState
from storage.bulk import CHUNK, affected, chunks, insert_new, table_of, upsert
from storage.codec import decode, encode
from storage.columns import stored_key
from storage.tables.subscribed import DigestRunRow, MatchRow, SubscriptionRow, TenderEventRow, TenderRow


class Subscriptions:
    """Every subscription ever made; those ended stay as proof until their personal data is erased."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, subscriptions: Iterable[Subscription]) -> None:
        """Store subscriptions, or replace those of the same id."""
        for chunk in chunks({item.id: item for item in subscriptions}.values()):
            upsert(self._session, SubscriptionRow, [_row(item) for item in chunk])

    def get(self, subscription_id: str) -> Subscription | None:
        """One subscription by id."""
        return next(iter(self._read(col(SubscriptionRow.id) == stored_key(subscription_id))), None)

    def some(self, subscription_ids: Iterable[str]) -> dict[str, Subscription]:
        """Those of these ids that there are, by id."""
        found: dict[str, Subscription] = {}
        for chunk in chunks(map(stored_key, subscription_ids)):
            found |= {one.id: one for one in self._read(col(SubscriptionRow.id).in_(chunk))}
        return found

    def states(self, subscription_ids: Iterable[str]) -> dict[str, SubscriptionState]:
        """The state of each of these ids that there is."""
        found: dict[str, SubscriptionState] = {}
        for chunk in chunks(map(stored_key, subscription_ids)):
            query = select(SubscriptionRow.id, SubscriptionRow.state).where(
                col(SubscriptionRow.id).in_(chunk)
            )
            found |= {number: SubscriptionState(state) for number, state in self._session.exec(query)}
        return found

    def by_secret(self, secret: str) -> Subscription | None:
        """The subscription whose addresses carry this secret."""
        return next(iter(self._read(col(SubscriptionRow.secret) == secret)), None)

    def list(self, state: SubscriptionState | None = None) -> tuple[Subscription, ...]:
        """All subscriptions, or those in a state, by id."""
        return self._read(None if state is None else col(SubscriptionRow.state) == state.value)

    def active(self) -> Iterator[Subscription]:
        """Every subscription that is told of things, by id; never all in memory at once."""
        after = ""
        while True:
            query = (
                select(SubscriptionRow.id, SubscriptionRow.document)
                .where(
                    col(SubscriptionRow.state) == SubscriptionState.ACTIVE.value,
                    col(SubscriptionRow.id) > after,
                )
                .order_by(col(SubscriptionRow.id))
                .limit(CHUNK)
            )
            rows = self._session.exec(query).all()
            yield from (decode(Subscription, document) for _, document in rows)
            if len(rows) < CHUNK:
                return
            after = rows[-1][0]

    def of_address(self, address: str) -> tuple[Subscription, ...]:
        """Every subscription of one address, by id; capitals do not matter."""
        return self._read(col(SubscriptionRow.address) == stored_key(_plain(address)))

    def drop(self, subscription_ids: Iterable[str]) -> None:
        """Remove subscriptions with all that they matched and were told."""
        for chunk in chunks(map(stored_key, subscription_ids)):
            for model, name in (
                (MatchRow, "subscription_id"),
                (DigestRunRow, "subscription_id"),
                (SubscriptionRow, "id"),
            ):
                table = table_of(model)
                self._session.connection().execute(table.delete().where(table.c[name].in_(chunk)))

    def over(self, now: datetime) -> tuple[Subscription, ...]:
        """Paused subscriptions whose pause has ended by `now` (UTC)."""
        return self._read(
            (col(SubscriptionRow.state) == SubscriptionState.PAUSED.value)
            & (col(SubscriptionRow.paused_until) <= now)
        )

    def add_matches(self, matches: Iterable[tuple[str, str]], told_in: str = "") -> None:
        """Note (subscription id, event id) pairs; those noted before stay as they are.

        `told_in` where no message will tell them, as they stand in a feed.
        """
        for chunk in chunks(dict.fromkeys(matches)):
            rows = [{"subscription_id": who, "event_id": what, "told_in": told_in} for who, what in chunk]
            insert_new(self._session, MatchRow, rows)

    def waits_since(self) -> dict[str, datetime]:
        """When the first of the matches that are still to be told was learnt (UTC), by subscription id."""
        rows = self._session.exec(
            select(MatchRow.subscription_id, func.min(TenderEventRow.learnt_at))
            .join(TenderEventRow, col(TenderEventRow.id) == col(MatchRow.event_id))
            .where(col(MatchRow.told_in) == "")
            .group_by(col(MatchRow.subscription_id))
        )
        return dict(rows.all())

    def untold(self, subscription_ids: Iterable[str] | None = None) -> Mapping[str, tuple[TenderEvent, ...]]:
        """What is still to be told (to these, or to all), by subscription id; events in the order they were
        learnt."""
        if subscription_ids is None:
            return self._untold([])
        found: dict[str, tuple[TenderEvent, ...]] = {}
        for chunk in chunks(map(stored_key, subscription_ids)):
            found |= self._untold([table_of(MatchRow).c.subscription_id.in_(chunk)])
        return found

    def _untold(self, conditions: Iterable[Any]) -> dict[str, tuple[TenderEvent, ...]]:
        table, events = table_of(MatchRow), table_of(TenderEventRow)
        rows = self._session.connection().execute(
            select(table.c.subscription_id, table.c.event_id, events.c.document)
            .join(events, events.c.id == table.c.event_id)
            .where(table.c.told_in == "", *conditions)
            .order_by(events.c.learnt_at, events.c.id)
        )
        known: dict[str, TenderEvent] = {}
        waiting: dict[str, list[TenderEvent]] = defaultdict(list)
        for who, what, document in rows:
            if what not in known:
                known[what] = decode(TenderEvent, document)
            waiting[who].append(known[what])
        return {who: tuple(found) for who, found in waiting.items()}

    def tell(self, told: Iterable[tuple[str, str, str]]) -> int:
        """Note (subscription id, event id, key of the message that tells it); how many were still untold."""
        table, noted = table_of(MatchRow), 0
        statement = (
            table.update()
            .where(
                table.c.subscription_id == bindparam("who"),
                table.c.event_id == bindparam("what"),
                table.c.told_in == "",
            )
            .values(told_in=bindparam("its_key"))
        )
        for chunk in chunks(told):
            rows = [{"who": who, "what": what, "its_key": key} for who, what, key in chunk]
            noted += affected(self._session.connection().execute(statement, rows))
        return noted

    def matches(self, subscription_id: str) -> tuple[Match, ...]:
        """Everything a subscription asked for and was or will be told, oldest first."""
        return tuple(reversed(self.newest(subscription_id, None)))

    def newest(self, subscription_id: str, limit: int | None) -> tuple[Match, ...]:
        """The newest of them, newest first: who asks for everything has tens of thousands."""
        rows = self._session.exec(
            select(TenderEventRow.document, MatchRow.told_in)
            .join(MatchRow, col(MatchRow.event_id) == col(TenderEventRow.id))
            .where(col(MatchRow.subscription_id) == stored_key(subscription_id))
            .order_by(col(TenderEventRow.learnt_at).desc(), col(TenderEventRow.id).desc())
            .limit(limit)
        )
        return tuple(Match(subscription_id, decode(TenderEvent, document), told) for document, told in rows)

    def told_by(self, subscription_id: str, key: str) -> tuple[TenderEvent, ...]:
        """What the letter of that key told this subscription, in the order it was learnt."""
        rows = self._session.exec(
            select(TenderEventRow.document)
            .join(MatchRow, col(MatchRow.event_id) == col(TenderEventRow.id))
            .where(
                col(MatchRow.told_in) == key,
                col(MatchRow.subscription_id) == stored_key(subscription_id),
            )
            .order_by(col(TenderEventRow.learnt_at), col(TenderEventRow.id))
        )
        return tuple(decode(TenderEvent, document) for document in rows)

    def count_matches(self, subscription_id: str, *, untold: bool = False) -> int:
        """How many there are, or how many of them are still to be told."""
        query = (
            select(func.count())
            .select_from(MatchRow)
            .where(col(MatchRow.subscription_id) == stored_key(subscription_id))
        )
        return self._session.exec(query.where(col(MatchRow.told_in) == "") if untold else query).one()

    def closing_after(self, subscription_id: str, after: datetime) -> tuple[str, ...]:
        """The tenders among them that close after an instant (UTC) as far as known, by subject key."""
        rows = self._session.exec(
            select(TenderRow.subject_key)
            .join(TenderEventRow, col(TenderEventRow.subject_key) == col(TenderRow.subject_key))
            .join(MatchRow, col(MatchRow.event_id) == col(TenderEventRow.id))
            .where(
                col(MatchRow.subscription_id) == stored_key(subscription_id), col(TenderRow.closes_at) > after
            )
            .distinct()
            .order_by(col(TenderRow.subject_key))
        )
        return tuple(rows)

    def told_until(self) -> dict[str, datetime]:
        """The last slot of each subscription that is done (UTC), by subscription id."""
        rows = self._session.exec(
            select(DigestRunRow.subscription_id, func.max(DigestRunRow.slot)).group_by(
                col(DigestRunRow.subscription_id)
            )
        )
        return dict(rows.all())

    def complete(self, done: Iterable[tuple[str, datetime, str]], at: datetime) -> None:
        """Mark slots as done, as (subscription id, slot, key of its message), in the transaction that queues
        the messages (empty key: nothing to say)."""
        for chunk in chunks(done):
            rows = [
                {"subscription_id": who, "slot": slot, "message_key": key, "completed_at": at}
                for who, slot, key in chunk
            ]
            insert_new(self._session, DigestRunRow, rows)

    def _read(self, condition: Any) -> tuple[Subscription, ...]:
        query = select(SubscriptionRow.document).order_by(col(SubscriptionRow.id))
        if condition is not None:
            query = query.where(condition)
        return tuple(decode(Subscription, document) for document in self._session.exec(query))


def _plain(address: str) -> str:
    return address.strip().casefold()


def _row(item: Subscription) -> dict[str, object]:
    return {
        "id": item.id,
        "address": _plain(item.address),
        "channel": item.channel,
        "state": item.state.value,
        "secret": item.secret,
        "paused_until": item.paused_until,
        "document": encode(Subscription, item),
    }
