"""Kho bản lưu bị gãy, bị sửa, bị giết giữa chừng, đĩa đầy.
The archive after a kill, damage, forgery and on a full disk: mended or reported, never silent."""

import os
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.errors import StorageError
from storage.archive import read_body, reindex, verify
from tests.storage.archived import NOON, exchange_of, fill, records_in

ROOT = Path(__file__).resolve().parents[2]
DAY = timedelta(days=1)


@pytest.mark.parametrize("cut", [1, 5, 200, 400, -1])
def test_an_end_torn_by_a_kill_is_set_aside_and_the_file_stays_readable(tmp_path: Path, cut: int) -> None:
    kept = fill(tmp_path, exchange_of(1), exchange_of(2))
    path = tmp_path / kept[0].warc_file
    whole = path.read_bytes()
    torn = fill(tmp_path, exchange_of(3))[0]
    rest = path.read_bytes()[len(whole) :]
    path.write_bytes(whole + rest[:cut])
    kept += fill(tmp_path, exchange_of(4))
    # A response that was whole before the kill is kept; only its request may be lost.
    survivors = [capture for capture in (torn,) if capture in reindex(tmp_path)]
    assert verify(tmp_path, [*kept, *survivors]) == ()
    assert read_body(tmp_path, kept[-1]) == exchange_of(4).body
    assert len(records_in(path)) >= 6
    assert bool(survivors) is (cut == -1)
    assert len(list(tmp_path.glob("*.torn"))) == 1


def test_a_file_torn_in_its_first_record_keeps_the_chain_of_the_day_before(tmp_path: Path) -> None:
    kept = fill(tmp_path, exchange_of(1))
    torn = fill(tmp_path, exchange_of(2, fetched_at=NOON + DAY))[0]
    path = tmp_path / torn.warc_file
    path.write_bytes(path.read_bytes()[:50])
    kept += fill(tmp_path, exchange_of(3, fetched_at=NOON + DAY))
    assert verify(tmp_path, kept) == ()


def test_damage_in_the_middle_costs_one_capture_and_is_reported(tmp_path: Path) -> None:
    kept = fill(tmp_path, *[exchange_of(number) for number in range(4)])
    path = tmp_path / kept[0].warc_file
    with path.open("r+b") as file:
        file.seek(kept[1].warc_offset + 60)
        file.write(b"\x00" * 40)
    size = path.stat().st_size
    later = fill(tmp_path, exchange_of(9))
    assert path.stat().st_size > size
    assert [p.capture_id for p in verify(tmp_path, [*kept, *later])] == [kept[1].id]
    assert [capture.id for capture in reindex(tmp_path)] == [kept[n].id for n in (0, 2, 3)] + [later[0].id]


def test_an_altered_body_is_called_altered(tmp_path: Path) -> None:
    kept = fill(tmp_path, exchange_of(1), exchange_of(2))
    forged = replace(kept[0], digest="sha256:" + "0" * 64)
    with pytest.raises(StorageError) as refusal:
        read_body(tmp_path, forged)
    assert "không khớp mã băm" in refusal.value.vi
    reasons = {problem.reason for problem in verify(tmp_path, [forged, kept[1]])}
    assert reasons == {"altered", "chain_broken"}


def test_a_missing_file_or_a_wrong_place_is_named(tmp_path: Path) -> None:
    (capture,) = fill(tmp_path, exchange_of(1))
    for wrong in (replace(capture, warc_file="captures-20200101.warc.gz"), replace(capture, warc_offset=7)):
        with pytest.raises(StorageError) as refusal:
            read_body(tmp_path, wrong)
        assert wrong.warc_file in refusal.value.vi


_ON_A_SMALL_DISK = """
import resource, signal, sys
from pathlib import Path
from datetime import UTC, datetime
from monitor.domain.errors import StorageError
from monitor.domain.ports import Exchange
from storage.archive import WarcArchive
import os

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
archive = WarcArchive(Path(sys.argv[1]), "", lambda capture: None)
for number in range(100):
    at, body = datetime(2026, 3, 2, tzinfo=UTC), os.urandom(3000)
    try:
        archive.keep(Exchange("a", "GET", f"http://mau.test/{number}", {}, b"", 200, "OK", {}, body, at))
    except StorageError as error:
        print(number, error.vi)
        break
"""


def test_a_full_disk_is_said_in_words_and_leaves_whole_records(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", _ON_A_SMALL_DISK, str(tmp_path)],
        capture_output=True,
        encoding="utf-8",
        env=environment,
        check=True,
    )
    number, _, sentence = done.stdout.partition(" ")
    assert "đĩa đã đầy" in sentence
    kept = list(reindex(tmp_path))
    assert len(kept) == int(number) >= 3
    assert verify(tmp_path, kept) == ()
    kept += fill(tmp_path, exchange_of(1))
    assert verify(tmp_path, kept) == ()
    assert list(tmp_path.glob("*.torn")) == []


_VICTIM = """
import os, sys
from pathlib import Path
from datetime import UTC, datetime
from monitor.domain.ports import Exchange
from storage.archive import WarcArchive

archive = WarcArchive(Path(sys.argv[1]), "", lambda capture: None)
for number in range(10_000):
    at, body = datetime(2026, 3, 2, tzinfo=UTC), os.urandom(200_000)
    exchange = Exchange("a", "GET", f"http://mau.test/{number}", {}, b"", 200, "OK", {}, body, at)
    print(archive.keep(exchange), flush=True)
"""


def test_a_kill_loses_no_capture_whose_id_was_returned(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    acknowledged: list[str] = []
    for _ in range(3):
        command = [sys.executable, "-c", _VICTIM, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as victim:
            assert victim.stdout is not None
            for line in victim.stdout:
                acknowledged.append(line.strip())
                if len(acknowledged) % 7 == 0:
                    victim.send_signal(signal.SIGKILL)
            victim.wait()
    kept = list(reindex(tmp_path))
    assert set(acknowledged) <= {capture.id for capture in kept}
    kept += fill(tmp_path, exchange_of(1))
    assert list(reindex(tmp_path)) == kept
    assert verify(tmp_path, kept) == ()
