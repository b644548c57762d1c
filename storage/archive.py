"""Kho bản lưu: mỗi ngày một tệp WARC, bản sau móc vào bản trước.
The archive of responses: one WARC file a Vietnamese day, each capture tied to the one before."""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Self

from monitor.domain.bookkeeping import ArchiveProblem
from monitor.domain.errors import StorageError
from monitor.domain.ports import Exchange
from monitor.domain.sources import Capture
from monitor.domain.times import vietnam_day
from storage.failures import file_error
from storage.warc import describe, members, next_chain, pack, read_member, unpack

_PATTERN = "captures-*.warc.gz"


class WarcArchive:
    """Implements `monitor.domain.ports.Archive` on a folder of WARC files.

    A file is named after the Vietnamese day of fetching, and the archive never goes back to an
    earlier file, so that files and offsets are in the order of the chain. Threads and processes
    may share a folder: a lock file keeps them apart. What a kill cut off is set aside when the
    archive is next used; a capture whose index row was lost is found again by `reindex`.
    """

    def __init__(self, folder: Path, known_chain: str, record: Callable[[Capture], None]) -> None:
        """`known_chain` continues the chain when the folder is empty; `record` gets index rows."""
        self._folder = folder
        self._record = record
        self._lock = Lock()
        self._chain = known_chain
        self._path: Path | None = None
        self._end = 0
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with self._alone():
                self._catch_up()
        except OSError as error:
            raise file_error(error, f"thư mục bản lưu {folder}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing is held open between captures."""

    def keep(self, exchange: Exchange) -> str:
        """Write request and response durably; returns the capture id.

        The bytes are on the disk before this returns. Raises `StorageError` (full disk, no right
        to write); what was kept before stays whole.
        """
        try:
            with self._alone():
                self._catch_up()
                capture = self._append(exchange)
        except OSError as error:
            raise file_error(error, f"bản lưu trong {self._folder}") from error
        self._record(capture)
        return capture.id

    def read(self, capture: Capture) -> bytes:
        """The body of a capture, proved by its digest; raises `StorageError` otherwise."""
        return read_body(self._folder, capture)

    def _append(self, exchange: Exchange) -> Capture:
        name = f"captures-{vietnam_day(exchange.fetched_at):%Y%m%d}.warc.gz"
        path = self._folder / name
        if self._path is not None and path.name <= self._path.name:
            path = self._path
        offset = self._end if path == self._path else 0
        capture = describe(exchange, self._chain, path.name, offset)
        data = pack(exchange, capture)
        _append_durably(path, offset, data)
        self._path, self._end, self._chain = path, offset + len(data), capture.chain
        return capture

    def _catch_up(self) -> None:
        """Learn what is in the folder beyond what this object wrote, and mend a torn end."""
        files = _files(self._folder)
        if not files:
            self._path, self._end = None, 0
            return
        newest = files[-1]
        if newest == self._path and newest.stat().st_size == self._end:
            return
        first = self._path is None
        start = self._end if newest == self._path and newest.stat().st_size > self._end else 0
        chain, end = _scan(newest, start)
        if chain is None and first:
            # The newest file holds nothing whole: the chain ended in an earlier one.
            chain = next(filter(None, (_scan(path, 0)[0] for path in reversed(files[:-1]))), None)
        self._chain = chain or self._chain
        self._path, self._end = newest, end
        _set_torn_end_aside(newest, end)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        # The file lock holds off threads too, except on network disks that ignore it.
        with self._lock, (self._folder / ".lock").open("a") as handle:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield


def reindex(folder: Path, from_file: str = "") -> Iterator[Capture]:
    """Index rows of every whole capture in the files from `from_file` on, in chain order.

    After a kill, storing the missing ones makes the index whole again; see
    `Captures.resume_file` and `Captures.add_all`.
    """
    for path in _files(folder):
        if path.name < from_file:
            continue
        for member in members(path):
            found = unpack(member, path.name)
            if found is not None:
                yield found[0]


def read_body(folder: Path, capture: Capture) -> bytes:
    """The body of a capture, proved by its digest; raises `StorageError` when it cannot be."""
    found = None
    try:
        with (folder / capture.warc_file).open("rb") as file:
            member = read_member(file, capture.warc_offset)
        found = member and unpack(member, capture.warc_file)
    except OSError as error:
        raise _unprovable(capture, "unreadable", f"không mở được tệp {capture.warc_file}") from error
    if not found or found[0].id != capture.id:
        raise _unprovable(capture, "not_there", f"tệp {capture.warc_file} không còn bản này ở chỗ đã ghi")
    if found[0].digest != capture.digest:
        raise _unprovable(capture, "altered", "nội dung không khớp mã băm đã ghi")
    return found[1]


def verify(folder: Path, captures: Iterable[Capture]) -> tuple[ArchiveProblem, ...]:
    """Check every capture's bytes and the chain that ties them; empty when all is proved.

    Give all captures of the index: a missing one shows as a break before the next.
    """
    problems: list[ArchiveProblem] = []
    chain = ""
    for capture in sorted(captures, key=lambda capture: (capture.warc_file, capture.warc_offset)):
        if next_chain(chain, capture.digest) != capture.chain:
            sentence = f"Chuỗi mã băm đứt ngay trước bản lưu {capture.id}: thiếu hoặc bị sửa bản đứng trước."
            problems.append(ArchiveProblem(capture.id, "chain_broken", sentence))
        chain = capture.chain
        try:
            read_body(folder, capture)
        except StorageError as error:
            problems.append(ArchiveProblem(capture.id, str(error).partition(":")[0], error.vi))
    return tuple(problems)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob(_PATTERN))


def _scan(path: Path, start: int) -> tuple[str | None, int]:
    """The last chain digest in a file from `start` on, and the end of its last whole record."""
    chain, end = None, start
    for member in members(path, start):
        found = unpack(member, path.name)
        chain = found[0].chain if found else chain
        end = member.end
    return chain, end


def _append_durably(path: Path, offset: int, data: bytes) -> None:
    created = not path.exists()
    # Unbuffered: after a failed write nothing may be left over to be written at closing.
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except OSError:
        os.ftruncate(handle, offset)
        raise
    finally:
        os.close(handle)
    if created:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _set_torn_end_aside(path: Path, end: int) -> None:
    """Cut off what was written last but not to its end; its bytes go to a file beside."""
    with path.open("r+b") as file:
        file.seek(end)
        torn = file.read()
        if not torn:
            return
        with path.with_suffix(".torn").open("ab") as aside:
            aside.write(torn)
        file.truncate(end)
        os.fsync(file.fileno())


def _unprovable(capture: Capture, reason: str, what: str) -> StorageError:
    return StorageError(
        f"{reason}: capture {capture.id} in {capture.warc_file}",
        vi=f"Không chứng minh được bản lưu {capture.id}: {what}. "
        "Hãy khôi phục thư mục bản lưu từ bản sao lưu; đừng dùng bản này làm chứng cứ.",
    )
