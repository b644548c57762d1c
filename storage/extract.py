"""Chép nguyên từng byte những bản lưu được chọn ra một tệp WARC riêng.
Copies chosen captures out of the archive byte for byte, with their requests, into one WARC file."""

from collections.abc import Iterable
from pathlib import Path

from monitor.domain.errors import StorageError
from monitor.domain.sources import Capture
from storage.archive import read_body
from storage.warc import read_member


def extract(folder: Path, captures: Iterable[Capture]) -> tuple[bytes, dict[str, int]]:
    """The WARC file of some captures, and where each begins in it.

    Every capture is proved by its digest on the way; raises `StorageError` for one that cannot be.
    """
    parts: list[bytes] = []
    offsets: dict[str, int] = {}
    written = 0
    for capture in captures:
        read_body(folder, capture)
        data = _pair(folder, capture)
        offsets[capture.id] = written
        parts.append(data)
        written += len(data)
    return b"".join(parts), offsets


def _pair(folder: Path, capture: Capture) -> bytes:
    """Response and request as they lie in the archive, still packed."""
    try:
        with (folder / capture.warc_file).open("rb") as file:
            response = read_member(file, capture.warc_offset)
            request = response and read_member(file, response.end)
            if response is None or request is None:
                raise _torn(capture)
            file.seek(response.start)
            return file.read(request.end - response.start)
    except OSError as error:
        raise _torn(capture) from error


def _torn(capture: Capture) -> StorageError:
    return StorageError(
        f"torn: {capture.id} in {capture.warc_file}",
        vi=f"Bản lưu {capture.id} trong tệp {capture.warc_file} không còn nguyên vẹn. "
        "Hãy khôi phục thư mục bản lưu từ bản sao lưu.",
    )
