"""Đăng ký nhận tin, tin khớp của từng đăng ký, và kỳ gửi nào đã xong.
Subscriptions, what matched each of them, what was told in which message, and which slots are done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.subscriptions import Match, Subscription, TenderEvent
from monitor.domain.vocabulary import SubscriptionState
from storage.bulk import affected, chunks, insert_new, table_of, upsert
from storage.codec import decode, encode
from storage.columns import stored_key
from storage.tables.subscribed import DigestRunRow, MatchRow, SubscriptionRow, TenderEventRow


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

    def by_secret(self, secret: str) -> Subscription | None:
        """The subscription whose addresses carry this secret."""
        return next(iter(self._read(col(SubscriptionRow.secret) == secret)), None)

    def list(self, state: SubscriptionState | None = None) -> tuple[Subscription, ...]:
        """All subscriptions, or those in a state, by id."""
        return self._read(None if state is None else col(SubscriptionRow.state) == state.value)

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

    def untold(self) -> Mapping[str, tuple[TenderEvent, ...]]:
        """What is still to be told, by subscription id; events in the order they were learnt."""
        table, events = table_of(MatchRow), table_of(TenderEventRow)
        rows = self._session.connection().execute(
            select(table.c.subscription_id, table.c.event_id, events.c.document)
            .join(events, events.c.id == table.c.event_id)
            .where(table.c.told_in == "")
            .order_by(events.c.learnt_at, events.c.id)
        )
        known: dict[str, TenderEvent] = {}
        waiting: dict[str, list[TenderEvent]] = defaultdict(list)
        for who, what, document in rows:
            if what not in known:
                known[what] = decode(TenderEvent, document)
            waiting[who].append(known[what])
        return {who: tuple(found) for who, found in waiting.items()}

    def tell(self, subscription_id: str, event_ids: Iterable[str], message_key: str) -> int:
        """Note in which message matches were told; how many of them were still untold."""
        table = table_of(MatchRow)
        told = 0
        for chunk in chunks(map(stored_key, event_ids)):
            result = self._session.connection().execute(
                table.update()
                .where(
                    table.c.subscription_id == stored_key(subscription_id),
                    table.c.event_id.in_(chunk),
                    table.c.told_in == "",
                )
                .values(told_in=message_key)
            )
            told += affected(result)
        return told

    def matches(self, subscription_id: str) -> tuple[Match, ...]:
        """Everything a subscription asked for and was or will be told, oldest first."""
        rows = self._session.exec(
            select(TenderEventRow.document, MatchRow.told_in)
            .join(MatchRow, col(MatchRow.event_id) == col(TenderEventRow.id))
            .where(col(MatchRow.subscription_id) == stored_key(subscription_id))
            .order_by(col(TenderEventRow.learnt_at), col(TenderEventRow.id))
        )
        return tuple(Match(subscription_id, decode(TenderEvent, document), told) for document, told in rows)

    def told_until(self) -> dict[str, datetime]:
        """The last slot of each subscription that is done (UTC), by subscription id."""
        rows = self._session.exec(
            select(DigestRunRow.subscription_id, func.max(DigestRunRow.slot)).group_by(
                col(DigestRunRow.subscription_id)
            )
        )
        return dict(rows.all())

    def complete(self, subscription_id: str, slot: datetime, message_key: str, at: datetime) -> None:
        """Mark a slot as done, in the transaction that queues its message (empty key: nothing to say)."""
        row = {
            "subscription_id": subscription_id,
            "slot": slot,
            "message_key": message_key,
            "completed_at": at,
        }
        insert_new(self._session, DigestRunRow, [row])

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
