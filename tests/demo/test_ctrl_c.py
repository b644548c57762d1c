"""Nhấn Ctrl-C khi xem bản chạy thử: dừng êm, một câu cho biết chạy tiếp ra sao, mã thoát 0.
Ctrl-C ends the demo kindly: one line on how to go on, and exit code 0; who waits for the result is told."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread

import pytest

KIND = "Đã dừng, mọi thứ còn trong"


@contextmanager
def demo(folder: Path, *given: str) -> Iterator[tuple[subprocess.Popen[str], Queue[str]]]:
    """`monitor demo` as typed, and what it prints, line by line."""
    with subprocess.Popen(
        [sys.executable, "-m", "monitor", "demo", "--packages", "20", "--data", str(folder), *given],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
        # Tests begun in the background hand on that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    ) as running:
        lines: Queue[str] = Queue()

        def read() -> None:
            assert running.stdout is not None
            for line in running.stdout:
                lines.put(line)

        reader = Thread(target=read, daemon=True)
        reader.start()
        try:
            yield running, lines
        finally:
            running.kill()
            reader.join(10)


def until(lines: Queue[str], words: str, seconds: float) -> None:
    while words not in lines.get(timeout=seconds):
        pass


def rest(running: subprocess.Popen[str], lines: Queue[str]) -> tuple[int, str]:
    running.send_signal(signal.SIGINT)
    code = running.wait(60)
    told = []
    while True:
        try:
            told.append(lines.get(timeout=1))
        except Empty:
            return code, "".join(told)


@pytest.mark.parametrize(("given", "code", "kind"), [([], 0, True), (["--once"], 130, False)])
def test_on_the_way_it_ends_kindly_unless_somebody_waits_for_the_result(
    tmp_path: Path, given: list[str], code: int, kind: bool
) -> None:
    with demo(tmp_path / "demo", *given) as (running, lines):
        until(lines, "sự cố được gây ra", 60)
        ended, told = rest(running, lines)
    assert ended == code
    assert (KIND in told) is kind
    assert ("monitor demo --keep --data" in told) is kind
    assert "Traceback" not in told


@pytest.mark.drill
def test_while_the_pages_are_served_it_ends_kindly(tmp_path: Path) -> None:
    with demo(tmp_path / "demo") as (running, lines):
        until(lines, "Nhấn Ctrl-C để dừng", 300)
        ended, told = rest(running, lines)
    assert ended == 0
    assert KIND in told
    assert "Traceback" not in told
    assert "Aborted" not in told
