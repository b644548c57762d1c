"""Đỉnh bộ nhớ của chương trình cùng các tiến trình con.
Peak memory of this process and of those it forked, sampled: shared pages count once (PSS)."""

import os
import threading
from pathlib import Path

# Reading the map of a large process takes milliseconds that the measured work would miss.
_EVERY_SECONDS = 0.3


class PeakMemory:
    """Samples until closed; `megabytes` is the most seen, children named in `without` left out."""

    def __init__(self, without: tuple[int, ...] = ()) -> None:
        self._without = frozenset(without)
        self._most = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    @property
    def megabytes(self) -> int:
        return self._most // 1024

    def __enter__(self) -> "PeakMemory":
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self._most = max(self._most, sum(map(_share, (os.getpid(), *self._children()))))

    def _children(self) -> list[int]:
        listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text("ascii")
        return [pid for pid in map(int, listed.split()) if pid not in self._without]


def _share(pid: int) -> int:
    """The process's part of memory in kB; nothing when it just ended."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next((int(row.split()[1]) for row in rows if row.startswith("Pss:")), 0)
