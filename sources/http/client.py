"""Bộ tải trang lịch sự: mọi nguồn đều đi qua đây.
The one polite client: paced, guarded, bounded, and every response archived before it is looked at."""

import random
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any

from urllib3.util import Url

from monitor.domain.errors import SourceBlocked, SourceChanged, SourceError, SourceGate, SourceUnreachable
from monitor.domain.ports import Archive, Exchange, Response
from monitor.domain.sources import Source
from sources.gates import find_gate
from sources.health import http_time
from sources.http.addresses import AddressRefused, UrlRefused, check_url, port_of
from sources.http.connections import GuardedAdapter
from sources.http.exchange import Ask, perform
from sources.http.failures import PASSING
from sources.http.hosts import Host, Hosts
from sources.http.redirects import REDIRECTS, InsecureRedirect, next_ask
from sources.http.robots import RobotsBook
from sources.http.settings import ClientSettings, TlsProfile
from sources.text import decode
from sources.wording import refusal

__all__ = ["ClientSettings", "PoliteClient"]

_CHANGED = frozenset({"too_large", "unknown_encoding"})
_NO_RULES = frozenset({"http_401", "http_403", "cookie_gate", "challenge", "waf_rejected", "user_error_page"})


class PoliteClient:
    """Implements `monitor.domain.ports.Fetcher` for every source of one process; thread-safe.

    `now` gives UTC, `sleep` and `monotonic` seconds; all three and `chance` (0…1) may be replaced.
    Raises `SourceUnreachable`, `SourceBlocked`, `SourceGate` and `SourceChanged` (too large,
    unknown compression), each naming the archived response; `StorageError` of the archive passes.
    """

    def __init__(
        self,
        archive: Archive,
        settings: ClientSettings,
        now: Callable[[], datetime],
        sleep: Callable[[float], None] = time.sleep,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._archive = archive
        self._settings = settings
        self._now = now
        self._hosts = Hosts(lambda: Host(settings, now, sleep, monotonic, chance))
        self._robots = RobotsBook(timedelta(hours=settings.robots_hours), now)
        self._adapters: dict[tuple[TlsProfile, bool], GuardedAdapter] = {}
        self._adapters_lock = threading.Lock()

    def __enter__(self) -> "PoliteClient":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of every connection; the client may still be used afterwards."""
        with self._adapters_lock:
            for adapter in self._adapters.values():
                adapter.close()
            self._adapters.clear()

    def get(self, source: Source, url: str, headers: Mapping[str, str] | None = None) -> Response:
        """GET a URL; conditional headers are the caller's (`If-None-Match`, `If-Modified-Since`)."""
        return self._follow(source, Ask("GET", url, dict(headers or {})), obey_robots=True)

    def post(
        self,
        source: Source,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        """POST a question (a search, a postback); it is repeated like a GET when the answer is lost."""
        return self._follow(source, Ask("POST", url, dict(headers or {}), json, form), obey_robots=True)

    def _follow(self, source: Source, ask: Ask, *, obey_robots: bool) -> Response:
        """Follow redirects by hand: every hop passes the URL check, robots and the address guard."""
        passed: list[str] = []
        while True:
            place = self._check(source, ask.url)
            host = self._hosts.of(f"{place.host}:{port_of(place)}")
            if obey_robots:
                self._obey_robots(source, place, host)
            exchange, capture_id = self._ask_until_answered(source, ask, place, host)
            target = exchange.headers.get("location", "") if exchange.status in REDIRECTS else ""
            if not target:
                return Response(
                    url=exchange.url,
                    status=exchange.status,
                    headers=exchange.headers,
                    body=exchange.body,
                    capture_id=capture_id,
                    fetched_at=exchange.fetched_at,
                    redirects=tuple(passed),
                )
            passed.append(exchange.url)
            if len(passed) > self._settings.max_redirects:
                message = f"more than {self._settings.max_redirects} redirects, last to {target[:200]}"
                raise refusal(SourceUnreachable, source, "redirect_loop", message, capture_id)
            ask = _redirected(source, ask, exchange, target, capture_id)

    def _check(self, source: Source, url: str) -> Url:
        try:
            return check_url(url, self._settings.ports, source.allow_private)
        except UrlRefused as error:
            raise refusal(SourceBlocked, source, "url_refused", f"{url[:500]}: {error.why}") from error

    def _obey_robots(self, source: Source, place: Url, host: Host) -> None:
        origin = f"{place.scheme}://{place.netloc}"

        def fetch(url: str) -> bytes:
            try:
                answer = self._follow(source, Ask("GET", url), obey_robots=False)
            except SourceBlocked as error:
                # RFC 9309 §2.3.1.3: a refused robots.txt sets no rules; the page itself may still refuse.
                if error.reason in _NO_RULES:
                    return b""
                raise
            return answer.body if answer.status == 200 else b""

        try:
            rules = self._robots.rules(origin, fetch)
        except SourceUnreachable as error:
            if not error.reason.startswith("http_5"):
                raise
            message = f"{origin}/robots.txt: {error.reason}"
            raise refusal(
                SourceUnreachable, source, "robots_unreachable", message, error.capture_id
            ) from error
        host.crawl_delay = rules.delay(self._settings.agent)
        if not rules.allows(self._settings.agent, place.url):
            raise refusal(SourceBlocked, source, "robots", f"robots.txt forbids {place.url}")

    def _ask_until_answered(self, source: Source, ask: Ask, place: Url, host: Host) -> tuple[Exchange, str]:
        """Ask, wait and ask again; a call that failed for good is counted against the host."""
        if host.resting:
            raise refusal(SourceUnreachable, source, "circuit_open", f"{place.netloc} rests after failures")
        for left in range(self._settings.retries, -1, -1):
            try:
                answered = self._ask_once(source, ask, place, host)
            except _TryAgain as again:
                wait = self._wait(again, self._settings.retries - left)
                if left and wait is not None:
                    host.hold_off(wait)
                    continue
                if again.asked_seconds is not None:
                    host.rest(again.asked_seconds)
                host.failed()
                raise again.error from again
            except SourceUnreachable:
                host.failed()
                raise
            host.succeeded()
            return answered
        raise AssertionError("the last try returns or raises")

    def _wait(self, again: "_TryAgain", tries: int) -> float | None:
        """Seconds until the next try, `None` when the site asks for more patience than we have."""
        backoff = min(self._settings.backoff_seconds * (1 << tries), self._settings.backoff_max_seconds)
        if again.asked_seconds is None:
            return backoff
        if again.asked_seconds > self._settings.retry_after_max_seconds:
            return None
        return max(backoff, again.asked_seconds)

    def _ask_once(self, source: Source, ask: Ask, place: Url, host: Host) -> tuple[Exchange, str]:
        """One exchange: in turn, archived, then judged by content and status."""
        adapter = self._adapter(place, source.allow_private)
        with host.turn():
            try:
                transfer = perform(ask, source.id, adapter, self._settings, self._now)
            except AddressRefused as error:
                raise refusal(SourceBlocked, source, "address_refused", str(error)) from error
        capture_id = self._archive.keep(transfer.exchange) if transfer.exchange else ""
        if transfer.failure:
            kind: type[SourceError] = SourceChanged if transfer.failure in _CHANGED else SourceUnreachable
            message = f"{ask.url}: {transfer.message}"
            failure = refusal(kind, source, transfer.failure, message, capture_id)
            raise _TryAgain(failure) if transfer.failure in PASSING else failure
        if transfer.exchange is None:
            raise AssertionError("a transfer without failure has an exchange")
        self._judge(source, transfer.exchange, capture_id)
        return transfer.exchange, capture_id

    def _judge(self, source: Source, exchange: Exchange, capture_id: str) -> None:
        """Refusals by status, but a gate is named as what it is, whatever its status."""
        status = exchange.status
        if status not in (401, 403, 429) and status < 500:
            return
        message = f"{exchange.url} answered {status}"
        gate = find_gate(decode(exchange.body, exchange.headers))
        if gate and issubclass(gate.kind, SourceGate):
            raise refusal(gate.kind, source, gate.reason, message, capture_id)
        kind = SourceBlocked if status < 500 else SourceUnreachable
        error = refusal(kind, source, f"http_{status}", message, capture_id)
        if status in (401, 403):
            raise error
        raise _TryAgain(error, _retry_after(exchange, self._now()))

    def _adapter(self, place: Url, allow_private: bool) -> GuardedAdapter:
        profile = self._settings.tls_profile(place.host or "")
        with self._adapters_lock:
            key = (profile, allow_private)
            if key not in self._adapters:
                self._adapters[key] = GuardedAdapter(profile, allow_private=allow_private)
            return self._adapters[key]


class _TryAgain(Exception):
    """A failure that may pass; `asked_seconds` is the site's own `Retry-After`."""

    def __init__(self, error: SourceError, asked_seconds: float | None = None) -> None:
        super().__init__(str(error))
        self.error = error
        self.asked_seconds = asked_seconds


def _redirected(source: Source, ask: Ask, exchange: Exchange, target: str, capture_id: str) -> Ask:
    try:
        return next_ask(ask, exchange.status, target)
    except InsecureRedirect as error:
        raise refusal(SourceBlocked, source, "insecure_redirect", str(error), capture_id) from error
    except ValueError as error:
        message = f"{exchange.url} redirects to {target[:200]}: {error}"
        raise refusal(SourceUnreachable, source, "bad_redirect", message, capture_id) from error


def _retry_after(exchange: Exchange, now: datetime) -> float | None:
    """`Retry-After` in seconds (a number or an HTTP date); `None` when absent or unreadable."""
    value = exchange.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit() and len(value) < 10:
        return float(value)
    at = http_time(value) if value else None
    return max(0.0, (at - now).total_seconds()) if at else None
