"""Người đưa thư: nhận thư chờ gửi, gửi, ghi lại kết quả bằng lời.
The delivery worker: claim, send, record the outcome; nothing is lost, nobody is told twice."""

import time
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from alerts.backoff import next_attempt
from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError
from monitor.pauses import Pauses
from monitor.sending import Envelope, Outcome, sender, together
from monitor.steps.undelivered import withdraw_telling
from monitor.unwanted import unwanted
from monitor.wiring import Line
from storage.store import UnitOfWork

log = structlog.get_logger()

# A claim older than this belongs to a worker that died.
_STALE = timedelta(minutes=15)
# A worker says so often that it is alive.
_SIGN_OF_LIFE = timedelta(minutes=1)
_BATCH = 50
# Letters that each of several senders takes in one turn: a turn costs a commit, and a kill repeats one.
_EACH = 2
# So many calls in a row without an answer: it is not about one letter any more.
_DOWN = 5
# What a person at a command, or the next cycle, can bear to wait for a provider that is too busy.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many messages left, wait for another attempt, or were stopped for good."""

    sent: int = 0
    waiting: int = 0
    stopped: int = 0


def deliver(
    line: Line,
    worker: str,
    now: datetime,
    patience: timedelta = timedelta(),
    ticks: Callable[[], float] = time.monotonic,
) -> Delivered:
    """Send what is due at `now`, or falls due while it is at work; `ticks` gives seconds that only grow.

    1. take back claims of dead workers; 2. claim a batch by conditional UPDATE; 3. send it in turns, as
    many letters at once as the line has workers, two by each, the outcomes of one turn recorded before
    the next begins: a kill repeats no more than one turn; 4. until nothing is due. A channel that is
    asked to wait for no longer than `patience` in all is waited for, else it is left alone till then;
    so is one whose place does not answer any more.
    """
    shift = _Shift(line, worker, now, ticks)
    with sender(line) as send:
        outcomes: list[Outcome] = []
        while True:
            turn = shift.turn(outcomes)
            if turn:
                outcomes = send(turn)
                continue
            outcomes = []
            pause = shift.pause()
            if pause is None or pause > patience:
                return shift.done
            patience -= pause
            time.sleep(pause.total_seconds())


