"""Đọc chữ trên ảnh quét, khi có cài thư viện tùy chọn.
Reads the picture of a page with Tesseract, where the optional library is installed."""

import importlib
import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sources.attachments.read_pdf import ReadImage

_LIBRARY = "tesserocr"
_LANGUAGES = ("vie", "eng")
# Where systems and wheels keep Tesseract's models.
_PLACES = ("/usr/share/tesseract-ocr/*/tessdata", "/usr/share/tessdata", "/usr/local/share/tessdata")
_DOTS_PER_POINT = 250 / 72
# An A3 page at this resolution; a page that claims more is drawn smaller.
_MOST_DOTS = 12_000_000


def available() -> bool:
    """Whether scanned pages can be read here: the `ocr` extra is installed, and a language model."""
    return importlib.util.find_spec(_LIBRARY) is not None and _models() is not None


def open_reader() -> ReadImage | None:
    """A reader of page pictures, its models loaded: it opens no file and starts no process later on.

    `None` where it is not `available`: scanned pages then stay unread.
    """
    models = _models()
    if models is None or not available():
        return None
    folder, languages = models
    library: Any = importlib.import_module(_LIBRARY)
    engine = library.PyTessBaseAPI(path=f"{folder}/", lang="+".join(languages))
    # Its log would be opened at the first remark, when nothing can be opened any more.
    engine.SetVariable("debug_file", "")

    def read(page: Any) -> str:
        width, height = page.get_size()
        fits = (_MOST_DOTS / max(width * height, 1.0)) ** 0.5
        picture = page.render(scale=min(_DOTS_PER_POINT, fits), grayscale=True)
        engine.SetImageBytes(bytes(picture.buffer), picture.width, picture.height, 1, picture.stride)
        return str(engine.GetUTF8Text())

    return read


def _models() -> tuple[Path, tuple[str, ...]] | None:
    """The folder that knows most of our languages, and which of them."""
    found = []
    for folder in _folders():
        languages = tuple(name for name in _LANGUAGES if (folder / f"{name}.traineddata").is_file())
        found += [(folder, languages)] if languages else []
    return max(found, key=lambda one: len(one[1]), default=None)


def _folders() -> Iterator[Path]:
    yield Path(sys.prefix, "share", "tessdata")
    for place in _PLACES:
        yield from sorted(Path("/").glob(place.lstrip("/")), reverse=True)
