"""Đăng ký nhận tin: xem trước, ghi chờ xác nhận, xác nhận, sửa, tạm dừng, ngừng.
What an owner does with a subscription, each in one transaction, with its letter and its row in the audit log.

`by` is who does it for the owner; without it the owner came by the secret address."""

import secrets
from dataclasses import replace
from datetime import datetime

from monitor.domain.bulletins import ConfirmData, StoppedData
from monitor.domain.cases import Recipient
from monitor.domain.labels import Lang
from monitor.domain.staff import Actor, Deed
from monitor.domain.subscriptions import Rhythm, Subscription, TenderEvent, Want
from monitor.domain.vocabulary import MessageKind, Reason, SubscriptionState
from monitor.steps.audit import audit
from monitor.steps.letterhead import IN_FEED, footing_of, heading_of, names_of, recipient_of, written
from monitor.steps.machines import ask_machine
from monitor.steps.notify import A_DAY, MOST_A_DAY
from monitor.steps.ways import MAIL, WEBHOOK, new_settings, refuse_address, refuse_mail_address
from monitor.subscriptions.impossible import Known, impossible
from monitor.subscriptions.life import (
    SubscriptionRefused,
    asked_for,
    confirmed,
    edited,
    ended,
    paused,
    resumed,
)
from monitor.subscriptions.places import Places, place_codes
from monitor.subscriptions.preview import SPAN, previewed
from monitor.wiring import Office
from sources.egp.codelists import code_lists
from storage.store import UnitOfWork

# The audit log knows a subscriber by the subscription's number: no address stands in it.
OWNER = "contractor"
_GOING = (SubscriptionState.ACTIVE, SubscriptionState.PAUSED)


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
    office: Office,
    address: str,
    lang: Lang,
    channel: str,
    want: Want,
    rhythm: Rhythm,
    now: datetime,
    *,
    owner: str = "",
    by: Actor | None = None,
) -> Subscription:
    """Store a subscription that waits for its owner, and queue the letter that asks for confirmation.

    A webhook's owner is asked by mail where one is named; without one its own machine is, later. A feed
    is read by whoever has its address and told to nobody: it needs no yes. Raises
    `SubscriptionRefused`; `AskedTooOften` when the address has had its letters of the day.
    """
    number = f"dk-{secrets.token_hex(5)}"
    refuse_address(office, channel, address)
    if owner:
        refuse_mail_address(owner)
    with office.store.begin() as work:
        matched = preview(office, work, want, now)
        one = asked_for(
            number,
            secrets.token_urlsafe(24),
            f"{IN_FEED}:{number}" if channel == IN_FEED else address,
            lang,
            channel,
            want,
            rhythm,
            now,
            settings=new_settings(channel),
            owner=owner,
        )
        if channel == IN_FEED:
            one = confirmed(one, now)
        elif reader := _reader(one, office):
            _refuse_too_often(work, reader, now)
            data = ConfirmData(
                heading_of(one, office, now),
                footing_of(one, office, names_of(office, lang)),
                one.consent.text,
                len({event.tender.subject_key for event in matched}),
            )
            _queue(work, reader, one, MessageKind.CONFIRM, data, now)
        _keep(work, None, one, Deed.SUBSCRIPTION_ASKED, now, by, way=channel)
        return one


def edit(
    office: Office,
    one: Subscription,
    want: Want,
    rhythm: Rhythm,
    now: datetime,
    *,
    by: Actor | None = None,
) -> Subscription:
    """Let it ask for something else; the address stays. Raises `SubscriptionRefused`."""
    with office.store.begin() as work:
        one = work.subscriptions.get(one.id) or one  # as it is by now
        if want != one.want:
            preview(office, work, want, now)
        after = edited(one, want, rhythm, now)
        _keep(work, one, after, Deed.SUBSCRIPTION_CHANGED, now, by)
        return after


def confirm(office: Office, one: Subscription, now: datetime, *, by: Actor | None = None) -> Subscription:
    """Its owner says yes; an address stopped before is sent to again. Raises `SubscriptionRefused`.

    A webhook says yes itself, by answering a challenge: nothing is stored before it has.
    """
    if one.channel == WEBHOOK and one.state is SubscriptionState.PENDING:
        confirmed(one, now)
        ask_machine(office, one)
    with office.store.begin() as work:
        one = work.subscriptions.get(one.id) or one  # as it is by now
        after = confirmed(one, now)
        work.suppressions.lift(one.address)
        _keep(work, one, after, Deed.SUBSCRIPTION_CONFIRMED, now, by)
        return after


