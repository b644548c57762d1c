"""SendGrid bảo chờ: chờ tới lúc nào, và có phải mọi thư đều chờ không.
When SendGrid asks to wait: until when, and whether all letters do."""

from datetime import UTC, datetime
from typing import Any

import pytest

from alerts.channels import sendgrid
from monitor.domain.errors import DeliveryError
from tests.alerts.sendgrid_account import MakeMessage, account, refused

NOW = datetime(2026, 9, 21, 2, tzinfo=UTC)
RESET = str(int(NOW.timestamp()) + 47)


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, {"Retry-After": "30"}, 30),
        (503, {"Retry-After": "30"}, 30),
        (429, {}, None),
        (429, {"Retry-After": "x"}, None),
        # How SendGrid documents its limits: the instant at which the period is over.
        (429, {"X-RateLimit-Limit": "500", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": RESET}, 47),
        (429, {"Retry-After": "30", "X-RateLimit-Reset": RESET}, 30),
        (429, {"X-RateLimit-Reset": "1392815263"}, None),
        (429, {"X-RateLimit-Reset": "9" * 400}, 86_400),
        (429, {"X-RateLimit-Reset": "-5"}, None),
        (429, {"X-RateLimit-Reset": "\u0665"}, None),
        # It comes with every answer: of any other trouble it says nothing.
        (500, {"X-RateLimit-Reset": RESET}, None),
    ],
)
def test_the_pause_that_sendgrid_asks_for_is_told(
    make_message: MakeMessage,
    provider: Any,
    answer: Any,
    status: int,
    header: dict[str, str],
    seconds: int | None,
) -> None:
    provider.answers = [answer(status, b"", header)]
    with pytest.raises(DeliveryError) as failed:
        sendgrid.send(make_message(), account(provider), lambda: NOW)
    pause = failed.value.retry_after
    assert (pause.total_seconds() if pause else None) == seconds


@pytest.mark.parametrize(
    ("status", "busy", "down"),
    [(429, True, False), (500, False, True), (503, False, True), (400, False, False), (401, False, False)],
)
def test_too_many_requests_and_a_broken_provider_are_about_all_letters(
    make_message: MakeMessage, provider: Any, answer: Any, status: int, busy: bool, down: bool
) -> None:
    provider.answers = [answer(status)]
    error = refused(provider, make_message())
    assert (error.busy, error.down) == (busy, down)


def test_a_provider_that_does_not_answer_is_about_all_letters(
    make_message: MakeMessage, provider: Any, answer: Any
) -> None:
    provider.answers = [answer(hang_up=True)]
    assert refused(provider, make_message()).down is True
