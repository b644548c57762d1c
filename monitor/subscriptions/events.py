"""Từ lần đọc mới của một gói thầu đến những việc đáng báo, mỗi việc một lần.
From the new reading of a tender to what is worth telling, each thing once: pure.

A tender is followed from the first reading on. What was over before we first read it is no news;
neither is a back-fill of old results. An event's id says which happening it is, so that the same
one found twice is the same event.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from monitor.domain.subscriptions import Tender, TenderEvent, TenderState
from monitor.domain.vocabulary import EventKind

# A notice without a closing time is news as long as this; a result of a tender never seen open too.
FRESH = timedelta(days=14)
# How long before closing "closing soon" is told.
SOON = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One result of a tender: its id, when it was published (UTC), whom it names, the price in đồng."""

    id: str
    published_at: datetime | None
    suppliers: tuple[str, ...] = ()
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A tender as it reads now: its newest version, whether its opening is known, its results."""

    tender: Tender
    opened_at: datetime | None = None
    outcomes: tuple[Outcome, ...] = ()


def followed(
    state: TenderState | None, reading: Reading, now: datetime
) -> tuple[TenderState, tuple[TenderEvent, ...]]:
    """The state after this reading and the events it brings, in the order of `EventKind`.

    `now` (UTC) is when it was read. Reading the same again brings nothing, and neither does an older
    version met again. What a sparser reading leaves out is still known.
    """
    if state is not None:
        if reading.tender.version < state.tender.version:
            return state, ()
        reading = replace(reading, tender=_filled(reading.tender, state.tender))
    before = state or _first(reading, now)
    opens = _is_open(reading.tender, now) and not before.live
    if opens:  # first met when it was over: extended now, it is as new as any
        before = replace(before, tender=reading.tender, live=True)
    events = tuple(_events(None if opens else state, before, reading, now))
    kinds = {event.kind for event in events}
    moved = _moved(before.tender, reading.tender)
    after = TenderState(
        reading.tender,
        before.live,
        before.moved + moved,
        before.repriced + _repriced(before.tender, reading.tender),
        before.cancelled + (EventKind.CANCELLATION in kinds),
        before.opened or reading.opened_at is not None,
        tuple(dict.fromkeys((*before.results, *(outcome.id for outcome in reading.outcomes)))),
        reading.tender.closes_at if EventKind.CLOSING_SOON in kinds else before.closing_told,
    )
    return after, events


def closing_soon(state: TenderState, now: datetime) -> tuple[TenderState, tuple[TenderEvent, ...]]:
    """`followed` for a tender of which nothing changed but the time."""
    events = tuple(_closing(state, state.tender, now))
    return (replace(state, closing_told=state.tender.closes_at) if events else state), events


def _first(reading: Reading, now: datetime) -> TenderState:
    """The state of a tender never read before: everything as it is, and nothing of it told."""
    return TenderState(reading.tender, _is_open(reading.tender, now))


def _filled(tender: Tender, known: Tender) -> Tender:
    clarified = known.clarifications if tender.clarifications is None else tender.clarifications
    return replace(
        tender,
        closes_at=tender.closes_at or known.closes_at,
        price=tender.price or known.price,
        clarifications=clarified,
    )


def _is_open(tender: Tender, now: datetime) -> bool:
    if tender.cancelled or not tender.notice_no:
        return False
    if tender.closes_at is not None:
        return tender.closes_at > now
    return tender.published_at is not None and tender.published_at > now - FRESH


def _events(
    known: TenderState | None, before: TenderState, reading: Reading, now: datetime
) -> Iterator[TenderEvent]:
    tender, old = reading.tender, before.tender
    if known is None and before.live:
        yield _event(tender, EventKind.NEW_NOTICE, "", now)
    if before.live:
        yield from _changes(before, tender, now)
    if before.live and reading.opened_at is not None and not before.opened:
        yield _event(tender, EventKind.OPENING, "", now, new=reading.opened_at.isoformat())
    for outcome in reading.outcomes:
        recent = outcome.published_at is not None and outcome.published_at > now - FRESH
        if outcome.id not in before.results and (before.live or recent):
            yield _result(tender, outcome, now)
    if known is None or tender.closes_at == old.closes_at:
        yield from _closing(before, tender, now)


def _changes(before: TenderState, tender: Tender, now: datetime) -> Iterator[TenderEvent]:
    """What differs between two readings of one notice."""
    old = before.tender
    silent = tender.version == old.version
    if tender.version != old.version:
        yield _event(tender, EventKind.AMENDMENT, tender.version, now, old=old.version, new=tender.version)
    if _moved(old, tender):
        # A closing time brought forward is no extension, and more urgent than one.
        later = bool(old.closes_at and tender.closes_at and tender.closes_at > old.closes_at)
        kind = EventKind.EXTENSION if later else EventKind.AMENDMENT
        mark = str(before.moved + 1) if later else f"closes-{before.moved + 1}"
        yield _event(tender, kind, mark, now, _iso(old.closes_at), _iso(tender.closes_at), silent)
    if _repriced(old, tender):
        yield _event(
            tender, EventKind.PRICE_CHANGE, str(before.repriced + 1), now, _dong(old), _dong(tender), silent
        )
    if _more_asked(old, tender):
        # Whether the counter begins anew with a version is not known: each version counts for itself.
        mark = f"{tender.version}-{tender.clarifications}"
        counts = str(old.clarifications), str(tender.clarifications)
        yield _event(tender, EventKind.CLARIFICATION, mark, now, *counts)
    if tender.cancelled and not old.cancelled:
        yield _event(tender, EventKind.CANCELLATION, str(before.cancelled + 1), now, silent=silent)


def _moved(old: Tender, new: Tender) -> bool:
    """A closing time that only became known has not moved."""
    return bool(old.closes_at and new.closes_at) and old.closes_at != new.closes_at


def _repriced(old: Tender, new: Tender) -> bool:
    return bool(old.price and new.price) and old.price != new.price


def _more_asked(old: Tender, new: Tender) -> bool:
    """A counter that was not read before has not grown."""
    if old.clarifications is None or new.clarifications is None:
        return False
    return new.clarifications > old.clarifications


def _closing(state: TenderState, tender: Tender, now: datetime) -> Iterator[TenderEvent]:
    closes = tender.closes_at
    if not state.live or tender.cancelled or closes is None or closes == state.closing_told:
        return
    if now < closes <= now + SOON:
        yield _event(tender, EventKind.CLOSING_SOON, closes.isoformat(), now, new=closes.isoformat())


def _result(tender: Tender, outcome: Outcome, now: datetime) -> TenderEvent:
    event = _event(
        tender, EventKind.RESULT, outcome.id, now, new="" if outcome.price is None else str(outcome.price)
    )
    return replace(event, details={"suppliers": "; ".join(outcome.suppliers)} if outcome.suppliers else {})


def _event(
    tender: Tender,
    kind: EventKind,
    mark: str,
    now: datetime,
    old: str = "",
    new: str = "",
    silent: bool = False,
) -> TenderEvent:
    name = "/".join(part for part in (tender.subject_key, kind.value, mark) if part)
    return TenderEvent(name, kind, tender, now, old, new, silent)


def _iso(at: datetime | None) -> str:
    return "" if at is None else at.isoformat()


def _dong(tender: Tender) -> str:
    return "" if tender.price is None else str(tender.price)
