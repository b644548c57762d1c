"""Một lượt kiểm tra của nguồn và các bản lưu của lượt ấy, chữ trong khung cách ly.
One look at a source and what it kept: the text in a sandboxed frame, the bytes as a download."""

from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, Response

from monitor.access.permissions import Act
from monitor.desk.sources import track_of
from monitor.domain.sources import Capture
from monitor.web.desk.captured import POLICY, readable
from monitor.web.desk.captures import attachment
from monitor.web.desk.entry import captures_folder
from monitor.web.desk.sources import SOURCES, declared
from monitor.web.headers import SAFE_HEADERS
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import lang_of
from storage.archive import read_body

_Here = Annotated[SignedIn, staff(Act.SEE_SOURCES, back=SOURCES)]
_FRAMING = f"{SAFE_HEADERS['content-security-policy']}; frame-src 'self'"


def routes(site: Site) -> APIRouter:
    """`/nguon-tin/{source}/luot/{look}` and `/nguon-tin/{source}/ban-luu/{capture}`."""
    router = APIRouter()
    base = f"{SOURCES}/{{source_id}}"

    @router.get(f"{base}/luot/{{look}}")
    def show_look(request: Request, _here: _Here, source_id: str, look: str) -> Response:
        source = declared(site, source_id)
        with site.office.store.read() as work:
            found = work.looks.get(look)
            if found is None or found.source_id != source.id:
                raise PageRefused("no such look", status=404, key="nothing_here")
            captures = work.captures.named(found.capture_ids)
        return site.pages.page(
            "desk/look.html.j2",
            lang_of(request),
            source=source,
            seen=found,
            captures=captures,
            track_of=track_of,
            own=site.root + SOURCES,
        )

    def find(source_id: str, name: str) -> tuple[Capture, bytes]:
        source = declared(site, source_id)
        with site.office.store.read() as work:
            capture = work.captures.get(name)
        if capture is None or capture.source_id != source.id:
            raise PageRefused("no such capture", status=404, key="nothing_here")
        return capture, read_body(captures_folder(site), capture)

    @router.get(f"{base}/ban-luu/{{capture}}")
    def show(request: Request, _here: _Here, source_id: str, capture: str) -> Response:
        found, body = find(source_id, capture)
        page = site.pages.page(
            "desk/source_capture.html.j2",
            lang_of(request),
            capture=found,
            source=declared(site, source_id),
            legible=readable(body, found.content_type) is not None,
            here_at=f"{site.root}{SOURCES}/{source_id}/ban-luu/{found.id}",
            own=site.root + SOURCES,
        )
        page.headers["content-security-policy"] = _FRAMING
        return page

    @router.get(f"{base}/ban-luu/{{capture}}/noi-dung")
    def text(_here: _Here, source_id: str, capture: str) -> Response:
        found, body = find(source_id, capture)
        inner = readable(body, found.content_type)
        if inner is None:
            raise PageRefused("no text", status=404, key="nothing_here")
        return HTMLResponse(inner, headers={"content-security-policy": POLICY})

    @router.get(f"{base}/ban-luu/{{capture}}/tep")
    def download(_here: _Here, source_id: str, capture: str) -> Response:
        found, body = find(source_id, capture)
        return attachment(body, f"{found.id}.bin")

    return router
