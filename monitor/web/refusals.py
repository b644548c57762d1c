"""Những trang nói “không”: không thấy, không được, quá nhiều lượt, máy đang bận.
The pages that say no; none of them shows what went wrong inside."""

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from monitor.domain.errors import MonitorError, StorageError
from monitor.web.headers import SAFE_HEADERS
from monitor.web.rendering import Pages
from monitor.web.wording import PageWords, lang_of

log = structlog.get_logger()

_KEYS = {404: "not_found", 405: "wrong_way", 413: "too_large", 429: "too_often"}


class PageRefused(MonitorError):
    """A request that is not served; `status` is the HTTP answer, `key` its text in `texts.toml`."""

    def __init__(self, message: str, *, status: int, key: str) -> None:
        super().__init__(message, vi=PageWords("vi").say(f"{key}_what"))
        self.status = status
        self.key = key


def add_refusals(app: FastAPI, pages: Pages) -> None:
    """Answer every error with a page of ours. Nothing of the address is logged: it may be a secret."""

    def show(request: Request, status: int, key: str) -> Response:
        return pages.page("refused.html.j2", lang_of(request), status=status, key=key)

    def refused(request: Request, error: Exception) -> Response:
        assert isinstance(error, PageRefused)
        log.info("refused", status=error.status, why=str(error))
        return show(request, error.status, error.key)

    def by_status(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return show(request, error.status_code, _KEYS.get(error.status_code, "unreadable"))

    def unreadable(request: Request, _: Exception) -> Response:
        return show(request, 400, "unreadable")

    def busy(request: Request, error: Exception) -> Response:
        log.error("store_refused", kind=type(error).__name__)
        return show(request, 503, "busy")

    def broken(request: Request, error: Exception) -> Response:
        log.error("page_crashed", kind=type(error).__name__)
        response = show(request, 500, "broken")
        # This one answer is made outside the middleware that adds them.
        response.headers.update({**SAFE_HEADERS, "cache-control": "no-store"})
        return response

    app.add_exception_handler(PageRefused, refused)
    app.add_exception_handler(HTTPException, by_status)
    app.add_exception_handler(RequestValidationError, unreadable)
    app.add_exception_handler(StorageError, busy)
    app.add_exception_handler(Exception, broken)
