"""Ghi danh ứng dụng tạo mã: bắt buộc trước mọi việc khác.
Enrolling the authenticator: nobody does anything before; the recovery codes are shown once, here."""

from dataclasses import replace

import segno
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.secrets import in_groups, totp_secret
from monitor.access.totp import accepted_step, enrolment_address
from monitor.domain.staff import Deed, Stage
from monitor.steps.audit import audit
from monitor.web.forms import refuse_foreign_form
from monitor.web.rooms import PUBLIC
from monitor.web.site import Form, Site
from monitor.web.staff.cookies import give, session_id
from monitor.web.staff.gate import LOGIN, signed_in
from monitor.web.staff.rooms.login import ENROL
from monitor.web.staff.sign_in import log_in
from monitor.web.staff.steps import home_of, may_try, recovery_codes, way_of
from monitor.web.view import SignedIn
from monitor.web.wording import lang_of


def routes(site: Site) -> APIRouter:
    """`/ghi-danh`, open only between the password and the first code."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get(ENROL)
    def show(request: Request) -> Response:
        half = signed_in(site, request, stage=Stage.MUST_ENROL)
        return _to_login(site) if half is None else _page(site, request, half)

    @router.post(ENROL)
    def enrol(request: Request, form: Form) -> Response:
        half = signed_in(site, request, stage=Stage.MUST_ENROL)
        if half is None:
            return _to_login(site)
        refuse_foreign_form(request, form, half.token)
        return _enrol(site, request, half, str(form.get("ma", "")))

    return router


def _enrol(site: Site, request: Request, half: SignedIn, code: str) -> Response:
    now, login = site.clock(), half.user.login
    if not may_try(site, request, site.limits.codes, login, now):
        return _page(site, request, half, "locked_out", 429)
    secret = totp_secret(session_id(site, request))
    step = accepted_step(secret, code, now, 0)
    if step is None:
        return _page(site, request, half, "wrong_code", 403)
    codes, stored = recovery_codes(login)
    with site.office.store.begin() as work:
        user = work.users.get(login, to_change=True)
        # Another window of the same person was quicker: its authenticator stays.
        if user is None or user.totp_secret:
            return _to_login(site)
        sealed = site.vault.sealed(secret, login)
        user = replace(user, totp_secret=sealed, totp_step=step, recovery=stored)
        work.users.put(user)
        audit(work, half.actor, Deed.TOTP_SET, login, now)
        raw = log_in(site, request, work, user, now, how="enrolment")
    way = site.root + (way_of(request) or home_of(user.role))
    shown = [in_groups(one) for one in codes]
    return give(site, site.pages.page("codes.html.j2", lang_of(request), codes=shown, way=way), raw)


def _page(site: Site, request: Request, half: SignedIn, problem: str = "", status: int = 200) -> Response:
    secret = totp_secret(session_id(site, request))
    issuer = site.office.province.name
    picture = segno.make(enrolment_address(secret, half.user.login, issuer), error="m", micro=False)
    return site.pages.page(
        "enrol.html.j2",
        lang_of(request),
        status=status,
        # Black on white in both themes: cameras want it so.
        qr=picture.svg_inline(scale=5, border=4, dark="#000", light="#fff"),
        secret=in_groups(secret.lower()),
        problem=problem,
        csrf=half.token,
        way=way_of(request),
    )


def _to_login(site: Site) -> Response:
    return RedirectResponse(site.root + LOGIN, 303)
