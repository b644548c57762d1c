"""Điều nói với người xem về tệp đính kèm: đã đọc, chưa mở, trang quét chưa đọc được.
What people are told of attached files: read, not opened, scanned pages that stayed unread."""

from dataclasses import asdict

from monitor.steps.attachments import attachment_notes
from sources.attachments.record import AttachmentRecord
from tests.storage.samples import Samples


def test_each_file_says_what_came_of_reading_it() -> None:
    at = "2026-03-01T00:00:00+00:00"
    scanned = "1 trang quét, chưa đọc được"
    records = {
        "http://m/a.pdf": AttachmentRecord(at, "pdf", {"IB2600000001": "tệp đính kèm a.pdf, trang 1"}, 1),
        "http://m/b.pdf": AttachmentRecord(at, "pdf", pages_unread=1, note_vi=scanned),
        "http://m/c.pdf": AttachmentRecord(at, "pdf", pages_read=2, pages_unread=1, note_vi=scanned),
        "http://m/d.doc": AttachmentRecord(at, note="refused", note_vi="trang chủ quản từ chối cho tải tệp"),
        "http://m/e.docx": AttachmentRecord(at, "docx", pages_read=1),
    }
    raw = {"attachments_read": {address: asdict(record) for address, record in records.items()}}
    sighting = Samples().sighting(1, attachments=(*records, "http://m/f.xlsx"), raw=raw)
    assert attachment_notes(sighting) == (
        ("http://m/a.pdf", "đã đọc, có mã IB2600000001"),
        ("http://m/b.pdf", scanned),
        ("http://m/c.pdf", f"{scanned}; đã đọc, không có mã"),
        ("http://m/d.doc", "trang chủ quản từ chối cho tải tệp"),
        ("http://m/e.docx", "đã đọc, không có mã"),
        ("http://m/f.xlsx", "chưa mở"),
    )
