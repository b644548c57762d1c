"""Khi nào gửi lại: chờ lâu dần, có xê dịch, có điểm dừng.
When to try a delivery again: growing pauses with jitter, and an end. Pure."""

import random
from datetime import datetime, timedelta

MAX_ATTEMPTS = 64

_FIRST = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)
_JITTER = 0.25
_DOUBLINGS = 10  # more than it takes to come to the longest pause


def next_attempt(attempts: int, now: datetime, seed: str) -> datetime | None:
    """When to try again after `attempts` failed ones (≥ 1), or `None` when that was the last.

    The pause doubles from one minute up to six hours, moved by up to a quarter either way so that
    messages that failed together do not return together; the same seed and attempt give the same
    time. Sixty-four attempts span about two weeks: a provider that is down for days loses no letter.
    """
    if attempts < 1:
        raise ValueError(f"a failed delivery has at least one attempt, not {attempts}")
    if attempts >= MAX_ATTEMPTS:
        return None
    pause = min(_FIRST * (1 << min(attempts - 1, _DOUBLINGS)), _LONGEST)
    spread = random.Random(f"{seed}#{attempts}").uniform(-_JITTER, _JITTER)  # noqa: S311 jitter, no secret
    return now + pause * (1 + spread)
