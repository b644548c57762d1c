"""Lời mời dùng một lần: đặt mật khẩu đầu tiên.
The one-time invitation: opening it changes nothing, a POST sets the first password."""

import re

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access import passwords, people
from monitor.access.secrets import digest
from monitor.domain.staff import Actor, Deed, Stage, User
from monitor.steps.audit import audit
from monitor.web.forms import OwnForm
from monitor.web.limits import net_of
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.staff.hashing import hashed
from monitor.web.staff.labels import role_words
from monitor.web.staff.rooms.login import ENROL
from monitor.web.staff.sign_in import led_in, open_session
from monitor.web.view import view
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")


def routes(site: Site) -> APIRouter:
    """`/loi-moi/{token}`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/loi-moi/{token}")
    def show(request: Request, token: str) -> Response:
        with site.office.store.read() as work:
            user = _invited(site, work, token)
        return _page(site, request, user, token)

    @router.post("/loi-moi/{token}")
    def accept(request: Request, token: str, form: OwnForm) -> Response:
        if not site.limits.nets.allow(net_of(request), site.clock()):
            raise PageRefused("too many passwords set", status=429, key="too_often")
        password = passwords.normal(str(form.get("mat_khau", "")))
        with site.office.store.read() as work:
            user = _invited(site, work, token)
        problem = passwords.problem(password, user.login)
        if not problem and password != passwords.normal(str(form.get("nhac_lai", ""))):
            problem = "passwords_differ"
        if problem:
            return _page(site, request, user, token, problem, 422)
        return _accept(site, request, token, hashed(password))

    return router


def _accept(site: Site, request: Request, token: str, stored: str) -> Response:
    now = site.clock()
    with site.office.store.begin() as work:
        user = people.with_password(_invited(site, work, token, to_change=True), stored)
        work.users.put(user)
        work.staff_sessions.end_all(user.login)
        raw, session = open_session(site, request, work, user, Stage.MUST_ENROL, now)
        actor = Actor(user.login, user.role.value, session.digest, session.net)
        audit(work, actor, Deed.PASSWORD_SET, user.login, now, how="invitation")
    return led_in(site, raw, ENROL)


def _invited(site: Site, work: UnitOfWork, token: str, *, to_change: bool = False) -> User:
    """The account of an invitation. Raises `PageRefused` (404), the same for whatever is none."""
    given = digest(token) if _TOKEN.fullmatch(token) else "-"
    user = work.users.by_invitation(given, to_change=to_change)
    if user is None or not people.is_invited(user, site.clock()):
        raise PageRefused("no such invitation", status=404, key="no_invitation")
    return user


def _page(
    site: Site, request: Request, user: User, token: str, problem: str = "", status: int = 200
) -> Response:
    lang = lang_of(request)
    return site.pages.page(
        "invitation.html.j2",
        lang,
        status=status,
        user=user,
        role=role_words(user.role, PageWords(lang)),
        own=f"{site.root}/loi-moi/{token}",
        problem=problem,
        csrf=view().token,
        shortest=passwords.SHORTEST,
    )
