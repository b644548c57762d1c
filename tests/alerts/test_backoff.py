"""Gửi lại lúc nào.
When a failed delivery is tried again."""

from datetime import UTC, datetime, timedelta

import pytest

from alerts.backoff import MAX_ATTEMPTS, next_attempt

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)


def pause(attempts: int, seed: str = "k") -> timedelta:
    again = next_attempt(attempts, NOW, seed)
    assert again is not None
    return again - NOW


def test_pauses_grow_from_a_minute_to_six_hours_within_a_quarter() -> None:
    for attempts in range(1, MAX_ATTEMPTS):
        middle = timedelta(minutes=min(2 ** (attempts - 1), 360))
        assert middle * 0.75 <= pause(attempts) <= middle * 1.25


def test_the_same_message_waits_the_same_and_others_do_not() -> None:
    assert pause(3) == pause(3)
    assert len({pause(3, seed) for seed in "abcdefgh"}) == 8


def test_there_is_an_end() -> None:
    assert next_attempt(MAX_ATTEMPTS - 1, NOW, "k") is not None
    assert next_attempt(MAX_ATTEMPTS, NOW, "k") is None


def test_a_failure_without_an_attempt_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        next_attempt(0, NOW, "k")
