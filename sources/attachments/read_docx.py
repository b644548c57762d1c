"""Đọc chữ của tệp Word DOCX.
Text of a Word document: body, tables, text boxes, headers, footers and notes; macros are not looked at."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.package import Package

from sources.attachments.office import refuse_bombs
from sources.attachments.parts import Limits, Part, Unreadable

# What the library lets through from zip and XML handling when a document is damaged; lxml's own
# error is a `SyntaxError`.
_DAMAGE = (
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    PackageNotFoundError,
    SyntaxError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
# What lxml calls a syntax error all the same (`XML_ERR_NO_MEMORY`).
_NO_MEMORY = 2
_BESIDE = frozenset(
    (
        RELATIONSHIP_TYPE.HEADER,
        RELATIONSHIP_TYPE.FOOTER,
        RELATIONSHIP_TYPE.FOOTNOTES,
        RELATIONSHIP_TYPE.ENDNOTES,
    )
)
_TEXT = qn("w:t")
_BREAKS = {qn("w:p"): "\n", qn("w:tc"): "\n", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:tab"): "\t"}


def docx_parts(body: bytes, _limits: Limits) -> Iterator[Part]:
    """The document as one part: where its pages end is known to nobody before it is laid out."""
    refuse_bombs(body)
    try:
        # The package and not `docx.Document`: that one refuses documents that carry macros.
        main = Package.open(io.BytesIO(body)).main_document_part
        beside = [
            relation.target_part
            for relation in main.rels.values()
            if not relation.is_external and relation.reltype in _BESIDE
        ]
        text = "\n".join(_text(part) for part in (main, *beside))
    except _DAMAGE as error:
        if getattr(error, "code", None) == _NO_MEMORY:
            raise MemoryError from error
        raise Unreadable("damaged") from error
    yield Part(text=text)


def _text(part: Any) -> str:
    """One pass over the tree: linear however tables and boxes are nested."""
    root = getattr(part, "element", None)
    if root is None:
        root = parse_xml(part.blob)
    pieces = (
        node.text or "" if node.tag == _TEXT else _BREAKS[node.tag] for node in root.iter(_TEXT, *_BREAKS)
    )
    return "".join(pieces).strip()
