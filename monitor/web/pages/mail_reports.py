"""Nơi nhà cung cấp thư báo thư hỏng, báo rác, ngừng nhận.
Where the mail provider posts its signed reports; each is believed only with a right signature."""

from typing import Annotated

import structlog
from fastapi import APIRouter, Depends, Request
from starlette.responses import PlainTextResponse, Response

from alerts.events.report import ReportRefused
from alerts.events.sendgrid import SIGNATURE_HEADER, TIMESTAMP_HEADER, read_report
from monitor.web.reported import take_in
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site

log = structlog.get_logger()


async def _raw(request: Request) -> bytes:
    return await request.body()


Raw = Annotated[bytes, Depends(_raw)]


def routes(site: Site) -> APIRouter:
    """`/su-kien/sendgrid`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.post("/su-kien/sendgrid")
    def sendgrid(request: Request, body: Raw) -> Response:
        if site.event_key is None:
            log.error("report_without_key")
            return PlainTextResponse("Chưa cài đặt khóa xác thực ([web] sendgrid_event_key).\n", 503)
        now = site.clock()
        signature = request.headers.get(SIGNATURE_HEADER, "")
        timestamp = request.headers.get(TIMESTAMP_HEADER, "")
        try:
            report = read_report(body, signature, timestamp, site.event_key, now)
            taken = take_in(site.office, report, now)
        except ReportRefused as error:
            log.warning("report_refused", status=error.status, why=str(error))
            return PlainTextResponse(error.vi + "\n", error.status)
        log.info("report", events=taken.events, stopped=taken.stopped, unreadable=report.unreadable)
        return Response(status_code=204)

    return router
