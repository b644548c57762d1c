"""Kênh gửi xin tạm ngừng: tới giờ hẹn mới gửi tiếp, kể cả khi chương trình khởi động lại.
Channels that asked us to wait: nothing goes by them until then, over restarts too."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self

from storage.store import UnitOfWork

_NAME = "channel_waits_until:"
# For a provider that says that we are too fast, but not for how long.
_USUAL = timedelta(minutes=1)


class Pauses:
    """Until when (UTC) each channel is left alone."""

    def __init__(self, until: dict[str, datetime]) -> None:
        self._until = until
        self._asked: set[str] = set()

    @classmethod
    def load(cls, work: UnitOfWork, channels: Iterable[str], now: datetime) -> Self:
        """The pauses of these channels that are not over at `now` (UTC)."""
        kept = {name: work.meta.get(_NAME + name) for name in channels}
        until = {name: datetime.fromisoformat(text) for name, text in kept.items() if text}
        return cls({name: end for name, end in until.items() if end > now})

    def ask(self, work: UnitOfWork, channel: str, pause: timedelta | None, at: datetime) -> None:
        """Note that a channel asked for a pause at `at` (UTC); a longer one that stands is kept."""
        end = max(at + (pause or _USUAL), self._until.get(channel, at))
        self._until[channel] = end
        self._asked.add(channel)
        work.meta.set(_NAME + channel, end.isoformat())

    def until(self, channel: str) -> datetime | None:
        """The end of a channel's pause; `None` when none was asked for."""
        return self._until.get(channel)

    def standing(self, at: datetime) -> tuple[str, ...]:
        """The channels that are to be left alone at `at`; what is over is forgotten."""
        self._until = {name: end for name, end in self._until.items() if end > at}
        return tuple(self._until)

    def shortest(self, at: datetime) -> timedelta | None:
        """How long until the first is over of the pauses that were asked for since this was loaded."""
        ends = [end - at for name, end in self._until.items() if name in self._asked and end > at]
        return min(ends, default=None)
