"""Danh sách các lượt kiểm tra theo ngày và theo nguồn.
The looks by days and by source."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.desk.sources import track_of
from monitor.domain.times import vietnam_day
from monitor.web.desk.listing import LOOKS, PAGE, around, days_asked, paged, span_of
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of

_Here = Annotated[SignedIn, staff(Act.SEE_SOURCES)]


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/luot-kiem-tra`, at the address that digests name."""
    router = APIRouter()

    @router.get(LOOKS)
    def show(request: Request, here: _Here) -> Response:
        said, today = PageWords(lang_of(request)), vietnam_day(site.clock())
        days = days_asked(request, "tu", "den", (today, today))
        source = request.query_params.get("nguon", "")[:200]

        def query(**further: str) -> str:
            given = {"tu": days[0].isoformat(), "den": days[1].isoformat(), "nguon": source, **further}
            return urlencode({name: value for name, value in given.items() if value})

        span = span_of(days)
        with site.office.store.read() as work:
            page = paged(request, work.lists.count_looks(span, source), query)
            lines = work.lists.looks(span, source, page.skip, PAGE)
        return site.pages.page(
            "desk/list_looks.html.j2",
            said.lang,
            **around(site, here, said, LOOKS),
            page=page,
            lines=lines,
            source=source,
            names={one.id: one.name for one in site.office.sources},
            first=days[0],
            last=days[1],
            track_of=track_of,
        )

    return router
