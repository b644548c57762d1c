"""Bản lưu của một hồ sơ: chữ trong khung cách ly, byte gốc để tải về.
The captures of a case: their text in a sandboxed frame, their bytes as a download, never inline."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from monitor.access.permissions import Act
from monitor.domain.sources import Capture
from monitor.web.desk.captured import POLICY, readable
from monitor.web.desk.casefile import CaseReader
from monitor.web.desk.entry import captures_folder, case_seen, proving
from monitor.web.desk.places import DESK, case_path
from monitor.web.headers import SAFE_HEADERS
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import lang_of
from storage.archive import read_body

_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]
_FRAMING = f"{SAFE_HEADERS['content-security-policy']}; frame-src 'self'"


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/ho-so/{number}/ban-luu/{capture}`, its text and its bytes; the agency's files."""
    router = APIRouter()
    reader = CaseReader(site.office)
    base = f"{DESK}/ho-so/{{number}}/ban-luu/{{capture}}"

    def find(here: SignedIn, number: str, name: str) -> tuple[Capture, bytes]:
        with site.office.store.read() as work:
            case = case_seen(work, here, number)
            known = reader.read(work, case, site.clock()).captures
        if name not in known:
            raise PageRefused("not a capture of this case", status=404, key="nothing_here")
        with proving():
            return known[name], read_body(captures_folder(site), known[name])

    @router.get(base)
    def show(request: Request, here: _Here, number: str, capture: str) -> Response:
        found, body = find(here, number, capture)
        page = site.pages.page(
            "desk/capture.html.j2",
            lang_of(request),
            capture=found,
            number=number,
            legible=readable(body, found.content_type) is not None,
            own=f"{site.root}{case_path(number)}/ban-luu/{found.id}",
            desk=site.root + DESK,
        )
        page.headers["content-security-policy"] = _FRAMING
        return page

    @router.get(f"{base}/noi-dung")
    def text(here: _Here, number: str, capture: str) -> Response:
        found, body = find(here, number, capture)
        inner = readable(body, found.content_type)
        if inner is None:
            raise PageRefused("no text", status=404, key="nothing_here")
        return HTMLResponse(inner, headers={"content-security-policy": POLICY})

    @router.get(f"{base}/tep")
    def download(here: _Here, number: str, capture: str) -> Response:
        found, body = find(here, number, capture)
        return attachment(body, f"{found.id}.bin")

    @router.get(f"{DESK}/ho-so/{{number}}/tep/{{digest}}")
    def agency_file(here: _Here, number: str, digest: str) -> Response:
        with site.office.store.read() as work:
            case = case_seen(work, here, number)
            kinds = {file.digest: file.kind for file in work.answer_files.of(case.id)}
            data = work.answer_files.body(case.id, digest) if digest in kinds else None
        if data is None:
            raise PageRefused("no such file", status=404, key="nothing_here")
        return attachment(data, f"{case.id}-{digest[:12]}.{kinds[digest]}")

    return router


def attachment(body: bytes, name: str) -> Response:
    """Bytes that a browser stores and never shows; `name` is of our own making, in plain ASCII."""
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "content-security-policy": "default-src 'none'; sandbox",
        "x-content-type-options": "nosniff",
    }
    return Response(body, media_type="application/octet-stream", headers=headers)
