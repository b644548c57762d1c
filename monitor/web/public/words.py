"""Lời cho từng giá trị lọc và từng tình trạng của gói thầu.
What is read for each value of a filter, and for how far a package is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from alerts.harmless import harmless
from monitor.domain.published import TenderStatus
from monitor.search.query import UNKNOWN, Facet, PriceSpan
from monitor.steps.letterhead import names_of
from monitor.web.wording import PageWords
from monitor.wiring import Office

_MILLION, _BILLION = 10**6, 10**9
_TRACKS = {
    TenderStatus.PLANNED: "neutral",
    TenderStatus.ACTIVE: "ok",
    TenderStatus.COMPLETE: "neutral",
    TenderStatus.UNSUCCESSFUL: "late",
    TenderStatus.CANCELLED: "breach",
}


class Tag(NamedTuple):
    """A word with the colour that stands with it."""

    track: str
    words: str


@dataclass(frozen=True, slots=True)
class Names:
    """Everything that is called by a name, in one language."""

    said: PageWords
    names: Mapping[str, str]
    new_places: frozenset[str]
    old_places: frozenset[str]
    province: str

    def of(self, facet: Facet, value: str) -> str:
        """The words for a value of a facet; what stands in an address may be anything."""
        if value == UNKNOWN:
            return self.said.say("find_unknown")
        if facet is Facet.PLACE:
            return self.place(value)
        if facet is Facet.STATUS:
            known = value in set(TenderStatus)
            return self.said.say(f"find_status_{value}") if known else harmless(value, 60)
        if facet is Facet.HOLDS:
            key = f"find_holds_{value.replace('-', '_')}"
            return (
                self.said.say(key) if value in ("ke-hoach", "thong-bao", "ket-qua") else harmless(value, 60)
            )
        return harmless(self.names.get(value, value), 160)

    def code(self, value: str) -> str:
        """The name of a field or method, or its code."""
        return harmless(self.names.get(value, value), 160)

    def place(self, code: str) -> str:
        """A place by its code, said to be the new or an old one."""
        if code in self.new_places:
            return self.said.say("find_place_new", place=self.province, code=code)
        if code in self.old_places:
            return self.said.say("find_place_old", code=code)
        return self.said.say("find_place_other", code=harmless(code, 20))

    def price(self, span: PriceSpan) -> str:
        """A span of prices in one phrase; a band ends one đồng below a round amount."""
        low, high = span
        if high is None:
            return self.said.say("find_price_from", low=self._amount(low or 0))
        above = high + 1 if (high + 1) % _MILLION == 0 else high
        key = "find_price_below" if above != high else "find_price_to"
        if low:
            key = "find_price_between"
        return self.said.say(key, low=self._amount(low or 0), high=self._amount(above))

    def status(self, status: str, closes_at: datetime | None, now: datetime) -> Tag:
        """How far a package is, as seen from `now` (UTC)."""
        if status not in set(TenderStatus):
            return Tag("neutral", self.said.say("find_unknown"))
        word = TenderStatus(status)
        if word is TenderStatus.ACTIVE and closes_at is not None:
            # What is stored never depends on the clock; what is read does.
            over = closes_at <= now
            return Tag(
                "neutral" if over else "ok", self.said.say(f"find_status_{'closed' if over else 'open'}")
            )
        return Tag(_TRACKS[word], self.said.say(f"find_status_{word.value}"))

    def _amount(self, dong: int) -> str:
        for size, key in ((_BILLION, "find_billion"), (_MILLION, "find_million")):
            if dong and dong % size == 0:
                return self.said.say(key, n=dong // size)
        return self.said.words.money(dong)


def names_in(office: Office, said: PageWords) -> Names:
    """The names of an office's province."""
    province = office.province
    return Names(
        said,
        names_of(office, said.lang),
        frozenset(province.codes_new),
        frozenset(province.codes_old),
        province.name,
    )
