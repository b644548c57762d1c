"""Kết quả đọc một tệp bàn giao.
What reading a hand-over file gives: good rows as records, bad rows named by line and reason."""

from dataclasses import dataclass
from enum import StrEnum

from monitor.domain.errors import ImportRefused
from monitor.domain.procurement import Record
from monitor.domain.sources import Oddity, Sighting

# Records and oddities of hand-over files belong to this source.
SOURCE_ID = "import"


class HandoverKind(StrEnum):
    """What a file was recognised as, by its content."""

    PLAN_CSV = "plan_csv"
    NETWORK_JSON = "network_json"
    NOTICE_LIST = "notice_list"
    TEMPLATE = "template"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that did not go in. `line` is the file's line, the sheet's row, or the item's place in
    a JSON list (from 1); `sheet` is empty outside workbooks."""

    line: int
    reason_vi: str
    reason_en: str
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """The content of one file. `digest` is `sha256:<hex>` of its bytes.

    `rows` counts the data rows met, `repeated` those that say what an earlier row said already.
    """

    kind: HandoverKind
    digest: str
    records: tuple[Record, ...]
    sightings: tuple[Sighting, ...] = ()
    rejected: tuple[RejectedRow, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    rows: int = 0
    repeated: int = 0


class RowProblem(ValueError):
    """One row cannot be read; carries both sentences for its `RejectedRow`."""

    def __init__(self, vi: str, en: str) -> None:
        super().__init__(en)
        self.vi = vi

    def rejected(self, line: int, sheet: str = "") -> RejectedRow:
        return RejectedRow(line, self.vi, str(self), sheet)


def refused(name: str, what_vi: str, en: str) -> ImportRefused:
    """The error for a file that cannot be read at all; `what_vi` also says what to do."""
    return ImportRefused(f"{name}: {en}", vi=f"Không nhập được tệp “{name}”: {what_vi}")
