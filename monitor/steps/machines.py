"""Máy nhận webhook: thử thách trước khi kích hoạt, gửi thử theo yêu cầu.
Webhooks as machines: challenged before they are sent anything, tried when their owner asks."""

from dataclasses import dataclass
from datetime import datetime

from alerts.webhook_challenge import challenge, trial
from monitor.domain.errors import DeliveryError
from monitor.domain.labels import label
from monitor.domain.subscriptions import Subscription
from monitor.domain.vocabulary import DeliveryState, SubscriptionState
from monitor.steps.letterhead import recipient_of
from monitor.steps.ways import WEBHOOK, webhook_key, webhook_settings
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import Office
from storage.store import UnitOfWork

_TRIAL = {
    "vi": "Tin gửi thử của đăng ký {number}: máy nhận hoạt động.",
    "en": "Trial message of subscription {number}: the receiver works.",
}


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that a receiver did not take: when it was written (UTC), and why it was given up."""

    at: datetime
    outcome: str


class MachineRefused(SubscriptionRefused):
    """The receiver did not answer as it must; nothing was changed."""


def ask_machine(office: Office, one: Subscription) -> None:
    """Challenge the receiver; raises `MachineRefused` with what to mend."""
    try:
        challenge(one.address, webhook_key(one), webhook_settings(office))
    except DeliveryError as error:
        raise MachineRefused(f"{one.id} was not confirmed: {error}", vi=error.vi) from error


def try_machine(office: Office, one: Subscription) -> int:
    """Send one trial message now; the receiver's status. Raises `MachineRefused`, `SubscriptionRefused`."""
    if one.channel != WEBHOOK:
        raise SubscriptionRefused(
            f"{one.id} is no webhook",
            vi=f"Đăng ký {one.id} không nhận bằng webhook nên không có gì để gửi thử.",
        )
    # Before its challenge was met it may be somebody else's machine.
    if one.state not in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED):
        raise SubscriptionRefused(
            f"{one.id} is {one.state}",
            vi=f"Đăng ký {one.id} ({label(one.state)}) chưa gửi thử được: máy nhận phải trả lời đúng thử "
            f"thách trước, bằng nút xác nhận hoặc lệnh: monitor subscription confirm {one.id}",
        )
    text = _TRIAL[one.lang].format(number=one.id)
    try:
        return trial(one.address, webhook_key(one), text, webhook_settings(office))
    except DeliveryError as error:
        raise MachineRefused(f"trial of {one.id} failed: {error}", vi=error.vi) from error


def last_failure(work: UnitOfWork, one: Subscription, office: Office) -> Failure | None:
    """What became of the last message to a webhook, when it was given up; `None` when all is well."""
    if one.channel != WEBHOOK:
        return None
    last = work.postings.last_to(recipient_of(one, office).id)
    if last is None or last.delivery.state is not DeliveryState.STOPPED:
        return None
    return Failure(last.delivery.message.created_at, last.delivery.outcome)
