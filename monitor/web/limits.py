"""Hạn mức: mỗi địa chỉ được bao nhiêu lượt trong một khoảng thời gian.
How often one key may do something within a span; processes that share the counts share the limits."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request

from storage.hits import Hits

_MINUTE, _QUARTER, _HOUR = timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Limiter:
    """At most `most` in `span` for each key; `kind` names what is counted."""

    hits: Hits
    kind: str
    most: int
    span: timedelta = _HOUR

    def allow(self, key: str, now: datetime) -> bool:
        """Count one more at `now`; `False`, and not counted, when there were as many as allowed."""
        return self.hits.allow(self.kind, key, self.most, self.span, now)


class Limits:
    """Previews and requests by visitor, requests by address asked for, posts that a page has us make to
    one host; answers of agencies by visitor; logins and second factors by account, whoever tries, and by
    where they come from; looks at addresses that somebody of the staff pastes; questions to open data by
    visitor."""

    def __init__(self, hits: Hits | None = None) -> None:
        hits = Hits() if hits is None else hits
        self.previews = Limiter(hits, "previews", 60)
        # While somebody types: a form that is thought over is asked for many times.
        self.live = Limiter(hits, "live", 600)
        self.requests = Limiter(hits, "requests", 10)
        self.addresses = Limiter(hits, "addresses", 3)
        self.machines = Limiter(hits, "machines", 10)
        # Each may bring forty megabytes; an office behind one address has a few cases a day.
        self.answers = Limiter(hits, "answers", 30)
        self.accounts = Limiter(hits, "accounts", 10, _QUARTER)
        self.codes = Limiter(hits, "codes", 10, _QUARTER)
        self.nets = Limiter(hits, "nets", 60, _QUARTER)
        self.pasted = Limiter(hits, "pasted", 20)
        self.data = Limiter(hits, "data", 120, _MINUTE)


def net_of(request: Request) -> str:
    """From where somebody comes, as limits and the audit log name it."""
    return visitor(request.client.host if request.client else "")


def visitor(host: str) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 that one IPv6 customer is given."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, 64), strict=False))
