"""Cửa của mỗi phòng: đã đăng nhập chưa, vai trò có được không, biểu mẫu có phải của mình không.
The gate of a room: logged in, allowed by role, and a form that carries the session's token."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from fastapi import Depends, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData

from monitor.access.permissions import MAY, Act, may
from monitor.access.secrets import digest, form_token
from monitor.access.sessions import is_fresh, stands, worth_noting
from monitor.domain.errors import MonitorError, StorageError
from monitor.domain.staff import Stage
from monitor.web.forms import refuse_foreign_form
from monitor.web.guards import refuse_other_sites
from monitor.web.limits import net_of
from monitor.web.refusals import PageRefused
from monitor.web.site import FIELDS, Site, site_of
from monitor.web.staff.cookies import session_id
from monitor.web.view import SignedIn, view

LOGIN = "/dang-nhap"
PROVE = "/xac-nhan-lai"
_READS = frozenset({"GET", "HEAD"})


class SentElsewhere(MonitorError):
    """The request is answered by a redirection to `path` (before our root)."""

    def __init__(self, path: str) -> None:
        super().__init__(f"sent to {path.partition('?')[0]}")
        self.path = path


@dataclass(frozen=True)
class Gate:
    """A FastAPI dependency that gives `SignedIn`, or refuses: see `staff`."""

    act: Act
    files: int = 0
    fresh: bool = False
    back: str = "/tai-khoan"

    async def __call__(self, request: Request) -> AsyncIterator[SignedIn]:
        form = FormData()
        if request.method not in _READS:
            form = await request.form(max_files=self.files, max_fields=FIELDS)
        try:
            yield await run_in_threadpool(self._enter, request, form)
        finally:
            await form.close()  # files of a form that is refused would be left open

    def _enter(self, request: Request, form: FormData) -> SignedIn:
        site = site_of(request)
        reading = request.method in _READS
        back = _address(request) if reading else self.back
        here = signed_in(site, request)
        view().enter(here)
        if here is None:
            raise SentElsewhere(f"{LOGIN}?ve={quote(back, safe='/')}")
        if not may(here.user.role, self.act):
            raise PageRefused(f"{here.user.role} may not {self.act}", status=403, key="not_allowed")
        if not reading:
            refuse_other_sites(request, site.office.web_url)
            refuse_foreign_form(request, form, here.token)
        if self.fresh and not is_fresh(here.session, site.clock(), site.spans):
            raise SentElsewhere(f"{PROVE}?ve={quote(back, safe='/')}")
        _note_use(site, here)
        return here


def staff(act: Act, *, files: int = 0, fresh: bool = False, back: str = "/tai-khoan") -> Any:
    """Declare what a route needs: `here: Annotated[SignedIn, staff(Act.SEE_CASES)]`.

    Nobody logged in is led to the login page and back; a role without the act gets 403; a POST
    without the form token (field `csrf`, or header `X-Form-Token`) gets 403. `files` is how many a
    form may bring: the gate stands before `form: Form` then. `fresh` asks again for password or code
    when the last proof is old, and `back` is where that leads after a POST.
    """
    return Depends(Gate(act, files, fresh, back))


def own_agency(here: SignedIn, agency_id: str) -> None:
    """Raise `PageRefused` (404, as if it were not there) for another agency's thing."""
    if here.agency_id and agency_id != here.agency_id:
        raise PageRefused("another agency's", status=404, key="nothing_here")


def signed_in(site: Site, request: Request, *, stage: Stage = Stage.FULL) -> SignedIn | None:
    """Who comes with this request; `None` when the session does not stand or is of another stage."""
    raw = session_id(site, request)
    if not raw:
        return None
    with site.office.store.read() as work:
        entered = work.staff_sessions.entered(digest(raw))
    if entered is None:
        return None
    session, user = entered
    if session.stage is not stage or not stands(session, user, site.clock(), site.spans):
        return None
    acts = MAY[user.role] if stage is Stage.FULL else frozenset()
    return SignedIn(user, session, net_of(request), form_token(raw), acts)


def _address(request: Request) -> str:
    query = request.url.query
    return view().path + (f"?{query}" if query else "")


def _note_use(site: Site, here: SignedIn) -> None:
    now = site.clock()
    if not worth_noting(here.session, now, site.spans):
        return
    try:
        with site.office.store.begin() as work:
            work.staff_sessions.seen(here.session.digest, now)
    except StorageError:
        # Another writer holds the store: reading goes on, and the next request notes it.
        return
