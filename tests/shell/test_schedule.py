"""Lịch chạy dừng gọn khi được yêu cầu.
The schedule repeats and stops cleanly."""

import os
import signal
import threading

from monitor.schedule import run_every


def test_a_stop_lets_the_running_job_end() -> None:
    finished: list[str] = []

    def job() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(0.2)
        finished.append("whole")

    run_every(60, job)
    assert finished == ["whole"]


def test_the_previous_signal_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    run_every(60, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert signal.getsignal(signal.SIGTERM) == before
