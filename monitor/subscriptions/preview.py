"""Xem trước: đăng ký này đã khớp gì trong 30 ngày qua.
What a subscription would have been told in the last 30 days, before it is saved."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import TenderEvent, Want
from monitor.subscriptions.naive import matches
from monitor.subscriptions.places import Places

SPAN = timedelta(days=30)


def previewed(
    want: Want, events: Iterable[TenderEvent], agencies: Collection[Agency], places: Places
) -> tuple[TenderEvent, ...]:
    """Those of the events that it asks for, in their order."""
    return tuple(event for event in events if matches(want, event.tender, event.kind, agencies, places))
