"""Hạn mức: mỗi địa chỉ được bao nhiêu lượt trong một khoảng thời gian.
How often one key may do something within a span; kept in memory, and bounded."""

import ipaddress
from collections import OrderedDict, deque
from datetime import datetime, timedelta
from threading import Lock

_HOUR = timedelta(hours=1)


class Limiter:
    """At most `most` in `span` for each key. Beyond `keys` of them the one idle longest is forgotten."""

    def __init__(self, most: int, span: timedelta = _HOUR, keys: int = 20_000) -> None:
        self._most, self._span, self._keys = most, span, keys
        self._lock = Lock()
        self._seen: OrderedDict[str, deque[datetime]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._seen)

    def allow(self, key: str, now: datetime) -> bool:
        """Count one more at `now`; `False`, and not counted, when there were as many as allowed."""
        with self._lock:
            seen = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while seen and seen[0] <= now - self._span:
                seen.popleft()
            if len(self._seen) > self._keys:
                self._seen.popitem(last=False)
            if len(seen) >= self._most:
                return False
            seen.append(now)
            return True


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
