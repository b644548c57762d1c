"""Làm một việc với nhiều hồ sơ, và giữ bộ lọc của riêng mình.
One act for many ticked cases, and the views that each person keeps."""

from typing import Annotated
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.cases.machine import act
from monitor.cases.owner import assign
from monitor.desk.filters import read_filters
from monitor.domain.case_steps import CaseAction
from monitor.domain.cases import Case
from monitor.domain.desk import SavedView
from monitor.domain.errors import CaseRefused
from monitor.domain.staff import Deed
from monitor.steps.audit import audit
from monitor.web.desk.owners import chosen_owner
from monitor.web.desk.places import DESK
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from storage.store import UnitOfWork

_MOST = 100
_MOST_VIEWS = 30
_LONGEST_NAME = 60
_Handling = Annotated[SignedIn, staff(Act.HANDLE_CASES, back=DESK)]
_Seeing = Annotated[SignedIn, staff(Act.SEE_CASES, back=DESK)]


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/hang-loat` and `/ban-lam-viec/bo-loc`."""
    router = APIRouter()

    @router.post(f"{DESK}/hang-loat")
    def many(here: _Handling, form: Form) -> Response:
        numbers = tuple(dict.fromkeys(str(value) for value in form.getlist("ho_so")))[:_MOST]
        if not numbers:
            return _back(site, form, loi="khong-chon")
        done = 0
        with site.office.store.begin() as work:
            step = _step(work, here, form)
            for number in numbers:
                done += _one(site, work, here, number, step)
        return _back(site, form, xong=str(done), con=str(len(numbers) - done))

    @router.post(f"{DESK}/bo-loc")
    def save(here: _Seeing, form: Form) -> Response:
        name = " ".join(str(form.get("ten") or "").split())
        if not name or len(name) > _LONGEST_NAME:
            return _back(site, form, loi="ten")
        with site.office.store.begin() as work:
            views = {view.name for view in work.desk.views(here.user.login)}
            if len(views | {name}) > _MOST_VIEWS:
                return _back(site, form, loi="nhieu")
            work.desk.save_view(SavedView(here.user.login, name, _query(form)))
            audit(work, here.actor, Deed.VIEW_SAVED, name, site.clock())
        return _back(site, form, luu="1")

    @router.post(f"{DESK}/bo-loc/xoa")
    def drop(here: _Seeing, form: Form) -> Response:
        with site.office.store.begin() as work:
            name = str(form.get("ten") or "")
            if any(view.name == name for view in work.desk.views(here.user.login)):
                work.desk.drop_view(here.user.login, name)
                audit(work, here.actor, Deed.VIEW_DROPPED, name, site.clock())
        return _back(site, form, luu="0")

    return router


class _Step:
    """What is to be done with each case: acknowledged, or given to somebody."""

    def __init__(self, deed: Deed, owner: str | None, owner_name: str) -> None:
        self.deed, self._owner, self._owner_name = deed, owner, owner_name

    def __call__(self, site: Site, case: Case, name: str) -> Case:
        if self._owner is None:
            return act(case, CaseAction.ACKNOWLEDGE, name, "", site.clock())
        return assign(case, self._owner, self._owner_name, name, site.clock())


def _step(work: UnitOfWork, here: SignedIn, form: Form) -> _Step:
    wanted = form.get("viec")
    if wanted == "tiep-nhan":
        return _Step(Deed.CASE_STEP, None, "")
    if wanted != "giao":
        raise PageRefused(f"no such act {wanted!r}", status=400, key="unreadable")
    owner, name = chosen_owner(work, here, str(form.get("nguoi") or ""))
    return _Step(Deed.CASE_ASSIGNED, owner, name)


def _one(site: Site, work: UnitOfWork, here: SignedIn, number: str, step: _Step) -> int:
    case = work.cases.get(number)
    if case is None or (here.agency_id and case.agency_id != here.agency_id):
        return 0
    try:
        after = step(site, case, here.user.name)
    except CaseRefused:
        return 0  # somebody else did it meanwhile
    if after is case:
        return 0
    work.cases.put(after)
    audit(work, here.actor, step.deed, number, site.clock(), state=after.state.value, owner=after.owner)
    return 1


def _query(form: Form) -> str:
    """The filters that the form came with, as we would write them: nothing else leads anywhere."""
    given = dict(parse_qsl(str(form.get("ve") or "")[:2000]))
    return read_filters(given)[0].query()


def _back(site: Site, form: Form, **told: str) -> Response:
    query = "&".join(filter(None, (_query(form), urlencode(told))))
    return RedirectResponse(f"{site.root}{DESK}?{query}", 303)
