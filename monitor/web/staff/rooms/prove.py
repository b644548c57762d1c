"""Xác nhận lại chính mình trước việc hệ trọng.
Proving again who one is, by password or code, before grave acts."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.domain.staff import Deed
from monitor.steps.audit import audit
from monitor.web.site import Form, Site
from monitor.web.staff.gate import PROVE, staff
from monitor.web.staff.hashing import is_password
from monitor.web.staff.steps import ACCOUNT, may_try, way_of, with_code
from monitor.web.view import SignedIn
from monitor.web.wording import lang_of

Here = Annotated[SignedIn, staff(Act.OWN_ACCOUNT, back=ACCOUNT)]


def routes(site: Site) -> APIRouter:
    """`/xac-nhan-lai`."""
    router = APIRouter()

    @router.get(PROVE)
    def show(request: Request, here: Here) -> Response:
        return _page(site, request, here)

    @router.post(PROVE)
    def prove(request: Request, here: Here, form: Form) -> Response:
        now, login = site.clock(), here.user.login
        if not may_try(site, request, site.limits.codes, login, now):
            return _page(site, request, here, "locked_out", 429)
        given = str(form.get("bang_chung", ""))
        right = is_password(here.user.password, given)
        with site.office.store.begin() as work:
            user = work.users.get(login, to_change=True)
            used = None if user is None or right else with_code(site, user, given, now)
            if used is not None:
                work.users.put(used)
            if right or used is not None:
                work.staff_sessions.proved(here.session.digest, now)
                audit(work, here.actor, Deed.PROVED_AGAIN, login, now, how="password" if right else "totp")
        if not right and used is None:
            return _page(site, request, here, "wrong_proof", 422)
        return RedirectResponse(site.root + (way_of(request) or ACCOUNT), 303)

    return router


def _page(site: Site, request: Request, here: SignedIn, problem: str = "", status: int = 200) -> Response:
    return site.pages.page(
        "prove.html.j2",
        lang_of(request),
        status=status,
        problem=problem,
        csrf=here.token,
        way=way_of(request),
        provider=site.provider if not here.user.password else None,
    )
