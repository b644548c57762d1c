"""Nguồn tin và lịch của từng đơn vị: công khai, không cần đăng ký, không có bí mật trong địa chỉ.
The feeds of one agency, open to everybody: all that happened to its tenders in the last 90 days."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock

from fastapi import APIRouter, Request
from starlette.responses import Response

from alerts.feeds import atom, calendar, jsonfeed
from alerts.feeds.assemble import agency_feed
from alerts.feeds.etag import already_has, etag
from monitor.domain.feeds import FeedData, FeedPlaces
from monitor.domain.subscriptions import TenderEvent
from monitor.domain.vocabulary import EventKind
from monitor.steps.letterhead import network_sight, paged
from monitor.web.pages.feeds import blind_since
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of

SPAN = timedelta(days=90)
# The open address may be asked by anybody, as often as they like: events are read this often at most.
FRESH = timedelta(minutes=1)
_FORMS: Mapping[str, tuple[Callable[[FeedData], bytes], str]] = {
    "atom": (atom.atom, atom.CONTENT_TYPE),
    "json": (jsonfeed.json_feed, jsonfeed.CONTENT_TYPE),
    "ics": (calendar.calendar, calendar.CONTENT_TYPE),
}


@dataclass
class Recent:
    """The events of the last days by agency, read anew when older than `FRESH`; shared by all threads."""

    read_at: datetime | None = None
    events: Mapping[str, tuple[TenderEvent, ...]] = field(default_factory=dict)
    blind_since: datetime | None = None
    lock: Lock = field(default_factory=Lock)

    def at(self, site: Site, now: datetime) -> "Recent":
        """Itself, as fresh as wanted at `now`."""
        with self.lock:
            if self.read_at is None or not timedelta() <= now - self.read_at < FRESH:
                with site.office.store.read() as work:
                    found: dict[str, list[TenderEvent]] = defaultdict(list)
                    for event in work.tenders.events(now - SPAN):
                        if event.tender.agency_id:
                            found[event.tender.agency_id].append(event)
                    self.blind_since = blind_since(network_sight(site.office, work, now))
                self.events = {agency: tuple(events) for agency, events in found.items()}
                self.read_at = now
            return self


def routes(site: Site) -> APIRouter:
    """`/tin/don-vi/<agency id>.atom`, `.json` and `.ics`, in the language of `?lang=`."""
    router = APIRouter(dependencies=[PUBLIC])
    names = {agency.id: agency.name for agency in site.office.agencies}
    recent = Recent()

    @router.api_route("/tin/don-vi/{file}", methods=["GET", "HEAD"])
    def feed(request: Request, file: str) -> Response:
        agency, _, form = file.rpartition(".")
        if agency not in names or form not in _FORMS:
            raise PageRefused("no feed of such an agency", status=404, key="not_found")
        write, kind = _FORMS[form]
        now = recent.at(site, site.clock())
        events = now.events.get(agency, ())
        history = _history(site, events) if form == "ics" else events
        body = write(_data(site, request, agency, names[agency], events, history, now.blind_since))
        headers = {"ETag": etag(body), "Cache-Control": "public, max-age=300", "Content-Type": kind}
        if already_has(request.headers.get("if-none-match", ""), headers["ETag"]):
            return Response(status_code=304, headers=headers)
        return Response(body, headers=headers)

    return router


def _history(site: Site, events: tuple[TenderEvent, ...]) -> tuple[TenderEvent, ...]:
    """All that ever happened to these tenders: with a part of it a closing's `sequence` would fall."""
    with site.office.store.read() as work:
        return work.tenders.events_of({event.tender.subject_key for event in events})


def _data(
    site: Site,
    request: Request,
    agency: str,
    name: str,
    events: tuple[TenderEvent, ...],
    history: tuple[TenderEvent, ...],
    unseen_since: datetime | None,
) -> FeedData:
    lang, url = lang_of(request), site.office.web_url
    own = f"{url}/tin/don-vi/{agency}"
    return agency_feed(
        agency,
        paged((event for event in events if event.kind is not EventKind.CLOSING_SOON), url),
        paged(history, url),
        site.clock(),
        authority=site.authority,
        title=PageWords(lang).say("agency_feed_title", agency=name),
        author=site.office.sender.name or site.office.province.inspectorate.name,
        lang=lang,
        places=FeedPlaces(f"{url}/dang-ky", *(f"{own}.{form}" for form in _FORMS)) if url else FeedPlaces(),
        blind_since=unseen_since,
    )
