"""Bộ lọc danh sách nghĩa vụ, như đứng trong địa chỉ mà bản tin dẫn tới.
The filters of the list of duties as they stand in an address; an unreadable value is told, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlencode

from monitor.desk.address import AddressReader
from monitor.domain.lists import DutyQuery, Held, ShownAt
from monitor.domain.times import Window, end_of_day, start_of_day
from monitor.domain.vocabulary import Channel, VerdictKind

RANKED = "xep-hang"
_AGENCY, _CHANNEL, _VERDICT, _HELD, _COUNTED = "don-vi", "kenh", "ket-luan", "tam-giu", "tinh"
_FIRST, _LAST, _SOURCES = "han-tu", "han-den", "nguon"
# One address names no more of them: there are as many as a province has pages.
_MOST_SOURCES = 400
_EARLIEST, _LATEST = date(2000, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True)
class DutyFilters:
    """What is asked for; `first` and `last` are due days, both meant. `ranked`: as places are counted.

    `sources` are ids, of which one should show the duty; what they show is not known here.
    """

    agency: str = ""
    channel: Channel | None = None
    verdict: VerdictKind | None = None
    first: date | None = None
    last: date | None = None
    held: Held | None = None
    ranked: bool = False
    sources: tuple[str, ...] = ()

    def asked(self, shown_at: tuple[ShownAt, ...] = ()) -> DutyQuery:
        """The question to the store; `shown_at` is what the sources show."""
        agencies = (self.agency,) if self.agency else ()
        return DutyQuery(agencies, self.channel, self.verdict, self.due(), self.held, self.ranked, shown_at)

    def due(self) -> Window | None:
        """From the first to the last due day; `None` when none is named."""
        if self.first is None and self.last is None:
            return None
        return Window(start_of_day(self.first or _EARLIEST), end_of_day(self.last or _LATEST))

    def query(self, **further: str) -> str:
        """As it stands in the address bar, always in the same order."""
        given = {
            _AGENCY: self.agency,
            _FIRST: self.first.isoformat() if self.first else "",
            _LAST: self.last.isoformat() if self.last else "",
            _CHANNEL: self.channel or "",
            _VERDICT: self.verdict or "",
            _HELD: self.held or "",
            _COUNTED: RANKED if self.ranked else "",
            _SOURCES: ",".join(self.sources),
            **further,
        }
        return urlencode({name: str(value) for name, value in given.items() if value})


def read_duty_filters(query: Mapping[str, str]) -> tuple[DutyFilters, tuple[str, ...]]:
    """The filters of an address, and the names of those whose value cannot be read (they are left out)."""
    reader = AddressReader(query)
    read = reader.read

    found = DutyFilters(
        query.get(_AGENCY, "").strip()[:200],
        read(_CHANNEL, Channel),
        read(_VERDICT, VerdictKind),
        read(_FIRST, day_of),
        read(_LAST, day_of),
        read(_HELD, Held),
        bool(read(_COUNTED, _Counted)),
        tuple(one for one in query.get(_SOURCES, "").split(",")[:_MOST_SOURCES] if one.strip()),
    )
    return found, tuple(reader.unread)


def day_of(text: str) -> date:
    """A day within the years that are ever asked about. Raises `ValueError`."""
    day = date.fromisoformat(text)
    if not _EARLIEST <= day <= _LATEST:
        raise ValueError(text)
    return day


class _Counted(StrEnum):
    RANKED = RANKED
