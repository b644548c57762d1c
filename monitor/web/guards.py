"""Hàng rào quanh mọi trang: thân yêu cầu có hạn, không nhận biểu mẫu gửi từ trang khác.
What stands around every page: bounded bodies, no forms sent from other sites."""

import asyncio
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.events.sendgrid import MAX_BYTES
from monitor.web.refusals import PageRefused

FORM_BYTES = 64_000
_REPORTS = "/su-kien/"
_SECONDS = 20.0


class BoundedBody:
    """Reads the body before any page does: too large is 413, too slow is 408."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = MAX_BYTES if _REPORTS in scope["path"] else FORM_BYTES
        try:
            async with asyncio.timeout(_SECONDS):
                body = await _body(Headers(scope=scope), receive, most)
        except TimeoutError:
            await PlainTextResponse("Yêu cầu gửi quá chậm.\n", 408)(scope, receive, send)
            return
        except ClientDisconnect:
            return
        if body is None:
            await PlainTextResponse("Yêu cầu quá lớn.\n", 413)(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)


class UnderPath:
    """Takes addresses with the path of the web address before them, and without: proxies differ."""

    def __init__(self, app: ASGIApp, *, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "root_path": self._path}, receive, send)


def refuse_other_sites(request: Request, web_url: str) -> None:
    """A form of another site is not taken. Raises `PageRefused` (403).

    Browsers say where a form came from in `Sec-Fetch-Site`; older ones only in `Origin`, which is
    `null` for our own pages too, as they send no referrer.
    """
    if request.headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        raise PageRefused("a form of another site", status=403, key="other_site")
    origin = request.headers.get("origin", "null")
    own = {request.headers.get("host", ""), urlsplit(web_url).netloc}
    if origin != "null" and urlsplit(origin).netloc not in own:
        raise PageRefused("a form of another origin", status=403, key="other_site")


async def _body(headers: Headers, receive: Receive, most: int) -> bytes | None:
    """The whole body; `None` when it is larger than allowed, whatever its header said.

    Half a form is no form: raises `ClientDisconnect` when its sender goes away.
    """
    announced = headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > most:
        return None
    read = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        read += message.get("body", b"")
        more = message.get("more_body", False)
        if len(read) > most:
            return None
    return bytes(read)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body once; then waits as the server does."""
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
