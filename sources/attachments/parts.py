"""Chữ đọc được từ một tệp đính kèm, theo từng trang.
What reading an attachment gives: its text part by part, and in a word what could not be read."""

from dataclasses import dataclass

PDF, DOCX, XLSX = KINDS = ("pdf", "docx", "xlsx")


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one file may cost: seconds of clock and processor, bytes of memory and of the file itself.

    `pages` and `letters` are read at most. `ocr`: read scanned pages too, `ocr_pages` at most, where
    the optional library is installed.
    """

    seconds: float = 30.0
    cpu_seconds: int = 20
    memory_bytes: int = 1 << 30
    input_bytes: int = 50_000_000
    pages: int = 300
    letters: int = 1_500_000
    ocr: bool = False
    ocr_pages: int = 10

    @property
    def output_bytes(self) -> int:
        """More than an honest answer of so many letters takes, each escaped."""
        return 6 * self.letters + 200_000


@dataclass(frozen=True, slots=True)
class Part:
    """One page or sheet. `place` is Vietnamese (`trang 2`), empty where the format has no pages.

    `unread`: a picture of a page, of which at most a stamp could be read. `cut`: the file goes on
    beyond what was read.
    """

    place: str = ""
    text: str = ""
    unread: bool = False
    cut: bool = False


@dataclass(frozen=True, slots=True)
class AttachmentText:
    """What was read of one file.

    `kind` is `pdf`, `docx`, `xlsx` or empty; `note` a word of `sources/attachments/notes.py`, empty
    when all went well. `truncated`: there was more than was read.
    """

    kind: str = ""
    parts: tuple[Part, ...] = ()
    note: str = ""
    truncated: bool = False

    @property
    def text(self) -> str:
        """Everything that was read."""
        return "\n".join(part.text for part in self.parts if part.text)

    @property
    def pages_read(self) -> int:
        return sum(not part.unread for part in self.parts)

    @property
    def pages_unread(self) -> int:
        """Scanned pages."""
        return sum(part.unread for part in self.parts)


class Unreadable(Exception):
    """The file is refused; `word` says why."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word
