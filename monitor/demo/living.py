"""Tỉnh mẫu sống tiếp trong lúc trang mở: thư đi sau vài giây, cứ nửa phút chạy một vòng.
While its pages are served the demo goes on: letters leave within seconds, a cycle runs every half minute."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from monitor.cycle import run_cycle
from monitor.demo.play import DemoClock
from monitor.domain.errors import MonitorError
from monitor.steps.answered import look_at_answers
from monitor.wiring import Line
from monitor.worker import deliver

CYCLE_SECONDS = 30.0
_LETTERS_SECONDS = 2.0
_WORKER = "demo"


@contextmanager
def living(
    line: Line,
    clock: DemoClock,
    stumbled: Callable[[MonitorError], None],
    *,
    cycle_seconds: float = CYCLE_SECONDS,
    letters_seconds: float = _LETTERS_SECONDS,
) -> Iterator[None]:
    """Run cycles and send letters beside the pages until the block ends; what runs then is finished first.

    A turn that fails is handed to `stumbled` and tried again at the next; nothing half-done is kept.
    """
    stopped = Event()

    def turn(cycle: bool) -> None:
        try:
            if cycle:
                run_cycle(line, clock.read())
            else:
                look_at_answers(line, clock.read())
            deliver(line, _WORKER, clock.read())
        except MonitorError as error:
            stumbled(error)

    def live() -> None:
        due = time.monotonic() + cycle_seconds
        while not stopped.wait(letters_seconds):
            cycle = time.monotonic() >= due
            turn(cycle)
            if cycle:
                due = time.monotonic() + cycle_seconds

    thread = Thread(target=live, name="demo-living")
    try:
        # Inside: Ctrl-C may come while it starts, and a thread that nobody stops keeps the process.
        thread.start()
        yield
    finally:
        stopped.set()
        if thread.is_alive():
            thread.join()
