"""Trang của một gói thầu: cả đời của nó trên mọi kênh, lịch đóng thầu, theo dõi.
The page of one package: its whole life over all channels and versions, its calendar, following it."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from alerts.feeds import calendar
from alerts.feeds.assemble import agency_feed
from alerts.feeds.etag import already_has, etag
from alerts.harmless import harmless, harmless_letter, web_address
from monitor.domain.codes import find_codes
from monitor.domain.feeds import FeedPlaces
from monitor.domain.procurement import Notice
from monitor.domain.published import Facts, Process, Shown
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.ocds.facts import facts_of
from monitor.ocds.values import Publisher
from monitor.search.entries import buyer_key
from monitor.search.life import Step, life, package_changes, shown_on, silent_keys
from monitor.steps.letterhead import paged
from monitor.web.public.asking import of_number
from monitor.web.public.changes import ChangeLine, change_lines
from monitor.web.public.outlook import Outlook
from monitor.web.public.search import SEARCH, package_path
from monitor.web.public.words import Names, names_in
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

_LONGEST = 300
_API = "/api/v1/ocds/records"


@dataclass(frozen=True, slots=True)
class Lived:
    """A step with its changes in words; `track` is the colour of its word."""

    step: Step
    track: str
    changes: tuple[ChangeLine, ...]


def routes(site: Site) -> APIRouter:
    """`/goi-thau/<number>` and the calendar of its closing beside it."""
    router = APIRouter(dependencies=[PUBLIC])
    outlook = Outlook(site.office)

    @router.get(f"{SEARCH}/{{number}}")
    def show(request: Request, number: str) -> Response:
        said = PageWords(lang_of(request))
        with site.office.store.read() as work:
            shown, process = _package(work, number)
            if (own := package_path(shown.key)) != package_path(number):
                return RedirectResponse(f"{site.root}{own}?lang={said.lang}", 302)
            context = _context(site, work, shown, process, said)
            context["seen"] = outlook.seen(work, site.clock())
        return site.pages.page("public/package.html.j2", said.lang, **context)

    @router.api_route(f"{SEARCH}/{{number}}/dong-thau.ics", methods=["GET", "HEAD"])
    def closing(request: Request, number: str) -> Response:
        body = _calendar(site, request, number)
        kind = calendar.CONTENT_TYPE
        headers = {"ETag": etag(body), "Cache-Control": "public, max-age=300", "Content-Type": kind}
        if already_has(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    return router


def _package(work: UnitOfWork, number: str) -> tuple[Shown, Process]:
    """A package by any of its numbers. Raises `PageRefused`: 404 for none, 410 for a withdrawn one."""
    tried = dict.fromkeys((number, *find_codes(number))) if len(number) <= _LONGEST else {}
    shown = next((found for one in tried if (found := work.published.find(one)) is not None), None)
    if shown is None:
        raise PageRefused("no such package", status=404, key="life_unknown")
    if shown.process is None:
        raise PageRefused("a withdrawn package", status=410, key="life_withdrawn")
    return shown, harmless_letter(shown.process)


def _context(site: Site, work: UnitOfWork, shown: Shown, process: Process, said: PageWords) -> dict[str, Any]:
    now, facts = site.clock(), facts_of(process)
    names = names_in(site.office, said)
    silent = package_changes(process, work.records.changes_of(silent_keys(process)))
    items = work.sightings.edited(one.sighting_id for one in process.postings)
    followed = facts.notice_no or facts.bid_no or facts.plan_no
    latest = process.notices[-1] if process.notices else None
    return {
        "shown": shown,
        "facts": facts,
        "title": facts.title or harmless(shown.key, 60),
        "names": names,
        "state": names.status(facts.status.value if facts.status else "", facts.closes_at, now),
        "open": facts.closes_at is not None and facts.closes_at > now,
        "buyer": buyer_key(shown.agency_id, facts.buyer_name),
        "buyer_name": names.names.get(shown.agency_id, facts.buyer_name),
        "agency": shown.agency_id,
        "entity": latest.procuring_entity_name if latest else "",
        "channels": shown_on(process),
        "steps": tuple(_lived(step, names) for step in map(harmless_letter, life(process, silent, items))),
        "follow": of_number(followed) if followed else "",
        "calendar": _closing_path(work, shown, facts),
        "ocds": f"{_API}/{Publisher('', site.published.ocid_prefix, '').ocid(shown.key)}",
        "network": _network(site),
        "own": site.root + package_path(shown.key),
        "search": site.root + SEARCH,
        "now": now,
        "web_page": web_address,
    }


def _lived(step: Step, names: Names) -> Lived:
    tracks = {DisclosureKind.CANCELLATION: "breach", DisclosureKind.RESULT: "ok"}
    moved = bool(step.changed) and step.kind is not DisclosureKind.PLAN
    return Lived(
        step, tracks.get(step.kind, "late" if moved else "neutral"), change_lines(step.changed, names)
    )


def _network(site: Site) -> str:
    """The national network's front page: it has no lasting address for a single package."""
    sources = (one for one in site.office.sources if one.channel is Channel.NATIONAL)
    return web_address(next((one.url for one in sources if one.url), ""))


def _closing_path(work: UnitOfWork, shown: Shown, facts: Facts) -> str:
    """The calendar's address, where there is a closing to put into it."""
    known = facts.closes_at is not None and bool(work.tenders.events_of([facts.notice_no]))
    return f"{package_path(shown.key)}/dong-thau.ics" if known else ""


def _calendar(site: Site, request: Request, number: str) -> bytes:
    """All that happened to the tender makes its calendar, as it does for a subscription."""
    said, now = PageWords(lang_of(request)), site.clock()
    with site.office.store.read() as work:
        shown, process = _package(work, number)
        notice: Notice | None = process.notice
        history = work.tenders.events_of([notice.notice_no]) if notice else ()
    if not history:
        raise PageRefused("nothing is known of its closing", status=404, key="life_no_closing")
    url = site.office.web_url
    home = f"{url}{package_path(shown.key)}" if url else ""
    return calendar.calendar(
        agency_feed(
            f"goi-thau/{shown.key}",
            (),
            paged(history, url),
            now,
            authority=site.authority,
            title=said.say("life_calendar_title", title=harmless(history[-1].tender.title, 120)),
            author=site.office.sender.name or site.office.province.inspectorate.name,
            lang=said.lang,
            places=FeedPlaces(home, calendar=f"{home}/dong-thau.ics" if home else ""),
        )
    )
