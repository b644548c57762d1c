"""Tệp văn bản ký đính kèm khi đối chiếu, đặt tên theo mã SHA-256.
The signed texts attached to confirmations, each file named by its digest, never changed."""

import os
import tempfile
from enum import Enum
from hashlib import file_digest, sha256
from pathlib import Path

from storage.failures import file_error


class Attached(Enum):
    """How a kept file stands to the digest it was kept under."""

    WHOLE = "whole"
    MISSING = "missing"
    ALTERED = "altered"


class SignedTexts:
    """A folder of PDF files; the same text twice is one file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Write the text durably and return its SHA-256; raises `StorageError`."""
        digest = sha256(content).hexdigest()
        if self.state(digest) is not Attached.WHOLE:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                _write_whole(self._path(digest), content)
            except OSError as error:
                raise file_error(error, f"tệp văn bản ký vào {self._folder}") from error
        return digest

    def state(self, digest: str) -> Attached:
        """Whether the file is there and still what was attached."""
        try:
            with self._path(digest).open("rb") as file:
                found = file_digest(file, "sha256").hexdigest()
        except OSError:
            return Attached.MISSING
        return Attached.WHOLE if found == digest else Attached.ALTERED

    def _path(self, digest: str) -> Path:
        return self._folder / f"{digest}.pdf"


def _write_whole(path: Path, content: bytes) -> None:
    """Beside, then renamed: after a power cut the file is whole or absent."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
