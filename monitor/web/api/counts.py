"""Số kết luận và nhật ký thay đổi.
Counted verdicts, and the changes feed."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from monitor.domain.published import ChangeKind
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.web.api.filters import MOST_ITEMS, Paging
from monitor.web.api.models import Aggregate, AggregatePage, ChangeLine, ChangePage
from monitor.web.api.problems import DataRefused, responses
from monitor.web.api.service import Service, answer
from monitor.web.api.wording import both, described

_MONTH = r"^(\d{4}-(0[1-9]|1[0-2]))?$"
_SEPARATOR = "~"
_MOST_CHANGES = 1000


class AggregateQuery(Paging):
    """The filters of counts."""

    agency: Annotated[str, Query(max_length=100, description=both("agency"))] = ""
    channel: Annotated[Channel | None, Query(description=both("channel"))] = None
    month_from: Annotated[str, Query(pattern=_MONTH, description=both("month_from"))] = ""
    month_to: Annotated[str, Query(pattern=_MONTH, description=both("month_to"))] = ""


class ChangeQuery(BaseModel):
    """Where the feed goes on."""

    model_config = ConfigDict(extra="forbid")

    cursor: Annotated[str, Query(pattern=r"^\d{0,18}$", description=both("cursor"))] = ""
    limit: Annotated[int, Query(ge=1, le=_MOST_CHANGES, description=both("limit"))] = MOST_ITEMS


def routes(service: Service) -> APIRouter:
    """`/aggregates` and `/changes`."""
    router = APIRouter()

    @router.get(
        "/aggregates", summary=both("aggregates"), description=described("aggregates_about"),
        response_model=AggregatePage, responses=responses(400),
    )  # fmt: skip
    def aggregates(request: Request, query: Annotated[AggregateQuery, Query()]) -> Response:
        return answer(request, _aggregates(service, request, query))

    @router.get(
        "/changes", summary=both("changes"), description=described("changes_about"),
        response_model=ChangePage, responses=responses(),
    )  # fmt: skip
    def changes(request: Request, query: Annotated[ChangeQuery, Query()]) -> Response:
        return answer(request, _changes(service, query))

    return router


def _aggregates(service: Service, request: Request, query: AggregateQuery) -> AggregatePage:
    after = tuple(query.cursor.split(_SEPARATOR)) if query.cursor else None
    if after is not None and len(after) != 3:
        raise DataRefused("bad_cursor", 400)
    with service.office.store.read() as work:
        found = work.public_counts.listed(
            query.agency,
            query.channel.value if query.channel else "",
            (query.month_from, query.month_to),
            after,
            query.limit + 1,
        )
    page = found[: query.limit]
    more = len(found) > query.limit
    last = page[-1] if page else None
    return AggregatePage(
        items=tuple(
            Aggregate(
                agency_id=one.agency_id,
                agency_name=service.agencies.get(one.agency_id),
                channel=Channel(one.channel),
                month=one.month,
                verdicts={VerdictKind(kind): number for kind, number in sorted(one.verdicts.items())},
                total=sum(one.verdicts.values()),
            )
            for one in page
        ),
        next=service.next_url(request, _SEPARATOR.join((last.agency_id, last.channel, last.month)))
        if last and more
        else None,
    )


def _changes(service: Service, query: ChangeQuery) -> ChangePage:
    after = int(query.cursor or 0)
    with service.office.store.read() as work:
        found = work.published.changes(after, query.limit + 1)
    page = found[: query.limit]
    return ChangePage(
        items=tuple(
            ChangeLine(
                number=one.number,
                package=one.key,
                kind=one.kind,
                at=one.at,
                url=None if one.kind is ChangeKind.WITHDRAWN else service.url(f"/packages/{one.key}"),
            )
            for one in page
        ),
        cursor=str(page[-1].number if page else after),
        more=len(found) > query.limit,
    )
