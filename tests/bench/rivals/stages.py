"""Đo từng công đoạn: giây đồng hồ và giây CPU của mọi tiến trình.
Measures stages: seconds of the clock and CPU seconds of this process and its children."""

import resource
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Stages:
    """Seconds by stage; a stage that is measured twice adds up."""

    def __init__(self) -> None:
        self.wall: defaultdict[str, float] = defaultdict(float)
        self.cpu: defaultdict[str, float] = defaultdict(float)

    @contextmanager
    def measure(self, stage: str) -> Iterator[None]:
        """Add what happens inside to the stage."""
        wall, cpu = time.perf_counter(), _cpu()
        try:
            yield
        finally:
            self.wall[stage] += time.perf_counter() - wall
            self.cpu[stage] += _cpu() - cpu


def _cpu() -> float:
    every = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in every)
