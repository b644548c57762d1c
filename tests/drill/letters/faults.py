"""Những bước bị làm hỏng có chủ ý, mỗi lớp một lỗi, để thử người chấm.
Steps that are spoilt on purpose, one fault each: the judge has to see every one."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from unittest.mock import patch

from sqlalchemy import text

from monitor.domain.subscriptions import Rhythm, TenderEvent, TenderState
from monitor.domain.vocabulary import DeliveryState, EventKind, Pace, SubscriptionState
from monitor.law.calendar import Calendar
from monitor.steps import learn as learning
from monitor.steps import notify as notifying
from monitor.subscriptions.events import Reading, followed
from monitor.subscriptions.rhythm import last_slot
from monitor.wiring import Line
from tests.drill.letters import hand
from tests.drill.letters.fuse import Killed
from tests.drill.letters.steps import Steps


def _run(line: Line, statement: str) -> None:
    with line.store.begin() as work:
        work.outbox._session.connection().execute(text(statement))


class Fault(Steps):
    """`shows` is what the judge has to say."""

    shows = ""


class LosesMatchesAtAKill(Fault):
    """Whoever dies while letters are written had already noted the matches as told."""

    shows = "not told"

    def notify(self, line: Line, now: datetime) -> None:
        try:
            super().notify(line, now)
        except Killed:
            with line.store.begin() as work:
                for who, events in work.subscriptions.untold().items():
                    work.subscriptions.tell((who, event.id, "mất điện") for event in events)
            raise


class RepeatsUnderAnotherId(Fault):
    """A mail whose answer was lost is sent again as a new mail."""

    shows = "a repeat is not the same mail"

    def __init__(self) -> None:
        self._numbers = count()

    def deliver(self, line: Line, now: datetime) -> None:
        fresh = lambda *_: {"Message-ID": f"<{next(self._numbers)}@songmau.example>"}  # noqa: E731
        with patch.object(hand, "thread_headers", fresh):
            super().deliver(line, now)


class ForgetsTheStop(Fault):
    """Who unsubscribed is written to."""

    shows = "news after it was stopped"

    def stop(self, line: Line, number: str, now: datetime) -> None:
        super().stop(line, number, now)
        with line.store.begin() as work:
            one = work.subscriptions.get(number)
            assert one is not None
            work.subscriptions.put([replace(one, state=SubscriptionState.ACTIVE)])


class ForgetsTheSuppression(Fault):
    """Who complained is written to."""

    shows = "sent to a suppressed address"

    def suppress(self, line: Line, address: str, now: datetime) -> None:
        """Nothing is noted."""


class ForgetsThePause(Fault):
    """Who asked for a pause is written to."""

    shows = "too often or without having asked"

    def pause(self, line: Line, number: str, until: datetime | None, now: datetime) -> None:
        """Nothing is noted."""

    def resume(self, line: Line, numbers: Iterable[str], now: datetime) -> None:
        """Nothing was noted."""


class _Misreads(Fault):
    """How tenders are read is spoilt."""

    def learn(self, line: Line, now: datetime) -> None:
        with patch.object(learning, "followed", self.followed):
            super().learn(line, now)

    def followed(
        self, state: TenderState | None, reading: Reading, now: datetime
    ) -> tuple[TenderState, tuple[TenderEvent, ...]]:
        """To be spoilt."""
        return followed(state, reading, now)


class TellsAmendmentsAsNew(_Misreads):
    """What was amended is told as a new notice."""

    shows = "too often or without having asked: new_notice"

    def followed(
        self, state: TenderState | None, reading: Reading, now: datetime
    ) -> tuple[TenderState, tuple[TenderEvent, ...]]:
        after, events = super().followed(state, reading, now)
        new = EventKind.NEW_NOTICE
        return after, tuple(replace(e, kind=new) if e.kind is EventKind.AMENDMENT else e for e in events)


class OverlooksExtensions(_Misreads):
    """A closing time that moved is no news."""

    shows = "not told 1 times: extension"
    overlooked = EventKind.EXTENSION

    def followed(
        self, state: TenderState | None, reading: Reading, now: datetime
    ) -> tuple[TenderState, tuple[TenderEvent, ...]]:
        after, events = super().followed(state, reading, now)
        return after, tuple(event for event in events if event.kind is not self.overlooked)


class OverlooksClarifications(OverlooksExtensions):
    """More requests for clarification are no news."""

    shows = "not told 1 times: clarification"
    overlooked = EventKind.CLARIFICATION


class SkipsTheSlotAfterAnOutage(Fault):
    """A weekly slot that came while nothing ran for half a day is never made up."""

    shows = "0 letters for the weekly slot"

    def __init__(self) -> None:
        self._last = self._now = datetime.max.replace(tzinfo=UTC)
        self._skipped: set[datetime] = set()

    def notify(self, line: Line, now: datetime) -> None:
        self._last, self._now = self._now, now
        with patch.object(notifying, "last_slot", self._slot):
            super().notify(line, now)

    def _slot(self, rhythm: Rhythm, calendar: Calendar, now: datetime) -> datetime:
        slot = last_slot(rhythm, calendar, now)
        if rhythm.pace is Pace.WEEKLY and self._last < slot and self._now - self._last > timedelta(hours=12):
            self._skipped.add(slot)
        return slot - timedelta(weeks=1) if slot in self._skipped else slot


class ReversesTheOrder(Fault):
    """Of two letters that wait for one reader the younger leaves first."""

    shows = "out of order"

    def deliver(self, line: Line, now: datetime) -> None:
        with line.store.read() as work:
            waiting = [one.message for one in work.outbox.list(DeliveryState.QUEUED)]
        by_reader: dict[str, list[str]] = {}
        for message in waiting:
            by_reader.setdefault(message.recipient.id, []).append(message.key)
        for early, late, *_ in (keys for keys in by_reader.values() if len(keys) > 1):
            _swap(line, early, late)
        super().deliver(line, now)


def _swap(line: Line, early: str, late: str) -> None:
    numbers = f"SELECT key, id FROM delivery WHERE key IN ('{early}', '{late}')"
    with line.store.begin() as work:
        connection = work.outbox._session.connection()
        ids = {row.key: row.id for row in connection.execute(text(numbers))}
        for key, number in ((early, -1), (late, ids[early]), (early, ids[late])):
            connection.execute(
                text("UPDATE delivery SET id = :number WHERE key = :key"), {"number": number, "key": key}
            )


class NotesBeforeSending(Fault):
    """A letter is noted as sent, and whoever should send it dies."""

    shows = "said to be sent, but never was"

    def deliver(self, line: Line, now: datetime) -> None:
        with line.store.begin() as work:
            for delivery in work.outbox.claim("chết", now, 1):
                work.outbox.sent(delivery.message.key, "chết", "đã gửi", now)
        super().deliver(line, now)


class SendsAgain(Fault):
    """What was sent and noted comes back into line."""

    shows = "sent again without need"

    def deliver(self, line: Line, now: datetime) -> None:
        super().deliver(line, now)
        last = "SELECT max(id) FROM delivery WHERE state = 'sent'"
        _run(line, f"UPDATE delivery SET state = 'queued' WHERE id = ({last})")


class TellsTheNeighbour(Fault):
    """A match is noted for whoever comes next in the list of subscriptions."""

    shows = "too often or without having asked: "

    def learn(self, line: Line, now: datetime) -> None:
        super().learn(line, now)
        with line.store.begin() as work:
            everyone = [one.id for one in work.subscriptions.list(SubscriptionState.ACTIVE)]
            for who, events in work.subscriptions.untold().items():
                if who in everyone[:-1]:
                    neighbour = everyone[everyone.index(who) + 1]
                    work.subscriptions.add_matches([(neighbour, events[0].id)])
                    return


class TellsInTwoLetters(Fault):
    """What a letter told waits for the next letter as well."""

    shows = "too often or without having asked"

    def notify(self, line: Line, now: datetime) -> None:
        super().notify(line, now)
        last = "SELECT max(told_in) FROM subscription_match"
        _run(line, f"UPDATE subscription_match SET told_in = '' WHERE told_in = ({last})")


EVERY_FAULT: tuple[type[Fault], ...] = (
    LosesMatchesAtAKill,
    RepeatsUnderAnotherId,
    ForgetsTheStop,
    ForgetsTheSuppression,
    ForgetsThePause,
    TellsAmendmentsAsNew,
    OverlooksExtensions,
    OverlooksClarifications,
    SkipsTheSlotAfterAnOutage,
    ReversesTheOrder,
    NotesBeforeSending,
    SendsAgain,
    TellsTheNeighbour,
    TellsInTwoLetters,
)
