"""Trang dữ liệu mở: tải được gì, ở địa chỉ nào, cho người và cho máy.
The page about open data: what may be loaded from where, for people and their programs."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.web.api.app import PATH, service_of
from monitor.web.api.index import PAGE, index_of
from monitor.web.public.board import BOARD
from monitor.web.public.downloads import WHOLE
from monitor.web.public.sheets import FORMS
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.wording import lang_of


def routes(site: Site) -> APIRouter:
    """`/du-lieu-mo`."""
    router = APIRouter(dependencies=[PUBLIC])
    index = index_of(service_of(site.office, site.clock, site.published, site.limits.data))

    @router.get(PAGE)
    def about(request: Request) -> Response:
        with site.office.store.read() as work:
            counted = work.board.counted()
        return site.pages.page(
            "public/open_data.html.j2",
            lang_of(request),
            index=index,
            base=site.root + PATH,
            board=site.root + BOARD,
            file=WHOLE,
            forms=tuple(FORMS) if counted else (),
        )

    return router
