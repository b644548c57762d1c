"""Một danh sách dài thành từng trang; số đếm luôn là của cả danh sách.
A long list page by page; the count is always that of the whole list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fastapi import Request

from monitor.access.permissions import Act
from monitor.desk.duty_filters import day_of
from monitor.domain.times import Window, end_of_day, start_of_day
from monitor.web.desk.places import DESK
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords

PAGE = 50
AGENCIES, DUTIES = f"{DESK}/don-vi", f"{DESK}/nghia-vu"
FINDINGS, PATTERNS = f"{DESK}/phat-hien", f"{DESK}/dau-hieu"
LOOKS = f"{DESK}/luot-kiem-tra"
# The lists as they stand beside each other.
TABS: Mapping[str, str] = {
    "list_duties": DUTIES,
    "list_agencies": AGENCIES,
    "list_findings": FINDINGS,
    "list_patterns": PATTERNS,
    "list_looks": LOOKS,
}


@dataclass(frozen=True, slots=True)
class Paged:
    """One page of a list: its number, how many there are, the queries of its neighbours."""

    total: int
    number: int
    pages: int
    before: str
    after: str

    @property
    def skip(self) -> int:
        """How many lines come before this page."""
        return (self.number - 1) * PAGE


def paged(request: Request, total: int, query: Callable[..., str]) -> Paged:
    """The page that is asked for, or the last one; `query` writes the filters with what is added."""
    text = request.query_params.get("trang", "")
    asked = int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1
    pages = max(1, -(-total // PAGE))
    number = min(max(1, asked), pages)
    return Paged(
        total,
        number,
        pages,
        query(trang=str(number - 1)) if number > 1 else "",
        query(trang=str(number + 1)) if number < pages else "",
    )


def only_inside(here: SignedIn) -> None:
    """Refuse an agency's officer as if the list were not there. Raises `PageRefused` (404)."""
    if here.agency_id:
        raise PageRefused("the inspectorate's own list", status=404, key="nothing_here")


def days_asked(request: Request, first: str, last: str, otherwise: tuple[date, date]) -> tuple[date, date]:
    """Two days of an address, in their order; what cannot be read is as `otherwise`."""
    found = (_day(request, first) or otherwise[0], _day(request, last) or otherwise[1])
    return (found[0], max(found))


def span_of(days: tuple[date, date]) -> Window:
    """From the beginning of the first day to the end of the last."""
    return Window(start_of_day(days[0]), end_of_day(days[1]))


def around(site: Site, here: SignedIn, said: PageWords, own: str) -> Mapping[str, Any]:
    """What every list shows beside itself: its address, and the other lists for who may see them."""
    tabs = TABS if here.may(Act.SEE_CASES) and not here.agency_id else {}
    return {
        "here": here,
        "own": site.root + own,
        "desk": site.root + DESK,
        "lists": [(said.say(key), site.root + path, path == own) for key, path in tabs.items()],
    }


def _day(request: Request, name: str) -> date | None:
    try:
        return day_of(request.query_params.get(name, ""))
    except ValueError:
        return None
