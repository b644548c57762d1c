"""Người đưa thư: nhiều thư cùng lúc, thư giống nhau đi chung, dịch vụ bận, thư làm chết người đưa.
The delivery worker against a real provider on loopback: turns, equal texts, limits, poisoned letters."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest

from monitor.demo.servers.web import Answer, Reply
from monitor.domain.cases import Delivery, InlineImage
from monitor.domain.vocabulary import DeliveryState, MessageKind, Reason
from monitor.sending import together
from monitor.unwanted import MOST_DEATHS
from monitor.wiring import Line
from monitor.worker import Delivered, deliver
from storage.store import Store
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


def busy(seconds: int) -> Reply:
    return Reply(b"{}", 429, "application/json", {"Retry-After": f"{seconds}"})


def test_as_many_letters_are_on_their_way_at_once_as_there_are_workers(
    line: Line, provider: Provider
) -> None:
    # Passes only when four calls wait in it together; a fifth would break it.
    together_at_once = Barrier(4)

    def answer(_: list[str]) -> Answer:
        together_at_once.wait(10)
        return TAKEN

    provider.answer = answer
    queue(line, *(letter(number) for number in range(48)))
    assert deliver(replace(line, workers=4), "w", NOW) == Delivered(sent=48)
    assert sorted(who for call in provider.calls for who in call) == sorted(addressed(*range(48)))


def test_letters_of_one_text_go_in_one_call(line: Line, provider: Provider) -> None:
    same = [letter(number, text="Chung") for number in range(3)]
    own = letter(3, text="Riêng")
    personal = letter(4, text="Chung", unsubscribe_url="https://mau.example/huy")
    queue(line, same[0], own, same[1], personal, same[2])
    assert deliver(line, "w", NOW).sent == 5
    assert provider.calls == [addressed(0, 1, 2), addressed(3), addressed(4)]
    with line.store.read() as work:
        assert {one.outcome for one in work.outbox.list()} == {"SendGrid đã nhận, mã m"}


@pytest.mark.parametrize(
    "difference",
    [
        {"text": "khác"},
        {"html": "<p>khác</p>"},
        {"subject": "khác"},
        {"reason": Reason.REMINDER},
        {"kind": MessageKind.ALERT},
        {"images": (InlineImage("a", b"x"),)},
        {"channel": "outbox"},
    ],
    ids=lambda difference: next(iter(difference)),
)
def test_letters_that_differ_in_anything_go_apart(difference: dict[str, object]) -> None:
    one, other = letter(1, text="Chung"), letter(2, **{"text": "Chung", **difference})  # type: ignore[arg-type]
    batch = [Delivery(message, DeliveryState.CLAIMED, 1, NOW) for message in (one, other)]
    assert [len(envelope) for envelope in together(batch)] == [1, 1]


def test_a_channel_that_cannot_collect_gets_each_alone() -> None:
    batch = [
        Delivery(letter(number, text="Chung", channel="webhook"), DeliveryState.CLAIMED, 1, NOW)
        for number in range(3)
    ]
    assert [len(envelope) for envelope in together(batch)] == [1, 1, 1]


def test_one_bad_address_stops_nobody_else_of_its_call(line: Line, provider: Provider) -> None:
    bad = addressed(1)[0]
    provider.answer = lambda people: Reply(b"{}", 400) if bad in people else TAKEN
    queue(line, *(letter(number, text="Chung") for number in range(3)))
    assert deliver(line, "w", NOW) == Delivered(sent=2, stopped=1)
    assert provider.calls == [addressed(0, 1, 2), addressed(0), addressed(1), addressed(2)]


def test_a_busy_provider_is_left_alone_until_the_time_it_named(line: Line, provider: Provider) -> None:
    provider.answer = lambda _: busy(1800)
    queue(line, *(letter(number) for number in range(60)))
    deliver(line, "w", NOW)
    assert provider.calls == [addressed(0)]
    # All wait for it; only the one that was offered has lost an attempt.
    assert [one.attempts for one in waiting(line)] == [1, *[0] * 59]
    provider.answer = lambda _: TAKEN
    assert deliver(line, "w", NOW + 29 * MINUTE) == Delivered()
    assert len(provider.calls) == 1
    assert deliver(line, "w", NOW + 31 * MINUTE).sent == 60


def test_another_channel_goes_on_while_one_is_busy(line: Line, provider: Provider, tmp_path: Path) -> None:
    provider.answer = lambda _: busy(1800)
    settings = {**line.channel_settings, "outbox": {"folder": tmp_path / "outbox"}}
    queue(line, letter(0), letter(1), letter(2, channel="outbox"), letter(3, channel="outbox"))
    assert deliver(replace(line, channel_settings=settings), "w", NOW).sent == 2
    assert len(provider.calls) == 1
    assert len(list((tmp_path / "outbox").glob("*.eml"))) == 2


def test_a_short_pause_is_waited_for_by_a_worker_with_patience(line: Line, provider: Provider) -> None:
    provider.answer = lambda _: busy(1) if len(provider.calls) == 2 else TAKEN
    queue(line, *(letter(number) for number in range(5)))
    done = deliver(line, "w", NOW, patience=timedelta(seconds=5))
    # The one that was refused comes back later than the others: its attempt counts.
    assert (done.sent, len(provider.calls)) == (4, 5)
    assert [one.message.recipient.address for one in waiting(line)] == addressed(1)


def _live(line: Line, database: Path, provider: Provider, at: datetime, name: str = "") -> bool:
    """One worker in a process of its own; whether it was killed."""
    provider.child = 0
    child = os.fork()
    if child == 0:
        deliver(replace(line, store=Store(f"sqlite:///{database}")), name or f"w-{at}", at)
        os._exit(0)
    provider.child = child
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _killing(provider: Provider) -> Callable[[list[str]], Answer]:
    """Whoever offers the first letter is dead before its answer comes."""

    def kill(people: list[str]) -> Answer:
        if people == addressed(0):
            while not provider.child:
                time.sleep(0.001)
            os.kill(provider.child, signal.SIGKILL)
        return TAKEN

    return kill


def test_a_letter_that_kills_its_worker_each_time_is_given_up_and_the_others_arrive(
    line: Line, provider: Provider, tmp_path: Path
) -> None:
    provider.answer = _killing(provider)
    queue(line, letter(0), letter(1), letter(2))
    lives = [
        _live(line, tmp_path / "monitor.db", provider, NOW + life * 16 * MINUTE)
        for life in range(MOST_DEATHS + 2)
    ]
    assert lives == [True] * MOST_DEATHS + [False] * 2
    assert [call for call in provider.calls if call != addressed(0)] == [addressed(1), addressed(2)]
    with line.store.read() as work:
        (given_up,) = work.outbox.list(DeliveryState.STOPPED)
    assert given_up.message == letter(0)
    assert f"{MOST_DEATHS} lần liền" in given_up.outcome


def test_a_worker_that_is_long_at_work_keeps_its_claims(line: Line, provider: Provider) -> None:
    offered = 0

    def slow(_: list[str]) -> Answer:
        nonlocal offered
        offered += 1
        with line.store.begin() as work:
            assert work.outbox.release_stale(NOW + (offered * 10 - 15) * MINUTE) == 0
        return TAKEN

    provider.answer = slow
    queue(line, *(letter(number) for number in range(8)))
    # Ten minutes for each letter, by the clock that the worker goes by.
    assert deliver(line, "w", NOW, ticks=lambda: offered * 600.0).sent == 8


def test_a_failed_letter_waits_its_pause_from_its_failure_however_long_the_worker_is_at_work(
    line: Line, provider: Provider
) -> None:
    provider.answer = lambda people: Reply(b"{}", 500) if people == addressed(3) else TAKEN
    queue(line, *(letter(number) for number in range(4)))
    # Half an hour for each letter: the last fails two hours after the worker began.
    done = deliver(line, "w", NOW, ticks=lambda: len(provider.calls) * 1800.0)
    assert done == Delivered(sent=3, waiting=1)
    assert provider.calls == [addressed(number) for number in range(4)]
    (failed,) = waiting(line)
    assert timedelta(seconds=45) <= failed.not_before - (NOW + 120 * MINUTE) <= timedelta(seconds=75)
    with line.store.read() as work:
        settled = [work.postings.named(letter(number).key) for number in range(3)]
    assert [one.settled_at for one in settled if one] == [NOW + 30 * n * MINUTE for n in (1, 2, 3)]


def test_what_a_dead_worker_held_comes_back_though_another_of_its_name_is_at_work(
    line: Line, provider: Provider, tmp_path: Path
) -> None:
    provider.answer = _killing(provider)
    queue(line, letter(0), letter(1))
    assert _live(line, tmp_path / "monitor.db", provider, NOW, "worker")
    provider.answer = lambda _: TAKEN
    queue(line, *(letter(number) for number in range(2, 8)))
    # Three minutes for each letter: it shows all the while that it is alive.
    began = len(provider.calls)
    ticks = lambda: (len(provider.calls) - began) * 180.0  # noqa: E731
    assert deliver(line, "worker", NOW + MINUTE, ticks=ticks).sent == 6
    assert deliver(line, "worker", NOW + 20 * MINUTE).sent == 2
