"""Tải số liệu của bảng: CSV, XLSX, JSON, cùng các con số như trang.
Downloads of the board: CSV, XLSX, JSON, the same numbers as on the pages."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from alerts.feeds.etag import already_has, etag
from monitor.domain.board import Counted
from monitor.domain.times import vietnam_day
from monitor.web.public.board import BOARD
from monitor.web.public.board_sheets import board_sheet, months_sheet
from monitor.web.public.sheets import FORMS, Sheet
from monitor.web.public.standings import Kept, Latest, Standings, method, months_of
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

WHOLE = "toan-tinh"
_FRESH = "public, max-age=300"


def routes(site: Site) -> APIRouter:
    """`/bang/tai-ve/toan-tinh.<form>` and `/bang/tai-ve/<agency id>.<form>`."""
    router = APIRouter(dependencies=[PUBLIC])
    names = {agency.id: agency.name for agency in site.office.agencies}
    latest, written = Latest(site), Kept[bytes]()

    @router.api_route(f"{BOARD}/tai-ve/{{file}}", methods=["GET", "HEAD"])
    def download(request: Request, file: str) -> Response:
        name, _, form = file.rpartition(".")
        said = PageWords(lang_of(request))
        with site.office.store.read() as work:
            found = latest.standings(work)
            if found is None or form not in FORMS or (name != WHOLE and name not in names):
                raise PageRefused("no such download", status=404, key="not_found")
            bodies, key = written.of(found.counted.at), (said.lang, name, form)
            if key not in bodies:
                sheet = _sheet(site, work, found, said, name, names.get(name, ""))
                bodies[key] = FORMS[form][0](sheet)
        body, kind = bodies[key], FORMS[form][1]
        headers = {
            "ETag": etag(body),
            "Cache-Control": _FRESH,
            "Vary": "Cookie",
            "Content-Type": kind,
            "Content-Disposition": f'attachment; filename="{_file_name(name, found.counted)}.{form}"',
        }
        if already_has(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    return router


def _sheet(
    site: Site, work: UnitOfWork, found: Standings, said: PageWords, agency_id: str, name: str
) -> Sheet:
    if agency_id == WHOLE:
        return board_sheet(found.table, found.counted, method(site, said), said)
    months = months_of(work, found.counted, agency_id)
    return months_sheet(name, agency_id, months, found.counted, method(site, said), said)


def _file_name(name: str, counted: Counted) -> str:
    """`bang-toan-tinh-2026-09-27`: an agency's id is of letters, digits and hyphens."""
    return f"bang-{name}-{vietnam_day(counted.at):%Y-%m-%d}"
