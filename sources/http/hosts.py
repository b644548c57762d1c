"""Mỗi máy chủ một hàng đợi.
One queue per host: one request at a time, spaced, slowed down on failure, rested after many."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from sources.http.settings import ClientSettings


class Host:
    """Pace and health of one host (name and port); safe for many threads.

    Spacing runs on `monotonic` seconds; the rest after failures on `now` (UTC), the clock that
    outages are judged by.
    """

    def __init__(
        self,
        settings: ClientSettings,
        now: Callable[[], datetime],
        sleep: Callable[[float], None],
        monotonic: Callable[[], float],
        chance: Callable[[], float],
    ) -> None:
        self._settings = settings
        self._now = now
        self._sleep = sleep
        self._monotonic = monotonic
        self._chance = chance
        self._turn = threading.Lock()
        self._state = threading.Lock()
        self._next_at = float("-inf")
        self._rests_until: datetime | None = None
        self._failures = 0
        self.crawl_delay = 0.0

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for this host's turn and spacing; the next turn begins after this block's end."""
        with self._turn:
            wait = self._next_at - self._monotonic()
            if wait > 0:
                self._sleep(wait)
            try:
                yield
            finally:
                spacing = max(self._settings.spacing_seconds, self.crawl_delay)
                self._next_at = self._monotonic() + spacing * (1 + self._settings.jitter * self._chance())

    def hold_off(self, seconds: float) -> None:
        """Nobody asks this host again within `seconds` (back-off, `Retry-After`)."""
        with self._turn:
            self._next_at = max(self._next_at, self._monotonic() + seconds)

    def rest(self, seconds: float) -> None:
        """Calls fail at once for `seconds`."""
        with self._state:
            self._rests_until = self._now() + timedelta(seconds=seconds)

    @property
    def resting(self) -> bool:
        with self._state:
            return self._rests_until is not None and self._now() < self._rests_until

    def succeeded(self) -> None:
        with self._state:
            self._failures = 0

    def failed(self) -> None:
        """Count a failed call; too many in a row and the host rests (one trial call ends the rest)."""
        with self._state:
            self._failures += 1
            too_many = 0 < self._settings.circuit_failures <= self._failures
        if too_many:
            self.rest(self._settings.circuit_seconds)


class Hosts:
    """Every host that was asked in this process, by `name:port`."""

    def __init__(self, make: Callable[[], Host]) -> None:
        self._make = make
        self._known: dict[str, Host] = {}
        self._lock = threading.Lock()

    def of(self, key: str) -> Host:
        with self._lock:
            return self._known.setdefault(key, self._make())
