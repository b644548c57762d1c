"""Tài khoản của tôi: phiên đang mở, mật khẩu, mã dự phòng.
The own account: open sessions and how to end them, the password, the recovery codes."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access import passwords
from monitor.access.permissions import Act
from monitor.access.secrets import in_groups
from monitor.access.sessions import stands
from monitor.domain.staff import Deed, Stage
from monitor.steps.audit import audit
from monitor.steps.staff import end_sessions
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site
from monitor.web.staff.cookies import give, take_away
from monitor.web.staff.gate import LOGIN, staff
from monitor.web.staff.hashing import hashed
from monitor.web.staff.labels import role_words
from monitor.web.staff.sign_in import open_session
from monitor.web.staff.steps import ACCOUNT, recovery_codes
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of

Here = Annotated[SignedIn, staff(Act.OWN_ACCOUNT)]
Fresh = Annotated[SignedIn, staff(Act.OWN_ACCOUNT, fresh=True)]


def routes(site: Site) -> APIRouter:
    """`/tai-khoan` and what can be done there."""
    router = APIRouter()
    _add_sessions(router, site)
    _add_secrets(router, site)
    return router


def _add_sessions(router: APIRouter, site: Site) -> None:
    @router.get(ACCOUNT)
    def show(request: Request, here: Here) -> Response:
        return _page(site, request, here)

    @router.post(ACCOUNT + "/thoat")
    def end_one(here: Here, form: Form) -> Response:
        with site.office.store.begin() as work:
            own = {one.digest for one in work.staff_sessions.of(here.user.login)}
            chosen = {str(form.get("phien", ""))} & own
            work.staff_sessions.end(chosen)
            audit(work, here.actor, Deed.SESSIONS_ENDED, here.user.login, site.clock(), sessions=len(chosen))
        return RedirectResponse(site.root + ACCOUNT, 303)

    @router.post(ACCOUNT + "/thoat-het")
    def end_all(here: Here) -> Response:
        end_sessions(site.office.store, here.actor, here.user.login, site.clock())
        return take_away(site, RedirectResponse(f"{site.root}{LOGIN}?ra=1", 303))


def _add_secrets(router: APIRouter, site: Site) -> None:
    @router.post(ACCOUNT + "/mat-khau")
    def new_password(request: Request, here: Fresh, form: Form) -> Response:
        password = passwords.normal(str(form.get("mat_khau", "")))
        problem = passwords.problem(password, here.user.login)
        if not problem and password != passwords.normal(str(form.get("nhac_lai", ""))):
            problem = "passwords_differ"
        if problem:
            return _page(site, request, here, problem, 422)
        return _set_password(site, request, here, hashed(password))

    @router.post(ACCOUNT + "/ma-du-phong")
    def new_codes(request: Request, here: Fresh) -> Response:
        codes, stored = recovery_codes(here.user.login)
        with site.office.store.begin() as work:
            user = work.users.get(here.user.login, to_change=True)
            if user is None or not user.totp_secret:
                raise PageRefused("codes without authenticator", status=409, key="no_totp")
            work.users.put(replace(user, recovery=stored))
            audit(work, here.actor, Deed.RECOVERY_MADE, user.login, site.clock())
        shown = [in_groups(one) for one in codes]
        return site.pages.page("codes.html.j2", lang_of(request), codes=shown, way=site.root + ACCOUNT)


def _set_password(site: Site, request: Request, here: SignedIn, stored: str) -> Response:
    """Store it, end every other session, and go on in a new one."""
    now, login = site.clock(), here.user.login
    with site.office.store.begin() as work:
        user = work.users.get(login, to_change=True)
        if user is None or not user.totp_secret:
            raise PageRefused("password of a provider's account", status=409, key="no_totp")
        work.users.put(replace(user, password=stored))
        work.staff_sessions.end_all(login)
        raw, _ = open_session(site, request, work, user, Stage.FULL, now)
        audit(work, here.actor, Deed.PASSWORD_SET, login, now, how="account")
    return give(site, RedirectResponse(f"{site.root}{ACCOUNT}?da-doi=1", 303), raw)


def _page(site: Site, request: Request, here: SignedIn, problem: str = "", status: int = 200) -> Response:
    lang, now = lang_of(request), site.clock()
    with site.office.store.read() as work:
        sessions = [
            one for one in work.staff_sessions.of(here.user.login) if stands(one, here.user, now, site.spans)
        ]
    return site.pages.page(
        "account.html.j2",
        lang,
        status=status,
        user=here.user,
        role=role_words(here.user.role, PageWords(lang)),
        agency=site.names(lang).get(here.user.agency_id, here.user.agency_id),
        sessions=sessions,
        present=here.session.digest,
        csrf=here.token,
        problem=problem,
        changed="da-doi" in request.query_params,
        shortest=passwords.SHORTEST,
    )
