"""Kết quả đọc một câu trả lời.
What reading one answer gives: records, and what was odd in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from monitor.domain.procurement import Notice, Plan, Project, Record, Result
from monitor.domain.sources import Oddity

# What a search row can be; openings come from their own calls.
Searched = Plan | Notice | Result | Project

R_co = TypeVar("R_co", bound=Record, covariant=True)


@dataclass(frozen=True, slots=True)
class Parsed(Generic[R_co]):
    """The records of one detail answer; `oddities` are unknown keys, codes and times in it."""

    records: tuple[R_co, ...]
    oddities: tuple[Oddity, ...] = ()


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One row of a search page; a notice row with a published result has two records."""

    type: str
    id: str
    records: tuple[Searched, ...]
    raw: Mapping[str, Any] = field(default_factory=dict)

    def shown_again(self, capture_id: str) -> "SearchRow":
        """The same row on a later page."""
        records = tuple(
            record if isinstance(record, Project) else replace(record, capture_id=capture_id)
            for record in self.records
        )
        return SearchRow(self.type, self.id, records, self.raw)


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search: `total` rows in all, `page` counted from zero, `last` as the server says."""

    rows: tuple[SearchRow, ...]
    oddities: tuple[Oddity, ...]
    total: int
    last: bool
    page: int

    @property
    def records(self) -> tuple[Searched, ...]:
        return tuple(record for row in self.rows for record in row.records)
