"""Sinh ra hết người đưa thư này tới người khác, và giết từng người bằng tín hiệu 9 giữa lúc đang gửi.
Brings up one delivery worker after another and kills each with signal 9 while it sends.

Run as `python -m tests.drill.letters.nursery <database> <host> <seed> <kills>`; prints which lives were cut.
One process with everything loaded forks each worker: to start Python three hundred times would take
longer than the sending.
"""

import json
import os
import random
import signal
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.logs import log_to
from monitor.wiring import Line
from monitor.worker import deliver
from storage.store import Store
from tests.storage.histories import small_line

START = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
# Longer than a claim is left to a worker that died.
BETWEEN = timedelta(minutes=16)
# A worker is given so many seconds at most before it is killed.
LONGEST_LIFE = 0.4
MOST_LIVES = 3000
# Letters are sent one by one, and by as many at once as the settings have by default, life by life.
SENDERS = (1, 4)


def main(database: str, host: str, seed: int, kills: int) -> None:
    """Live and die until so many were killed; then go on undisturbed until nothing waits."""
    log_to(None)
    store = Store(database)
    pattern = small_line(store)
    store.close()
    dice = random.Random(seed)
    killed: list[int] = []
    for life in range(MOST_LIVES):
        length = dice.uniform(0.02, LONGEST_LIFE) if len(killed) < kills else None
        if _live(replace(pattern, workers=senders_of(life)), database, host, life, length):
            killed.append(life)
        elif _done(database):
            break
    json.dump({"killed": killed, "lives": life + 1}, sys.stdout)


def senders_of(life: int) -> int:
    """How many letters a worker has on the way at once."""
    return SENDERS[life % len(SENDERS)]


def _live(pattern: Line, database: str, host: str, life: int, length: float | None) -> bool:
    """One worker; whether it was killed before it had done all that was due."""
    child = os.fork()
    if child == 0:
        _deliver(pattern, database, host, life)
        os._exit(0)
    end = None if length is None else time.monotonic() + length
    while end is None or time.monotonic() < end:
        found, status = os.waitpid(child, 0 if end is None else os.WNOHANG)
        if found:
            if status:
                raise SystemExit(f"worker {life} failed by itself: {status}")
            return False
        time.sleep(0.002)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _deliver(pattern: Line, database: str, host: str, life: int) -> None:
    store = Store(database)
    settings = {
        "api_key": f"doi-{life}",
        "from_address": "giam-sat@songmau.example",
        "host": host,
        # Far more than the provider takes unless it hangs: an answer that is only slow must not be lost.
        "timeout_seconds": 3.0,
    }
    line = replace(pattern, store=store, channel_settings={"sendgrid": settings})
    deliver(line, f"người đưa thư {life}", START + life * BETWEEN)


def _done(database: str) -> bool:
    store = Store(database)
    try:
        with store.read() as work:
            return not {"queued", "claimed"} & {state.value for state in work.outbox.counts()}
    finally:
        store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
