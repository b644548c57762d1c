"""Sinh ra hết người đưa thư này tới người khác, và giết từng người bằng tín hiệu 9 giữa lúc đang gửi.
Brings up one delivery worker after another and kills each with signal 9 while it sends.

Run as `python -m tests.drill.letters.nursery <database> <host> <seed> <kills>`; prints which lives were cut.
Standard input brings one byte for each call that the provider gets: a life ends after so many calls, not
after so many seconds, and a slow machine kills nobody before anything was done. One process with
everything loaded forks each worker: to start Python three hundred times would take longer than the sending.
"""

import json
import os
import random
import select
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
# A worker makes so many calls at most before it is killed, and lives no longer than so many seconds.
MOST_CALLS = 12
LONGEST_LIFE = 2.0
# It is killed within so many seconds after its last call, or after its birth where it is to make none.
LAST_MOMENTS = 0.04
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
        calls = dice.randint(0, MOST_CALLS) if len(killed) < kills else None
        if _live(replace(pattern, workers=senders_of(life)), database, host, life, calls, dice):
            killed.append(life)
        elif _done(database):
            break
    json.dump({"killed": killed, "lives": life + 1}, sys.stdout)


def senders_of(life: int) -> int:
    """How many letters a worker has on the way at once."""
    return SENDERS[life % len(SENDERS)]


def _live(pattern: Line, database: str, host: str, life: int, calls: int | None, dice: random.Random) -> bool:
    """One worker; whether it was killed, after so many calls, before it had done all that was due."""
    _calls_until(time.monotonic())  # what the last one still had on the way
    child = os.fork()
    if child == 0:
        _deliver(pattern, database, host, life)
        os._exit(0)
    end = time.monotonic() + LONGEST_LIFE
    while calls is None or (calls > 0 and time.monotonic() < end):
        found, status = os.waitpid(child, 0 if calls is None else os.WNOHANG)
        if found:
            if status:
                raise SystemExit(f"worker {life} failed by itself: {status}")
            return False
        if calls is not None:
            calls -= _calls_until(time.monotonic() + 0.002)
    time.sleep(dice.uniform(0, LAST_MOMENTS))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def _calls_until(end: float) -> int:
    """How many calls the provider told of until this moment."""
    told = 0
    while select.select([0], [], [], max(0.0, end - time.monotonic()))[0]:
        came = os.read(0, 4096)
        if not came:
            raise SystemExit("the provider is gone")
        told += len(came)
    return told


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
