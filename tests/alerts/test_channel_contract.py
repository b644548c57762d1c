"""Mọi kênh gửi giữ cùng một giao ước; kênh giả trong bài kiểm tra cũng vậy.
The contract of every delivery channel, kept by the real ones and by the recording fake."""

import email
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from alerts.channels import outbox, sendgrid, webhook, zalo
from alerts.envelope import check_envelope
from alerts.registry import ChannelModule, all_channels, channel
from monitor.domain.cases import Message, Recipient
from monitor.domain.errors import ConfigError, DeliveryError
from monitor.domain.tokens import Tokens

MakeMessage = Callable[..., Message]
Told = tuple[str, str, str]


class RecordingSettings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    reachable: bool = True


@dataclass
class RecordingChannel:
    """A channel that only remembers what it was told to send."""

    KIND: str = "recording"
    Settings: type[BaseModel] = RecordingSettings
    told: dict[str, Message] = field(default_factory=dict)

    def send(self, message: Message, settings: RecordingSettings) -> str:
        check_envelope(message)
        if not settings.reachable:
            raise DeliveryError("unreachable", permanent=False, vi="Không gửi được. Hệ thống sẽ tự gửi lại.")
        self.told.setdefault(message.key, message)
        return "đã ghi nhớ"


@dataclass
class Bench:
    """One channel on the bench: how to set it up, break it, and see what arrived."""

    module: ChannelModule
    settings: Any
    broken: Any
    arrived: Callable[[], list[Told]]
    knows_repeats: bool
    address: str = "thanh-tra@example.org"
    broken_address: str = ""
    carries_html: bool = True

    def send(self, message: Message) -> str:
        """Send to an address that this channel can reach, where the situation names no other."""
        if message.recipient.address == "thanh-tra@example.org":
            message = replace(message, recipient=replace(message.recipient, address=self.address))
        return self.module.send(message, self.settings)


def recording_bench(tmp_path: Path, provider: Any) -> Bench:
    fake = RecordingChannel()

    def arrived() -> list[Told]:
        return [(m.subject, m.text, m.html) for m in fake.told.values()]

    return Bench(fake, RecordingSettings(), RecordingSettings(reachable=False), arrived, True)


def outbox_bench(tmp_path: Path, provider: Any) -> Bench:
    folder = tmp_path / "outbox"
    (tmp_path / "file").write_text("x", encoding="utf-8")

    def arrived() -> list[Told]:
        mails = [
            email.message_from_bytes(p.read_bytes(), policy=default) for p in sorted(folder.glob("*.eml"))
        ]
        return [
            (
                str(mail["Subject"]),
                mail.get_body(("plain",)).get_content().replace("\r\n", "\n"),
                mail.get_body(("html",)).get_content().strip(),
            )
            for mail in mails
        ]

    broken = outbox.Settings(folder=tmp_path / "file")
    return Bench(outbox, outbox.Settings(folder=folder), broken, arrived, True)


def sendgrid_bench(tmp_path: Path, provider: Any) -> Bench:
    def arrived() -> list[Told]:
        return [(m["subject"], m["content"][0]["value"], m["content"][1]["value"]) for m in provider.mails]

    given = {"api_key": "SG.x.y", "from_address": "gs@example.org", "timeout_seconds": 5}
    settings = sendgrid.Settings.model_validate({**given, "host": provider.host})
    broken = sendgrid.Settings.model_validate({**given, "host": "http://127.0.0.1:9"})
    return Bench(sendgrid, settings, broken, arrived, False)


def webhook_bench(tmp_path: Path, provider: Any) -> Bench:
    def arrived() -> list[Told]:
        return [(told["subject"], told["text"], told["html"]) for told in provider.mails]

    given = {"secret": "khoa-thu-nghiem-dai-hon-ba-muoi-hai-ky-tu", "timeout_seconds": 5}
    settings = webhook.Settings.model_validate({**given, "allow_loopback": True})
    # The receiver stands in the address, not in the settings: so does the trouble.
    return Bench(
        webhook,
        settings,
        settings,
        arrived,
        False,
        address=f"{provider.host}/nhan-tin",
        broken_address="http://127.0.0.1:9/",
    )


class FixedTokens:
    """A pair that never expires: renewal has its own tests."""

    def load(self) -> Tokens:
        return Tokens("access", "refresh", datetime(2999, 1, 1, tzinfo=UTC))

    def swap(self, old: Tokens, new: Tokens) -> bool:
        raise AssertionError("nothing is to be renewed here")