class _Shift:
    """One worker at work: what it has claimed and not sent yet, and who must be left alone."""

    def __init__(self, line: Line, worker: str, now: datetime, ticks: Callable[[], float]) -> None:
        # A name of its own for each shift: it must not take claims of a dead or slow namesake for its own.
        self._line, self._worker, self._now = line, f"{worker} {uuid4().hex[:12]}", now
        self._ticks, self._began = ticks, ticks()
        self._waiting: deque[Envelope] = deque()
        self._renewed = now
        # How many calls in a row the place to which a channel goes did not answer.
        self._unanswered: Counter[str] = Counter()
        # What tells of cases and is to be given up, until that is noted.
        self._lost: list[tuple[Message, DeliveryError]] = []
        self.done = Delivered()
        with line.store.begin() as work:
            work.outbox.release_stale(now - _STALE)
            self._pauses = Pauses.load(work, line.channel_settings, now)

    def turn(self, outcomes: Sequence[Outcome]) -> list[Envelope]:
        """Record the outcomes of the last turn and make the next ready, in one transaction.

        Whether a letter is still wanted, and still ours, is asked here: right before it is sent. What tells
        of cases is given up in a transaction of its own: a cycle may hold a case for long, and what left
        meanwhile must not be forgotten for that, and leave again. A kill in between gives it up later.
        """
        at = self._at()
        with self._line.store.begin() as work:
            self._record(work, outcomes, at)
            self._leave_alone(work)
            if at - self._renewed >= _SIGN_OF_LIFE:
                work.outbox.renew(self._worker, at)
                self._renewed = at
            turn = self._next(work, at)
        for outcome in outcomes:
            _tell(outcome)
        while self._lost:
            lost, self._lost = self._lost, []
            with self._line.store.begin() as work:
                for message, error in lost:
                    self._withdraw(work, message, error, at)
                turn = turn or self._next(work, at)
        return turn

    def pause(self) -> timedelta | None:
        """How long until a channel that asked for a pause may be used again; `None` when none did."""
        return self._pauses.shortest(self._at())

    def _at(self) -> datetime:
        """The time of this moment, in whole seconds after the beginning."""
        return self._now + timedelta(seconds=int(self._ticks() - self._began))

    def _next(self, work: UnitOfWork, at: datetime) -> list[Envelope]:
        while True:
            if not self._waiting:
                batch = work.outbox.claim(self._worker, at, _BATCH, self._pauses.standing(at))
                if not batch:
                    return []
                self._waiting.extend(together(batch))
            workers = self._line.workers
            most = workers if workers == 1 else workers * _EACH
            first = [self._waiting.popleft() for _ in range(min(most, len(self._waiting)))]
            if ready := self._wanted(work, first, at):
                return ready

    def _wanted(self, work: UnitOfWork, envelopes: Sequence[Envelope], at: datetime) -> list[Envelope]:
        """The envelopes without what must not leave; that is recorded here. One that was given to another
        worker meanwhile is his."""
        deliveries = [delivery for envelope in envelopes for delivery in envelope]
        refused = unwanted(work, deliveries)
        errors = ((one, refused.get(one.message.key)) for one in deliveries)
        stopped = [Outcome(one, error=error) for one, error in errors if error is not None]
        self._record(work, stopped, at)
        for outcome in stopped:
            _tell(outcome)
        wanted = [one.message.key for one in deliveries if one.message.key not in refused]
        held = work.outbox.begin(wanted, self._worker, at)
        self._count(waiting=len(wanted) - len(held))
        kept = (tuple(one for one in envelope if one.message.key in held) for envelope in envelopes)
        return [envelope for envelope in kept if envelope]

    def _record(self, work: UnitOfWork, outcomes: Sequence[Outcome], at: datetime) -> None:
        """At the moment the shift has come to: a pause counted from its beginning may be over already, and a
        letter noted as of then would seem to have left before it did."""
        receipts = {one.delivery.message.key: one.receipt for one in outcomes if one.error is None}
        work.outbox.sent_all(receipts, self._worker, at)
        self._count(sent=len(receipts))
        for outcome in outcomes:
            if outcome.error is not None:
                self._record_failure(work, outcome, outcome.error, at)
        self._watch(work, outcomes, at)

    def _watch(self, work: UnitOfWork, outcomes: Sequence[Outcome], at: datetime) -> None:
        """Leave a channel alone for a while whose place does not answer call after call: each waits as long
        as a call may take, and all that is due would be offered in vain, and the next cycle wait for it."""
        told: DeliveryError | None = None
        for outcome in outcomes:
            channel, error = outcome.delivery.message.recipient.channel, outcome.error
            if error is None:
                self._unanswered[channel] = 0
            elif error.down and error is not told:
                self._unanswered[channel] += 1
                if self._unanswered[channel] >= _DOWN:
                    self._pauses.ask(work, channel, error.retry_after, at)
            told = error

    def _record_failure(self, work: UnitOfWork, outcome: Outcome, error: DeliveryError, at: datetime) -> None:
        delivery = outcome.delivery
        key = delivery.message.key
        again = None if error.permanent else next_attempt(delivery.attempts, at, key)
        if again is not None and error.retry_after is not None:
            again = max(again, at + error.retry_after)
        if error.busy:
            self._pauses.ask(work, delivery.message.recipient.channel, error.retry_after, at)
        if again is not None:
            work.outbox.retry(key, self._worker, error.vi, again)
            self._count(waiting=1)
            return
        if delivery.message.cases:
            self._lost.append((delivery.message, error))
        else:
            work.outbox.stop(key, self._worker, error.vi, at)
        self._count(stopped=1)

    def _withdraw(self, work: UnitOfWork, message: Message, error: DeliveryError, at: datetime) -> None:
        """Given up for good, what it should have told its agency counts as not told."""
        if work.outbox.stop(message.key, self._worker, error.vi, at):
            rests = error.permanent and work.suppressions.reason(message.recipient.address) is None
            withdraw_telling(work, message, error.vi, at, rests=rests)

    def _leave_alone(self, work: UnitOfWork) -> None:
        """Put back what was claimed for a channel that has asked for a pause since."""
        for envelope in tuple(self._waiting):
            until = self._pauses.until(envelope[0].message.recipient.channel)
            if until is not None:
                self._waiting.remove(envelope)
                work.outbox.put_back((one.message.key for one in envelope), self._worker, until)

    def _count(self, sent: int = 0, waiting: int = 0, stopped: int = 0) -> None:
        done = self.done
        self.done = Delivered(done.sent + sent, done.waiting + waiting, done.stopped + stopped)


def _tell(outcome: Outcome) -> None:
    key, error = outcome.delivery.message.key, outcome.error
    if error is None:
        log.info("sent", key=key, receipt=outcome.receipt)
    else:
        log.warning("not_sent", key=key, permanent=error.permanent, error=str(error))
