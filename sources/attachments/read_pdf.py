"""Đọc chữ của tệp PDF, từng trang; trang quét được ghi là chưa đọc.
Text of a PDF page by page; pages that are pictures are told apart, and read where OCR is at hand."""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from sources.attachments.parts import Limits, Part, Unreadable

# Nothing on the page but a digital signature's stamp or a scanner's name: its text lies in the picture.
_STAMP_LETTERS = 200
_COVERED = 0.5
_MOST_OBJECTS = 2_000

ReadImage = Callable[[Any], str]


def pdf_parts(body: bytes, limits: Limits, read_image: ReadImage | None = None) -> Iterator[Part]:
    """One part per page; `read_image` gives the text of a page that is a picture.

    Raises `Unreadable`; for a document with damaged pages only after all the others.
    """
    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD
        raise Unreadable("encrypted" if locked else "damaged") from error
    look = _at_most(limits.ocr_pages, read_image)
    with document:
        pages = len(document)
        damaged = False
        for number in range(min(pages, limits.pages)):
            try:
                yield _page(document, number, look)
            except pypdfium2.PdfiumError:
                damaged = True
        if pages > limits.pages:
            yield Part(cut=True)
        if damaged:
            raise Unreadable("damaged")


def _at_most(times: int, read_image: ReadImage | None) -> ReadImage:
    """The reader for the first few pictures; for all others there is no text."""
    turns = iter(range(times))

    def look(page: Any) -> str:
        return read_image(page) if read_image is not None and next(turns, None) is not None else ""

    return look


def _page(document: Any, number: int, look: ReadImage) -> Part:
    place = f"trang {number + 1}"
    page = document[number]
    text = page.get_textpage().get_text_bounded()
    scanned = _is_picture(page, text)
    if scanned and (seen := look(page).strip()):
        return Part(f"{place} (chữ nhận dạng từ ảnh quét)", f"{text}\n{seen}")
    return Part(place, text, unread=scanned)


def _is_picture(page: Any, text: str) -> bool:
    """Whether what the page says lies in a picture or in drawn outlines, and not in its text."""
    letters = sum(not letter.isspace() for letter in text)
    if letters > _STAMP_LETTERS:
        return False
    objects = list(islice(page.get_objects(max_depth=3), _MOST_OBJECTS))
    if not letters:
        return bool(objects)
    width, height = page.get_size()
    areas = (_area(item.get_bounds()) for item in objects if item.type == pdfium.FPDF_PAGEOBJ_IMAGE)
    return bool(max(areas, default=0.0) >= _COVERED * width * height)


def _area(bounds: tuple[float, float, float, float]) -> float:
    left, bottom, right, top = bounds
    return abs(right - left) * abs(top - bottom)
