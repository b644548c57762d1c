"""Lịch chạy: lặp lại vòng kiểm tra cho đến khi được yêu cầu dừng.
APScheduler repeats the cycle; a run that was missed is made up by the next one."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime
from threading import Event
from types import FrameType

from apscheduler.schedulers.background import BackgroundScheduler


def run_every(minutes: int, job: Callable[[], None]) -> None:
    """Run `job` now and then every `minutes`, one at a time, until SIGINT or SIGTERM.

    A running job ends before this returns, so that no step of a cycle is cut by a stop.
    """
    stopped = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    scheduler = BackgroundScheduler(timezone="UTC")
    scheduler.add_job(
        job,
        "interval",
        minutes=minutes,
        next_run_time=datetime.now(UTC),
        max_instances=1,
        coalesce=True,
        misfire_grace_time=None,
    )
    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    scheduler.start()
    try:
        stopped.wait()
    finally:
        scheduler.shutdown(wait=True)
        for number, handler in previous.items():
            signal.signal(number, handler)
