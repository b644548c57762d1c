"""Tệp đính kèm của tin mẫu: mã nằm ở tên tệp, chỉ nằm trong tệp, hoặc tệp là trang quét.
The files that articles of the demo carry: the code in their name, only inside, or a scanned page."""

from itertools import count

from monitor.demo.model import Act
from monitor.demo.names import SYNTHETIC

KINDS = ("pdf", "docx", "xlsx")
# Each file whose name says nothing has to be opened, which takes a process of its own: some are enough.
_FIRST_HIDDEN = len(KINDS)
_THEN_ONE_IN = 5
_SCANNED_ONE_IN, _FIRST_SCANNED = 60, 10


class Folder:
    """Gives files to articles in turn; the same world gives the same files."""

    def __init__(self) -> None:
        self._coded, self._hidden, self._uncoded = count(1), count(), count(1)

    def with_code(self, act: Act, code: str, label: str) -> tuple[str, tuple[str, ...]]:
        """The name and the lines of a file that holds the code."""
        lines = (f"{act.title}.", f"{label}-00.", f"Ngày ban hành: {act.decided:%d/%m/%Y}.", SYNTHETIC)
        number = next(self._coded)
        if number > _FIRST_HIDDEN and number % _THEN_ONE_IN:
            return f"{act.kind.value}-{code}.pdf", lines
        at = next(self._hidden)
        return f"van-ban-{at + 1:03}.{KINDS[at % len(KINDS)]}", lines

    def scanned(self, act: Act) -> str:
        """The name of a scanned decision for some of the articles that show no code, else nothing."""
        number = next(self._uncoded)
        return f"{act.kind.value}-quet-{number:04}.pdf" if number % _SCANNED_ONE_IN == _FIRST_SCANNED else ""
