"""Lịch chạy: lặp lại vòng kiểm tra cho đến khi được yêu cầu dừng.
APScheduler repeats the cycle; a run that was missed is made up by the next one. What people wait for is done
between two cycles."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event, Lock
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler

# How often somebody looks whether a person waits for something.
BETWEEN_SECONDS = 15.0


def run_every(
    minutes: int,
    job: Callable[[], None],
    between: Callable[[], None] = lambda: None,
    between_seconds: float = BETWEEN_SECONDS,
) -> None:
    """Run `job` now and then every `minutes`, one at a time, until SIGINT or SIGTERM.

    `between` is run every few seconds while no job runs, never beside one. What runs ends before
    this returns, so that no step of a cycle is cut by a stop.
    """
    stopped, turn = Event(), Lock()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    def alone() -> None:
        with turn:
            job()

    def in_between() -> None:
        if turn.acquire(blocking=False):
            try:
                between()
            finally:
                turn.release()

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        alone,
        "interval",
        minutes=minutes,
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    scheduler.add_job(in_between, "interval", seconds=between_seconds, max_instances=1, coalesce=True)
    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    scheduler.start()
    try:
        stopped.wait()
    finally:
        scheduler.shutdown(wait=True)
        for number, handler in previous.items():
            signal.signal(number, handler)
