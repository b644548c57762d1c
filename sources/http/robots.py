"""robots.txt của từng trang.
What each site allows machines to read (RFC 9309), fetched once a day and remembered."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.robotparser import RobotFileParser

from monitor.domain.errors import SourceError

_LONGEST = 500 * 1024
_LONGEST_DELAY = 60.0


@dataclass(frozen=True, slots=True)
class Rules:
    """One site's rules as read at `read_at` (UTC)."""

    parser: RobotFileParser
    read_at: datetime

    def allows(self, agent: str, url: str) -> bool:
        return self.parser.can_fetch(agent, url)

    def delay(self, agent: str) -> float:
        """The `Crawl-delay` in seconds, at most one minute; 0 when none is set."""
        asked = self.parser.crawl_delay(agent)
        return min(float(asked), _LONGEST_DELAY) if asked else 0.0


class RobotsBook:
    """Rules per origin (`https://host:port`), kept for `keep`; safe for many threads."""

    def __init__(self, keep: timedelta, now: Callable[[], datetime]) -> None:
        self._keep = keep
        self._now = now
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def rules(self, origin: str, fetch: Callable[[str], bytes]) -> Rules:
        """The rules of an origin; `fetch(url)` returns the file's bytes, empty where it has none.

        A `SourceError` of `fetch` (5xx, no connection) means that nothing may be read (RFC 9309
        §2.3.1.4) and is passed on, unless older rules are known: those still hold.
        """
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            known = self._rules.get(origin)
            if known and self._now() - known.read_at < self._keep:
                return known
            try:
                body = fetch(f"{origin}/robots.txt")
            except SourceError:
                if known:
                    return known
                raise
            fresh = Rules(_parse(body), self._now())
            self._rules[origin] = fresh
            return fresh


def _parse(body: bytes) -> RobotFileParser:
    parser = RobotFileParser()
    parser.parse(body[:_LONGEST].decode("utf-8-sig", errors="replace").splitlines())
    return parser
