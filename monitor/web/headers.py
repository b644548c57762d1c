"""Tiêu đề an toàn của mọi câu trả lời.
The headers that keep a page safe; they stand on every answer."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.web.findable import is_findable

_ROBOTS = "x-robots-tag"

SAFE_HEADERS: Mapping[str, str] = {
    "content-security-policy": "default-src 'none'; script-src 'self'; connect-src 'self'; "
    "style-src 'self'; font-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    # The secret stands in the address: no other site is told it.
    "referrer-policy": "no-referrer",
    _ROBOTS: "noindex, nofollow",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_YEAR = 31_536_000


class SafeHeaders:
    """Adds the headers to every answer; what a page set itself stays. Pages are kept by no cache.

    Search engines may show what is for everybody; `root` is the path before every address of ours.
    """

    def __init__(self, app: ASGIApp, *, tls: bool, root: str = "") -> None:
        self._app = app
        self._tls = tls
        self._root = root

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                found = message["status"] == 200 and self._is_findable(scope)
                for name, value in SAFE_HEADERS.items():
                    if name != _ROBOTS or not found:
                        headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
                if self._tls:
                    headers.setdefault("strict-transport-security", f"max-age={_YEAR}")
            await send(message)

        await self._app(scope, receive, guarded)

    def _is_findable(self, scope: Scope) -> bool:
        query = scope.get("query_string", b"").decode("latin-1")
        return scope["type"] == "http" and is_findable(scope["path"].removeprefix(self._root), query)