def pause(
    work: UnitOfWork, one: Subscription, until: datetime | None, now: datetime, *, by: Actor | None = None
) -> Subscription:
    """Nothing is matched until then, or until it is resumed. Raises `SubscriptionRefused`."""
    after = paused(one, until, now)
    _keep(work, one, after, Deed.SUBSCRIPTION_PAUSED, now, by, until=until)
    return after


def resume(work: UnitOfWork, one: Subscription, now: datetime, *, by: Actor | None = None) -> Subscription:
    """Matched again from now on. Raises `SubscriptionRefused`."""
    after = resumed(one, now)
    _keep(work, one, after, Deed.SUBSCRIPTION_RESUMED, now, by)
    return after


def stop(
    office: Office,
    one: Subscription,
    asked_at: datetime,
    now: datetime,
    *,
    every: bool = False,
    by: Actor | None = None,
) -> Subscription:
    """Its owner says no: it ends at once, and one letter confirms it. Stopping twice tells nothing more.

    With `every` all others of its address (`beside`) end too, told in the same letter.
    """
    with office.store.begin() as work:
        one = work.subscriptions.get(one.id) or one  # as it is by now
        others = beside(work, one) if every else ()
        told = [each for each in (one, *others) if each.state in _GOING]
        if told and (reader := _reader(told[0], office)):
            first = told[0]
            heading = heading_of(first, office, now)
            footing = footing_of(first, office, names_of(office, first.lang))
            data = StoppedData(heading, footing, asked_at, now, others=len(told) - 1)
            _queue(work, reader, first, MessageKind.STOPPED, data, now)
        for each in (one, *others):
            _keep(work, each, ended(each, now), Deed.SUBSCRIPTION_STOPPED, now, by)
        return ended(one, now)


def beside(work: UnitOfWork, one: Subscription) -> tuple[Subscription, ...]:
    """What else its address has that has not ended: none before somebody who reads there has said yes.

    A feed is alone, and anybody may name the address of a machine.
    """
    if one.consent.confirmed_at is None or one.channel in (IN_FEED, WEBHOOK):
        return ()
    held = work.subscriptions.of_address(one.address)
    return tuple(
        each
        for each in held
        if each.id != one.id and each.channel == one.channel and each.state is not SubscriptionState.ENDED
    )


def owner_of(one: Subscription, office: Office) -> Recipient | None:
    """The person who keeps a webhook, by mail; `None` where none is named."""
    if not one.owner:
        return None
    return recipient_of(replace(one, address=one.owner, channel=MAIL, settings={}), office)


def _keep(
    work: UnitOfWork,
    before: Subscription | None,
    after: Subscription,
    deed: Deed,
    now: datetime,
    by: Actor | None,
    **details: object,
) -> None:
    """Store it, and who did what; nothing when all is as it was. Last in a transaction."""
    if after == before:
        return
    work.subscriptions.put([after])
    audit(work, by or Actor(after.id, OWNER), deed, after.id, now, **details)


def _reader(one: Subscription, office: Office) -> Recipient | None:
    """Who is asked for a yes and told that it stopped; `None` where nobody reads letters."""
    if one.channel in (IN_FEED, WEBHOOK):
        return owner_of(one, office)
    return recipient_of(one, office)


def _refuse_too_often(work: UnitOfWork, reader: Recipient, now: datetime) -> None:
    """Who gets news keeps one letter of the day for them: strangers who ask in a name must not use all."""
    told = any(one.state is SubscriptionState.ACTIVE for one in work.subscriptions.of_address(reader.address))
    recent = work.outbox.to_recipient(reader.id, now - A_DAY)
    if recent >= MOST_A_DAY - told:
        raise AskedTooOften(
            f"{recent} letters to this address within 24 hours",
            vi=f"Địa chỉ này đã được gửi {recent} thư trong 24 giờ qua. Hãy thử lại vào ngày mai.",
        )


def _queue(
    work: UnitOfWork,
    reader: Recipient,
    one: Subscription,
    kind: MessageKind,
    data: ConfirmData | StoppedData,
    now: datetime,
) -> None:
    key = f"{reader.id}|{kind}|{one.id}|{reader.channel}"
    work.outbox.queue(written(kind, Reason.FIRST, reader, key, data, now), now)


def _places(office: Office) -> Places:
    return place_codes((office.province,))
