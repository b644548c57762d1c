"""Tải hồ sơ thành một gói tự kiểm được.
The dossier of a case as one ZIP; its digest stands in the audit log."""

from hashlib import sha256
from typing import Annotated

from fastapi import APIRouter
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.domain.staff import Deed
from monitor.dossier.make import dossier
from monitor.steps.audit import audit
from monitor.web.desk.casefile import CaseReader
from monitor.web.desk.entry import captures_folder, case_seen, proving
from monitor.web.desk.places import DESK
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn

_Here = Annotated[SignedIn, staff(Act.HANDLE_CASES)]


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/ho-so/{number}/ho-so.zip`."""
    router = APIRouter()
    reader = CaseReader(site.office)

    @router.get(f"{DESK}/ho-so/{{number}}/ho-so.zip")
    def download(here: _Here, number: str) -> Response:
        now, office = site.clock(), site.office
        with office.store.read() as work:
            case = case_seen(work, here, number)
            owner = work.users.get(case.owner) if case.owner else None
            file = reader.read(work, case, now)
            with proving():
                made = dossier(work, file, office, captures_folder(site), owner.name if owner else "", now)
        with office.store.begin() as work:
            audit(work, here.actor, Deed.DOSSIER_MADE, case.id, now, sha256=sha256(made).hexdigest())
        headers = {"content-disposition": f'attachment; filename="{case.id}.zip"'}
        return Response(made, media_type="application/zip", headers=headers)

    return router
