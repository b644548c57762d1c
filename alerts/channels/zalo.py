"""Kênh “zalo”: gửi tin văn bản qua Zalo Official Account.
Text messages of a Zalo Official Account to a user who follows it.

General knowledge, not checked against Zalo's own documentation: the address `/v3.0/oa/message/cs`,
the `access_token` header, the shape of the answer, the length limit and every error code below.
An unknown code is passing, so that a wrong guess costs attempts and never a message.
"""

import json
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator

from alerts.envelope import check_texts
from alerts.guard import AddressRefused, read_target
from alerts.harmless import harmless
from alerts.posting import Answer, Limits, post, retry_after, utc_now
from alerts.zalo_tokens import Application, usable_token
from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError
from monitor.domain.tokens import TokenStore

KIND = "zalo"

_USER_ID = re.compile(r"[0-9]{5,32}")
_LONGEST_TEXT = 2_000
_CUT = "\n\n(Tin đã rút gọn vì quá dài; bản đầy đủ có trong hệ thống.)"
_TOKEN_REFUSED = frozenset({-216, -124})
# The user cannot be written to: does not follow, blocked, silent for too long. Not -201, which a
# third party's table calls a refused access token: that would stop everybody's messages for good.
_PERMANENT = frozenset({-213, -217, -230})
# Too many calls a minute, the account's messages are used up: true of all messages.
_BUSY = frozenset({-32, -211})
_LONGEST_ERROR = 200


class Settings(BaseModel):
    """The application and where its tokens are kept; the addresses are Zalo's unless tests say else."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    app_id: str = Field(min_length=1)
    secret_key: SecretStr = Field(min_length=1)
    tokens: TokenStore
    api_host: str = "https://openapi.zalo.me"
    oauth_host: str = "https://oauth.zaloapp.com"
    allow_loopback: bool = False
    ca_file: Path | None = None
    timeout_seconds: float = Field(default=20.0, gt=0, le=60)

    @field_validator("api_host", "oauth_host")
    @classmethod
    def _tokens_never_travel_in_the_clear(cls, host: str) -> str:
        try:
            target = read_target(host, allow_loopback=True)
        except AddressRefused as error:
            raise ValueError(f"must be https://… ({error})") from None
        if target.scheme == "http" and target.host not in ("127.0.0.1", "::1", "localhost"):
            raise ValueError("must be https://… (http:// only for loopback)")
        return host.rstrip("/")


def send(message: Message, settings: Settings, clock: Callable[[], datetime] = utc_now) -> str:
    """Send the text to the Zalo user; `recipient.address` is the user id at this account.

    Zalo knows no repeat key: where its answer is lost, a repeat is a second message. A refused
    access token is renewed and the message tried once more. Errors are codes in a 200 answer.
    """
    check_texts(message)
    if not _USER_ID.fullmatch(message.recipient.address):
        raise DeliveryError(
            f"not a Zalo user id: {message.recipient.address!r}",
            permanent=True,
            vi=f"“{message.recipient.address}” không phải mã người dùng Zalo. Hãy đăng ký lại qua Zalo.",
        )
    limits = Limits(
        settings.timeout_seconds,
        allow_loopback=settings.allow_loopback,
        ca_file=settings.ca_file,
        one_host=True,
    )
    application = Application(settings.app_id, settings.secret_key, settings.oauth_host, limits)
    token = usable_token(settings.tokens, application, clock)
    answer = _tell(message, settings, token, limits)
    if _code(answer) in _TOKEN_REFUSED:
        token = usable_token(settings.tokens, application, clock, refused=token)
        answer = _tell(message, settings, token, limits)
    if _code(answer) != 0:
        raise _refusal(answer, clock())
    return f"Zalo đã nhận, mã {_message_id(answer)}"


def _tell(message: Message, settings: Settings, token: str, limits: Limits) -> Answer:
    body = {
        "recipient": {"user_id": message.recipient.address},
        "message": {"text": _text(message)},
    }
    headers = {"Content-Type": "application/json", "access_token": token}
    return post(f"{settings.api_host}/v3.0/oa/message/cs", json.dumps(body).encode(), headers, limits)


def _text(message: Message) -> str:
    text = f"{message.subject}\n\n{message.text}"
    return text if len(text) <= _LONGEST_TEXT else text[: _LONGEST_TEXT - len(_CUT)].rstrip() + _CUT


def _document(answer: Answer) -> dict[str, Any]:
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _code(answer: Answer) -> int | None:
    """Zalo's own code, 0 for success; `None` for what is no answer of Zalo's."""
    code = _document(answer).get("error")
    return code if answer.status == 200 and type(code) is int else None


def _message_id(answer: Answer) -> str:
    data = _document(answer).get("data")
    told = data.get("message_id") if isinstance(data, dict) else None
    return harmless(str(told), 80) if told else "không có"


def _refusal(answer: Answer, now: datetime) -> DeliveryError:
    code = _code(answer)
    permanent = code in _PERMANENT
    told = harmless(str(_document(answer).get("message") or ""), _LONGEST_ERROR)
    name = f"HTTP {answer.status}" if code is None else str(code)
    advice = (
        "Người nhận cần quan tâm lại trang Zalo OA; hãy hỏi lại người nhận rồi xếp tin gửi lại."
        if permanent
        else "Hệ thống sẽ tự gửi lại."
    )
    return DeliveryError(
        f"Zalo answered {name}: {told}",
        permanent=permanent,
        vi=f"Zalo không nhận tin ({name}): {told or 'không nêu lý do'}. {advice}",
        retry_after=None if permanent else retry_after(answer.headers.get("retry-after", ""), now),
        busy=code in _BUSY or answer.status == 429,
        down=answer.status >= 500,
    )
