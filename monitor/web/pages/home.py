"""Trang đầu: đưa mỗi người đến nơi mình cần.
The front door: the staff to their work, everybody else to the first public room."""

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.view import view


def routes(site: Site) -> APIRouter:
    """`/`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/")
    def front() -> Response:
        return RedirectResponse(site.root + view().home(), 303)

    return router
