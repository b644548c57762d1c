"""Điều kiện hỏi gói thầu, đọc từ địa chỉ.
What a list of packages may be narrowed to, read from the address."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Query
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict

from monitor.domain.published import Sought, TenderStatus
from monitor.subscriptions.places import Places, meant_by
from monitor.subscriptions.terms import read_term
from monitor.web.api.service import read_cursor
from monitor.web.api.wording import both

_MOST = 10**15
CURSOR = 600
MOST_ITEMS = 100


def _in_reach(at: datetime) -> datetime:
    if not 1970 <= at.year <= 2200:
        raise ValueError("between 1970 and 2200")
    return at.astimezone(UTC)


_Instant = Annotated[AwareDatetime, AfterValidator(_in_reach)]


class Paging(BaseModel):
    """Where a list goes on and how much of it is wanted; an unknown parameter is refused."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Query(ge=1, le=MOST_ITEMS, description=both("limit"))] = 50
    cursor: Annotated[str, Query(max_length=CURSOR, description=both("cursor"))] = ""


class PackageQuery(Paging):
    """The filters of lists of packages."""

    agency: Annotated[str, Query(max_length=100, description=both("agency"), examples=["so-xay-dung"])] = ""
    category: Annotated[str, Query(max_length=20, description=both("category"), examples=["XL"])] = ""
    method: Annotated[str, Query(max_length=20, description=both("method"), examples=["DTRR"])] = ""
    status: Annotated[TenderStatus | None, Query(description=both("status"))] = None
    place: Annotated[str, Query(max_length=20, description=both("place"), examples=["86"])] = ""
    q: Annotated[str, Query(max_length=200, description=both("q"), examples=["duong giao thong"])] = ""
    closing_from: Annotated[_Instant | None, Query(description=both("closing_from"))] = None
    closing_to: Annotated[_Instant | None, Query(description=both("closing_to"))] = None
    price_from: Annotated[int | None, Query(ge=0, le=_MOST, description=both("price_from"))] = None
    price_to: Annotated[int | None, Query(ge=0, le=_MOST, description=both("price_to"))] = None

    def sought(self, places: Places, *, with_notice: bool = False, with_postings: bool = False) -> Sought:
        """What the store is asked. Raises `DataRefused` (400) for a cursor that is none."""
        at = read_cursor(self.cursor, (str,))
        return Sought(
            agency_id=self.agency,
            category=self.category,
            method=self.method,
            status=self.status.value if self.status else "",
            places=tuple(sorted(meant_by([self.place], places))) if self.place else (),
            words=tuple(filter(None, map(read_term, self.q.split()))),
            closing_from=self.closing_from,
            closing_to=self.closing_to,
            price_from=self.price_from,
            price_to=self.price_to,
            with_notice=with_notice,
            with_postings=with_postings,
            after=(at[0], at[1][0]) if at else None,
        )