def zalo_bench(tmp_path: Path, provider: Any) -> Bench:
    success = SimpleNamespace(status=200, body=b'{"error": 0}', headers={}, hang_up=False, silent=False)
    provider.answers = [success] * 10

    def arrived() -> list[Told]:
        texts = [told["message"]["text"].partition("\n\n") for told in provider.mails]
        return [(subject, text, "") for subject, _, text in texts]

    given = {"app_id": "42", "secret_key": "x", "tokens": FixedTokens(), "allow_loopback": True}
    settings = zalo.Settings.model_validate({**given, "api_host": provider.host})
    broken = zalo.Settings.model_validate({**given, "api_host": "http://127.0.0.1:9"})
    return Bench(zalo, settings, broken, arrived, False, "7712345678901", carries_html=False)


BENCHES = {
    "recording": recording_bench,
    "outbox": outbox_bench,
    "sendgrid": sendgrid_bench,
    "webhook": webhook_bench,
    "zalo": zalo_bench,
}


@pytest.fixture(params=list(BENCHES))
def bench(request: pytest.FixtureRequest, tmp_path: Path, provider: Any) -> Bench:
    return BENCHES[request.param](tmp_path, provider)


def test_every_channel_that_is_there_stands_on_the_bench() -> None:
    assert set(all_channels()) == set(BENCHES) - {"recording"}


def test_a_channel_is_called_as_its_module() -> None:
    for kind, module in all_channels().items():
        assert getattr(module, "__name__", "") == f"alerts.channels.{kind}"
        assert channel(kind) is module


def test_an_unknown_channel_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError) as refused:
        channel("fax")
    assert "fax" in refused.value.vi
    assert "outbox, sendgrid" in refused.value.vi


def test_what_is_sent_arrives_unchanged_with_a_receipt(bench: Bench, make_message: MakeMessage) -> None:
    message = make_message()
    assert bench.send(message)
    assert bench.arrived() == [(message.subject, message.text, message.html if bench.carries_html else "")]


def test_a_repeat_is_told_once_where_the_channel_can_know(bench: Bench, make_message: MakeMessage) -> None:
    for _ in range(3):
        assert bench.send(make_message())
    assert len(bench.arrived()) == (1 if bench.knows_repeats else 3)
    bench.send(make_message(key="another"))
    assert len(bench.arrived()) == (2 if bench.knows_repeats else 4)


def test_trouble_on_the_way_is_passing_and_said_in_vietnamese(
    bench: Bench, make_message: MakeMessage
) -> None:
    with pytest.raises(DeliveryError) as failed:
        replace(bench, settings=bench.broken, address=bench.broken_address or bench.address).send(
            make_message()
        )
    assert failed.value.permanent is False
    assert "Hệ thống sẽ tự gửi lại" in failed.value.vi or "hệ thống sẽ tự gửi lại" in failed.value.vi


INJECTIONS = ["a\r\nBcc: x@evil.example", "a\nb", "a\rb", "a\x00b", "a\u2028b", "a\x7f"]


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("place", ["subject", "key", "name", "address"])
def test_header_injection_is_refused_for_good_and_nothing_is_sent(
    bench: Bench, make_message: MakeMessage, place: str, text: str
) -> None:
    message = make_message()
    if place in ("name", "address"):
        message = replace(message, recipient=replace(message.recipient, **{place: text}))
    else:
        message = replace(message, **{place: text})
    with pytest.raises(DeliveryError) as failed:
        bench.send(message)
    assert failed.value.permanent is True
    assert bench.arrived() == []


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nobody",
        "a@",
        "@example.org",
        "a b@example.org",
        "a@x@y",
        "<a@example.org>",
        "a@b,c@d",
        "(x)a@b.example",
    ],
)
def test_an_address_that_is_none_is_refused_for_good(
    bench: Bench, make_message: MakeMessage, address: str
) -> None:
    reader = Recipient("a", "Sở A", address, "outbox")
    with pytest.raises(DeliveryError) as failed:
        bench.send(make_message(recipient=reader))
    assert failed.value.permanent is True
    assert bench.arrived() == []


@pytest.mark.parametrize("empty", ["key", "subject"])
def test_a_message_without_identity_or_subject_is_refused(
    bench: Bench, make_message: MakeMessage, empty: str
) -> None:
    with pytest.raises(DeliveryError) as failed:
        bench.send(make_message(**{empty: ""}))
    assert failed.value.permanent is True
    assert bench.arrived() == []
