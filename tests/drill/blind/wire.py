"""Đường dây không qua mạng: trả lời thay cho máy khách, có cài sự cố.
The fetcher of the drill: the demo's servers in process, with one fault at a time in their answers."""

import json as jsonlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from email.utils import format_datetime
from random import Random
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from monitor.demo.outages import STALE_DAYS, TRUNCATED_TO, View
from monitor.demo.servers.web import Reply, Request
from monitor.domain.errors import SourceBlocked, SourceUnreachable
from monitor.domain.ports import Response
from monitor.domain.sources import Source
from sources.wording import refusal
from tests.drill.blind.faults import NETWORK, Episode, Kind
from tests.drill.blind.spoil import (
    cut,
    instead,
    new_skin,
    partly_new_skin,
    payload_spoilt,
    reordered,
)
from tests.drill.blind.town import Town, all_entries, first_page, is_list, page_number

_BLOCKED = (401, 403, 429)
_PER_PAGE = 20
_SKEWS = (1, 7, 14, 26, 40)
_BROKEN_PAGES = (Kind.SERVER_ERROR, Kind.RESET, Kind.TIMEOUT, Kind.COOKIE_GATE, Kind.MAINTENANCE, None)


class ReaderCrashed(RuntimeError):
    """Stands for a bug of ours: no error that the line knows by name."""


