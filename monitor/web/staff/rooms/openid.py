"""Đăng nhập bằng nhà cung cấp danh tính đã khai báo.
Login by the OpenID provider: there and back; the account must exist already."""

import base64
import json
import secrets
from dataclasses import asdict, replace

import structlog
from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.openid import OpenIdRefused, Provider, Vouched, vouched
from monitor.access.secrets import same
from monitor.domain.staff import Actor, Deed, User
from monitor.steps.audit import audit
from monitor.web.limits import net_of
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.staff import cookies, openid
from monitor.web.staff.gate import LOGIN
from monitor.web.staff.openid import Round
from monitor.web.staff.sign_in import led_in, log_in
from monitor.web.staff.steps import home_of, way_of
from storage.store import UnitOfWork

log = structlog.get_logger()

_OUT = f"{LOGIN}/openid"
_BACK = f"{LOGIN}/openid/ve"


def routes(site: Site) -> APIRouter:
    """`/dang-nhap/openid` and the address that the provider leads back to."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get(_OUT)
    def leave(request: Request) -> Response:
        provider = _provider(site, request)
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        one = Round(state, nonce, verifier, way_of(request), "lai" in request.query_params)
        try:
            found = openid.endpoints(provider)
        except OpenIdRefused as error:
            raise _refused(request, error) from error
        address = openid.way_there(provider, found, site.office.web_url + _BACK, one)
        return cookies.give(site, RedirectResponse(address, 303), _packed(one), cookies.ROUND)

    @router.get(_BACK)
    def come_back(request: Request, state: str = "", code: str = "") -> Response:
        provider = _provider(site, request)
        one = _round(site, request)
        try:
            if not same(state, one.state) or not code:
                raise OpenIdRefused("another state, or no code")
            who = _vouched(site, provider, one, code)
            raw, user = _log_in(site, request, who)
        except OpenIdRefused as error:
            raise _refused(request, error) from error
        response = led_in(site, raw, one.way or home_of(user.role))
        return cookies.take_away(site, response, cookies.ROUND)

    return router


def _vouched(site: Site, provider: Provider, one: Round, code: str) -> Vouched:
    found = openid.endpoints(provider)
    id_token, access_token = openid.tokens(provider, found, site.office.web_url + _BACK, one, code)
    return vouched(
        id_token,
        openid.keys(found),
        provider,
        nonce=one.nonce,
        access_token=access_token,
        now=site.clock(),
        just_now=one.anew,
    )


def _log_in(site: Site, request: Request, who: Vouched) -> tuple[str, User]:
    """Open the account's session. The provider's login stands for both factors."""
    now = site.clock()
    with site.office.store.begin() as work:
        user = _known(work, who)
        if user is None or user.disabled_at is not None:
            raise OpenIdRefused("no account for this person")
        if user.subject != who.subject:
            user = replace(user, subject=who.subject)
            work.users.put(user)
            audit(
                work,
                Actor(user.login, user.role.value, "", net_of(request)),
                Deed.SUBJECT_BOUND,
                user.login,
                now,
            )
        return log_in(site, request, work, user, now, how="openid"), user


def _known(work: UnitOfWork, who: Vouched) -> User | None:
    """By subject; the first time by verified address, and only if no other subject has the account."""
    user = work.users.by_subject(who.subject)
    if user is None and who.email:
        user = work.users.by_email(who.email)
        return None if user is None or user.subject else user
    return user


def _provider(site: Site, request: Request) -> Provider:
    if site.provider is None:
        raise PageRefused("no provider", status=404, key="nothing_here")
    if not site.limits.nets.allow(net_of(request), site.clock()):
        raise PageRefused("too many rounds", status=429, key="too_often")
    return site.provider


def _refused(request: Request, error: OpenIdRefused) -> PageRefused:
    log.warning("openid_refused", why=str(error), net=net_of(request))
    return PageRefused("openid refused", status=403, key="openid_refused")


def _packed(one: Round) -> str:
    return base64.urlsafe_b64encode(json.dumps(asdict(one)).encode()).decode()


def _round(site: Site, request: Request) -> Round:
    """The round this browser began. Raises `PageRefused` (403) when it began none."""
    try:
        return Round(**json.loads(base64.urlsafe_b64decode(cookies.round_value(site, request))))
    except (ValueError, TypeError) as error:
        raise PageRefused("no round begun", status=403, key="openid_refused") from error
