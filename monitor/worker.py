"""Người đưa thư: nhận thư chờ gửi, gửi, ghi lại kết quả bằng lời.
The delivery worker: claim, send, record the outcome; nothing is lost, nobody is told twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from alerts.backoff import next_attempt
from alerts.registry import channel
from monitor.domain.cases import Delivery, Message
from monitor.domain.errors import DeliveryError
from monitor.domain.vocabulary import MessageKind, SubscriptionState
from monitor.steps.notify import subscription_of
from monitor.subscriptions.life import may_be_asked
from monitor.wiring import Line

log = structlog.get_logger()

# A claim older than this belongs to a worker that died.
_STALE = timedelta(minutes=15)
_BATCH = 50


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many messages left, wait for another attempt, or were stopped for good."""

    sent: int = 0
    waiting: int = 0
    stopped: int = 0


def deliver(line: Line, worker: str, now: datetime) -> Delivered:
    """Send what is due at `now`.

    1. take back claims of dead workers; 2. claim a batch by conditional UPDATE; 3. send each and
    record its outcome in a transaction of its own; 4. until nothing is due.
    """
    with line.store.begin() as work:
        work.outbox.release_stale(now - _STALE)
    sent = waiting = stopped = 0
    while True:
        with line.store.begin() as work:
            batch = work.outbox.claim(worker, now, _BATCH)
        if not batch:
            return Delivered(sent, waiting, stopped)
        for delivery in batch:
            error = _send(line, delivery, worker, now)
            if error is None:
                sent += 1
            elif error.permanent:
                stopped += 1
            else:
                waiting += 1


def _send(line: Line, delivery: Delivery, worker: str, now: datetime) -> DeliveryError | None:
    message = delivery.message
    try:
        _refuse_unwanted(line, message, worker)
        module = channel(message.recipient.channel)
        settings = module.Settings(**_settings_of(line, message.recipient.channel))
        receipt = module.send(message, settings)
    except DeliveryError as error:
        _record_failure(line, delivery, worker, error, now)
        return error
    except Exception as error:  # one message must not stop the others: it becomes its own row
        log.exception("delivery_crashed", key=message.key)
        crash = DeliveryError(f"{type(error).__name__}: {error}", permanent=False)
        _record_failure(line, delivery, worker, crash, now)
        return crash
    with line.store.begin() as work:
        work.outbox.sent(message.key, worker, receipt, now)
    log.info("sent", key=message.key, receipt=receipt)
    return None


def _settings_of(line: Line, kind: str) -> Mapping[str, Any]:
    if kind not in line.channel_settings:
        raise DeliveryError(
            f"channel {kind} is not set up",
            permanent=True,
            vi=f"Kênh gửi “{kind}” chưa được cài đặt. Hãy chọn kênh khác cho người nhận này.",
        )
    return line.channel_settings[kind]


def _refuse_unwanted(line: Line, message: Message, worker: str) -> None:
    """What became true since it was queued: its address was stopped, or its subscription; or since it was
    claimed: it took so long to come to it that another worker has it."""
    with line.store.read() as work:
        ours = work.outbox.holds(message.key, worker)
        reason = work.suppressions.reason(message.recipient.address)
        number = subscription_of(message)
        subscription = work.subscriptions.get(number) if number else None
    if not ours:
        raise DeliveryError(
            f"{message.key} was given to another worker",
            permanent=False,
            vi="Người đưa thư khác đã nhận thư này.",
        )
    asks = message.kind is MessageKind.CONFIRM and may_be_asked(reason)
    if reason is not None and not asks:
        raise DeliveryError(
            f"{message.recipient.id} is suppressed: {reason}",
            permanent=True,
            vi=f"Không gửi: địa chỉ này đã từ chối nhận hoặc không nhận được thư ({reason}).",
        )
    if number and (subscription is None or subscription.state is SubscriptionState.ENDED):
        raise DeliveryError(
            f"subscription {number} has ended or was erased",
            permanent=True,
            vi=f"Không gửi: đăng ký {number} đã ngừng sau khi thư này được xếp.",
        )


def _record_failure(line: Line, delivery: Delivery, worker: str, error: DeliveryError, now: datetime) -> None:
    key = delivery.message.key
    again = None if error.permanent else next_attempt(delivery.attempts, now, key)
    if again is not None and error.retry_after is not None:
        again = max(again, now + error.retry_after)
    with line.store.begin() as work:
        if again is None:
            work.outbox.stop(key, worker, error.vi, now)
        else:
            work.outbox.retry(key, worker, error.vi, again)
    log.warning("not_sent", key=key, permanent=error.permanent, again=again, error=str(error))
