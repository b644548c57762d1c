"""Tự kiểm một hồ sơ đã tải: đủ tệp, đúng mã băm, bản lưu khớp mã đã ghi.
Checks a downloaded dossier by itself: every file there, every digest right, captures as recorded."""

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.domain.errors import MonitorError
from monitor.dossier.pack import SUMS

CAPTURES, INDEX = "ban-luu.warc.gz", "ban-luu.json"
_MOST_BYTES = 2_000_000_000
_LINE = re.compile(r"([0-9a-f]{64})  ([^\n]+)")


class DossierUnreadable(MonitorError):
    """A file that is no dossier at all."""


def problems(path: Path) -> tuple[str, ...]:
    """Everything wrong with a dossier, as Vietnamese sentences; empty when all is proved.

    Raises `DossierUnreadable` for what is no dossier.
    """
    files = _files(path)
    if SUMS not in files:
        raise DossierUnreadable("no check sums", vi=f"{path} không phải gói hồ sơ: thiếu tệp {SUMS}.")
    return (*_sums(files), *_captures(files))


def _files(path: Path) -> Mapping[str, bytes]:
    """The files by their name inside the one folder."""
    try:
        with ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MOST_BYTES:
                raise DossierUnreadable("too large", vi=f"{path} lớn bất thường, không mở.")
            return {
                entry.filename.partition("/")[2]: archive.read(entry)
                for entry in archive.infolist()
                if not entry.is_dir()
            }
    except (OSError, BadZipFile, NotImplementedError, RuntimeError) as error:
        raise DossierUnreadable(
            f"{path}: {error}", vi=f"Không mở được {path}: không phải tệp ZIP nguyên vẹn. Hãy tải lại hồ sơ."
        ) from error


def _sums(files: Mapping[str, bytes]) -> Iterator[str]:
    told = {match[2]: match[1] for match in _LINE.finditer(files[SUMS].decode("utf-8", "replace"))}
    for name in sorted(told.keys() - files.keys()):
        yield f"Thiếu tệp {name}."
    for name in sorted(files.keys() - told.keys() - {SUMS}):
        yield f"Tệp {name} không có trong {SUMS}."
    for name in sorted(told.keys() & files.keys()):
        if sha256(files[name]).hexdigest() != told[name]:
            yield f"Tệp {name} đã bị sửa: mã băm không khớp {SUMS}."


def _captures(files: Mapping[str, bytes]) -> Iterator[str]:
    """Each capture's bytes against the digest that was recorded when it was fetched."""
    try:
        recorded = {row["id"]: row["sha256"] for row in json.loads(files.get(INDEX, b"[]"))}
        held = dict(_held(files.get(CAPTURES, b"")))
    except (ValueError, KeyError, TypeError, ArchiveLoadFailed, EOFError):
        yield f"Không đọc được {INDEX} hoặc {CAPTURES}."
        return
    for name in sorted(recorded.keys() | held.keys()):
        if name not in held:
            yield f"Thiếu bản lưu {name} trong {CAPTURES}."
        elif recorded.get(name) != held[name]:
            yield f"Bản lưu {name} không khớp mã băm đã ghi khi xem nguồn."


def _held(data: bytes) -> Iterator[tuple[str, str]]:
    if not data:
        return
    for record in ArchiveIterator(BytesIO(data)):
        name = record.rec_headers.get_header("X-Capture-Id")
        if record.rec_type == "response" and name:
            yield name, sha256(record.content_stream().read()).hexdigest()
