"""Kênh “sendgrid”: gửi thư qua Web API v3 của SendGrid.
SendGrid's Web API v3 through its own library; accepted means that SendGrid will deliver."""

import base64
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator
from python_http_client.client import Client, Response
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient
from sendgrid.helpers.mail import (
    Attachment,
    Category,
    ClickTracking,
    Content,
    ContentId,
    CustomArg,
    Disposition,
    FileContent,
    FileName,
    FileType,
    From,
    Header,
    Mail,
    MailSettings,
    OpenTracking,
    Personalization,
    SandBoxMode,
    To,
    TrackingSettings,
)

from alerts.envelope import check_envelope, mailbox, thread_headers, unsubscribe_headers
from alerts.harmless import harmless
from alerts.keepalive import Reply, post
from alerts.posting import retry_after, until_reset, utc_now
from monitor.domain.cases import InlineImage, Message, key_hash
from monitor.domain.errors import DeliveryError

KIND = "sendgrid"
# SendGrid's limit of personalizations in one request.
MOST_AT_ONCE = 1000

_ACCEPTED = 202
_VALIDATED = 200  # SendGrid's answer in sandbox mode
_BUSY = 429
_PASSING = frozenset({408, _BUSY})
_REFUSED_KEY = frozenset({401, 403})
_LONGEST_ERROR = 400


class Settings(BaseModel):
    """The account. `sandbox` lets SendGrid check a message without sending it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api_key: SecretStr = Field(min_length=1)
    from_address: str
    from_name: str = "Giám sát công khai đấu thầu"
    host: str = "https://api.sendgrid.com"
    sandbox: bool = False
    timeout_seconds: float = Field(default=20.0, gt=0)

    @field_validator("host")
    @classmethod
    def _key_never_travels_in_the_clear(cls, host: str) -> str:
        parts = urlsplit(host)
        loopback = parts.hostname in ("127.0.0.1", "::1", "localhost")
        if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and loopback)):
            raise ValueError("must be https://… (http:// only for loopback)")
        return host.rstrip("/")


def send(message: Message, settings: Settings, clock: Callable[[], datetime] = utc_now) -> str:
    """Hand the message to SendGrid; returns its message id in words.

    429, 408, 5xx, a refused key and network trouble are passing `DeliveryError`s with the pause that
    SendGrid asks for, every other refusal is permanent and carries SendGrid's own text; 429 is about all
    that goes this way (`busy`), and so are 5xx and trouble on the way if they go on (`down`). The key is in
    no error and no log.
    """
    return send_many((message,), settings, clock)


def send_many(
    messages: Sequence[Message], settings: Settings, clock: Callable[[], datetime] = utc_now
) -> str:
    """Hand over messages of the same subject, texts, images, kind and reason in one request.

    Each is a personalization with its own recipient, Message-ID and thread; no reader sees another. One
    answer counts for all: SendGrid takes all of a request or nothing. Every letter greets its
    reader by name, so equal texts come about where one office reads at several addresses under one
    name (an outage, an alert or a digest to the whole inspectorate).
    """
    for message in messages:
        check_envelope(message)
    body = _mail(messages, settings).get()
    key = settings.api_key.get_secret_value()
    api = SendGridAPIClient(key, host=settings.host)
    api.client = _Client(settings.host, api.client.request_headers, 3, timeout=settings.timeout_seconds)
    try:
        response = api.send(body)
    except HTTPError as error:
        raise _refusal(error, key, clock()) from None  # the cause holds the request with its key
    except (OSError, HTTPException) as error:
        raise DeliveryError(
            f"{settings.host}: {type(error).__name__}: {error}",
            permanent=False,
            vi=f"Không kết nối được máy chủ gửi thư {settings.host}: {error}. Hệ thống sẽ tự gửi lại.",
            down=True,
        ) from error
    if response.status_code != (_VALIDATED if settings.sandbox else _ACCEPTED):
        raise DeliveryError(
            f"{settings.host} answered {response.status_code}, not {_ACCEPTED}",
            permanent=False,
            vi=f"Máy chủ gửi thư {settings.host} trả lời {response.status_code}, chưa rõ đã nhận thư chưa. "
            "Hệ thống sẽ tự gửi lại; nếu lặp lại, hãy kiểm tra [mail] sendgrid_host.",
        )
    if settings.sandbox:
        return "SendGrid đã kiểm tra, không gửi (chế độ thử)"
    return f"SendGrid đã nhận, mã {response.headers.get('X-Message-Id') or 'không có'}"


def _mail(messages: Sequence[Message], settings: Settings) -> Any:
    sender, shared = mailbox(settings.from_name, settings.from_address), messages[0]
    mail = Mail(from_email=From(sender.addr_spec, settings.from_name), subject=shared.subject)
    for message in reversed(messages):  # the library puts each before the others
        mail.add_personalization(_personalization(message, sender.addr_spec))
    mail.add_content(Content("text/plain", shared.text))
    mail.add_content(Content("text/html", shared.html))
    for image in reversed(shared.images):
        mail.add_attachment(_inline(image))
    mail.add_category(Category(str(shared.kind)))
    mail.add_category(Category(str(shared.reason)))
    # No counting pixel and no rewritten link: the mail loads nothing from elsewhere.
    tracking = TrackingSettings()
    tracking.click_tracking = ClickTracking(False, False)
    tracking.open_tracking = OpenTracking(False)
    mail.tracking_settings = tracking
    if settings.sandbox:
        mail.mail_settings = MailSettings(sandbox_mode=SandBoxMode(True))
    return mail


def _personalization(message: Message, from_address: str) -> Personalization:
    personal = Personalization()
    personal.add_to(To(message.recipient.address, message.recipient.name))
    # Here, as the published contract calls the top-level field a string. What stands for the key, not
    # the key: that holds a digest of the address, and it comes back in every report.
    personal.add_custom_arg(CustomArg("message_key", key_hash(message.key)))
    # None of these is among the headers that the contract reserves. With our Message-ID a repeat is
    # the same mail to its reader, and later mails of a thread can refer to it.
    for name, value in (thread_headers(message, from_address) | unsubscribe_headers(message)).items():
        personal.add_header(Header(name, value))
    return personal


def _inline(image: InlineImage) -> Attachment:
    return Attachment(
        FileContent(base64.b64encode(image.png).decode("ascii")),
        FileName(f"{image.cid}.png"),
        FileType("image/png"),
        Disposition("inline"),
        ContentId(image.cid),
    )


def _refusal(error: HTTPError, key: str, now: datetime) -> DeliveryError:
    status = int(error.status_code)
    told = harmless(_error_text(error.body).replace(key, "…"), _LONGEST_ERROR)
    if status in _PASSING or status >= 500:
        advice, permanent = "Hệ thống sẽ tự gửi lại.", False
    elif status in _REFUSED_KEY:
        advice, permanent = "Thư vẫn chờ: hãy kiểm tra [mail] sendgrid_api_key và quyền của khóa.", False
    else:
        advice, permanent = "Hãy sửa nguyên nhân rồi xếp thư gửi lại.", True
    return DeliveryError(
        f"SendGrid answered {status}: {told}",
        permanent=permanent,
        vi=f"SendGrid không nhận thư ({status}): {told or 'không nêu lý do'}. {advice}",
        retry_after=_pause(error, now),
        busy=status == _BUSY,
        down=status >= 500,
    )


def _pause(error: HTTPError, now: datetime) -> timedelta | None:
    """As it is asked for; SendGrid's own way is to name the end of the period that is used up."""
    headers = error.headers or {}
    asked = retry_after(headers.get("Retry-After", ""), now)
    if asked is None and error.status_code == _BUSY:
        return until_reset(headers.get("X-RateLimit-Reset", ""), now)
    return asked


