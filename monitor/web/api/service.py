"""Những gì mọi địa chỉ của dữ liệu mở cần có.
What every address of the open-data service works with."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from alerts.feeds.etag import already_has, etag
from monitor.config import OpenData
from monitor.ocds.values import Publisher
from monitor.subscriptions.places import Places
from monitor.web.api.problems import DataRefused
from monitor.web.limits import Limiter, net_of
from monitor.web.site import Clock
from monitor.wiring import Office

_FRESH = 300
# No list of ours goes further: what lies beyond is a cursor that somebody made up.
_YEARS = (1970, 2200)
_PARTS = 3


@dataclass(frozen=True, slots=True)
class Service:
    """`base` is the public address of the service, without a slash at its end."""

    office: Office
    clock: Clock
    settings: OpenData
    publisher: Publisher
    places: Places
    agencies: Mapping[str, str]
    base: str
    limiter: Limiter

    def count(self, request: Request) -> None:
        """Count one question of this address. Raises `DataRefused` (429) when there were too many."""
        if not self.limiter.allow(net_of(request), self.clock()):
            raise DataRefused("too_often", 429, retry_after=int(self.limiter.span.total_seconds()))

    def url(self, path: str, **given: Any) -> str:
        """An address of the service; what is empty is left out of the question."""
        asked = {name: value for name, value in given.items() if value not in (None, "")}
        return f"{self.base}{path}" + (f"?{urlencode(asked)}" if asked else "")

    def next_url(self, request: Request, cursor: str) -> str:
        """The same question, from after the last item."""
        kept = {name: value for name, value in request.query_params.items() if name != "cursor"}
        # The route's own path: what stands before it depends on the proxy.
        path = str(request.scope["route"].path).format(**request.path_params)
        return self.url(path, **kept, cursor=cursor)


def answer(request: Request, body: BaseModel | dict[str, Any]) -> Response:
    """The answer with its tag, or 304 when the reader has it; kept by caches for five minutes."""
    if isinstance(body, BaseModel):
        text = body.model_dump_json(exclude_none=True).encode()
    else:
        text = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"etag": etag(text), "cache-control": f"public, max-age={_FRESH}"}
    if already_has(request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    return Response(text, headers=headers, media_type="application/json")


def cursor_of(at: datetime, *more: Any) -> str:
    """Where a list stands, as one word."""
    text = json.dumps([at.astimezone(UTC).isoformat(), *more], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(cursor: str, kinds: tuple[type, ...]) -> tuple[datetime, tuple[Any, ...]] | None:
    """What `cursor_of` wrote, `None` for an empty one. Raises `DataRefused` (400) for anything else."""
    if not cursor:
        return None
    try:
        raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
        held = json.loads(raw)
        if not isinstance(held, list) or len(held) != len(kinds) + 1 or len(held) > _PARTS:
            raise ValueError(held)
        at, *more = held
        instant = datetime.fromisoformat(at)
        if instant.tzinfo is None or not _YEARS[0] <= instant.year <= _YEARS[1]:
            raise ValueError(at)
        if not all(type(value) is kind for value, kind in zip(more, kinds, strict=True)):
            raise ValueError(more)
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise DataRefused("bad_cursor", 400) from error
    return instant, tuple(more)
