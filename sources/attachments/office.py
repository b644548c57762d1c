"""Kiểm tra vỏ nén của tệp Office trước khi mở.
What an Office file would unpack to, judged from its directory before anything is unpacked."""

import io
import zipfile
import zlib

from sources.attachments.parts import Unreadable

_MOST_ENTRIES = 5_000
_MOST_UNPACKED = 120_000_000
# Sheets of empty formatted rows pack 1:100; beyond this ratio nobody wrote it.
_HIGHEST_RATIO = 400
_RATIO_COUNTS_FROM = 5_000_000
_PROLOG = 65_536
_DOCTYPE = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))


def refuse_bombs(body: bytes) -> None:
    """Raises `Unreadable` for what unpacks beyond measure, declares entities, needs a password or is no zip.

    The directory may lie: an entry that unpacks to more than it declares is cut off there by the
    library, and the limits of the process stand behind that.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            _refuse_sizes(archive.infolist())
            for entry in archive.infolist():
                if entry.filename.endswith((".xml", ".rels")):
                    with archive.open(entry) as part:
                        _refuse_doctype(part.read(_PROLOG))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
        raise Unreadable("damaged") from error


def _refuse_sizes(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable("encrypted")
    if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_UNPACKED:
        raise Unreadable("bomb")
    if any(
        entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > _HIGHEST_RATIO * entry.compress_size
        for entry in entries
    ):
        raise Unreadable("bomb")


def _refuse_doctype(prolog: bytes) -> None:
    """The format has no document type; who writes one wants entities to grow (ECMA-376 part 2)."""
    if any(mark in prolog for mark in _DOCTYPE):
        raise Unreadable("entities")
