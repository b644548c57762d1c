"""Sau máy chủ ủy quyền: ai thật sự đang hỏi, khi chính người vận hành nói tin máy nào.
Behind reverse proxies: who asks, as the operator's own proxies tell it; nobody else is believed."""

import ipaddress
from collections.abc import Iterable, Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# No chain of proxies is longer; what stands further left was written by whoever asks.
_MOST = 20


class TrustedProxies:
    """Puts the visitor's address in place of the socket's. Without trusted proxies nothing is changed.

    The server itself must believe no header: see `monitor.web.server`.
    """

    def __init__(self, app: ASGIApp, *, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = tuple(trusted)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._trusted and scope.get("client"):
            told = Headers(scope=scope).getlist("x-forwarded-for")
            host, port = scope["client"]
            scope = {**scope, "client": (asking(host, told, self._trusted), port)}
        await self._app(scope, receive, send)


def asking(host: str, told: Iterable[str], trusted: Sequence[Network]) -> str:
    """The right-most address of `X-Forwarded-For` (`told`, its lines in order) that is no trusted proxy.

    Each proxy adds on the right whom it was asked by, so everything left of the first stranger may be
    made up. Something unreadable on the way ends it: the last proxy counts, as it let that through.
    """
    here = _address(host)
    if here is None or not _is_trusted(here, trusted):
        return host
    for one in reversed([entry for line in told for entry in line.split(",")][-_MOST:]):
        before = _address(one)
        if before is None:
            break
        here = before
        if not _is_trusted(here, trusted):
            break
    return str(here)


def _address(text: str) -> Address | None:
    """An address as proxies write it: alone, in brackets, with a port; an IPv4 one in IPv6 is IPv4."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return mapped or found


def _is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)
