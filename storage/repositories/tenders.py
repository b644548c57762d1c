"""Gói thầu mà người ta theo dõi, và những việc đã xảy ra với chúng.
Tenders as last known, and everything that happened to them, each thing once."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from monitor.domain.subscriptions import TenderEvent, TenderState
from storage.bulk import chunks, insert_new, upsert
from storage.codec import decode, encode
from storage.columns import stored_key
from storage.tables.subscribed import TenderEventRow, TenderRow


class Tenders:
    """One row per tender, one per event; write both in the transaction that learnt of them."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def states(self, subject_keys: Iterable[str]) -> dict[str, TenderState]:
        """What was last known of these tenders, by subject key; unknown ones are left out."""
        found: dict[str, TenderState] = {}
        for chunk in chunks(dict.fromkeys(subject_keys)):
            rows = self._session.exec(select(TenderRow.document).where(col(TenderRow.subject_key).in_(chunk)))
            for state in (decode(TenderState, document) for document in rows):
                found[state.tender.subject_key] = state
        return found

    def closing_between(self, after: datetime, until: datetime) -> tuple[TenderState, ...]:
        """Tenders seen open that close after one instant (UTC) and not after the other, by key."""
        rows = self._session.exec(
            select(TenderRow.document)
            .where(col(TenderRow.live), col(TenderRow.closes_at) > after, col(TenderRow.closes_at) <= until)
            .order_by(col(TenderRow.subject_key))
        )
        return tuple(decode(TenderState, document) for document in rows)

    def put(self, states: Iterable[TenderState]) -> None:
        """Store what is now known of tenders."""
        for chunk in chunks({state.tender.subject_key: state for state in states}.values()):
            rows = [
                {
                    "subject_key": state.tender.subject_key,
                    "closes_at": state.tender.closes_at,
                    "live": state.live,
                    "document": encode(TenderState, state),
                }
                for state in chunk
            ]
            upsert(self._session, TenderRow, rows)

    def add_events(self, events: Iterable[TenderEvent]) -> tuple[TenderEvent, ...]:
        """Store events; returns those that were not known, in the order given."""
        fresh: list[TenderEvent] = []
        for chunk in chunks({event.id: event for event in events}.values()):
            known = set(
                self._session.exec(
                    select(TenderEventRow.id).where(col(TenderEventRow.id).in_([e.id for e in chunk]))
                )
            )
            new = [event for event in chunk if stored_key(event.id) not in known]
            insert_new(self._session, TenderEventRow, [_row(event) for event in new])
            fresh += new
        return tuple(fresh)

    def events(self, since: datetime) -> tuple[TenderEvent, ...]:
        """Events learnt at or after `since` (UTC), oldest first."""
        rows = self._session.exec(
            select(TenderEventRow.document)
            .where(col(TenderEventRow.learnt_at) >= since)
            .order_by(col(TenderEventRow.learnt_at), col(TenderEventRow.id))
        )
        return tuple(decode(TenderEvent, document) for document in rows)

    def events_of(self, subject_keys: Iterable[str]) -> tuple[TenderEvent, ...]:
        """Everything that happened to these tenders, oldest first."""
        found: list[TenderEvent] = []
        for chunk in chunks(dict.fromkeys(map(stored_key, subject_keys))):
            rows = self._session.exec(
                select(TenderEventRow.document).where(col(TenderEventRow.subject_key).in_(chunk))
            )
            found += [decode(TenderEvent, document) for document in rows]
        return tuple(sorted(found, key=lambda event: (event.learnt_at, event.id)))


def _row(event: TenderEvent) -> dict[str, object]:
    return {
        "id": event.id,
        "subject_key": event.tender.subject_key,
        "kind": event.kind.value,
        "learnt_at": event.learnt_at,
        "document": encode(TenderEvent, event),
    }
