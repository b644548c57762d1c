"""Trang đầu: đưa mỗi người đến nơi mình cần.
The front door: the staff to their work, everybody else to the first public room."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.web.rooms import PUBLIC, rooms
from monitor.web.site import Site
from monitor.web.staff.gate import signed_in
from monitor.web.staff.steps import home_of


def routes(site: Site) -> APIRouter:
    """`/`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/")
    def front(request: Request) -> Response:
        here = signed_in(site, request)
        if here is not None:
            return RedirectResponse(site.root + home_of(here.user.role), 303)
        public = [entry for room in rooms() for entry in room.nav if entry.act is None]
        return RedirectResponse(site.root + min(public, key=lambda entry: entry.order).path, 303)

    return router
