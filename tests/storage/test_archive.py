"""Kho bản lưu: ghi bền, móc xích, gãy giữa chừng, bị sửa, đĩa đầy.
The WARC archive: durable, chained, mended after a kill, honest about damage."""

import gzip
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.errors import StorageError
from monitor.domain.sources import Capture
from storage.archive import WarcArchive, read_body, reindex, verify
from storage.store import Store
from tests.storage.archived import NOON, exchange_of, fill, records_in

ROOT = Path(__file__).resolve().parents[2]
DAY = timedelta(days=1)


def test_a_capture_is_read_back_byte_for_byte(tmp_path: Path) -> None:
    bodies = [b"", b"x", os.urandom(300_000), b"\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", "ạ".encode() * 999]
    exchanges = [exchange_of(number, body=body) for number, body in enumerate(bodies)]
    kept = fill(tmp_path, *exchanges)
    with WarcArchive(tmp_path, "", kept.append) as archive:
        assert [archive.read(capture) for capture in kept] == bodies
    assert [capture.size for capture in kept] == [len(body) for body in bodies]
    assert verify(tmp_path, kept) == ()


def test_the_file_is_a_warc_that_other_tools_read(tmp_path: Path) -> None:
    (capture,) = fill(tmp_path, exchange_of(1, method="POST", request_body=b'{"pageNumber":0}'))
    response, request = records_in(tmp_path / capture.warc_file)
    assert response[0] == "response"
    assert response[1] == request[1] == "http://mau.test/tin/1?trang=1"
    assert response[2]["etag"] == '"1"'
    assert response[3] == exchange_of(1).body
    assert request[0] == "request"
    assert request[2]["user-agent"] == "giam-sat"
    assert request[3] == b'{"pageNumber":0}'
    with gzip.open(tmp_path / capture.warc_file) as file:
        assert file.read().count(b"WARC/1.1\r\n") == 2


def test_headers_about_the_transport_do_not_mislead_a_reader(tmp_path: Path) -> None:
    headers = {"content-encoding": "br", "transfer-encoding": "chunked", "content-length": "7"}
    (capture,) = fill(tmp_path, exchange_of(1, headers=headers, truncated="length"))
    response = records_in(tmp_path / capture.warc_file)[0]
    assert response[2]["x-archive-orig-content-encoding"] == "br"
    assert response[2]["content-length"] == str(capture.size)
    assert response[3] == exchange_of(1).body
    assert b"WARC-Truncated: length" in gzip.decompress((tmp_path / capture.warc_file).read_bytes())


def test_the_chain_ties_each_capture_to_the_one_before(tmp_path: Path) -> None:
    first = fill(tmp_path, exchange_of(1), exchange_of(2))
    second = fill(tmp_path, exchange_of(3))
    assert verify(tmp_path, [*second, *first]) == ()
    assert [p.reason for p in verify(tmp_path, [first[0], *second])] == ["chain_broken"]


def test_an_empty_folder_continues_the_chain_that_the_index_knows(tmp_path: Path) -> None:
    first = fill(tmp_path / "lost", exchange_of(1))
    second = fill(tmp_path / "new", exchange_of(2), known_chain=first[0].chain)
    assert second == fill(tmp_path / "again", exchange_of(2), known_chain=first[0].chain)
    assert second[0].chain != fill(tmp_path / "other", exchange_of(2))[0].chain


def test_a_new_vietnamese_day_begins_a_new_file_and_never_goes_back(tmp_path: Path) -> None:
    before_midnight = datetime(2026, 3, 2, 16, 59, tzinfo=UTC)
    kept = fill(
        tmp_path,
        exchange_of(1, fetched_at=before_midnight),
        exchange_of(2, fetched_at=before_midnight + timedelta(minutes=2)),
        exchange_of(3, fetched_at=before_midnight),
    )
    names = [capture.warc_file for capture in kept]
    assert names == ["captures-20260302.warc.gz", *["captures-20260303.warc.gz"] * 2]
    assert sorted(kept, key=lambda capture: (capture.warc_file, capture.warc_offset)) == kept
    assert verify(tmp_path, kept) == ()


def test_a_lost_index_is_rebuilt_from_the_files(tmp_path: Path, sqlite_store: Store) -> None:
    kept = fill(tmp_path, *[exchange_of(number, fetched_at=NOON + number * DAY) for number in range(4)])
    assert list(reindex(tmp_path)) == kept
    with sqlite_store.begin() as work:
        work.captures.add_all(kept[:2])
        assert work.captures.add_all(reindex(tmp_path, work.captures.resume_file())) == 2
        assert list(work.captures.all()) == kept
        assert work.captures.last_chain() == kept[-1].chain


def test_threads_share_an_archive(tmp_path: Path) -> None:
    kept: list[Capture] = []
    with WarcArchive(tmp_path, "", kept.append) as archive, ThreadPoolExecutor(6) as pool:
        ids = list(pool.map(archive.keep, [exchange_of(number) for number in range(40)]))
    assert sorted(ids) == sorted(capture.id for capture in kept)
    assert verify(tmp_path, kept) == ()


def test_two_archives_on_one_folder_share_one_chain(tmp_path: Path) -> None:
    kept: list[Capture] = []
    one, other = WarcArchive(tmp_path, "", kept.append), WarcArchive(tmp_path, "", kept.append)
    for number in range(6):
        (one if number % 2 else other).keep(exchange_of(number, fetched_at=NOON + number // 3 * DAY))
    assert verify(tmp_path, kept) == ()


def test_hostile_headers_cannot_forge_a_record(tmp_path: Path) -> None:
    hostile = exchange_of(
        1,
        url="http://mau.test/\r\nX-Capture-Id: forged\r\n\r\nđ ạ",
        reason="OK\r\nSet-Cookie: a=b\r\n\r\nbody",
        headers={"x\r\ny:": "1\r\n\r\nWARC/1.1\r\n", "content-type": "text/html\r\nx: y", "é": "ạ"},
        request_headers={"user-agent": "a\r\n\r\nb"},
        source_id="nguon-a",
    )
    kept = fill(tmp_path, hostile, exchange_of(2))
    assert list(reindex(tmp_path)) == kept
    assert [read_body(tmp_path, capture) for capture in kept] == [hostile.body, exchange_of(2).body]
    assert len(records_in(tmp_path / kept[0].warc_file)) == 4
    assert all(ord(letter) >= 32 for letter in kept[0].url + kept[0].content_type)


def test_what_the_operator_was_entrusted_with_is_not_in_the_evidence(tmp_path: Path) -> None:
    secret = "khoa-bi-mat"
    exchange = exchange_of(
        1,
        url=f"http://mau.test/o/search?token={secret}&page=2",
        request_headers={"authorization": f"Bearer {secret}", "cookie": f"a={secret}", "accept": "*/*"},
    )
    (capture,) = fill(tmp_path, exchange)
    assert secret.encode() not in gzip.decompress((tmp_path / capture.warc_file).read_bytes())
    assert capture.url == "http://mau.test/o/search?token=removed&page=2"


def test_the_index_row_is_handed_over_only_after_the_bytes_are_there(tmp_path: Path) -> None:
    read: list[bytes] = []
    with WarcArchive(tmp_path, "", lambda capture: read.append(read_body(tmp_path, capture))) as archive:
        archive.keep(exchange_of(1))
    assert read == [exchange_of(1).body]


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError) as refusal:
        WarcArchive(tmp_path / "file" / "captures", "", [].append)
    assert "thư mục bản lưu" in refusal.value.vi
