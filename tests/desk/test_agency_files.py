"""Tệp của đơn vị: loại theo nội dung, hạn mức, tên hiện ra vô hại.
Files of agencies: told by their bytes, within limits, with a harmless name."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.files import MOST_BYTES, MOST_FILES, FileRefused, check_file, kind_of, shown_name


def _zip(*names: str, body: bytes = b"x") -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for name in names:
            packed.writestr(name, body)
    return out.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(17)
TYPES = "[Content_Types].xml"
TAKEN = [
    ("pdf", b"%PDF-1.4\n"),
    ("png", PNG),
    ("jpeg", b"\xff\xd8\xff\xe0" + bytes(20)),
    ("docx", _zip(TYPES, "word/document.xml")),
    ("xlsx", _zip(TYPES, "xl/workbook.xml")),
]
REFUSED = [
    ("a page", b"<html><script>alert(1)</script>"),
    ("a page that says it is a PDF", b"<html>%PDF-1.4"),
    ("a program", b"MZ\x90\x00"),
    ("an SVG", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("a plain ZIP", _zip("a.txt")),
    ("a torn ZIP", _zip(TYPES, "word/document.xml")[:40]),
    ("an office file with macros", _zip(TYPES, "word/document.xml", "word/vbaProject.bin")),
    ("an office file with a program", _zip(TYPES, "xl/workbook.xml", "xl/embeddings/a.exe")),
    ("a jar", _zip(TYPES, "META-INF/MANIFEST.MF")),
    ("half a PNG", b"\x89PNG\r\n\x1a\n"),
]


@pytest.mark.parametrize(("kind", "data"), TAKEN, ids=[kind for kind, _ in TAKEN])
def test_each_kind_is_known_by_its_bytes_whatever_its_name(kind: str, data: bytes) -> None:
    assert check_file("hoa-don.exe", data, 0, 0) == (kind, f"hoa-don.{kind}")


@pytest.mark.parametrize(("what", "data"), REFUSED, ids=[what for what, _ in REFUSED])
def test_what_is_none_of_them_is_refused_though_its_name_says_so(what: str, data: bytes) -> None:
    with pytest.raises(FileRefused, match="no type") as refusal:
        check_file("giai-trinh.pdf", data, 0, 0)
    assert "PDF, DOCX, XLSX, PNG" in refusal.value.vi


@pytest.mark.parametrize(
    ("data", "files", "together"),
    [(b"", 0, 0), (b"%PDF-" + bytes(MOST_BYTES), 0, 0), (b"%PDF-", MOST_FILES, 0), (b"%PDF-", 1, 40_000_000)],
)
def test_beyond_the_limits_nothing_is_taken(data: bytes, files: int, together: int) -> None:
    with pytest.raises(FileRefused):
        check_file("a.pdf", data, files, together)
    assert check_file("a.pdf", b"%PDF-", MOST_FILES - 1, 0) == ("pdf", "a.pdf")


def test_an_office_file_that_unpacks_to_more_than_any_letter_is_refused() -> None:
    bomb = _zip(TYPES, "word/document.xml", "word/a", body=bytes(100_000_001))
    assert len(bomb) < 1_000_000
    assert kind_of(bomb) == ""


@given(name=st.text(max_size=300))
def test_a_name_has_no_folder_no_hidden_letters_and_the_right_end(name: str) -> None:
    shown = shown_name(name, "pdf")
    assert shown.endswith(".pdf")
    assert len(shown) <= 124
    assert "/" not in shown
    assert "\\" not in shown
    assert all(letter.isprintable() or letter.isspace() for letter in shown if ord(letter) < 128)
    assert not set(shown) & set("\u202e\u2066\u200b\ufeff\x00\n\r")
