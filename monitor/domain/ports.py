"""Các chỗ nối giữa lõi và bên ngoài.
The few seams between packages that may not import each other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from monitor.domain.procurement import Record
from monitor.domain.sources import Look, Oddity, Sighting, Source, SourceMemory
from monitor.domain.times import Window


@dataclass(frozen=True, slots=True)
class Exchange:
    """One HTTP request and its response as received, before anything is parsed.

    Header names are lower case; `body` is after transfer and content decoding, within the
    client's limits. `truncated` is empty, or why the body is not whole, in the words of WARC's
    `WARC-Truncated` (`length`, `time`, `disconnect`).
    """

    source_id: str
    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: bytes
    status: int
    reason: str
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime
    truncated: str = ""


class Archive(Protocol):
    """Keeps every response before it is parsed."""

    def keep(self, exchange: Exchange) -> str:
        """Write the exchange durably and return its capture id; raises `StorageError`."""
        ...


@dataclass(frozen=True, slots=True)
class Response:
    """An archived response. `url` is the final address, `redirects` those passed on the way."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    capture_id: str
    fetched_at: datetime
    redirects: tuple[str, ...] = ()


class Fetcher(Protocol):
    """The one polite client. Both calls raise `SourceUnreachable` or `SourceBlocked`.

    A response of any status that is neither 403/429 nor 5xx is returned, 304 and 404 included.
    """

    def get(self, source: Source, url: str, headers: Mapping[str, str] | None = None) -> Response: ...

    def post(
        self,
        source: Source,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response: ...


@dataclass(frozen=True, slots=True)
class LookReport:
    """A look with all it brought. `validators` replace those in the source's memory."""

    look: Look
    sightings: tuple[Sighting, ...] = ()
    records: tuple[Record, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    validators: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


class Platform(Protocol):
    """What every module in `sources/platforms/` offers."""

    NAME: str

    def look(
        self, source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime
    ) -> LookReport:
        """Look at one source for items published in `window`; never raises a `SourceError`."""
        ...
