"""Hàng rào quanh mọi trang: thân yêu cầu có hạn, không nhận biểu mẫu gửi từ trang khác.
What stands around every page: bounded bodies, no forms sent from other sites."""

import asyncio
import re
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alerts.events.sendgrid import MAX_BYTES
from monitor.desk.files import MOST_TOGETHER
from monitor.web.refusals import PageRefused

FORM_BYTES = 64_000
_REPORTS = "/su-kien/"
# A signed text is a scan of some pages.
_SIGNED_TEXT = re.compile(r"/luat-lich/[A-Z]\d\d/xac-nhan")
SIGNED_TEXT_BYTES = 12_000_000
# An agency's answer with its files; whoever has no signed link is turned away before a byte is read.
_ANSWER = re.compile(r"/tra-loi/[^/]+\Z")
ANSWER_BYTES = MOST_TOGETHER + 1_000_000
_SECONDS = 20.0
# Forty megabytes by an office's line; the pause between two pieces is bounded by `_SECONDS`.
_SECONDS_OF_FILES = 300.0


class BoundedBody:
    """Reads the body before any page does: too large is 413, too slow is 408.

    An answer with files is too large to be held: it goes through in pieces, counted and timed.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if _ANSWER.search(scope["path"]):
            await self._stream(scope, receive, send)
            return
        most = _most(scope["path"])
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

    async def _stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        if not _fits(Headers(scope=scope), ANSWER_BYTES):
            await PlainTextResponse("Yêu cầu quá lớn.\n", 413)(scope, receive, send)
            return
        try:
            await self._app(scope, _Metered(receive, ANSWER_BYTES), send)
        except ClientDisconnect:
            return


def _most(path: str) -> int:
    if _REPORTS in path:
        return MAX_BYTES
    return SIGNED_TEXT_BYTES if _SIGNED_TEXT.search(path) else FORM_BYTES


class UnderPath:
    """Takes addresses with the path of the web address before them, and without: proxies differ."""

    def __init__(self, app: ASGIApp, *, path: str) -> None:
        self._app = app
        self._path = path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._path and scope["type"] == "http" and not scope["path"].startswith(f"{self._path}/"):
            # Written out for open data, which is mounted: inside, a path without its root is another one.
            scope = {**scope, "path": self._path + scope["path"]}
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
    if not _fits(headers, most):
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


def _fits(headers: Headers, most: int) -> bool:
    """Whether the announced length is one, and not too much."""
    announced = headers.get("content-length", "0")
    return announced.isascii() and announced.isdecimal() and len(announced) < 20 and int(announced) <= most


class _Metered:
    """Hands on a body piece by piece. Raises `PageRefused` for too much (413) or too slow (408)."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive = receive
        self._left = most
        self._reading = True
        self._until = asyncio.get_running_loop().time() + _SECONDS_OF_FILES

    async def __call__(self) -> Message:
        if not self._reading:
            return await self._receive()
        by = min(self._until, asyncio.get_running_loop().time() + _SECONDS)
        try:
            async with asyncio.timeout_at(by):
                message = await self._receive()
        except TimeoutError as error:
            raise PageRefused("a body too slow", status=408, key="too_slow") from error
        self._left -= len(message.get("body", b""))
        self._reading = message.get("more_body", False)
        if self._left < 0:
            raise PageRefused("a body too large", status=413, key="too_large")
        return message


def _replay(body: bytes, receive: Receive) -> Receive:
    """Gives the body once; then waits as the server does."""
    waiting = [body]

    async def replayed() -> Message:
        if waiting:
            return {"type": "http.request", "body": waiting.pop(), "more_body": False}
        return await receive()

    return replayed
