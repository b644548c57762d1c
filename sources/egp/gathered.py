"""Những gì một lượt đọc đã gom được.
What one look has gathered so far; it survives an error in the middle of the look."""

from dataclasses import dataclass, field

from monitor.domain.sources import Oddity
from sources.egp.parsed import Searched, SearchRow


@dataclass(slots=True)
class Gathered:
    """Rows once per (type, id), because the list moves while it is read; records by the same key.

    `listed` are the keys of rows that the ordinary search shows, those of the weekly pass by buyer
    names left out. `doubts` are (reason word, Vietnamese detail): why the look cannot be called complete.
    `notes` are remarks that do not touch completeness.
    """

    rows: dict[tuple[str, str], SearchRow] = field(default_factory=dict)
    listed: set[tuple[str, str]] = field(default_factory=set)
    records: dict[tuple[str, str], tuple[Searched, ...]] = field(default_factory=dict)
    oddities: dict[tuple[str, str], Oddity] = field(default_factory=dict)
    doubts: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    pages: int = 0

    def doubt(self, reason: str, detail: str) -> None:
        self.doubts.append((reason, detail))

    def keep(self, row: SearchRow) -> None:
        self.rows[row.type, row.id] = row
        self.records[row.type, row.id] = row.records

    def keep_listed(self, row: SearchRow) -> None:
        self.keep(row)
        self.listed.add((row.type, row.id))

    def note_oddities(self, oddities: tuple[Oddity, ...]) -> None:
        for oddity in oddities:
            self.oddities.setdefault((oddity.where, oddity.value), oddity)

    @property
    def all_records(self) -> tuple[Searched, ...]:
        return tuple(record for records in self.records.values() for record in records)
