"""Gói thầu nào đứng trong lịch của một đăng ký: đã khớp, hoặc đúng điều đang hỏi và còn mở.
Which tenders stand in a subscription's calendar: those that matched, and open ones that it asks for."""

from datetime import datetime, timedelta

from alerts.feeds.closings import KEPT
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.vocabulary import SubscriptionState
from monitor.subscriptions.naive import asks_for
from monitor.subscriptions.places import place_codes
from monitor.wiring import Office
from storage.store import UnitOfWork

# No tender closes later than this: what a record says beyond is a slip.
_FAR = timedelta(days=3650)


def closing_history(
    office: Office, work: UnitOfWork, one: Subscription, now: datetime
) -> tuple[TenderEvent, ...]:
    """All that happened to the tenders of its calendar: with a part a closing's `sequence` would fall.

    Nothing is told of a tender that was published before the subscription was confirmed, or while it
    was paused, or when it asked for something else; but whoever may still bid must see its closing time.
    """
    wanted = set(work.subscriptions.closing_after(one.id, now - KEPT))
    if one.state in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED):
        since = max(one.consent.confirmed_at or one.created_at, now - KEPT)
        places = place_codes((office.province,))
        wanted |= {
            state.tender.subject_key
            for state in work.tenders.closing_between(since, now + _FAR)
            if asks_for(one.want, state.tender, office.agencies, places)
        }
    return work.tenders.events_of(wanted)
