"""Bộ lọc của hàng việc, đọc từ thanh địa chỉ và viết lại vào đó.
The queue's filters as they stand in the address bar; what cannot be read is told, never guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import partial
from urllib.parse import urlencode

from monitor.desk.address import AddressReader
from monitor.desk.clock import Awaited
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind

NOBODY = "-"
OPEN = tuple(state.value for state in CaseState if state.is_open)
_LONGEST = 200

Days = tuple[date | None, date | None]
Ages = tuple[int | None, int | None]


class Facet(StrEnum):
    """By which closed words cases are filtered; the values stand in addresses."""

    VERDICT = "ket-luan"
    CHANNEL = "kenh"
    AWAITED = "viec"
    STATE = "tinh-trang"
    SEVERITY = "muc"
    OWNER = "nguoi"
    AGENCY = "don-vi"


class Span(StrEnum):
    """By which days: cases opened, newly open, closed; both ends are meant."""

    OPENED = "mo"
    FRESH = "moi"
    CLOSED = "dong"


_CLOSED_WORDS: Mapping[Facet, type[StrEnum]] = {
    Facet.VERDICT: VerdictKind,
    Facet.CHANNEL: Channel,
    Facet.AWAITED: Awaited,
    Facet.STATE: CaseState,
    Facet.SEVERITY: Severity,
}
_AGE_FROM, _AGE_TO, _OPEN_ON, _TEXT = "tuoi-tu", "tuoi-den", "con-mo", "tim"


@dataclass(frozen=True, slots=True)
class Filters:
    """What is asked for; empty asks for every open case.

    Ages are working days, both ends meant; with `open_on` they are counted on that day.
    """

    facets: tuple[tuple[Facet, tuple[str, ...]], ...] = ()
    spans: tuple[tuple[Span, Days], ...] = ()
    age: Ages = (None, None)
    open_on: date | None = None
    text: str = ""

    def of(self, facet: Facet) -> tuple[str, ...]:
        """The words asked for of one kind."""
        return dict(self.facets).get(facet, ())

    @property
    def looks_back(self) -> bool:
        """Whether days of the past are asked about: then closed cases are meant too."""
        return bool(self.spans) or self.open_on is not None

    def with_facet(self, facet: Facet, *words: str) -> "Filters":
        """The same with other words of one kind; without any, the kind is not asked for."""
        kept = {name: given for name, given in self.facets if name is not facet}
        if words:
            kept[facet] = words
        return replace(self, facets=tuple((name, kept[name]) for name in Facet if name in kept))

    def with_span(self, span: Span, days: Days | None) -> "Filters":
        """The same with other days of one kind."""
        kept = {name: given for name, given in self.spans if name is not span}
        if days is not None:
            kept[span] = days
        return replace(self, spans=tuple((name, kept[name]) for name in Span if name in kept))

    def opened_within(self, days: Days) -> "Filters":
        """Only those opened between two days; without a word about states open ones stay meant."""
        plain = not self.of(Facet.STATE) and not self.looks_back
        kept = self.with_facet(Facet.STATE, *OPEN) if plain else self
        return kept.with_span(Span.OPENED, days)

    def with_age(self, first: int | None, last: int | None) -> "Filters":
        """The same with other ages."""
        return replace(self, age=(first, last))

    def query(self, **further: str) -> str:
        """As it stands in the address bar, always in the same order."""
        given: dict[str, str] = {facet.value: ",".join(words) for facet, words in self.facets}
        for span, (first, last) in self.spans:
            given |= {f"{span}-tu": first.isoformat() if first else ""}
            given |= {f"{span}-den": last.isoformat() if last else ""}
        given |= {
            name: "" if age is None else str(age)
            for name, age in zip((_AGE_FROM, _AGE_TO), self.age, strict=True)
        }
        given |= {_OPEN_ON: self.open_on.isoformat() if self.open_on else "", _TEXT: self.text, **further}
        return urlencode({name: value for name, value in given.items() if value}, safe=",")


def read_filters(query: Mapping[str, str]) -> tuple[Filters, tuple[str, ...]]:
    """The filters of an address, and the names of those whose value cannot be read (they are left out)."""
    reader = AddressReader(query)
    read = reader.read

    facets = tuple((facet, words) for facet in Facet if (words := read(facet, partial(_words, facet))))
    spans = tuple(
        (span, days)
        for span in Span
        if any(days := (read(f"{span}-tu", date.fromisoformat), read(f"{span}-den", date.fromisoformat)))
    )
    age = (read(_AGE_FROM, _count), read(_AGE_TO, _count))
    open_on = read(_OPEN_ON, date.fromisoformat)
    text = " ".join(query.get(_TEXT, "").split())[:_LONGEST]
    return Filters(facets, spans, age, open_on, text), tuple(reader.unread)


def _words(facet: Facet, text: str) -> tuple[str, ...]:
    words = tuple(dict.fromkeys(word for word in text.split(",") if word))
    vocabulary = _CLOSED_WORDS.get(facet)
    return words if vocabulary is None else tuple(vocabulary(word).value for word in words)


def _count(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 5:
        raise ValueError(text)
    return int(text)
