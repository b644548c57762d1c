"""Kênh gửi trong bộ nhớ: trao tận tay dịch vụ thư khó tính, không qua mạng; và thư không có phần HTML.
A channel in memory: hands each mail to the provider with its moods, without a network; and letters without
HTML. The histories that are played one by one send the real letters through SendGrid's own library."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from unittest.mock import patch

from jinja2 import ChoiceLoader, DictLoader, Environment
from pydantic import BaseModel

from alerts import render
from alerts.envelope import check_envelope, thread_headers
from alerts.registry import all_channels
from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError
from monitor.domain.vocabulary import MessageKind
from tests.drill.letters.provider import LOSING, TAKING, Mood, Provider

KIND = "trao-tay"
_DOMAIN = "songmau.example"
_BRIEF = "<p>{{ subject }}</p>"


class Settings(BaseModel):
    """Nothing is to be set."""


@contextmanager
def handing_to(provider: Provider) -> Iterator[None]:
    """For as long as this lasts there is such a channel, and letters are written without HTML."""

    def send(message: Message, _settings: Settings) -> str:
        check_envelope(message)
        named = thread_headers(message, _DOMAIN)
        mood, pause = provider.offer(
            message.key, message.recipient.address, named["Message-ID"], message.text
        )
        if mood in LOSING or mood not in TAKING:
            raise DeliveryError(
                f"the provider: {mood}",
                permanent=mood is Mood.REFUSES,
                vi=f"Dịch vụ thư trả lời: {mood}.",
                retry_after=timedelta(seconds=pause) if mood is Mood.BUSY else None,
                # Now and then about all that goes this way; for longer, one history would stop the others.
                busy=mood is Mood.BUSY and pause == 1,
            )
        return "đã nhận"

    module = SimpleNamespace(KIND=KIND, Settings=Settings, send=send)
    environment = render._environment()
    brief = DictLoader({f"{kind}.html.j2": _BRIEF for kind in MessageKind})
    loaders = ChoiceLoader([brief, environment.loader or brief])
    with patch.dict(all_channels(), {KIND: module}), patch.object(environment, "loader", loaders):
        _forget(environment)
        yield
    _forget(environment)


def _forget(environment: Environment) -> None:
    """Templates are kept by name, whichever loader they came from."""
    if environment.cache is not None:
        environment.cache.clear()
