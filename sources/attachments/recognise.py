"""Nhận ra loại tệp theo chính nội dung, không theo tên hay lời máy chủ.
What a file is, by its bytes: names and content types are not believed."""

import io
import zipfile

from sources.attachments.parts import DOCX, PDF, XLSX, Unreadable

# What the reader of the standard allows to stand before `%PDF-`.
_PDF_JUNK = 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_REFUSED = (
    (b"Rar!", "archive"),
    (b"7z\xbc\xaf\x27\x1c", "archive"),
    (b"\x1f\x8b", "archive"),
    (b"\x89PNG", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"BM", "image"),
)
# Names of streams in an OLE file, as its directory writes them.
_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "old_doc"),
    ("Workbook", "old_xls"),
    ("Book", "old_xls"),
)


def recognise(body: bytes) -> str:
    """`pdf`, `docx` or `xlsx`; raises `Unreadable` with the word for everything else."""
    start = body[:_PDF_JUNK]
    if not body.strip():
        raise Unreadable("empty")
    if b"%PDF-" in start:
        return PDF
    if start.startswith(b"PK\x03\x04"):
        return _office_kind(body)
    if start.startswith(_OLE):
        raise Unreadable(_ole_word(body))
    for magic, word in _REFUSED:
        if start.startswith(magic):
            raise Unreadable(word)
    if looks_like_page(body):
        raise Unreadable("html")
    raise Unreadable("unknown_kind")


def looks_like_page(body: bytes) -> bool:
    """Whether a web page came in the place of a file."""
    start = body[:_PDF_JUNK].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return start.startswith((b"<!doctype html", b"<html", b"<head", b"<script", b"<!--"))


def _office_kind(body: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise Unreadable("damaged") from error
    if "[Content_Types].xml" in names:
        if any(name.startswith("word/") for name in names):
            return DOCX
        if any(name.startswith("xl/") for name in names):
            return XLSX
    raise Unreadable("archive")


def _ole_word(body: bytes) -> str:
    found = (word for name, word in _STREAMS if name.encode("utf-16-le") in body)
    return next(found, "old_office")
