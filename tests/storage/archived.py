"""Lượt hỏi–đáp mẫu cho kho bản lưu (dữ liệu tổng hợp).
Synthetic exchanges, and an archive filled with them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator

from monitor.domain.ports import Exchange
from monitor.domain.sources import Capture
from storage.archive import WarcArchive

NOON = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)


def exchange_of(number: int = 1, **given: Any) -> Exchange:
    exchange = Exchange(
        "nguon-a",
        "GET",
        f"http://mau.test/tin/{number}?trang=1",
        {"user-agent": "giam-sat", "accept": "*/*"},
        b"",
        200,
        "OK",
        {"content-type": "text/html; charset=utf-8", "etag": f'"{number}"'},
        f"<p>Gói thầu số {number} (dữ liệu tổng hợp)</p>".encode() * 20,
        NOON + timedelta(seconds=number),
    )
    return replace(exchange, **given)


def fill(folder: Path, *exchanges: Exchange, known_chain: str = "") -> list[Capture]:
    kept: list[Capture] = []
    with WarcArchive(folder, known_chain, kept.append) as archive:
        for exchange in exchanges:
            assert archive.keep(exchange) == kept[-1].id
    return kept


def records_in(path: Path) -> list[tuple[str, str, dict[str, str], bytes]]:
    with path.open("rb") as file:
        return [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                {name.lower(): value for name, value in record.http_headers.headers},
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]