class Wire:
    """Implements `monitor.domain.ports.Fetcher`; `now` (UTC) is set before each cycle.

    `felt` gathers the episodes that changed an answer since it was last cleared: a fault of the
    second page does nothing to a list of one.
    """

    def __init__(self, town: Town, episodes: Iterable[Episode], now: datetime) -> None:
        self.now = now
        self.felt: set[Episode] = set()
        self._town = town
        self._episodes = tuple(episodes)
        self._asked = 0

    def get(self, source: Source, url: str, headers: Mapping[str, str] | None = None) -> Response:
        return self._ask(source, url, Request("GET", _target(url), _headers(url, headers)))

    def post(
        self,
        source: Source,
        url: str,
        *,
        json: Any = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response:
        body = urlencode(form).encode() if form is not None else jsonlib.dumps(json).encode()
        return self._ask(source, url, Request("POST", _target(url), _headers(url, headers), body))

    def _ask(self, source: Source, url: str, request: Request) -> Response:
        """As the polite client: follow redirects, refuse by status, hand on everything else."""
        passed: tuple[str, ...] = ()
        while True:
            reply = self._reply(source, request)
            self._asked += 1
            location = reply.headers.get("Location", "") if reply.status == 301 else ""
            if not location:
                break
            passed, url = (*passed, url), urljoin(url, location)
            request = Request("GET", _target(url), request.headers)
        if reply.status in _BLOCKED or reply.status >= 500:
            kind = SourceBlocked if reply.status in _BLOCKED else SourceUnreachable
            raise refusal(kind, source, f"http_{reply.status}", f"{url} answered {reply.status}")
        headers = {"date": format_datetime(self.now, usegmt=True), "content-type": reply.content_type}
        headers |= {name.lower(): value for name, value in reply.headers.items()}
        return Response(url, reply.status, headers, reply.body, f"capture-{self._asked}", self.now, passed)

    def _reply(self, source: Source, request: Request) -> Reply:
        whole = self._town.site(source.id).answer(request, View(self.now))
        episode = next((e for e in self._episodes if e.source_id == source.id and e.covers(self.now)), None)
        if episode is None:
            return whole
        try:
            reply = self._spoilt(episode, source, request, whole)
        except Exception:
            self.felt.add(episode)
            raise
        if reply != whole:
            self.felt.add(episode)
        return reply

    def _spoilt(self, episode: Episode, source: Source, request: Request, whole: Reply) -> Reply:
        """The answer under a fault; raises what the client, or a bug, would raise."""
        kind, dice = episode.kind, Random(f"{episode.dice}/{request.target}/{self.now}")
        if (reply := instead(kind)) is not None:
            return reply
        match kind:
            case Kind.TIMEOUT | Kind.RESET:
                raise refusal(SourceUnreachable, source, kind.value, f"{request.target}: {kind.value}")
            case Kind.CRASH:
                raise ReaderCrashed(request.target)
            case Kind.HALF_BODY:
                return cut(whole, dice)
            case Kind.TOKEN_REFUSED:
                return Reply.json({"error": "Unauthorized"}, 401)
        if not is_list(source.id, request):
            return whole
        if kind in (Kind.HALF_WALK, Kind.REPEATED_PAGE):
            return self._later_page(episode, source, request, whole)
        if source.id in NETWORK:
            return self._search_spoilt(episode, source.id, request, whole, dice)
        return self._list_spoilt(episode, source.id, request, whole)

    def _later_page(self, episode: Episode, source: Source, request: Request, whole: Reply) -> Reply:
        number = page_number(source.id, request)
        if number == 1:
            return whole
        if episode.kind is Kind.REPEATED_PAGE:
            reply = self._view(source.id, first_page(source.id, request), View(self.now))
            if source.id not in NETWORK:
                return reply
            return payload_spoilt(reply, lambda page: page.update(currentPage=number - 1))
        how = Random(episode.dice).choice(_BROKEN_PAGES)
        if how is None:
            return Reply.html("<html><body><h1>404 Not Found</h1></body></html>", 404)
        if how in (Kind.RESET, Kind.TIMEOUT):
            raise refusal(SourceUnreachable, source, how.value, f"{request.target}: {how.value}")
        return instead(how) or whole

    def _list_spoilt(self, episode: Episode, source_id: str, request: Request, whole: Reply) -> Reply:
        match episode.kind:
            case Kind.LAYOUT_CHANGED:
                return new_skin(source_id, whole, Random(episode.dice))
            case Kind.LAYOUT_PARTLY:
                return partly_new_skin(source_id, whole, Random(episode.dice))
            case Kind.WRONG_CATEGORY:
                return self._town.other_category(source_id).answer(request, View(self.now))
            case Kind.ORDER_REVERSED | Kind.ORDER_SHUFFLED:
                return self._in_other_order(episode, source_id, request, whole)
            case Kind.CLOCK_AHEAD | Kind.CLOCK_BEHIND:
                hours = Random(episode.dice).choice(_SKEWS)
                by = timedelta(hours=hours if episode.kind is Kind.CLOCK_AHEAD else -hours)
                return self._town.skewed(source_id, by).answer(request, View(self.now + by))
        return self._other_view(episode, source_id, request)

    def _search_spoilt(
        self, episode: Episode, source_id: str, request: Request, whole: Reply, dice: Random
    ) -> Reply:
        match episode.kind:
            case Kind.LAYOUT_CHANGED:
                return new_skin(source_id, whole, Random(episode.dice))
            case Kind.WRONG_CATEGORY:
                return self._view(source_id, _without_province(request), View(self.now))
            case Kind.ORDER_REVERSED:
                return payload_spoilt(whole, lambda page: page["content"].reverse())
            case Kind.ORDER_SHUFFLED:
                return payload_spoilt(whole, lambda page: dice.shuffle(page["content"]))
        return self._other_view(episode, source_id, request)

    def _in_other_order(self, episode: Episode, source_id: str, request: Request, whole: Reply) -> Reply:
        entries = all_entries(source_id, self._town.site(source_id), request, View(self.now))
        if episode.kind is Kind.ORDER_REVERSED:
            entries.reverse()
        else:
            Random(f"{episode.dice}/{self.now}").shuffle(entries)
        if len(entries) <= _PER_PAGE:
            return reordered(source_id, whole, entries)
        return reordered(source_id, whole, entries[(page_number(source_id, request) - 1) * _PER_PAGE :])

    def _other_view(self, episode: Episode, source_id: str, request: Request) -> Reply:
        """What a list shows of itself: nothing, its newest few, what it showed long ago or last time."""
        match episode.kind:
            case Kind.EMPTY_LIST:
                return self._view(source_id, request, View(self.now, 0))
            case Kind.SHORT_LIST:
                return self._view(source_id, request, View(self.now, TRUNCATED_TO))
            case Kind.STALE_COPY:
                return self._view(source_id, request, View(episode.start - timedelta(days=STALE_DAYS)))
            case Kind.FROZEN_COPY:
                return self._view(source_id, request, View(episode.last_good))
            case Kind.AGED_COPY:
                reply = self._view(source_id, request, View(episode.last_good))
                held = {
                    "Age": str(int((self.now - episode.last_good).total_seconds())),
                    "Date": format_datetime(episode.last_good, usegmt=True),
                }
                return Reply(reply.body, reply.status, reply.content_type, {**reply.headers, **held})
        raise AssertionError(f"{episode.kind} is not made yet")

    def _view(self, source_id: str, request: Request, view: View) -> Reply:
        return self._town.site(source_id).answer(request, view)


def _without_province(request: Request) -> Request:
    """The question as a server understands it that does not know the field of the place."""
    asked = request.json[0]
    query = asked["query"][0]
    kept = [one for one in query["filters"] if one["fieldName"] != "locations.provCode"]
    body = [{**asked, "query": [{**query, "filters": kept}]}]
    return Request(request.method, request.target, request.headers, jsonlib.dumps(body).encode())


def _target(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _headers(url: str, given: Mapping[str, str] | None) -> dict[str, str]:
    return {"host": urlsplit(url).netloc, **{name.lower(): value for name, value in (given or {}).items()}}
