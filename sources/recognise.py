"""Nhận ra nền tảng của một địa chỉ vừa dán vào: tải đúng một lần, để từng nền tảng thử đọc.
Recognises the platform of an address: fetched once, then every platform tries to read what came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from monitor.domain.errors import ConfigError, SourceError, SourceUnreachable
from monitor.domain.ports import Exchange, Fetcher, Response
from monitor.domain.sources import Look, Sighting, Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Outcome
from sources.registry import platform, platform_names
from sources.text import clean, decode, plain
from sources.wording import refusal

_ID = "dia-chi-moi"
# One page, and no item's own page: what a platform declares beyond these stays as it is.
_SPARING: Mapping[str, Any] = {"max_pages": 1, "details": False}
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_LONGEST_TITLE = 160
_YEARS = timedelta(days=3650)
# Why nothing was read, when nothing on the address is at fault but the way to it.
_IN_THE_WAY = (Outcome.BLOCKED, Outcome.GATE, Outcome.NEEDS_AUTHORISATION)


class Unkept:
    """An archive that keeps nothing: what is only tried is no evidence of anything."""

    def keep(self, exchange: Exchange) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Tried:
    """How one platform read the page."""

    platform: str
    look: Look
    items: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Recognised:
    """What stands at an address. `platform` is empty when no platform reads any item there.

    `url` is the address after redirects, `in_the_way` a Vietnamese sentence when a gate or a block
    answered in place of the page, `tried` every platform that can read without settings of its own.
    """

    url: str
    title: str
    platform: str = ""
    items: tuple[Sighting, ...] = ()
    in_the_way: str = ""
    tried: tuple[Tried, ...] = ()


class _Once:
    """Gives the answer that came already to whoever asks for it, and asks nobody for anything else."""

    def __init__(self, response: Response) -> None:
        self._response = response

    def get(self, source: Source, url: str, headers: Mapping[str, str] | None = None) -> Response:
        if url != self._response.url:
            raise refusal(SourceUnreachable, source, "not_asked", f"{url} is not asked on trial")
        return self._response

    def post(self, source: Source, url: str, **_said: Any) -> Response:
        raise refusal(SourceUnreachable, source, "not_asked", f"{url} is not asked on trial")


def recognise(fetch: Fetcher, url: str, now: datetime, *, allow_private: bool = False) -> Recognised:
    """Fetch an address once and say which platform reads it best (`now` is UTC).

    Raises a `SourceError` in words for what is not reached or may not be asked: a private address, a
    robots.txt that forbids, another status than 200.
    """
    source = Source(_ID, url[:80], Channel.AGENCY_PAGE, "generic", url, allow_private=allow_private)
    response = fetch.get(source, url)
    if response.status != 200:
        message = f"{response.url} answered {response.status}"
        raise refusal(SourceUnreachable, source, f"http_{response.status}", message)
    found = replace(source, url=response.url)
    tried = tuple(filter(None, (_try(name, found, response, now) for name in platform_names())))
    best = max(tried, key=lambda one: len(one.items), default=None)
    blocked = next((one.look for one in tried if one.look.outcome in _IN_THE_WAY), None)
    if best is None or not best.items:
        told = blocked.detail_vi if blocked else ""
        return Recognised(response.url, _title(response), in_the_way=told, tried=tried)
    return Recognised(response.url, _title(response), best.platform, best.items, tried=tried)


def _try(name: str, source: Source, response: Response, now: datetime) -> Tried | None:
    """One platform's reading; `None` for one that needs settings only a person can give."""
    module = platform(name)
    known = getattr(getattr(module, "Settings", None), "model_fields", {})
    settings = {key: value for key, value in _SPARING.items() if key in known}
    asked = replace(source, platform=name, settings=settings)
    window = Window(now - _YEARS, now)
    try:
        report = module.look(asked, _Once(response), SourceMemory(), window, now)
    except (ConfigError, SourceError):
        return None
    return Tried(name, report.look, report.sightings)


def _title(response: Response) -> str:
    """What the page calls itself, in one line."""
    found = _TITLE.search(decode(response.body[:60_000], response.headers))
    if found is None:
        return ""
    inner = found[1].strip().removeprefix("<![CDATA[").removesuffix("]]>")
    return clean(plain(inner))[:_LONGEST_TITLE]
