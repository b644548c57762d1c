"""Câu trả lời khi chưa đăng nhập hoặc khi một việc về tài khoản bị từ chối.
The answers of gates: a redirection to the login, or for scripts of the page a header that says so."""

from fastapi import FastAPI, Request
from starlette.responses import RedirectResponse, Response

from monitor.web.site import site_of
from monitor.web.staff.gate import SentElsewhere


def add_redirections(app: FastAPI) -> None:
    """Answer `SentElsewhere`."""

    def elsewhere(request: Request, error: Exception) -> Response:
        assert isinstance(error, SentElsewhere)
        path = site_of(request).root + error.path
        if request.headers.get("hx-request") == "true":
            # htmx would put the login page into a corner of the present one.
            return Response(status_code=204, headers={"HX-Redirect": path})
        return RedirectResponse(path, 303)

    app.add_exception_handler(SentElsewhere, elsewhere)
