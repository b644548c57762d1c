"""Đăng nhập: tên và mật khẩu, rồi mã sáu số hoặc mã dự phòng.
The login: name and password, then the second factor; each step gets a session of its own."""

from dataclasses import replace
from datetime import datetime
from urllib.parse import quote

import structlog
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.secrets import without_recovery
from monitor.domain.staff import Actor, Deed, Stage, User
from monitor.steps.audit import audit
from monitor.web.forms import OwnForm, refuse_foreign_form
from monitor.web.limits import net_of
from monitor.web.rooms import PUBLIC
from monitor.web.site import Form, Site
from monitor.web.staff.gate import LOGIN, signed_in
from monitor.web.staff.hashing import is_password
from monitor.web.staff.sign_in import led_in, log_in, open_session
from monitor.web.staff.steps import home_of, may_try, way_of, with_code
from monitor.web.view import SignedIn, view
from monitor.web.wording import lang_of
from storage.store import UnitOfWork

log = structlog.get_logger()

CODE = "/dang-nhap/ma"
ENROL = "/ghi-danh"


def routes(site: Site) -> APIRouter:
    """`/dang-nhap` and `/dang-nhap/ma`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get(LOGIN)
    def name_page(request: Request) -> Response:
        here = signed_in(site, request)
        if here is not None:
            return RedirectResponse(site.root + (way_of(request) or home_of(here.user.role)), 303)
        return _name_page(site, request)

    @router.post(LOGIN)
    def take_name(request: Request, form: OwnForm) -> Response:
        return _take_name(site, request, str(form.get("ten", "")), str(form.get("mat_khau", "")))

    @router.get(CODE)
    def code_page(request: Request) -> Response:
        half = signed_in(site, request, stage=Stage.FIRST_FACTOR)
        return _to_login(site, request) if half is None else _code_page(site, request, half)

    @router.post(CODE)
    def take_code(request: Request, form: Form) -> Response:
        half = signed_in(site, request, stage=Stage.FIRST_FACTOR)
        if half is None:
            return _to_login(site, request)
        refuse_foreign_form(request, form, half.token)
        return _take_code(site, request, half, str(form.get("ma", "")))

    return router


def _take_name(site: Site, request: Request, name: str, password: str) -> Response:
    now, login = site.clock(), name.strip().casefold()
    if not may_try(site, request, site.limits.accounts, login, now):
        log.warning("login_locked_out", net=net_of(request))
        return _name_page(site, request, name, "locked_out", 429)
    with site.office.store.read() as work:
        user = work.users.get(login)
    right = is_password(user.password if user else "", password)
    if user is None or not right or user.disabled_at is not None:
        log.warning("login_refused", net=net_of(request))
        return _name_page(site, request, name, "wrong_login", 403)
    stage = Stage.FIRST_FACTOR if user.totp_secret else Stage.MUST_ENROL
    with site.office.store.begin() as work:
        raw, _ = open_session(site, request, work, user, stage, now)
    step = CODE if stage is Stage.FIRST_FACTOR else ENROL
    return led_in(site, raw, _with_way(request, step))


def _take_code(site: Site, request: Request, half: SignedIn, code: str) -> Response:
    now = site.clock()
    if not may_try(site, request, site.limits.codes, half.user.login, now):
        log.warning("code_locked_out", net=net_of(request))
        return _code_page(site, request, half, "locked_out", 429)
    with site.office.store.begin() as work:
        user = work.users.get(half.user.login, to_change=True)
        known = None if user is None else _proved(site, work, user, code, half.actor, now)
        if known is not None:
            raw = log_in(site, request, work, known[0], now, how=known[1])
    if known is None:
        log.warning("code_refused", net=net_of(request))
        return _code_page(site, request, half, "wrong_code", 403)
    return led_in(site, raw, way_of(request) or home_of(half.user.role))


def _proved(
    site: Site, work: UnitOfWork, user: User, code: str, actor: Actor, now: datetime
) -> tuple[User, str] | None:
    """The account with the code used up, and which kind it was; `None` for a wrong one."""
    used = with_code(site, user, code, now)
    if used is not None:
        work.users.put(used)
        return used, "totp"
    left = without_recovery(user.recovery, user.login, code)
    if left is None:
        return None
    user = replace(user, recovery=left)
    work.users.put(user)
    audit(work, actor, Deed.RECOVERY_USED, user.login, now, left=len(left))
    return user, "recovery"


def _name_page(
    site: Site, request: Request, name: str = "", problem: str = "", status: int = 200
) -> Response:
    return site.pages.page(
        "login.html.j2",
        lang_of(request),
        status=status,
        name=name[:60],
        problem=problem,
        csrf=view().token,
        way=way_of(request),
        provider=site.provider,
        left="ra" in request.query_params,
    )


def _code_page(
    site: Site, request: Request, half: SignedIn, problem: str = "", status: int = 200
) -> Response:
    return site.pages.page(
        "code.html.j2", lang_of(request), status=status, problem=problem, csrf=half.token, way=way_of(request)
    )


def _to_login(site: Site, request: Request) -> Response:
    return RedirectResponse(site.root + _with_way(request, LOGIN), 303)


def _with_way(request: Request, path: str) -> str:
    way = way_of(request)
    return f"{path}?ve={quote(way, safe='/')}" if way else path
