"""Thư như người vận hành xem: số thứ tự, đường đi, lúc kết thúc.
A letter as the operator looks at it: its number, its way, when it was settled."""

from dataclasses import dataclass
from datetime import datetime

from monitor.domain.cases import Delivery


@dataclass(frozen=True, slots=True)
class Posting:
    """One letter in the outbox. `number` is its place in the order of queueing; `settled_at` (UTC) is
    when it left or was given up, `None` while it is on its way."""

    number: int
    delivery: Delivery
    settled_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Canary:
    """One daily test letter: queued, taken by the provider, told to have arrived; all UTC."""

    queued_at: datetime
    accepted_at: datetime | None = None
    arrived_at: datetime | None = None
    stopped: bool = False
