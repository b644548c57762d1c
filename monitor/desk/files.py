"""Tệp đơn vị gửi kèm: nhận theo nội dung chứ không theo tên, trong hạn mức.
Files of an agency's answer: told by their bytes, never by their name, and within limits."""

import re
import unicodedata
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from monitor.domain.errors import MonitorError

MOST_BYTES = 10_000_000
MOST_TOGETHER = 40_000_000
MOST_FILES = 20

# An office file beyond this unpacks to more than any letter holds.
_MOST_UNPACKED = 200_000_000
_MOST_PARTS = 5_000
_LONGEST_NAME = 120
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_OFFICE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
# Macros and embedded programs have no place in an answer.
_PROGRAMS = re.compile(r"(^|/)(vbaProject\.bin|activeX/|oleObject)|\.(exe|dll|js|vbs|bat)$", re.IGNORECASE)


class FileRefused(MonitorError):
    """A file that is not taken; `vi` and `en` say why and what to send instead."""


def check_file(name: str, data: bytes, held_files: int, held_bytes: int) -> tuple[str, str]:
    """What a file is (`pdf`, `docx`, `xlsx`, `png`, `jpeg`) and the name it is shown by.

    `held_files` and `held_bytes` count what the case holds already. Raises `FileRefused`.
    """
    if not data:
        raise FileRefused(
            "an empty file",
            vi="Tệp trống. Hãy chọn lại tệp rồi gửi.",
            en="The file is empty. Choose it again and send it.",
        )
    if len(data) > MOST_BYTES:
        raise FileRefused(
            "too large",
            vi="Tệp quá 10 MB. Hãy gửi bản nhỏ hơn, hoặc tách thành nhiều tệp.",
            en="The file is over 10 MB. Send a smaller one, or split it.",
        )
    if held_files >= MOST_FILES or held_bytes + len(data) > MOST_TOGETHER:
        raise FileRefused(
            "too many files",
            vi="Hồ sơ này đã đủ 20 tệp hoặc 40 MB. Xin liên hệ trực tiếp cơ quan thanh tra.",
            en="This case holds 20 files or 40 MB already. Please contact the inspectorate.",
        )
    kind = kind_of(data)
    if not kind:
        raise FileRefused(
            "no type that is taken",
            vi="Chỉ nhận PDF, DOCX, XLSX, PNG hoặc JPEG, không kèm mã lệnh. Hãy lưu lại đúng loại rồi gửi.",
            en="Only PDF, DOCX, XLSX, PNG or JPEG is taken, without macros. Save it as one of these.",
        )
    return kind, shown_name(name, kind)


def kind_of(data: bytes) -> str:
    """What the bytes show a file to be; empty for whatever is not taken."""
    if data.startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    return _office(data) if data.startswith(b"PK\x03\x04") else ""


def shown_name(name: str, kind: str) -> str:
    """The sender's name for a file, without folders and what no eye sees; it ends as its kind does."""
    plain = (
        _UNSEEN.sub("", unicodedata.normalize("NFC", name)).replace("\\", "/").rpartition("/")[2].strip(" .")
    )
    stem = plain.rpartition(".")[0] or plain or "tep"
    return f"{stem[:_LONGEST_NAME]}.{kind}"


def _office(data: bytes) -> str:
    try:
        with ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        return ""
    names = {part.filename for part in parts}
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        return ""
    if "[Content_Types].xml" not in names or any(_PROGRAMS.search(name) for name in names):
        return ""
    return next((kind for part, kind in _OFFICE.items() if part in names), "")
