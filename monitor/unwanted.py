"""Thư không còn được gửi nữa: địa chỉ đã từ chối, đăng ký đã ngừng, hay thư làm chết người đưa.
Letters that must not leave any more, as of the moment at which it is their turn."""

from collections.abc import Sequence

from monitor.domain.cases import Delivery
from monitor.domain.errors import DeliveryError
from monitor.domain.vocabulary import MessageKind, SubscriptionState
from monitor.steps.notify import subscription_of
from monitor.subscriptions.life import may_be_asked
from storage.store import UnitOfWork

# So many workers in a row died while they sent it: that is no accident any more.
MOST_DEATHS = 10


def unwanted(work: UnitOfWork, deliveries: Sequence[Delivery]) -> dict[str, DeliveryError]:
    """Why letters are not sent, by their keys; those to be sent are left out.

    What became true since they were queued: the address was stopped, or the subscription.
    """
    numbers = {one.message.key: number for one in deliveries if (number := subscription_of(one.message))}
    states = work.subscriptions.states(numbers.values()) if numbers else {}
    reasons = work.suppressions.reasons(one.message.recipient.address for one in deliveries)
    refused: dict[str, DeliveryError] = {}
    for one in deliveries:
        message = one.message
        reason, number = reasons.get(message.recipient.address), numbers.get(message.key, "")
        asks = message.kind is MessageKind.CONFIRM and may_be_asked(reason)
        if one.deaths >= MOST_DEATHS:
            refused[message.key] = _deadly(one)
        elif reason is not None and not asks:
            refused[message.key] = _suppressed(one, reason)
        elif number and states.get(number, SubscriptionState.ENDED) is SubscriptionState.ENDED:
            refused[message.key] = _ended(number)
    return refused


def _deadly(one: Delivery) -> DeliveryError:
    return DeliveryError(
        f"{one.deaths} workers died while they sent {one.message.key}",
        permanent=True,
        vi=f"Không gửi nữa: {one.deaths} lần liền chương trình dừng đột ngột khi đang gửi thư này. "
        "Hãy xem nhật ký, sửa nguyên nhân rồi xếp thư gửi lại.",
    )


def _suppressed(one: Delivery, reason: str) -> DeliveryError:
    return DeliveryError(
        f"{one.message.recipient.id} is suppressed: {reason}",
        permanent=True,
        vi=f"Không gửi: địa chỉ này đã từ chối nhận hoặc không nhận được thư ({reason}).",
    )


def _ended(number: str) -> DeliveryError:
    return DeliveryError(
        f"subscription {number} has ended or was erased",
        permanent=True,
        vi=f"Không gửi: đăng ký {number} đã ngừng sau khi thư này được xếp.",
    )
