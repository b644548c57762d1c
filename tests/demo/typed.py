"""Bản chạy thử chạy như người gõ lệnh: một tiến trình thật, đọc từng dòng nó in.
`monitor demo` as typed: a process of its own, read line by line."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, Queue
from threading import Thread


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


def until(lines: Queue[str], words: str, seconds: float) -> list[str]:
    """What it prints up to the line with these words; raises `Empty` where nothing comes for so long."""
    told = [lines.get(timeout=seconds)]
    while words not in told[-1]:
        told.append(lines.get(timeout=seconds))
    return told


def rest(running: subprocess.Popen[str], lines: Queue[str]) -> tuple[int, str]:
    """Press Ctrl-C; the exit code, and what it still prints."""
    running.send_signal(signal.SIGINT)
    code = running.wait(60)
    told = []
    while True:
        try:
            told.append(lines.get(timeout=1))
        except Empty:
            return code, "".join(told)
