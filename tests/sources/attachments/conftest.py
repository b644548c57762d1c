"""Tệp đính kèm do bài kiểm tra tự làm: thật, quét, hỏng, độc.
Attachments made by the tests themselves: honest ones, scanned ones, and ones that attack."""

import io
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence

import docx
import openpyxl
import pypdfium2
import pytest

VIETNAMESE = "Thông báo mời thầu gói thầu số 03: Sửa chữa đường Nguyễn Thị Định"


class Files:
    """Makes files; texts may have any Vietnamese letters."""

    vietnamese = VIETNAMESE

    def pdf(self, *pages: str | None, stamp: str = "") -> bytes:
        """One page per text; `None` is a scanned page: a picture over all of it, with `stamp` on it."""
        return _pdf([_page_of(page, stamp) for page in pages])

    def scan(self, text: str) -> bytes:
        """One page that is the picture of a text without accents, as a scanner makes it."""
        page = pypdfium2.PdfDocument(_assembled(_typed(text)))[0]
        picture = page.render(scale=3, grayscale=True)
        width, height, line = picture.width, picture.height, picture.stride
        pixels = bytes(picture.buffer)
        rows = b"".join(pixels[at : at + width] for at in range(0, line * height, line))
        return _assembled(_drawn(width, height, zlib.compress(rows)))

    def pdf_of(self, objects: Sequence[bytes], extra: bytes = b"") -> bytes:
        """A PDF of such objects, numbered from 1; the first is the catalogue."""
        return _assembled(objects, extra)

    def docx(self, *paragraphs: str, cells: Sequence[str] = (), header: str = "") -> bytes:
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        if cells:
            table = document.add_table(1, len(cells))
            for number, text in enumerate(cells):
                table.cell(0, number).text = text
        if header:
            document.sections[0].header.paragraphs[0].text = header
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()

    def xlsx(self, sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(list(row))
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def changed(self, body: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
        """The same Office file with one entry rewritten."""
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(body)) as old,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
        ):
            for entry in old.infolist():
                data = old.read(entry)
                new.writestr(entry.filename, change(data) if entry.filename == name else data)
        return out.getvalue()


@pytest.fixture(scope="session")
def files() -> Files:
    return Files()


_PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray /BitsPerComponent 8"
    b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream"
)


def _typed(text: str) -> list[bytes]:
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        _stream(f"BT /F1 24 Tf 60 700 Td ({text}) Tj ET".encode("ascii", "replace")),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]


def _drawn(width: int, height: int, pixels: bytes) -> list[bytes]:
    return [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /XObject << /Im1 5 0 R >> >> >>",
        _stream(b"q 595 0 0 842 0 0 cm /Im1 Do Q"),
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, len(pixels), pixels),
    ]


def _page_of(text: str | None, stamp: str) -> tuple[str, bool]:
    return (stamp, True) if text is None else (text, False)


def _pdf(pages: Sequence[tuple[str, bool]]) -> bytes:
    letters = sorted({letter for text, _ in pages for letter in text if letter != "\n"})
    codes = {letter: number + 1 for number, letter in enumerate(letters)}
    assert len(codes) < 256, "one byte per letter"
    mapping = "".join(
        f"<{code:02X}> <{letter.encode('utf-16-be').hex()}>\n" for letter, code in codes.items()
    )
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Mau def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <FF> endcodespacerange\n{len(codes)} beginbfchar\n{mapping}endbfchar\n"
        "endcmap end end"
    ).encode()
    pixels = zlib.compress(bytes(range(64)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 4 0 R >>",
        _stream(cmap),
        _PICTURE % (len(pixels), pixels),
    ]
    for number, (text, scanned) in enumerate(pages):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> /XObject << /Im1 5 0 R >> >> >>" % (7 + 2 * number)
        )
        shown = " ".join(
            f"<{''.join(f'{codes[letter]:02X}' for letter in line)}> Tj T*" for line in text.split("\n")
        )
        picture = "q 595 0 0 842 0 0 cm /Im1 Do Q " if scanned else ""
        objects.append(_stream(f"{picture}BT /F1 12 Tf 14 TL 40 800 Td {shown} ET".encode()))
    return _assembled(objects)


def _stream(data: bytes) -> bytes:
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)


def _assembled(objects: Sequence[bytes], extra: bytes = b"") -> bytes:
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        extra,
        start,
    )
    return bytes(out)
