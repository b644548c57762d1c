"""Địa chỉ của danh sách đứng sau mỗi con số trong bản tin.
The address of the list behind every number of a digest: the desk answers exactly these.

All begin with `<web url>/ban-lam-viec`. Days in them are Vietnamese and both ends are meant; words
are those of the vocabularies. Without a web address every method gives an empty text.
"""

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from monitor.domain.times import Window, due_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind

DESK = "/ban-lam-viec"


@dataclass(frozen=True, slots=True)
class DeskAddresses:
    """Where the desk shows things; `web_url` is the public address without a slash at its end."""

    web_url: str = ""

    def home(self) -> str:
        """The desk's first page: the queue of cases."""
        return self._at("")

    def cases_new(self, period: Window) -> str:
        """Cases opened or reopened in the period that were open at its end."""
        return self._at("ho-so", moi_tu=_first(period), moi_den=_last(period))

    def cases_opened(self, period: Window) -> str:
        """Every case opened or reopened in the period, whatever became of it."""
        return self._at("ho-so", mo_tu=_first(period), mo_den=_last(period))

    def cases_open(
        self, period: Window, at_least: int = 0, at_most: int | None = None, severity: Severity | None = None
    ) -> str:
        """Cases open at the end of the period, aged so many working days on its last day."""
        age = {"tuoi_tu": str(at_least or ""), "tuoi_den": "" if at_most is None else str(at_most)}
        return self._at("ho-so", con_mo=_last(period), **age, muc=severity.value if severity else "")

    def cases_closed(self, period: Window, *states: CaseState) -> str:
        """Cases that came into one of these states in the period and were in it at its end."""
        named = ",".join(state.value for state in states)
        return self._at("ho-so", dong_tu=_first(period), dong_den=_last(period), tinh_trang=named)

    def case(self, number: str) -> str:
        """One case."""
        return self._at(f"ho-so/{quote(number, safe='')}")

    def agency(self, agency_id: str, part: str = "", period: Window | None = None) -> str:
        """One agency; `part` is `con-mo`, `cho-tra-loi`, or in a period `da-khac-phuc`, `sap-den-han`."""
        days = {"tu": _first(period), "den": _last(period)} if period else {}
        return self._at(f"don-vi/{quote(agency_id, safe='')}", muc=part, **days)

    def agencies(self, since: Window) -> str:
        """All agencies by the share published on time of what fell due in the span."""
        return self._at("don-vi", han_tu=_first(since), han_den=_last(since))

    def agency_duties(self, agency_id: str, since: Window) -> str:
        """The duties of one agency that fell due in the span and count for its place."""
        days = {"han_tu": _first(since), "han_den": _last(since)}
        return self._at("nghia-vu", don_vi=agency_id, **days, tinh="xep-hang")

    def source(self, source_id: str) -> str:
        """One source: its health and its looks."""
        return self._at(f"nguon/{quote(source_id, safe='')}")

    def sources(self) -> str:
        """All sources."""
        return self._at("nguon")

    def sources_seen(self, period: Window) -> str:
        """The sources looked at in the period, and which of them were seen whole."""
        return self._at("nguon", tu=_first(period), den=_last(period))

    def looks(self, period: Window) -> str:
        """The looks that began in the period."""
        return self._at("luot-kiem-tra", tu=_first(period), den=_last(period))

    def links_to_review(self) -> str:
        """Pairs of postings that a person should compare."""
        return self._at("doi-chieu")

    def hints(self) -> str:
        """Observations that only inform, as they stand now."""
        return self._at("phat-hien", muc=Severity.INFORM.value)

    def pattern(self, code: str) -> str:
        """What one pattern rule noticed, as it stands now."""
        return self._at("dau-hieu", quy_tac=code)

    def every_duty(self) -> str:
        """All duties, as they stand now."""
        return self._at("nghia-vu")

    def duties(self, channel: Channel, verdict: VerdictKind) -> str:
        """The duties on a channel with a verdict, as they stand now."""
        return self._at("nghia-vu", kenh=channel.value, ket_luan=verdict.value)

    def duties_withheld(self, source_id: str = "") -> str:
        """Duties on which nothing is concluded because a source is blind; or those of one source alone."""
        return self._at("nghia-vu", tam_giu="nguon", nguon=source_id)

    def duties_unwatched(self) -> str:
        """Duties on channels for which no source is declared."""
        return self._at("nghia-vu", tam_giu="chua-khai-bao")

    def duties_due(self, span: Window) -> str:
        """Duties that fall due in the span and are not due yet."""
        return self._at("nghia-vu", han_tu=_first(span), han_den=_last(span), ket_luan="not_due")

    def _at(self, path: str, **asked: str) -> str:
        if not self.web_url:
            return ""
        given = {name.replace("_", "-"): value for name, value in asked.items() if value}
        address = f"{self.web_url}{DESK}/{path}".rstrip("/")
        return f"{address}?{urlencode(given, safe=',')}" if given else address


# While there is no web address: every list's address is empty.
NO_DESK = DeskAddresses()


def _first(period: Window) -> str:
    return vietnam_day(period.start).isoformat()


def _last(period: Window) -> str:
    return due_day(period.end).isoformat()
