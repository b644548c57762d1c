"""Người dùng: ai có tài khoản, vai trò gì; thêm, khóa, đặt lại, đổi vai trò.
The accounts: who has one and in which role; adding, closing, resetting, changing roles."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from monitor.access.people import UserRefused, new_user
from monitor.access.permissions import Act
from monitor.domain.staff import Role
from monitor.steps import staff as steps
from monitor.web.refusals import PageRefused
from monitor.web.rooms import Nav
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.staff.labels import role_words
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of

PEOPLE = "/nguoi-dung"
NAV = Nav(PEOPLE, "nav_people", Act.SEE_USERS, 80)

Reader = Annotated[SignedIn, staff(Act.SEE_USERS)]
Keeper = Annotated[SignedIn, staff(Act.MANAGE_USERS, fresh=True, back=PEOPLE)]
# What may be done to one account; gives the secret of a fresh invitation, or nothing.
Step = Callable[[Site, SignedIn, str, FormData, datetime], str]


def routes(site: Site) -> APIRouter:
    """`/nguoi-dung`, and one POST for each thing that may be done to an account."""
    router = APIRouter()

    @router.get(PEOPLE)
    def show(request: Request, here: Reader) -> Response:
        return _page(site, request, here)

    @router.post(PEOPLE)
    def add(request: Request, here: Keeper, form: Form) -> Response:
        return _done(site, request, here, lambda: _added(site, here, form))

    for path, step in _STEPS.items():
        _add_step(router, site, path, step)
    return router


def _add_step(router: APIRouter, site: Site, path: str, step: Step) -> None:
    @router.post(f"{PEOPLE}/{{login}}/{path}")
    def act(request: Request, here: Keeper, login: str, form: Form) -> Response:
        if login == here.user.login:
            raise PageRefused("the own account", status=409, key="not_oneself")
        return _done(site, request, here, lambda: step(site, here, login, form, site.clock()))


def _added(site: Site, here: SignedIn, form: FormData) -> str:
    now = site.clock()
    user = new_user(
        str(form.get("ten", "")).strip(),
        str(form.get("ho_ten", ""))[:120],
        _role(form),
        now,
        agency_id=str(form.get("don_vi", "")),
        email=str(form.get("thu", "")),
    )
    return steps.add(site.office.store, here.actor, user, _agencies(site), now)


def _disable(site: Site, here: SignedIn, login: str, _form: FormData, now: datetime) -> str:
    steps.disable(site.office.store, here.actor, login, now)
    return ""


def _enable(site: Site, here: SignedIn, login: str, _form: FormData, now: datetime) -> str:
    steps.enable(site.office.store, here.actor, login, now)
    return ""


def _reset(site: Site, here: SignedIn, login: str, _form: FormData, now: datetime) -> str:
    return steps.invite_again(site.office.store, here.actor, login, now, anew=True)


def _end(site: Site, here: SignedIn, login: str, _form: FormData, now: datetime) -> str:
    steps.end_sessions(site.office.store, here.actor, login, now)
    return ""


def _change_role(site: Site, here: SignedIn, login: str, form: FormData, now: datetime) -> str:
    agency = str(form.get("don_vi", ""))
    steps.change_role(site.office.store, here.actor, login, _role(form), agency, _agencies(site), now)
    return ""


_STEPS: dict[str, Step] = {
    "khoa": _disable,
    "mo": _enable,
    "dat-lai": _reset,
    "thoat": _end,
    "vai-tro": _change_role,
}


def _done(site: Site, request: Request, here: SignedIn, act: Callable[[], str]) -> Response:
    try:
        token = act()
    except UserRefused as error:
        return _page(site, request, here, refusal=error.vi, status=422)
    if token:
        return _page(site, request, here, invitation=f"{site.office.web_url}/loi-moi/{token}")
    return RedirectResponse(f"{site.root}{PEOPLE}", 303)


def _role(form: FormData) -> Role:
    """Raises `UserRefused` for what is no role."""
    given = form.get("vai_tro", "")
    if given not in set(Role):
        raise UserRefused("no such role", vi="Hãy chọn một vai trò trong danh sách.")
    return Role(str(given))


def _agencies(site: Site) -> dict[str, str]:
    standing = [agency for agency in site.office.agencies if not agency.successor_id]
    return {agency.id: agency.name for agency in sorted(standing, key=lambda one: one.name)}


def _page(
    site: Site,
    request: Request,
    here: SignedIn,
    *,
    invitation: str = "",
    refusal: str = "",
    status: int = 200,
) -> Response:
    lang = lang_of(request)
    said = PageWords(lang)
    with site.office.store.read() as work:
        users = work.users.list()
    return site.pages.page(
        "people.html.j2",
        lang,
        status=status,
        users=users,
        roles={role.value: role_words(role, said) for role in Role},
        agencies=_agencies(site),
        keeper=here.may(Act.MANAGE_USERS),
        oneself=here.user.login,
        csrf=here.token,
        invitation=invitation,
        refusal=refusal,
    )