def _error_text(body: bytes) -> str:
    """The messages of SendGrid's error document, else the beginning of whatever came."""
    text = body.decode("utf-8", "replace")
    try:
        errors = json.loads(text)["errors"]
        return "; ".join(f"{e.get('field') or ''} {e['message']}".strip() for e in errors)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return text


@dataclass(frozen=True, slots=True)
class _Answer:
    """A reply as the library reads it."""

    reply: Reply

    def getcode(self) -> int:
        return self.reply.status

    def read(self) -> bytes:
        return self.reply.body

    def info(self) -> Any:
        return self.reply.headers


class _Client(Client):  # type: ignore[misc]
    """The library's client on connections that stay open, without redirects."""

    def _build_client(self, name: str | None = None) -> "_Client":
        path = [*self._url_path, name] if name else self._url_path
        return _Client(self.host, self.request_headers, self._version, path, timeout=self.timeout)

    def post(self, request_body: Any) -> Response:
        body = json.dumps(request_body, ensure_ascii=False).encode("utf-8", "replace")
        headers = {**self.request_headers, "Content-Type": "application/json"}
        reply = post(self._build_url(None), body, headers, self.timeout)
        if not 200 <= reply.status < 300:
            raise HTTPError(reply.status, reply.reason, reply.body, reply.headers)
        return Response(_Answer(reply))
