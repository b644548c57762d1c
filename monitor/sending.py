"""Trao thư cho kênh gửi: từng thư một, hoặc nhiều thư cùng nội dung trong một lần gọi.
Hands letters to their channels: one by one, or several of the same texts in one call."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from typing import Any

import structlog
from pydantic import BaseModel, ValidationError

from alerts.keepalive import kept_open
from alerts.registry import ChannelModule, Collecting, all_channels, channel
from monitor.domain.cases import Delivery, Message
from monitor.domain.errors import DeliveryError
from monitor.wiring import Line

log = structlog.get_logger()

# Deliveries that go in one call: they differ in nothing but the recipient and what is his.
Envelope = tuple[Delivery, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one delivery: a receipt in words, or the error."""

    delivery: Delivery
    receipt: str = ""
    error: DeliveryError | None = None


def together(batch: Iterable[Delivery]) -> tuple[Envelope, ...]:
    """The batch in envelopes, in the order of their first letters.

    A letter with an address of its own to unsubscribe goes alone.
    """
    found: dict[Any, list[Delivery]] = {}
    for delivery in batch:
        message = delivery.message
        kind = message.recipient.channel
        alone = bool(message.unsubscribe_url) or not isinstance(all_channels().get(kind), Collecting)
        mark = message.key if alone else (kind, *_shared(message))
        found.setdefault(mark, []).append(delivery)
    return tuple(chain.from_iterable(_cut(envelope) for envelope in found.values()))


def _shared(message: Message) -> tuple[object, ...]:
    return (message.kind, message.reason, message.subject, message.text, message.html, message.images)


def _cut(envelope: list[Delivery]) -> Iterator[Envelope]:
    module = all_channels().get(envelope[0].message.recipient.channel)
    most = module.MOST_AT_ONCE if isinstance(module, Collecting) else 1
    for at in range(0, len(envelope), most):
        yield tuple(envelope[at : at + most])


@contextmanager
def sender(line: Line) -> Iterator[Callable[[Sequence[Envelope]], list[Outcome]]]:
    """Sends some envelopes at once, as many as the line has workers, on connections kept open.

    With one worker everything happens in the calling thread.
    """
    with kept_open():
        if line.workers == 1:
            yield lambda envelopes: [one for envelope in envelopes for one in _send(line, envelope)]
            return
        with ThreadPoolExecutor(line.workers, thread_name_prefix="delivery") as threads:
            yield lambda envelopes: list(
                chain.from_iterable(threads.map(lambda envelope: _send(line, envelope), envelopes))
            )


def _send(line: Line, envelope: Envelope) -> list[Outcome]:
    """One call; where many are refused for good, each by itself, as one bad address refuses all."""
    messages = [delivery.message for delivery in envelope]
    try:
        receipt = _call(line, messages)
    except DeliveryError as error:
        if error.permanent and len(envelope) > 1:
            return [outcome for delivery in envelope for outcome in _send(line, (delivery,))]
        return [Outcome(delivery, error=error) for delivery in envelope]
    except Exception as error:  # one message must not stop the others: it becomes its own row
        log.exception("delivery_crashed", key=messages[0].key)
        crash = DeliveryError(
            f"{type(error).__name__}: {error}",
            permanent=False,
            vi=f"Chương trình gặp lỗi khi gửi thư này ({type(error).__name__}); chi tiết có trong nhật ký. "
            "Hệ thống sẽ tự gửi lại; nếu lặp lại, hãy báo người phát triển.",
        )
        return [Outcome(delivery, error=crash) for delivery in envelope]
    return [Outcome(delivery, receipt) for delivery in envelope]


def _call(line: Line, messages: Sequence[Message]) -> str:
    kind = messages[0].recipient.channel
    module, settings = account(line.channel_settings, kind)
    if len(messages) == 1:
        return module.send(messages[0], settings)
    assert isinstance(module, Collecting)
    return module.send_many(messages, settings)


def account(
    given: Mapping[str, Mapping[str, Any]], kind: str, **more: object
) -> tuple[ChannelModule, BaseModel]:
    """A channel and its settings out of those of all channels; `more` replaces what is given.

    Raises `DeliveryError`: permanent for a channel that is not set up at all, passing where its settings
    are wrong, as when letters wait for SendGrid and its key was taken out.
    """
    if kind not in given:
        raise DeliveryError(
            f"channel {kind} is not set up",
            permanent=True,
            vi=f"Kênh gửi “{kind}” chưa được cài đặt. Hãy chọn kênh khác cho người nhận này.",
        )
    module = channel(kind)
    try:
        return module, module.Settings(**{**given[kind], **more})
    except ValidationError as error:
        wrong = ", ".join(".".join(map(str, fault["loc"])) for fault in error.errors())
        raise DeliveryError(
            f"the settings of channel {kind} are wrong: {wrong}",
            permanent=False,
            vi=f"Kênh gửi “{kind}” cài đặt chưa đúng hoặc còn thiếu: {wrong}. Hãy sửa trong tệp cài đặt; "
            "thư vẫn chờ và tự gửi lại.",
        ) from None  # the cause repeats what was given, a key among it
