"""Đi hết danh sách tin, từng trang một.
The generic listing walker: page by page to the start of the window or to the list's end.

A walk is complete only when it came to the window's start or to the list's end without a doubt on
the way. A repeated page, a page that vanished, two pages that do not join or a failure in the
middle keep what was read, and prove nothing about what was not.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from monitor.domain.codes import find_codes
from monitor.domain.errors import SourceChanged, SourceError, SourcePartial
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import Sighting, Source, SourceMemory
from monitor.domain.times import Window
from monitor.domain.vocabulary import Outcome
from sources.canonical import file_name, same_host
from sources.details import DetailReading, opened_before, read_details
from sources.health import OLDEST_COPY, Assessment, assess
from sources.listing import ListedItem, ListingPage, ListingPages, PageRequest, Visit, reason_vi, refused
from sources.outcome import look_failed, look_id, look_ok
from sources.trail import Trail
from sources.wording import refusal, sentence

_GONE = (404, 410)


def walk(
    source: Source,
    fetch: Fetcher,
    memory: SourceMemory,
    window: Window,
    now: datetime,
    *,
    pages: ListingPages,
) -> LookReport:
    """Look at one listing; never raises a `SourceError`.

    1. walk from the newest page to the start; 2. open new items; 3. judge what was seen.
    The window of a complete look begins where the walk was meant to end: at `window.start`, or at
    the end of known coverage less the overlap when that is later. It walks on from there until it
    meets what is known.
    """
    visit = Visit(source, fetch, memory, Window(_start(memory, window, pages), now), now, pages)
    trail = Trail(finished_at=now)
    try:
        _follow(visit, trail)
    except SourceError as error:
        known = DetailReading(now, known=opened_before(trail.seen.values(), memory))
        return look_failed(
            source,
            error,
            now,
            trail.finished_at,
            pages=trail.pages,
            captures=trail.captures,
            sightings=_sightings(visit, trail, known),
            oddities=trail.oddities,
        )
    return _report(visit, trail, read_details(visit, tuple(trail.seen.values())))


def _start(memory: SourceMemory, window: Window, pages: ListingPages) -> datetime:
    settings = pages.settings
    if memory.covered_until is None or settings.order == "weight":
        return window.start
    return max(window.start, memory.covered_until - timedelta(days=settings.overlap_days))


def _follow(visit: Visit, trail: Trail) -> None:
    """Ask page after page until the end; raises a `SourceError` for every doubtful end."""
    source, pages = visit.source, visit.pages
    request: PageRequest | None = pages.first_request(source)
    while request is not None:
        _refuse_endless(visit, trail, request)
        response = _ask(visit, request)
        trail.note(response)
        if not same_host(source.url, response.url):
            raise refused(SourceChanged, source, "leaves_host", f"sent on to {response.url}", response)
        if _is_end(visit, trail, request, response):
            break
        page = pages.parse_page(source, request, response)
        if trail.repeats(page, request, response) or (trail.pages and not page.items):
            _refuse_unless_beyond_end(source, trail, request, page, response)
            break
        trail.add(source, page, response)
        past_start = _wholly_older(page, visit.window.start) and _joins(page, visit.memory)
        if past_start and trail.in_order and pages.settings.order != "weight":
            return
        request = page.next_request
    trail.walked_to_end = True


def _refuse_endless(visit: Visit, trail: Trail, request: PageRequest) -> None:
    source = visit.source
    if not same_host(source.url, request.url):
        raise refused(SourceChanged, source, "leaves_host", f"the next page would be {request.url}")
    if request.identity in trail.asked:
        raise refused(SourcePartial, source, "repeated_page", f"the pager leads back to {request.url}")
    if trail.pages >= visit.pages.settings.max_pages:
        raise refused(SourcePartial, source, "page_cap", f"more than {trail.pages} pages")
    trail.asked.add(request.identity)


def _ask(visit: Visit, request: PageRequest) -> Response:
    if request.form is None:
        return visit.fetch.get(visit.source, request.url)
    return visit.fetch.post(visit.source, request.url, form=request.form)


def _is_end(visit: Visit, trail: Trail, request: PageRequest, response: Response) -> bool:
    """Whether a status says that the list has no such page; raises for any other bad status."""
    status = response.status
    if status == 200 or (status in _GONE and visit.pages.settings.accept_404):
        return False
    message = f"{response.url} answered {status}"
    if status not in _GONE or not trail.pages:
        raise refusal(SourceChanged, visit.source, f"http_{status}", message, response.capture_id)
    if trail.beyond_end(request):
        return True
    raise refused(SourcePartial, visit.source, "page_vanished", message, response)


def _refuse_unless_beyond_end(
    source: Source, trail: Trail, request: PageRequest, page: ListingPage, response: Response
) -> None:
    """A repeated or empty page is the end only where the pager agrees."""
    if trail.beyond_end(request, page.declared_pages):
        return
    reason = "repeated_page" if page.items else "empty_page"
    raise refused(SourcePartial, source, reason, f"page {request.number}: {response.url}", response)


def _wholly_older(page: ListingPage, start: datetime) -> bool:
    """One pinned or undated item is enough to go on: only a page that is older as a whole ends it."""
    return bool(page.items) and all(item.published and item.published.latest <= start for item in page.items)


def _joins(page: ListingPage, memory: SourceMemory) -> bool:
    """Whether a page comes down to what a complete look took along.

    Until it does, all that is listed is news, however old: earlier looks may have been at a copy that
    had stopped. The last item tells, for pinned ones stand on top.
    """
    known, oldest = memory.newest_proven, page.items[-1].published
    return known is None or (oldest is not None and oldest.latest <= known)


def _report(visit: Visit, trail: Trail, reading: DetailReading) -> LookReport:
    # A copy that was kept on the way shows nothing that was published since it was made.
    until = visit.window.end - trail.held
    visit = replace(visit, window=Window(min(visit.window.start, until), until))
    sightings = _sightings(visit, trail, reading)
    verdict = _verdict(visit, trail, reading, sightings)
    report = look_ok(
        visit.source,
        visit.now,
        max(trail.finished_at, reading.finished_at),
        outcome=verdict.outcome,
        window=visit.window,
        reason=verdict.reason,
        detail=f"{reading.pending} details left to read" if reading.pending else "",
        detail_vi=verdict.detail_vi,
        pages=trail.pages,
        captures=(*trail.captures, *reading.captures),
        sightings=sightings,
        oddities=(*trail.oddities, *reading.oddities),
    )
    # Which details were read is remembered after partial looks too: no request is conditional on it.
    return replace(report, validators=reading.remembered)


def _verdict(
    visit: Visit, trail: Trail, reading: DetailReading, sightings: tuple[Sighting, ...]
) -> Assessment:
    """`assess`, and two doubts of a walker's own: entries not read, codes not looked for yet."""
    source = visit.source
    verdict = assess(
        source,
        visit.memory,
        visit.window,
        sightings,
        visit.now,
        reached_start=True,
        declared_total=trail.declared_items if trail.walked_to_end else None,
    )
    if verdict.outcome is Outcome.COMPLETE and trail.held > OLDEST_COPY:
        return Assessment(Outcome.PARTIAL, "stale_copy", sentence(source, "stale_copy"))
    if verdict.outcome is Outcome.COMPLETE and trail.lost:
        return Assessment(Outcome.PARTIAL, "items_lost", sentence(source, "items_lost"))
    if verdict.outcome is Outcome.COMPLETE and reading.pending:
        return Assessment(Outcome.PARTIAL, "details_pending", reason_vi(source, "details_pending"))
    return verdict


def _sightings(visit: Visit, trail: Trail, reading: DetailReading) -> tuple[Sighting, ...]:
    look = look_id(visit.source, visit.now)
    return tuple(
        _sighting(
            visit, look, reading.items.get(key, seen.item), seen.capture_id, opened=key in reading.known
        )
        for key, seen in trail.seen.items()
    )


def _sighting(visit: Visit, look: str, item: ListedItem, capture_id: str, *, opened: bool) -> Sighting:
    """An item that an earlier look `opened` comes without body, codes and attachments: what is
    stored is richer than the listing, and an empty field never replaces a stored one."""
    source = visit.source
    names = [file_name(url) for url in item.attachments]
    codes = find_codes(item.title, item.excerpt, item.body, item.url, *names)
    return Sighting(
        id=f"{source.id}|{item.native_key}",
        source_id=source.id,
        channel=source.channel,
        native_key=item.native_key,
        url=item.url,
        title=item.title,
        published=item.published,
        first_seen_at=visit.now,
        body="" if opened else item.body or item.excerpt,
        codes=() if opened else codes,
        attachments=() if opened else item.attachments,
        capture_id=capture_id,
        look_id=look,
        raw=item.raw,
    )
