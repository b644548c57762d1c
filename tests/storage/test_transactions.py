"""Cả hoặc không: lỗi, đĩa đầy, bị khóa, bị giết giữa chừng.
All or nothing: exceptions, a full disk, a lock, a kill in the middle."""

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from sqlalchemy import event

from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import CaseEvent
from monitor.domain.errors import StorageError
from monitor.domain.vocabulary import DeliveryState
from storage import engine
from storage.store import Store
from tests.storage.samples import NOW, Samples

Opened = Callable[[str], Store]
ROOT = Path(__file__).resolve().parents[2]


def _write_something_everywhere(work: Any, sample: Any) -> None:
    work.captures.add(sample.capture())
    work.looks.add(sample.look())
    work.sources.remember("nguon-a", {"u": {"etag": "1"}})
    work.sightings.put([sample.sighting()])
    work.records.put([sample.plan(), sample.notice()], sample.now)
    work.links.replace_machine([sample.link()])
    work.judgements.put_disclosures([sample.disclosure()])
    work.judgements.put([(sample.duty(), sample.verdict())], sample.now)
    work.findings.put([sample.finding()], sample.now)
    work.cases.put(sample.case())
    work.outbox.queue(sample.message(), sample.now)
    work.meta.set("last", 1)


def _is_empty(work: Any, sample: Any) -> bool:
    return not any(
        (
            work.captures.all(),
            work.looks.latest(),
            work.sources.coverage(),
            work.sightings.all(),
            sum(work.records.counts().values()),
            work.links.all(),
            work.judgements.disclosures(),
            work.judgements.verdicts(),
            work.findings.open(),
            work.cases.list(),
            work.outbox.list(),
            work.meta.get("last"),
        )
    )


def test_an_exception_leaves_nothing_behind(store: Store, sample: Any) -> None:
    with suppress(InterruptedError), store.begin() as work:
        _write_something_everywhere(work, sample)
        assert not _is_empty(work, sample)
        raise InterruptedError
    with store.begin() as work:
        assert _is_empty(work, sample)


def test_a_database_error_leaves_nothing_behind(store: Store, sample: Any) -> None:
    def write(work: Any) -> None:
        _write_something_everywhere(work, sample)
        work.judgements.put([(sample.duty(9), sample.verdict(9))], sample.now)

    with pytest.raises(StorageError), store.begin() as work:
        write(work)
    with store.begin() as work:
        assert _is_empty(work, sample)


def test_the_whole_cycle_twice_leaves_the_same_store(store: Store, sample: Any) -> None:
    def everything(work: Any) -> tuple[Any, ...]:
        return (
            work.captures.all(),
            work.looks.latest(),
            work.sources.coverage(),
            work.sightings.all(raw=True),
            work.records.plans(raw=True),
            work.records.notices(raw=True),
            work.records.changes(),
            work.links.all(),
            work.judgements.judged(),
            work.findings.open(),
            work.cases.list(),
            work.outbox.list(),
        )

    with store.begin() as work:
        _write_something_everywhere(work, sample)
        first = everything(work)
    with store.begin() as work:
        _write_something_everywhere(work, sample)
        assert everything(work) == first


def test_reading_is_allowed_and_writing_refused_in_a_reading_block(store: Store, sample: Any) -> None:
    with store.begin() as work:
        work.meta.set("last", 1)
    with store.read() as work:
        assert work.meta.get("last") == 1
    with pytest.raises(StorageError) as refusal, store.read() as work:
        work.meta.set("last", 2)
    assert "chỉ cho đọc" in refusal.value.vi
    with store.begin() as work:
        assert work.meta.get("last") == 1
        work.meta.set("last", 3)


def test_a_reader_sees_one_state_while_somebody_writes(url: str, opened: Opened) -> None:
    writer, reader = opened(url), opened(url)
    with writer.begin() as work:
        work.meta.set("last", 1)
    with reader.read() as view:
        assert view.meta.get("last") == 1
        with writer.begin() as work:
            work.meta.set("last", 2)
        assert view.meta.get("last") == 1


def test_reading_and_checking_do_not_wait_for_a_writer(
    url: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "LOCK_WAIT", 0.2)
    writer, reader = opened(url), opened(url)
    with writer.begin() as work:
        work.meta.set("last", 1)
        reader.check()
        with reader.read() as view:
            assert view.meta.get("last") is None


@pytest.mark.parametrize("name", ["kho dữ liệu.db", "a#b.db", "100%.db", "a&b=c.db"])
def test_a_database_file_may_have_any_name(tmp_path: Path, opened: Opened, name: str) -> None:
    store = opened(f"sqlite:///{tmp_path / name}")
    store.create()
    store.check()
    assert (tmp_path / name).stat().st_size > 0


