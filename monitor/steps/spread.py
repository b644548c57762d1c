"""Chia việc cho các nhân của máy, trả lời theo đúng thứ tự.
Spreads independent pure work over the machine's cores; the answers come in the order of the items."""

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import TypeVar

from monitor.domain.errors import MonitorError

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
# Below this many items a second process costs more than it saves.
WORTH_A_PROCESS = 3000


def over_cores(
    work: Callable[[_Item], _Answer], items: Sequence[_Item], *, each: int = WORTH_A_PROCESS
) -> list[_Answer]:
    """`work` of every item, in order; a further process is forked for every `each` items, up to the cores.

    `work` must be pure: what it changes in memory stays in its process. Answers must be picklable.
    Raises `MonitorError` when a process ended without its answers (killed, out of memory).
    """
    shares = min(os.cpu_count() or 1, 1 + len(items) // each) if hasattr(os, "fork") else 1
    size = -(-len(items) // shares) or 1
    own, *others = [items[at : at + size] for at in range(0, len(items), size)] or [items]
    with _left_alone():
        helpers = [_start(work, share) for share in others]
    try:
        answers = [work(item) for item in own]
        for process, receiver in helpers:
            answers += _received(process, receiver)
        return answers
    finally:
        for process, receiver in helpers:
            receiver.close()
            process.terminate()
            process.join()


def _start(
    work: Callable[[_Item], _Answer], share: Sequence[_Item]
) -> tuple[BaseProcess, "Connection[None, list[_Answer]]"]:
    context = get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(work, share, receiver, sender), daemon=True)
    process.start()
    sender.close()
    return process, receiver


def _answer(
    work: Callable[[_Item], _Answer],
    share: Sequence[_Item],
    receiver: "Connection[None, list[_Answer]]",
    sender: "Connection[list[_Answer], None]",
) -> None:
    receiver.close()
    sender.send([work(item) for item in share])
    sender.close()


def _received(process: BaseProcess, receiver: "Connection[None, list[_Answer]]") -> list[_Answer]:
    try:
        return receiver.recv()
    except EOFError as error:
        process.join()
        raise MonitorError(
            f"a process that shared the work ended without an answer (exit {process.exitcode})",
            vi="Một tiến trình đối chiếu dừng giữa chừng, có thể do thiếu bộ nhớ. Vòng này chưa kết luận và "
            "chưa thay đổi gì; vòng sau sẽ làm lại từ đầu.",
        ) from error


@contextmanager
def _left_alone() -> Iterator[None]:
    """What lives now is not walked by the children's garbage collector, which would copy its pages."""
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
