"""Lập hồ sơ thành một gói tự kiểm được, rồi tải về.
The dossier of a case as one ZIP: a POST makes it and writes its digest down, a plain link hands it out."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.access.secrets import same
from monitor.domain.cases import Case
from monitor.domain.staff import AuditRow, Deed
from monitor.dossier.make import dossier
from monitor.steps.audit import audit
from monitor.web.desk.casefile import CaseReader
from monitor.web.desk.entry import captures_folder, case_seen, proving
from monitor.web.desk.places import DESK
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from storage.store import UnitOfWork

_Here = Annotated[SignedIn, staff(Act.SEE_DOSSIERS)]
_Maker = Annotated[SignedIn, staff(Act.HANDLE_CASES, back=DESK)]


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/ho-so/{number}/lap-ho-so`, and `…/ho-so.zip`, where it is then."""
    router = APIRouter()
    reader = CaseReader(site.office)

    @router.post(f"{DESK}/ho-so/{{number}}/lap-ho-so")
    def make(here: _Maker, number: str) -> Response:
        now, store = site.clock(), site.office.store
        with store.read() as work:
            case = case_seen(work, here, number)
            made = _made(site, reader, work, case, now)
        with store.begin() as work:
            audit(work, here.actor, Deed.DOSSIER_MADE, case.id, now, sha256=sha256(made).hexdigest())
        return RedirectResponse(f"{site.root}{DESK}/ho-so/{case.id}/ho-so.zip", 303)

    @router.get(f"{DESK}/ho-so/{{number}}/ho-so.zip")
    def download(here: _Here, number: str) -> Response:
        with site.office.store.read() as work:
            case = case_seen(work, here, number)
            row = last_made(work, case.id)
            # The same case at the same instant gives the same bytes: nothing but what was noted goes out.
            made = _made(site, reader, work, case, row.at) if row else b""
        if row is None or not same(sha256(made).hexdigest(), _digest(row)):
            raise PageRefused("no dossier of the case as it is", status=409, key="dossier_stale")
        headers = {"content-disposition": f'attachment; filename="{case.id}.zip"'}
        return Response(made, media_type="application/zip", headers=headers)

    return router


def last_made(work: UnitOfWork, case_id: str) -> AuditRow | None:
    """The row of the newest dossier of a case, if one was ever made."""
    rows = work.audit_log.list(subject=case_id, deed=Deed.DOSSIER_MADE.value, most=1)
    return rows[0] if rows else None


def _made(site: Site, reader: CaseReader, work: UnitOfWork, case: Case, at: datetime) -> bytes:
    owner = work.users.get(case.owner) if case.owner else None
    file = reader.read(work, case, at)
    with proving():
        return dossier(work, file, site.office, captures_folder(site), owner.name if owner else "", at)


def _digest(row: AuditRow) -> str:
    return str(json.loads(row.details).get("sha256", ""))
