"""Mọi đường dẫn × mọi vai trò: không ai vào được nơi không phải của mình.
Every route × every role: each says what it needs, and nobody gets in where they do not belong."""

import re
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import RouteContext, iter_route_contexts
from starlette.routing import Mount

from monitor.access.permissions import MAY, Act, may
from monitor.domain.staff import Role, Stage
from monitor.web.app import create_app
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC, RouteUndeclared, needs, refuse_undeclared
from monitor.web.staff.gate import own_agency, staff
from monitor.web.view import SignedIn
from tests.steps.subscribers import Town
from tests.web.served import Visit, serving
from tests.web.staffed import Person, account, inside

ROLES = list(Role)


# What a reader keeps for nobody but themselves.
OWN_THINGS = ("/ban-lam-viec/bo-loc",)
# Applications of their own, with no account in them: open data for everybody.
OPEN_MOUNTS = ["/api/v1"]


def _routes(town: Town) -> list[RouteContext]:
    """Every route of the site; what is mounted as a whole is named above."""
    app = create_app(town.line, lambda: town.now)
    mounts = [route.path for route in app.routes if isinstance(route, Mount)]
    assert set(mounts) <= set(OPEN_MOUNTS)
    rest = [route for route in app.routes if not isinstance(route, Mount)]
    return list(iter_route_contexts(rest))


def _path(route: RouteContext) -> str:
    assert route.path is not None
    return re.sub(r"\{[^}]*\}", "khong-co", route.path)


def test_every_route_says_exactly_once_who_may_come_in(town: Town) -> None:
    routes = _routes(town)
    assert len(routes) > 30
    assert [route.path for route in routes if len(needs(route)) != 1] == []


def test_the_site_does_not_start_with_a_route_that_says_nothing() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter()

    @router.get("/moi")
    def forgotten() -> None: ...

    app.include_router(router)
    with pytest.raises(RouteUndeclared, match="/moi"):
        refuse_undeclared(app)


def test_a_route_that_says_two_things_is_refused_too() -> None:
    app, router = FastAPI(openapi_url=None), APIRouter(dependencies=[PUBLIC])

    @router.get("/moi")
    def torn(_here: Annotated[SignedIn, staff(Act.SEE_CASES)]) -> None: ...

    app.include_router(router)
    with pytest.raises(RouteUndeclared):
        refuse_undeclared(app)


@pytest.mark.parametrize("role", ROLES)
def test_each_role_opens_its_rooms_and_no_other(town: Town, role: Role) -> None:
    """A room that is not theirs answers 403 to reading and to every form, before anything is looked up."""
    with serving(town) as visit:
        agency = "so-mau" if role is Role.AGENCY_OFFICER else ""
        for route in _routes(town):
            (act,) = needs(route)
            if act is None:
                continue
            path = _path(route)
            for method in sorted(route.methods or ()):
                person = inside(visit, role, agency)
                answer = person.browser.request(
                    method, visit.url + path, data={"csrf": person.token}, allow_redirects=False, timeout=10
                )
                where = (role, method, path)
                if may(role, act):
                    assert answer.status_code not in (401, 403, 500), where
                else:
                    assert answer.status_code == 403, where


def test_without_a_login_every_room_leads_to_the_door(town: Town) -> None:
    with serving(town) as visit:
        stranger = Person(visit)
        for route in _routes(town):
            if needs(route) == (None,):
                continue
            path = _path(route)
            for method in sorted(route.methods or ()):
                answer = stranger.browser.request(method, visit.url + path, allow_redirects=False, timeout=10)
                assert answer.status_code == 303, (method, path)
                assert answer.headers["location"].startswith("/dang-nhap?ve="), (method, path)


def test_no_form_of_a_room_is_taken_without_the_token_of_its_session(town: Town) -> None:
    with serving(town) as visit:
        other = inside(visit, Role.AUDITOR)
        for route in _routes(town):
            (act,) = needs(route)
            if act is None or "POST" not in (route.methods or ()):
                continue
            role = next(role for role in ROLES if act in MAY[role])
            person = inside(visit, role, "so-mau" if role is Role.AGENCY_OFFICER else "", "ai.do")
            path = _path(route)
            for data in ({}, {"csrf": ""}, {"csrf": other.token}, {"csrf": person.token.upper()}):
                assert person.post(path, data).status_code == 403, path
            crossed = {"Sec-Fetch-Site": "cross-site"}
            assert person.post(path, {"csrf": person.token}, headers=crossed).status_code == 403, path


def test_an_auditor_changes_nothing_but_the_own_account(town: Town) -> None:
    for route in _routes(town):
        (act,) = needs(route)
        if (
            act is not None
            and may(Role.AUDITOR, act)
            and act is not Act.OWN_ACCOUNT
            and not str(route.path).startswith(OWN_THINGS)
        ):
            assert (route.methods or set()) <= {"GET", "HEAD"}, route.path


def test_an_htmx_request_is_led_to_the_login_as_a_whole_page(visit: Visit) -> None:
    answer = Person(visit).get("/nhat-ky", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["hx-redirect"] == "/dang-nhap?ve=/nhat-ky"


def test_another_agencys_thing_is_not_there(visit: Visit) -> None:
    now = visit.town.now
    person = inside(visit, Role.AGENCY_OFFICER, "so-mau")
    with visit.town.line.store.read() as work:
        (session,) = work.staff_sessions.of(person.login)
    assert session.stage is Stage.FULL
    here = SignedIn(account(visit, person.login), session, "", "", MAY[Role.AGENCY_OFFICER])
    own_agency(here, "so-mau")
    for other in ("so-khac", ""):
        with pytest.raises(PageRefused) as refused:
            own_agency(here, other)
        assert refused.value.status == 404
    inspector = inside(visit, Role.INSPECTOR)
    with visit.town.line.store.read() as work:
        (session,) = work.staff_sessions.of(inspector.login)
    own_agency(SignedIn(account(visit, inspector.login), session, "", "", MAY[Role.INSPECTOR]), "so-khac")
    assert now == visit.town.now


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_top_bar_shows_only_rooms_that_open(town: Town, role: Role, lang: str) -> None:
    with serving(town) as visit:
        person = inside(visit, role, "so-mau" if role is Role.AGENCY_OFFICER else "")
        page = person.get(f"/tai-khoan?lang={lang}").text
        bar = page.partition('<nav class="rooms"')[2].partition("</nav>")[0]
        links = re.findall(r'href="([^"]+)"', bar)
        assert links
        for link in links:
            assert person.get(link).status_code == 200, link