def test_a_full_disk_is_said_in_words_and_loses_nothing(sqlite_store: Store, sample: Any) -> None:
    with sqlite_store.begin() as work:
        work.sightings.put([sample.sighting(0)])

    def shrink(connection: Any, _record: Any) -> None:
        connection.execute("PRAGMA max_page_count = 120")

    sqlite_store._engine.dispose()
    event.listen(sqlite_store._engine, "connect", shrink)
    with pytest.raises(StorageError) as refusal, sqlite_store.begin() as work:
        work.sightings.put([sample.sighting(n, body="chữ" * 500) for n in range(1, 500)])
    assert "Đĩa đã đầy" in refusal.value.vi
    assert "vẫn còn nguyên" in refusal.value.vi
    with sqlite_store.begin() as work:
        assert work.sightings.get(["nguon-a|0"]) == (sample.sighting(0),)
        assert work.sightings.count() == 1


def test_a_lock_held_too_long_is_said_in_words(
    url: str, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = opened(url)
    monkeypatch.setattr(engine, "LOCK_WAIT", 0.2)
    waiting = opened(url)
    with holder.begin() as work:
        work.meta.set("last", 1)
        with pytest.raises(StorageError) as refusal, waiting.begin() as other:
            other.meta.set("last", 2)
    assert "tiến trình khác" in refusal.value.vi
    with waiting.begin() as work:
        assert work.meta.get("last") == 1


def test_a_database_file_that_vanished_is_not_silently_made_anew(sqlite_store: Store, tmp_path: Path) -> None:
    (tmp_path / "monitor.db").unlink()
    with pytest.raises(StorageError) as refusal, sqlite_store.begin() as work:
        work.meta.get("last")
    assert "Không mở được" in refusal.value.vi
    assert not (tmp_path / "monitor.db").exists()


def test_the_database_keeps_its_promises_through_a_power_cut(sqlite_store: Store) -> None:
    with sqlite_store.begin() as work:
        connection = work.meta._session.connection()
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


_VICTIM = """
import sys, time
from datetime import UTC, datetime
from monitor.domain.cases import Message, Recipient
from monitor.domain.vocabulary import MessageKind, Reason
from storage.store import Store

now = datetime(2026, 3, 2, tzinfo=UTC)
store = Store(sys.argv[1])
for number in range(10_000):
    with store.begin() as work:
        recipient = Recipient("r", "r", "r@mau.test", "outbox")
        for part in ("a", "b"):
            key = f"{number}{part}"
            message = Message(key, MessageKind.ALERT, Reason.FIRST, recipient, "s", "t", "h", now)
            work.outbox.queue(message, now)
        work.meta.set("last", number)
    print(number, flush=True)
"""


def test_a_kill_loses_nothing_that_was_committed_and_keeps_no_half(url: str, opened: Opened) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _VICTIM, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as victim:
        assert victim.stdout is not None
        acknowledged = -1
        for line in victim.stdout:
            acknowledged = int(line)
            if acknowledged == 12:
                victim.send_signal(signal.SIGKILL)
        assert victim.wait() == -signal.SIGKILL
    store = opened(url)
    store.check()
    with store.begin() as work:
        last = work.meta.get("last")
        assert last >= acknowledged >= 12
        assert work.outbox.counts() == {DeliveryState.QUEUED: 2 * (last + 1)}


def test_threads_share_a_store(store: Store, sample: Any) -> None:
    def look(number: int) -> None:
        with store.begin() as work:
            work.looks.add(sample.look(number, source_id=f"nguon-{number % 3}"))
            work.sightings.put([sample.sighting(number)])

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(look, range(30)))
    with store.begin() as work:
        assert work.sightings.count() == 30
        assert len(work.looks.latest()) == 3


def test_no_connection_outlives_the_store(sqlite_template: Path) -> None:
    store = Store(f"sqlite:///{sqlite_template}")
    with store.read() as work:
        work.meta.get("last")
    store.close()
    with sqlite3.connect(sqlite_template) as connection:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.rollback()
    connection.close()


def test_two_who_add_to_one_case_lose_neither_step(store: Store, sample: Samples) -> None:
    with store.begin() as work:
        work.cases.put(replace(sample.case(), events=()))
    both_began = Barrier(2)

    def add(by: str) -> None:
        both_began.wait(10)
        with store.begin() as work:
            case = work.cases.get(sample.case().id)
            assert case is not None
            sleep(0.05)
            event = CaseEvent(NOW, by, CaseStep.ACKNOWLEDGED)
            work.cases.put(replace(case, events=(*case.events, event)))

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(add, ("một", "hai")))
    with store.read() as work:
        case = work.cases.get(sample.case().id)
    assert case is not None
    assert {event.by for event in case.events} == {"một", "hai"}
