"""Đếm lượt: nhiều tiến trình chung một tệp không ai được thêm lượt, và tệp không lớn mãi.
Counts of requests: processes that share a file share the limit, and the file stays small."""

import sqlite3
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest

from monitor.domain.errors import StorageError
from storage.hits import Hits

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def _try(path: Path, times: int) -> int:
    hits = Hits(path)
    return sum(hits.allow("đăng nhập", "tt.a", 25, HOUR, NOW) for _ in range(times))


def test_four_processes_have_one_limit(tmp_path: Path) -> None:
    Hits(tmp_path / "hits.db")
    with get_context("spawn").Pool(4) as pool:
        allowed = pool.starmap(_try, [(tmp_path / "hits.db", 20)] * 4)
    assert sum(allowed) == 25


def test_a_new_run_goes_on_counting(tmp_path: Path) -> None:
    assert _try(tmp_path / "hits.db", 20) == 20
    assert _try(tmp_path / "hits.db", 20) == 5


def test_kinds_and_keys_are_counted_apart() -> None:
    hits = Hits()
    assert all(hits.allow(kind, key, 1, HOUR, NOW) for kind in "ab" for key in "xy")
    assert not any(hits.allow(kind, key, 1, HOUR, NOW) for kind in "ab" for key in "xy")


def test_what_is_over_is_forgotten() -> None:
    hits = Hits()
    for second in range(500):
        hits.allow("a", str(second), 1, timedelta(seconds=10), NOW + timedelta(seconds=second))
    assert len(hits) == 10


def test_a_flood_of_addresses_does_not_fill_the_disk() -> None:
    hits = Hits(most_rows=300)
    for number in range(3000):
        assert hits.allow("a", str(number), 1, HOUR, NOW + timedelta(milliseconds=number))
    assert len(hits) <= 300 + 256
    assert not hits.allow("a", "2999", 1, HOUR, NOW + timedelta(seconds=4))


def test_addresses_of_people_do_not_stand_in_the_file(tmp_path: Path) -> None:
    hits = Hits(tmp_path / "hits.db")
    hits.allow("a", "nguoi-rieng@nha-thau.example", 1, HOUR, NOW)
    hits.close()
    assert b"nguoi-rieng" not in b"".join(file.read_bytes() for file in tmp_path.iterdir())


def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path) -> None:
    (tmp_path / "hits.db").write_bytes(b"khong phai kho" * 100)
    with pytest.raises(StorageError) as caught:
        Hits(tmp_path / "hits.db")
    assert "quyền ghi" in caught.value.vi
    assert isinstance(caught.value.__cause__, sqlite3.Error)
