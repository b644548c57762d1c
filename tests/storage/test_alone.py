"""Hai vòng cùng lúc trên một kho: vòng sau phải đợi hoặc dừng, kể cả sau kill -9.
Two cycles at once on one database: the second waits or refuses, and a kill lets go."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy import text

from monitor.domain.errors import StorageError
from storage.store import Store

Opened = Callable[[str], Store]
ROOT = Path(__file__).resolve().parents[2]

_HOLDER = """
import sys, time
from storage.store import Store

with Store(sys.argv[1]).alone():
    print("held", flush=True)
    time.sleep(600)
"""


@contextmanager
def _held_elsewhere(url: str) -> Iterator["subprocess.Popen[str]"]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _HOLDER, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            yield holder
        finally:
            holder.kill()


def test_a_second_cycle_is_refused_in_words_and_may_begin_afterwards(url: str, opened: Opened) -> None:
    first, second = opened(url), opened(url)
    with first.alone():
        with pytest.raises(StorageError) as refusal, second.alone():
            raise AssertionError("two cycles at once")
        assert "đang chạy trên kho này" in refusal.value.vi
        assert "Hãy đợi" in refusal.value.vi
    with second.alone():
        pass
    with first.alone():
        pass


def test_one_store_is_no_exception(store: Store) -> None:
    with store.alone(), pytest.raises(StorageError), store.alone():
        raise AssertionError("two cycles at once")
    with store.alone():
        pass


def test_who_waits_begins_as_soon_as_the_other_ends(url: str, opened: Opened) -> None:
    first, second = opened(url), opened(url)
    begun = Event()

    def wait_and_begin() -> None:
        with second.alone(wait=30):
            begun.set()

    with ThreadPoolExecutor(1) as pool:
        with first.alone():
            waiting = pool.submit(wait_and_begin)
            assert not begun.wait(0.5)
        waiting.result(10)
    assert begun.is_set()


def test_a_cycle_that_fails_lets_go(store: Store) -> None:
    with pytest.raises(InterruptedError), store.alone():
        raise InterruptedError
    with store.alone():
        pass


def test_a_killed_cycle_lets_go(url: str, opened: Opened) -> None:
    store = opened(url)
    with _held_elsewhere(url) as holder:
        with pytest.raises(StorageError) as refusal, store.alone():
            raise AssertionError("two cycles at once")
        if url.startswith("sqlite"):
            assert str(holder.pid) in refusal.value.vi
        holder.send_signal(signal.SIGKILL)
        holder.wait(10)
        with store.alone(wait=10):
            pass


def test_people_and_letters_go_on_during_a_cycle(url: str, opened: Opened, sample: Any) -> None:
    cycle, desk = opened(url), opened(url)
    with cycle.alone():
        with desk.begin() as work:
            work.cases.put(sample.case())
            work.outbox.queue(sample.message(), sample.now)
        with cycle.begin() as work:
            assert work.cases.list() == (sample.case(),)
        desk.check()


def test_a_cycle_whose_server_connection_breaks_ends_without_another_error(url: str, opened: Opened) -> None:
    if url.startswith("sqlite"):
        pytest.skip("a file has no connection that could break")
    store, other = opened(url), opened(url)
    with store.alone(), other.begin() as work:
        work.meta._session.connection().execute(
            text("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
        )
    with other.alone(wait=10):
        pass


def test_a_folder_without_right_to_write_is_named(tmp_path: Path, sqlite_store: Store) -> None:
    (tmp_path / "monitor.db.lock").mkdir()
    with pytest.raises(StorageError) as refusal, sqlite_store.alone():
        raise AssertionError("no lock")
    assert "monitor.db.lock" in refusal.value.vi


def test_a_database_that_is_not_there_is_not_locked(tmp_path: Path, opened: Opened) -> None:
    store = opened(f"sqlite:///{tmp_path / 'none.db'}")
    with pytest.raises(StorageError) as refusal, store.alone():
        raise AssertionError("no database")
    assert "monitor init" in refusal.value.vi
    assert list(tmp_path.iterdir()) == []
