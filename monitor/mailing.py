"""Kênh gửi và người nhận của thanh tra, theo tệp cài đặt.
The channels that are set up and the inspectorate's readers, from the settings."""

from collections.abc import Mapping
from pathlib import Path

from monitor.config import Settings
from monitor.domain.cases import Recipient
from storage.kept_tokens import KeptTokens
from storage.store import Store


def readers_of(settings: Settings, *, alerts: bool) -> tuple[Recipient, ...]:
    """Who at the inspectorate reads alerts, or else digests."""
    channel = mail_channel(settings)
    return tuple(
        Recipient(person.id, person.name, person.address, channel, person.lang)
        for person in settings.recipients
        if (person.alerts if alerts else person.digest)
    )


def mail_channel(settings: Settings) -> str:
    """The channel by which mails leave."""
    return "sendgrid" if settings.mail.sendgrid_api_key.get_secret_value() else "outbox"


def channel_settings(settings: Settings, store: Store) -> dict[str, Mapping[str, object]]:
    """What each channel that is set up wants; Zalo is only with an application of the operator's own."""
    mail, zalo = settings.mail, settings.zalo
    told: dict[str, Mapping[str, object]] = {
        "outbox": {
            "folder": Path(settings.general.data_dir) / "outbox",
            "from_address": mail.from_address,
            "from_name": mail.from_name,
        },
        "sendgrid": {
            "api_key": mail.sendgrid_api_key.get_secret_value(),
            "host": mail.sendgrid_host,
            "from_address": mail.from_address,
            "from_name": mail.from_name,
        },
        # Every recipient brings a secret of its own.
        "webhook": settings.webhook.model_dump(),
    }
    if zalo.app_id:
        given = {**zalo.model_dump(), "secret_key": zalo.secret_key.get_secret_value()}
        told["zalo"] = {**given, "tokens": KeptTokens(store, zalo.app_id)}
    return told
