"""Thư nào còn phải đứng sau một thư khác của cùng người nhận.
Which letters must stand behind another one to the same recipient: asked alike by who sends and who looks."""

from datetime import datetime
from typing import Any

from sqlalchemy import Table, exists

from monitor.domain.vocabulary import DeliveryState

_QUEUED, _CLAIMED = DeliveryState.QUEUED.value, DeliveryState.CLAIMED.value


def behind(table: Table, now: datetime) -> Any:
    """Whether an earlier letter to the same recipient is unsettled at `now` (UTC).

    One that was never tried and waits for its own hour holds nobody back: what a person sends at once does
    not stand behind a digest that leaves tomorrow.
    """
    earlier = table.alias("earlier")
    return exists().where(
        earlier.c.recipient_id == table.c.recipient_id,
        earlier.c.id < table.c.id,
        earlier.c.state.in_((_QUEUED, _CLAIMED)),
        (earlier.c.not_before <= now) | (earlier.c.attempts > 0) | (earlier.c.state == _CLAIMED),
    )
