"""Đời của một đăng ký: xin, xác nhận, tạm dừng, ngừng.
The life of a subscription: asked for, confirmed, paused, ended. Pure; refuses what makes no sense."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.domain.errors import MonitorError
from monitor.domain.labels import Lang, label
from monitor.domain.subscriptions import Consent, Rhythm, Subscription, Want
from monitor.domain.vocabulary import SubscriptionState

# A request that nobody confirmed is forgotten.
FORGOTTEN = timedelta(days=7)
CONSENT_VERSION = "2026-11"
# Why an address is suppressed where even a letter that asks for a yes would be unwanted.
BOUNCED, COMPLAINED = "thư hỏng", "người nhận báo thư rác"
_CONSENT: dict[Lang, str] = {
    "vi": "Tôi đồng ý nhận tin mời thầu theo đăng ký này tại địa chỉ đã nêu. Địa chỉ và nội dung đăng ký chỉ "
    "dùng để gửi tin, không chuyển cho ai khác; tôi có thể ngừng bất kỳ lúc nào.",
    "en": "I agree to receive tender news for this subscription at the address given. The address and the "
    "subscription are used for nothing but sending it and passed to nobody; I can stop at any time.",
}


class SubscriptionRefused(MonitorError):
    """A step that makes no sense in the subscription's state, or a want that can never match."""


def may_be_asked(suppressed: str | None) -> bool:
    """Whether an address may get the letter that asks for a yes, given why it is stopped if it is."""
    return suppressed is None or not suppressed.startswith((BOUNCED, COMPLAINED))


def consent_text(lang: Lang) -> str:
    """The words beside the box that the owner ticks; unticked at first."""
    return _CONSENT[lang]


def asked_for(
    number: str,
    secret: str,
    address: str,
    lang: Lang,
    channel: str,
    want: Want,
    rhythm: Rhythm,
    now: datetime,
    *,
    settings: Mapping[str, Any] | None = None,
    owner: str = "",
) -> Subscription:
    """A new subscription that waits for its owner's confirmation."""
    return Subscription(
        number,
        address,
        lang,
        channel,
        want,
        rhythm,
        SubscriptionState.PENDING,
        Consent(consent_text(lang), CONSENT_VERSION, now),
        secret,
        now,
        now,
        settings=settings or {},
        owner=owner,
    )


def confirmed(one: Subscription, now: datetime) -> Subscription:
    """Confirmed by its owner; confirming twice changes nothing. Raises `SubscriptionRefused`."""
    if one.state in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED):
        return one
    if one.state is SubscriptionState.ENDED:
        raise _refused(one, "đã ngừng, không xác nhận lại được. Hãy đăng ký mới")
    if now - one.consent.given_at > FORGOTTEN:
        raise _refused(one, "đã quá 7 ngày chưa xác nhận nên hết hạn. Hãy đăng ký lại")
    return replace(
        one,
        state=SubscriptionState.ACTIVE,
        consent=replace(one.consent, confirmed_at=now),
        changed_at=now,
    )


def paused(one: Subscription, until: datetime | None, now: datetime) -> Subscription:
    """Nothing is matched until then, or until it is resumed. Raises `SubscriptionRefused`."""
    if one.state not in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED):
        raise _refused(one, "không đang nhận tin nên không tạm dừng được")
    if until is not None and until <= now:
        raise _refused(one, "có ngày mở lại đã qua. Hãy chọn một ngày sau hôm nay")
    return replace(one, state=SubscriptionState.PAUSED, paused_until=until, changed_at=now)


def resumed(one: Subscription, now: datetime) -> Subscription:
    """Matched again from now on. Raises `SubscriptionRefused`."""
    if one.state is not SubscriptionState.PAUSED:
        raise _refused(one, "không bị tạm dừng nên không có gì để mở lại")
    return replace(one, state=SubscriptionState.ACTIVE, paused_until=None, changed_at=now)


def edited(one: Subscription, want: Want, rhythm: Rhythm, now: datetime) -> Subscription:
    """Asks for something else from now on, at the same address; the same again changes nothing.

    What had matched before stays matched: told or still to be told. A slot that was over before the
    change is not owed. Raises `SubscriptionRefused`.
    """
    if one.state not in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED):
        raise _refused(one, "không đang nhận tin nên không sửa được")
    if (want, rhythm) == (one.want, one.rhythm):
        return one
    return replace(one, want=want, rhythm=rhythm, changed_at=now)


def ended(one: Subscription, now: datetime) -> Subscription:
    """Stopped for good; ending twice changes nothing."""
    if one.state is SubscriptionState.ENDED:
        return one
    return replace(one, state=SubscriptionState.ENDED, paused_until=None, changed_at=now)


def _refused(one: Subscription, why: str) -> SubscriptionRefused:
    return SubscriptionRefused(
        f"subscription {one.id} is {one.state}",
        vi=f"Đăng ký {one.id} ({label(one.state)}) {why}.",
    )
