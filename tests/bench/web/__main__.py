"""Đo các trang với nửa triệu gói thầu, một triệu rưỡi tin đăng, năm nghìn hồ sơ đang mở.
The pages with 500,000 packages, 1,500,000 sightings, 5,000 open cases: python -m tests.bench.web [--url …]

The world is made by us and put into a store of its own; two server processes answer over loopback HTTP,
and the readers take their time from the same two cores.
"""

import argparse
import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from monitor.logs import log_to
from monitor.steps.index_search import fill_search
from storage.store import Store
from tests.bench.web.packages import PROVINCE
from tests.bench.web.readers import Page, pages, read
from tests.bench.web.served import STORE
from tests.bench.web.world import fill
from tests.storage.postgres_server import PostgresServer

_CONSOLE = Console()
_PAUSES = (2.0, 0.0)


def main() -> None:
    """Make the world or take one that was kept, then print what its pages take."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--packages", type=int, default=500_000)
    parser.add_argument("--cases", type=int, default=5_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--readers", type=int, default=20)
    parser.add_argument("--each", type=int, default=15, help="pages that each reader reads")
    parser.add_argument("--used", type=int, default=40, help="pages that eight read of each kind before")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--url", default="", help="an empty database of one's own, instead of one for the run"
    )
    parser.add_argument("--made", action="store_true", help="the world of --url was made before")
    given = parser.parse_args()
    log_to(None)
    with _database(given.url, given.database) as url:
        if not given.made:
            _make(url, given.packages, given.cases)
        kinds = pages(given.packages, given.cases)
        with _server(url, given.workers) as port:
            _warm(port, kinds, given.used)
            _table(port, kinds, given.readers, given.each)


@contextmanager
def _database(url: str, kind: str) -> Iterator[str]:
    """The address given, else that of an empty database which goes when the block ends."""
    if url:
        yield url
    elif kind == "sqlite":
        with TemporaryDirectory() as folder:
            yield f"sqlite:///{Path(folder) / 'monitor.db'}"
    else:
        postgres = PostgresServer()
        try:
            postgres.run("CREATE DATABASE web")
            yield postgres.url("web")
        finally:
            postgres.stop()


def _make(url: str, packages: int, cases: int) -> None:
    store = Store(url)
    store.create()
    began = time.perf_counter()
    with Progress(console=_CONSOLE) as progress:
        fill(store, packages, cases, progress)
    _CONSOLE.print(f"world made in {time.perf_counter() - began:.0f} s")
    began, busy = time.perf_counter(), time.process_time()
    indexed = fill_search(store, PROVINCE)
    spent, busy = time.perf_counter() - began, time.process_time() - busy
    _CONSOLE.print(f"search index of {indexed} packages in {spent:.0f} s ({busy:.0f} s of processor)")
    store.close()


@contextmanager
def _server(url: str, workers: int) -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.bench.web.served", str(port), str(workers)]
    with subprocess.Popen(command, env={**os.environ, STORE: url}) as process:
        try:
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _warm(port: int, kinds: tuple[Page, ...], used: int) -> None:
    """Wait until it answers; then eight read so many pages of each kind, as in an office at work."""
    until = time.monotonic() + 120
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 5).close()
            break
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
    for page in kinds:
        began = time.perf_counter()
        asyncio.run(read(port, page, 8, 2, 0.0))
        _CONSOLE.print(f"first {page.name}: {time.perf_counter() - began:.1f} s for eight readers")
        asyncio.run(read(port, page, 8, used, 0.0))


def _table(port: int, kinds: tuple[Page, ...], readers: int, each: int) -> None:
    table = Table(title=f"milliseconds until the last byte, {readers} readers at once (asked: p95 100)")
    for name in ("page", "alone", "p50, reading 2 s", "p95", "worst", "p50, without pause", "p95", "worst"):
        table.add_column(name, justify="left" if name == "page" else "right")
    for page in kinds:
        alone = median(asyncio.run(read(port, page, 1, 20, 0.0)))
        cells = [f"{alone * 1000:.0f}"]
        for pause in _PAUSES:
            spent = asyncio.run(read(port, page, readers, each, pause))
            cells += [
                f"{value * 1000:.0f}" for value in (median(spent), quantiles(spent, n=20)[-1], max(spent))
            ]
        table.add_row(page.name, *cells)
    _CONSOLE.print(table)


if __name__ == "__main__":
    main()
