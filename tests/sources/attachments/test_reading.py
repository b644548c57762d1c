"""Tệp ngay thật: chữ, trang, trang tính, trang quét.
Honest files give their text with its place; what cannot be read is said in words."""

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sources.attachments import ocr, parts
from sources.attachments.notes import known, said_of
from sources.attachments.parts import AttachmentText, Limits, Part
from sources.attachments.read_pdf import pdf_parts
from sources.attachments.record import from_raw, record_of, to_raw, unread
from sources.attachments.text import read_text

CODE = "IB2600012345"


def test_a_pdf_is_read_page_by_page_with_its_accents(files: Any) -> None:
    read = read_text(files.pdf(files.vietnamese, f"Số TBMT: {CODE}-00"))
    assert (read.kind, read.note, read.pages_read, read.pages_unread) == ("pdf", "", 2, 0)
    assert [part.place for part in read.parts] == ["trang 1", "trang 2"]
    assert read.parts[0].text.strip() == files.vietnamese
    assert said_of(read) == ""
    assert record_of(read, "HSMT.pdf", "2026", "c1").codes == {CODE: "tệp đính kèm HSMT.pdf, trang 2"}


def test_a_scanned_page_is_noted_as_unread_and_the_others_are_read(files: Any) -> None:
    read = read_text(files.pdf("Trang đầu", None, CODE))
    assert (read.pages_read, read.pages_unread) == (2, 1)
    assert CODE in read.text
    assert said_of(read) == "1 trang quét, chưa đọc được"


def test_the_stamp_of_a_signature_does_not_make_a_scanned_page_read(files: Any) -> None:
    read = read_text(files.pdf(None, stamp="Ký bởi: Sở Mẫu, 12/03/2026 16:05:33 +07:00"))
    assert (read.pages_read, read.pages_unread) == (0, 1)
    assert "Ký bởi" in read.text


def test_a_scanned_page_is_read_where_ocr_is_at_hand(files: Any) -> None:
    body = files.pdf("Trang đầu", None, None)
    read = list(pdf_parts(body, Limits(ocr_pages=1), lambda page: f"mã {CODE}"))
    assert [part.unread for part in read] == [False, False, True]
    assert read[1] == Part("trang 2 (chữ nhận dạng từ ảnh quét)", f"\nmã {CODE}")


@pytest.mark.skipif(not ocr.available(), reason="the ocr extra or a Tesseract model is not installed here")
def test_a_real_scan_is_read_by_the_optional_library(files: Any) -> None:
    scan = files.scan(f"So TBMT {CODE} - 00")
    assert read_text(scan).pages_unread == 1
    read = read_text(scan, Limits(seconds=100, cpu_seconds=90, ocr=True))
    assert read.pages_unread == 0
    assert record_of(read, "quet.pdf", "2026", "").codes == {
        CODE: "tệp đính kèm quet.pdf, trang 1 (chữ nhận dạng từ ảnh quét)"
    }


@pytest.mark.skipif(ocr.available(), reason="the ocr extra is installed here")
def test_ocr_that_is_wished_for_but_not_installed_leaves_the_page_unread(files: Any) -> None:
    read = read_text(files.scan("chữ"), Limits(ocr=True))
    assert said_of(read) == "1 trang quét, chưa đọc được"


def test_a_blank_page_is_no_scanned_page(files: Any) -> None:
    assert read_text(files.pdf("Chữ", "")).pages_unread == 0


def test_a_word_document_is_read_with_tables_and_headers(files: Any) -> None:
    read = read_text(files.docx(files.vietnamese, cells=["Số TBMT", CODE], header="Phụ lục kèm PL2600000077"))
    assert (read.kind, read.note) == ("docx", "")
    assert read.text.splitlines()[0] == files.vietnamese
    assert record_of(read, "a.docx", "2026", "").codes == {
        CODE: "tệp đính kèm a.docx",
        "PL2600000077": "tệp đính kèm a.docx",
    }


def test_a_word_document_with_macros_is_read_and_they_are_left_alone(files: Any) -> None:
    def with_macros(types: bytes) -> bytes:
        plain = b"vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
        assert plain in types
        return types.replace(plain, b"vnd.ms-word.document.macroEnabled.main+xml")

    body = files.changed(files.docx(CODE), "[Content_Types].xml", with_macros)
    read = read_text(body)
    assert (read.kind, read.note, read.text) == ("docx", "", CODE)


def test_a_workbook_is_read_sheet_by_sheet(files: Any) -> None:
    body = files.xlsx({"Tổng hợp": [["Tên", files.vietnamese]], "Danh mục": [["Mã", CODE, 3.5]]})
    read = read_text(body)
    assert (read.kind, read.note, read.pages_read) == ("xlsx", "", 2)
    place = "tệp đính kèm b.xlsx, trang tính “Danh mục”"
    assert record_of(read, "b.xlsx", "2026", "").codes == {CODE: place}


def test_the_content_decides_and_no_name_is_asked(files: Any) -> None:
    """A file called .pdf may be a workbook: `read_text` is told no name and no content type."""
    assert read_text(files.xlsx({"A": [[CODE]]})).kind == "xlsx"
    assert read_text(b"\xef\xbb\xbfrubbish before it\n" + files.pdf(CODE)).kind == "pdf"


def _ole(stream: str) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + stream.encode("utf-16-le") + bytes(512)


def _zip(name: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, CODE)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"<!DOCTYPE html><html><body>" + CODE.encode(), "html"),
        (_ole("WordDocument"), "old_doc"),
        (_ole("Workbook"), "old_xls"),
        (_ole("Contents"), "old_office"),
        (_ole("EncryptedPackage"), "encrypted"),
        (b"Rar!\x1a\x07\x01\x00", "archive"),
        (_zip("ho-so/HSMT.pdf"), "archive"),
        (b"\x89PNG\r\n\x1a\n", "image"),
        (b"PK\x03\x04 and no more", "damaged"),
        (b"%PDF-1.4 and no more", "damaged"),
        (CODE.encode(), "unknown_kind"),
    ],
)
def test_everything_else_is_refused_with_a_word(body: bytes, word: str) -> None:
    read = read_text(body)
    assert (read.note, read.parts) == (word, ())
    assert len(said_of(read)) > 5


def test_an_encrypted_pdf_is_named_as_such(files: Any) -> None:
    locked = (
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >> "
        b"/ID [<00> <00>]"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    assert read_text(files.pdf_of(objects, locked)).note == "encrypted"


def test_records_survive_being_stored_and_a_foreign_field_is_no_record() -> None:
    read = AttachmentText("pdf", (Part("trang 1", f"{CODE} và {CODE}"), Part("trang 2", unread=True)))
    records = {"http://mau.test/a.pdf": record_of(read, "a.pdf", "2026", "c1")}
    assert from_raw(to_raw(records)) == records
    assert from_raw("chữ của trang") == {}


def test_a_file_that_could_not_be_had_is_asked_for_three_times() -> None:
    assert [unread("unreachable", "2026", tries).final for tries in (1, 2, 3)] == [False, False, True]
    assert unread("gone", "2026", 1).final


def test_every_word_by_which_a_file_stays_unread_has_its_sentence() -> None:
    folder = Path(parts.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    words = set(re.findall(r'(?:Unreadable\(|unread\(|note=|note = |word = )"(\w+)"', code))
    assert {"bomb", "gone", "too_slow", "too_large"} <= words
    assert [word for word in words if not known(word)] == []
