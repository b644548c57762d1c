"""Lớp mỏng đứng trước mỗi máy chủ, gây ra sự cố đã cài.
The thin front before every server: it applies the planted outages, whatever the platform."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from monitor.demo.outages import Outage, OutageKind, View, active, view_during
from monitor.demo.servers.web import Answer, Hang, Reply, Request, Reset

_ROBOTS = Reply(b"User-agent: *\nAllow: /\n", content_type="text/plain; charset=utf-8")
_GATE = (
    '<html><body><script>document.cookie="D1N=00000000000000000000000000000000"+"; '
    'expires=Fri, 31-Dec-2027 23:59:59 GMT; path=/";window.location.reload(true);</script></body></html>'
)


class Site(Protocol):
    """What every demo site offers."""

    def source_of(self, request: Request) -> str:
        """Which declared source a request belongs to; "" for none."""
        ...

    def answer(self, request: Request, view: View) -> Reply:
        """The answer, showing only what the view lets see."""
        ...


class Front:
    """Answers for a site; robots.txt is always served, so that an outage is one of the content."""

    def __init__(self, site: Site, clock: Callable[[], datetime], outages: Sequence[Outage]) -> None:
        self._site = site
        self._clock = clock
        self._outages = tuple(outages)

    def __call__(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return _ROBOTS
        now = self._clock()
        outage = active(self._outages, self._site.source_of(request), now)
        match outage.kind if outage else None:
            case OutageKind.ERROR_500:
                return Reply.html("<html><body><h1>500 Internal Server Error</h1></body></html>", 500)
            case OutageKind.COOKIE_GATE:
                return Reply.html(_GATE)
            case OutageKind.TIMEOUT:
                return Hang()
            case OutageKind.RESET:
                return Reset()
            case _:
                return self._site.answer(request, view_during(outage, now))
