"""Nhật ký: ai đã làm gì, lúc nào, từ đâu; mã đầu chuỗi để chép ra nơi khác.
The audit log as a page: who did what, when and from where, and the head of the chain to be noted."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.domain.times import start_of_day
from monitor.steps.audit import head
from monitor.web.rooms import Nav
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.staff.labels import deed_words, detail_words
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of

AUDIT = "/nhat-ky"
NAV = Nav(AUDIT, "nav_audit", Act.READ_AUDIT, 90)
_SHOWN = 100


def routes(site: Site) -> APIRouter:
    """`/nhat-ky`, with filters in the address."""
    router = APIRouter()

    @router.get(AUDIT)
    def show(request: Request, _here: Annotated[SignedIn, staff(Act.READ_AUDIT)]) -> Response:
        asked = request.query_params
        since, before = _day(asked.get("tu", "")), asked.get("truoc", "")
        by, subject = asked.get("ai", "").strip()[:200], asked.get("ve-viec", "").strip()[:200]
        with site.office.store.read() as work:
            rows = work.audit_log.list(
                since=None if since is None else start_of_day(since),
                by=by,
                subject=subject,
                before=int(before) if before.isascii() and before.isdecimal() and len(before) < 15 else None,
                most=_SHOWN,
            )
            newest = head(work)
        lang = lang_of(request)
        said = PageWords(lang)
        return site.pages.page(
            "audit.html.j2",
            lang,
            rows=[(row, deed_words(row.deed, said), detail_words(row.details)) for row in rows],
            newest=newest,
            by=by,
            subject=subject,
            since="" if since is None else since.isoformat(),
            older=rows[-1].number if len(rows) == _SHOWN and rows[-1].number > 1 else None,
        )

    return router


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
