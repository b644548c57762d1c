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


def test_between_two_jobs_people_are_served_and_never_beside_one() -> None:
    running, beside, served = threading.Event(), list[bool](), list[int]()

    def job() -> None:
        running.set()
        threading.Event().wait(0.3)
        running.clear()

    def between() -> None:
        beside.append(running.is_set())
        served.append(len(served))
        if len(served) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    run_every(60, job, between, between_seconds=0.02)
    assert len(served) == 3
    assert not any(beside)


def test_what_breaks_between_two_jobs_ends_nothing() -> None:
    served: list[int] = []

    def between() -> None:
        served.append(len(served))
        if len(served) == 1:
            raise ZeroDivisionError
        os.kill(os.getpid(), signal.SIGTERM)

    run_every(60, lambda: None, between, between_seconds=0.02)
    assert len(served) >= 2


def test_a_stop_lets_what_runs_between_end() -> None:
    finished: list[str] = []

    def between() -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        threading.Event().wait(0.1)
        finished.append("whole")

    run_every(60, lambda: None, between, between_seconds=0.01)
    assert finished == ["whole"]


def test_the_previous_signal_handlers_come_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    run_every(60, lambda: os.kill(os.getpid(), signal.SIGTERM))
    assert signal.getsignal(signal.SIGTERM) == before
