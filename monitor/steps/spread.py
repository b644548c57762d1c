"""Chia việc cho các nhân của máy, trả lời theo đúng thứ tự.
Spreads independent pure work over the machine's cores; the answers come in the order of the items."""

import ctypes
import gc
import os
import pickle
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar, cast

from monitor.domain.errors import MonitorError

_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")
# Below this many items (batches of a hundred sightings) a second process costs more than it saves.
WORTH_A_PROCESS = 24


def over_cores(
    work: Callable[[_Item], _Answer], items: Sequence[_Item], *, each: int = WORTH_A_PROCESS
) -> list[_Answer]:
    """`work` of every item, in order; a further process is forked for every `each` items, up to the cores.

    `work` must be pure: what it changes in memory stays in its process. Items and answers must be
    picklable; both go through files, one after another, so that no process holds them twice: whoever
    looks at an object of the other's writes into its page, which is then copied.
    Raises `MonitorError` when a process ended without its answers (killed, out of memory).
    """
    shares = min(os.cpu_count() or 1, 1 + len(items) // each) if hasattr(os, "fork") else 1
    if shares == 1:
        return [work(item) for item in items]
    # In turn, as cards are dealt: neighbours are alike, and halves would end far apart.
    dealt = [items[at::shares] for at in range(shares)]
    answers: list[_Answer | None] = [None] * len(items)
    with ExitStack() as stack:
        own, *others = [stack.enter_context(_written(share)) for share in dealt]
        stack.enter_context(_left_alone())
        helpers = [stack.enter_context(_helper(work, share)) for share in others]
        answers[::shares] = map(work, _read(own))
        for at, (process, file) in enumerate(helpers, start=1):
            process.join()
            found = list(_read(file)) if process.exitcode == 0 else []
            if len(found) != len(dealt[at]):
                raise _lost(process.exitcode)
            answers[at::shares] = found
    return cast("list[_Answer]", answers)


@contextmanager
def _written(share: Sequence[Any]) -> Iterator[IO[bytes]]:
    with TemporaryFile() as file:
        for item in share:
            pickle.dump(item, file, pickle.HIGHEST_PROTOCOL)
        file.flush()
        yield file


@contextmanager
def _helper(work: Callable[[_Item], _Answer], share: IO[bytes]) -> Iterator[tuple[BaseProcess, IO[bytes]]]:
    with TemporaryFile() as file:
        process = get_context("fork").Process(
            target=_answer, args=(work, share, file, os.getpid()), daemon=True
        )
        process.start()
        try:
            yield process, file
        finally:
            process.terminate()
            process.join()


def _answer(work: Callable[[_Item], _Answer], share: IO[bytes], file: IO[bytes], asker: int) -> None:
    for item in _read(share):
        if os.getppid() != asker:  # killed: nobody waits for the rest
            return
        pickle.dump(work(item), file, pickle.HIGHEST_PROTOCOL)
    file.flush()


def _read(file: IO[bytes]) -> Iterator[Any]:
    """What was written, one after another; the file is our own and has no name."""
    file.seek(0)
    while True:
        try:
            yield pickle.load(file)  # noqa: S301
        except EOFError:
            return


def _lost(exit_code: int | None) -> MonitorError:
    return MonitorError(
        f"a process that shared the work ended without an answer (exit {exit_code})",
        vi="Một tiến trình đối chiếu dừng giữa chừng, có thể do thiếu bộ nhớ hoặc đĩa tạm đã đầy. Vòng này "
        "chưa kết luận và chưa thay đổi gì; vòng sau sẽ làm lại từ đầu.",
    )


@contextmanager
def _left_alone() -> Iterator[None]:
    """What lives now is not walked by the children's garbage collector, which would copy its pages.

    What was freed before goes back to the system first: each process would keep it for itself.
    """
    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):  # glibc's; others give back by themselves
        trim(0)
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()
