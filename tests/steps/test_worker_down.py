"""Dịch vụ thư không trả lời: người đưa thư để nó yên, không thử hết mọi thư, và vòng sau không phải chờ.
A provider that does not answer: the worker leaves it alone, and does not offer every letter in vain."""

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.demo.servers.web import Answer, Hang, Reply, Reset
from monitor.wiring import Line
from monitor.worker import Delivered, deliver
from tests.steps.postmen import (
    MINUTE,
    NOW,
    TAKEN,
    Provider,
    addressed,
    letter,
    line,
    provider,
    queue,
    waiting,
)

__all__ = ["line", "provider"]

BROKEN = Reply(b"{}", 503, "application/json")


@pytest.mark.parametrize("answer", [BROKEN, Reset(), Hang()], ids=["503", "cut", "silence"])
def test_a_provider_that_does_not_answer_is_left_alone_after_five_calls(
    line: Line, provider: Provider, answer: Answer
) -> None:
    settings = {name: {**given, "timeout_seconds": 0.2} for name, given in line.channel_settings.items()}
    provider.answer = lambda _: answer
    queue(line, *(letter(number) for number in range(30)))
    deliver(replace(line, channel_settings=settings), "w", NOW)
    assert provider.calls == [addressed(number) for number in range(5)]
    # All wait for it; only those that were offered have lost an attempt.
    assert [one.attempts for one in waiting(line)] == [*[1] * 5, *[0] * 25]
    provider.answer = lambda _: TAKEN
    assert deliver(line, "w", NOW + 2 * MINUTE) == Delivered(sent=30)


def test_several_workers_leave_it_alone_after_their_turn(line: Line, provider: Provider) -> None:
    provider.answer = lambda _: BROKEN
    queue(line, *(letter(number) for number in range(40)))
    deliver(replace(line, workers=4), "w", NOW)
    assert len(provider.calls) == 8


def test_trouble_now_and_then_stops_nobody(line: Line, provider: Provider) -> None:
    def answer(people: list[str]) -> Answer:
        return TAKEN if people[0] in addressed(*range(0, 30, 5)) else BROKEN

    provider.answer = answer
    queue(line, *(letter(number) for number in range(30)))
    assert deliver(line, "w", NOW) == Delivered(sent=6, waiting=24)
    assert len(provider.calls) == 30


def test_one_call_for_many_is_one_call_without_an_answer(line: Line, provider: Provider) -> None:
    provider.answer = lambda _: BROKEN
    queue(line, *(letter(number, text="Chung") for number in range(9)), letter(9), letter(10))
    deliver(line, "w", NOW)
    assert [len(call) for call in provider.calls] == [9, 1, 1]


def test_a_webhook_that_is_down_stops_no_other(line: Line, provider: Provider, tmp_path: Path) -> None:
    """Each goes to a place of its own: what one does says nothing of the others."""
    settings = {**line.channel_settings, "webhook": {"secret": "k" * 32, "allow_loopback": True}}
    letters = [letter(number, channel="webhook") for number in range(8)]
    dead = [replace(one, recipient=replace(one.recipient, address="http://127.0.0.1:9/")) for one in letters]
    queue(line, *dead)
    assert deliver(replace(line, channel_settings=settings), "w", NOW) == Delivered(waiting=8)
    assert [one.attempts for one in waiting(line)] == [1] * 8
