"""Tài khoản SendGrid thử, nói với nhà cung cấp trên loopback.
A SendGrid account of the tests, and a message that is refused without telling the key."""

from collections.abc import Callable
from typing import Any

import pytest

from alerts.channels import sendgrid
from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError

KEY = "SG.thu-nghiem.khong-phai-khoa-that"
MakeMessage = Callable[..., Message]


def account(provider: Any, **changes: Any) -> sendgrid.Settings:
    given = {"api_key": KEY, "host": provider.host, "from_address": "giam-sat@example.org"}
    return sendgrid.Settings.model_validate({**given, "timeout_seconds": 5, **changes})


def refused(provider: Any, message: Message, **changes: Any) -> DeliveryError:
    with pytest.raises(DeliveryError) as failed:
        sendgrid.send(message, account(provider, **changes))
    error = failed.value
    assert KEY not in f"{error} {error.vi} {error.__cause__!r} {error.__cause__}"
    return error
