"""Nhận tin bằng cách nào: thư, webhook, Zalo hay chỉ đọc nguồn tin; cách nào chưa cài đặt thì nói rõ.
The ways a subscription may be told, which of them are set up here, and which addresses they take."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from alerts.channels import webhook
from alerts.guard import AddressRefused, read_target
from alerts.harmless import harmless
from monitor.domain.errors import DeliveryError
from monitor.domain.subscriptions import Subscription
from monitor.steps.letterhead import IN_FEED
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import Office

MAIL, WEBHOOK, ZALO = "mail", "webhook", "zalo"

# What every mail provider takes: one address, ASCII, no quoted names and no lists.
_ADDRESS = re.compile(r"[a-z0-9.!#$%&'*+/=?^_{|}~-]{1,64}@[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
_LONGEST_ADDRESS = 254
_ZALO_USER = re.compile(r"[0-9]{5,32}")


def ways_of(office: Office) -> tuple[str, ...]:
    """The ways that are set up, in the order they are offered."""
    return MAIL, IN_FEED, *(way for way in (WEBHOOK, ZALO) if way in office.channel_settings)


def is_mail_address(text: str) -> bool:
    """Whether it is one plain address; capitals do not matter."""
    return len(text) <= _LONGEST_ADDRESS and _ADDRESS.fullmatch(text.casefold()) is not None


def refuse_address(office: Office, way: str, address: str) -> None:
    """Raises `SubscriptionRefused` for a way that is not set up, or an address it cannot take."""
    if way not in ways_of(office):
        told = _UNKNOWN.get(way, f"Không có cách nhận tin “{way}”.")
        raise SubscriptionRefused(f"{way} is not set up", vi=told)
    if way == MAIL:
        refuse_mail_address(address)
    if way == ZALO and not _ZALO_USER.fullmatch(address):
        raise SubscriptionRefused(
            f"not a Zalo user id: {address!r}",
            vi=f"“{address}” không phải mã người dùng Zalo. Mã gồm 5 đến 32 chữ số, xem ở trang quản trị của "
            "Official Account, mục người quan tâm.",
        )
    if way == WEBHOOK:
        try:
            read_target(address, allow_loopback=webhook_settings(office).allow_loopback)
        except AddressRefused as error:
            raise SubscriptionRefused(
                f"webhook address refused: {error}",
                vi=f"Không gửi được tới địa chỉ máy nhận này ({error}). Hãy ghi một địa chỉ https:// công "
                "cộng, không kèm tên và mật khẩu.",
            ) from error


def refuse_mail_address(address: str) -> None:
    """Raises `SubscriptionRefused` for what is not one plain mail address."""
    if not is_mail_address(address):
        raise SubscriptionRefused(
            f"not a mail address: {address!r}",
            vi=f"“{harmless(address, 80)}” không phải địa chỉ thư. Hãy ghi một địa chỉ, ví dụ "
            "ten@don-vi.example.",
        )


def new_settings(way: str) -> Mapping[str, Any]:
    """What a new subscription of this way keeps: a webhook has a key of its own."""
    return {"secret": secrets.token_urlsafe(32)} if way == WEBHOOK else {}


def webhook_key(one: Subscription) -> str:
    """The key by which messages to this webhook are signed."""
    return str(one.settings["secret"])


def webhook_settings(office: Office) -> webhook.Settings:
    """How the operator set webhooks up. Raises `DeliveryError` where they are not."""
    if WEBHOOK not in office.channel_settings:
        raise DeliveryError("webhooks are not set up", permanent=True, vi=_UNKNOWN[WEBHOOK])
    return webhook.Settings.model_validate(office.channel_settings[WEBHOOK])


_UNKNOWN = {
    WEBHOOK: "Hệ thống này chưa mở cách nhận bằng webhook. Hãy chọn nhận bằng thư.",
    ZALO: "Hệ thống này chưa cài đặt Zalo Official Account. Người vận hành cần khai báo [zalo] app_id và "
    "secret_key trong tệp cài đặt, rồi nhập cặp mã bằng lệnh: monitor subscription zalo",
}
