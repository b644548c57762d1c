"""Các kênh gửi: có mô-đun trong `alerts/channels/` là có kênh.
Delivery channels are found by being in `alerts/channels/`."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Protocol, cast, runtime_checkable

from pydantic import BaseModel

import alerts.channels
from monitor.domain.cases import Message
from monitor.domain.errors import ConfigError


class ChannelModule(Protocol):
    """What every module in `alerts/channels/` offers."""

    KIND: str
    Settings: type[BaseModel]

    def send(self, message: Message, settings: Any) -> str:
        """Deliver one message and say how it was received; raises `DeliveryError`.

        Sending the same message again must not tell the recipient a second time where the
        channel can know that; a failure says whether trying again is pointless.
        """
        ...


@runtime_checkable
class Collecting(Protocol):
    """What a channel offers besides, if it can carry one text to many recipients in one call."""

    MOST_AT_ONCE: int

    def send_many(self, messages: Sequence[Message], settings: Any) -> str:
        """Deliver messages of the same texts; the one answer, or `DeliveryError`, counts for all."""
        ...


@cache
def all_channels() -> Mapping[str, ChannelModule]:
    """Every channel by its kind."""
    names = [module.name for module in iter_modules(alerts.channels.__path__)]
    modules = [cast(ChannelModule, import_module(f"alerts.channels.{name}")) for name in names]
    return {module.KIND: module for module in modules}


def channel(kind: str) -> ChannelModule:
    """The channel of that kind; raises `ConfigError` naming the known ones."""
    known = all_channels()
    if kind not in known:
        raise ConfigError(
            f"unknown delivery channel {kind!r}",
            vi=f"Không có kênh gửi “{kind}”. Các kênh đang có: {', '.join(sorted(known))}.",
        )
    return known[kind]
