"""Đăng ký nhận tin: xem trước, ghi chờ xác nhận, xác nhận, ngừng, xóa dữ liệu.
What an owner does with a subscription, each in one transaction, with the letter that belongs to it."""

import secrets
from datetime import datetime

from monitor.domain.bulletins import ConfirmData, StoppedData
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Rhythm, Subscription, TenderEvent, Want
from monitor.domain.vocabulary import MessageKind, Reason, SubscriptionState
from monitor.steps.letterhead import IN_FEED, footing_of, heading_of, names_of, recipient_of, written
from monitor.steps.notify import A_DAY, MOST_A_DAY
from monitor.subscriptions.impossible import Known, impossible
from monitor.subscriptions.life import SubscriptionRefused, asked_for, confirmed, ended
from monitor.subscriptions.places import Places, place_codes
from monitor.subscriptions.preview import SPAN, previewed
from monitor.wiring import Office
from sources.egp.codelists import code_lists
from storage.store import UnitOfWork


class AskedTooOften(SubscriptionRefused):
    """The address has had as many letters as one may get in a day."""


def preview(office: Office, work: UnitOfWork, want: Want, now: datetime) -> tuple[TenderEvent, ...]:
    """What it would have matched in the last 30 days; raises `SubscriptionRefused` if it never can match."""
    lists = code_lists()
    known = Known(lists["invest_field"], lists["bid_form"], office.agencies, _places(office))
    if reasons := impossible(want, known):
        raise SubscriptionRefused(f"can never match: {want}", vi="\n".join(reasons))
    return previewed(want, work.tenders.events(now - SPAN), office.agencies, _places(office))


def ask(
    office: Office, address: str, lang: Lang, channel: str, want: Want, rhythm: Rhythm, now: datetime
) -> Subscription:
    """Store a subscription that waits for its owner, and queue the letter that asks for confirmation.

    Raises `SubscriptionRefused`; `AskedTooOften` when the address has had its letters of the day.
    """
    with office.store.begin() as work:
        matched = preview(office, work, want, now)
        number = f"dk-{secrets.token_hex(5)}"
        one = asked_for(number, secrets.token_urlsafe(24), address, lang, channel, want, rhythm, now)
        recent = work.outbox.to_recipient(recipient_of(one, office).id, now - A_DAY)
        if recent >= MOST_A_DAY:
            raise AskedTooOften(
                f"{recent} letters to this address within 24 hours",
                vi=f"Địa chỉ này đã được gửi {recent} thư trong 24 giờ qua. Hãy thử lại vào ngày mai.",
            )
        work.subscriptions.put([one])
        data = ConfirmData(
            heading_of(one, office, now),
            footing_of(one, office, names_of(office)),
            one.consent.text,
            len({event.tender.subject_key for event in matched}),
        )
        _queue(office, work, one, MessageKind.CONFIRM, data, now)
        return one


def confirm(office: Office, one: Subscription, now: datetime) -> Subscription:
    """Its owner says yes; an address stopped before is sent to again. Raises `SubscriptionRefused`."""
    with office.store.begin() as work:
        one = work.subscriptions.get(one.id) or one  # as it is by now
        after = confirmed(one, now)
        work.subscriptions.put([after])
        work.suppressions.lift(one.address)
        return after


def stop(office: Office, one: Subscription, asked_at: datetime, now: datetime) -> Subscription:
    """Its owner says no: it ends at once, and one letter confirms it. Stopping twice tells nothing more."""
    with office.store.begin() as work:
        one = work.subscriptions.get(one.id) or one  # as it is by now
        after = ended(one, now)
        work.subscriptions.put([after])
        if one.state in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED) and one.channel != IN_FEED:
            data = StoppedData(
                heading_of(one, office, now), footing_of(one, office, names_of(office)), asked_at, now
            )
            _queue(office, work, one, MessageKind.STOPPED, data, now)
        return after


def _queue(
    office: Office,
    work: UnitOfWork,
    one: Subscription,
    kind: MessageKind,
    data: ConfirmData | StoppedData,
    now: datetime,
) -> None:
    recipient = recipient_of(one, office)
    key = f"{recipient.id}|{kind}|{one.id}|{recipient.channel}"
    work.outbox.queue(written(kind, Reason.FIRST, recipient, key, data, now), now)


def _places(office: Office) -> Places:
    return place_codes((office.province,))
