"""Thoát: phiên hết ở máy chủ, cookie hết ở trình duyệt.
Leaving: the session is gone on the server, the cookie in the browser."""

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.domain.staff import Deed
from monitor.steps.audit import audit
from monitor.web.site import Site
from monitor.web.staff.cookies import take_away
from monitor.web.staff.gate import LOGIN, staff
from monitor.web.view import SignedIn


def routes(site: Site) -> APIRouter:
    """`/dang-xuat`."""
    router = APIRouter()

    @router.post("/dang-xuat")
    def leave(here: Annotated[SignedIn, staff(Act.OWN_ACCOUNT)]) -> Response:
        with site.office.store.begin() as work:
            work.staff_sessions.end([here.session.digest])
            audit(work, here.actor, Deed.LOGGED_OUT, here.user.login, site.clock())
        return take_away(site, RedirectResponse(f"{site.root}{LOGIN}?ra=1", 303))

    return router
