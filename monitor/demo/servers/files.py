"""Tệp đính kèm do các trang mẫu gửi: PDF, Word, Excel và trang quét.
The bytes of attached files: PDF, Word, Excel, and a page that is a picture of lines."""

import io
from functools import lru_cache
from importlib.resources import as_file, files
from urllib.parse import quote

import docx
import typst
import xlsxwriter

from monitor.demo.model import Article
from monitor.demo.servers.markup import NOT_FOUND
from monitor.demo.servers.web import Reply

_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_WRITTEN = """#set document(date: none)
#set text(font: "Be Vietnam Pro", lang: "vi")
#for line in sys.inputs.text.split("\\n") [#par(line)]"""
# Grey bars where a scanner saw lines: there is no letter to be read.
_SCANNED = """#set document(date: none)
#set page(margin: 2cm)
#set rect(height: 6pt, fill: luma(120), stroke: none)
#for n in range(30) [#rect(width: 60% + 4% * calc.rem(n * 7, 10))]"""


def sent(article: Article | None) -> Reply:
    """The article's file as its site sends it; not found where no article carries one."""
    if article is None or not article.attachment:
        return Reply.html(NOT_FOUND, 404)
    kind = article.attachment.rpartition(".")[2]
    name = f"attachment; filename*=UTF-8''{quote(article.attachment)}"
    return Reply(
        _bytes(kind, article.attached), content_type=_TYPES[kind], headers={"Content-Disposition": name}
    )


@lru_cache(maxsize=256)
def _bytes(kind: str, lines: tuple[str, ...]) -> bytes:
    if kind == "pdf":
        return _pdf(lines)
    return _word(lines) if kind == "docx" else _sheet(lines)


def _pdf(lines: tuple[str, ...]) -> bytes:
    with as_file(files("monitor.dossier") / "data") as folder:
        fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder])
        source = _WRITTEN if lines else _SCANNED
        made = typst.compile(source.encode(), font_paths=fonts, sys_inputs={"text": "\n".join(lines)})
    assert isinstance(made, bytes), "one document without pages to be named"
    return made


def _word(lines: tuple[str, ...]) -> bytes:
    document, written = docx.Document(), io.BytesIO()
    for line in lines:
        document.add_paragraph(line)
    document.save(written)
    return written.getvalue()


def _sheet(lines: tuple[str, ...]) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Thông tin")
        for row, line in enumerate(lines):
            for column, cell in enumerate(line.split(": ", 1)):
                sheet.write_string(row, column, cell)
    return written.getvalue()
