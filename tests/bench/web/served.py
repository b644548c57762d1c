"""Máy chủ thật trên thế giới lớn: python -m tests.bench.web.served CỔNG SỐ-TIẾN-TRÌNH.
The real server on the big world; the environment names the store (`BENCH_STORE`)."""

import os
import sys

from fastapi import FastAPI

from monitor.logs import log_to
from monitor.web.app import create_app
from monitor.web.server import listening, serve_in_processes
from storage.store import Store
from tests.bench.web.packages import NOW
from tests.bench.web.world import office

STORE = "BENCH_STORE"


def application() -> FastAPI:
    """The application over the store that the environment names, on the world's last instant."""
    log_to(None)
    return create_app(office(Store(os.environ[STORE])), lambda: NOW)


if __name__ == "__main__":
    with listening("127.0.0.1", int(sys.argv[1])) as bound:
        serve_in_processes(application, bound, int(sys.argv[2]))
