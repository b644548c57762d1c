"""Các nguồn: đang nhìn thấy gì, lượt nào ra sao, tạm dừng, mở lại, xem ngay.
The sources: what is seen, how each look ended, and what a person may decide about them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.desk.sources import TRACK_OF_STANDING, SourceFacts, in_order, track_of
from monitor.domain.sources import Source
from monitor.domain.times import vietnam_day
from monitor.steps.source_decisions import (
    SourceDecisionRefused,
    distrust,
    held_back,
    pause,
    resume,
    run_now,
    trust,
)
from monitor.web.desk.listing import days_asked, span_of
from monitor.web.desk.places import DESK
from monitor.web.desk.watched import read_sources
from monitor.web.refusals import PageRefused
from monitor.web.rooms import Nav
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

SOURCES = "/nguon-tin"
NAV = Nav(SOURCES, "nav_sources", Act.SEE_SOURCES, 30)
_STRIP = 36
_HISTORY = 96
_Here = Annotated[SignedIn, staff(Act.SEE_SOURCES, back=SOURCES)]
_Deciding = Annotated[SignedIn, staff(Act.PAUSE_SOURCES, back=SOURCES)]
_Act = Callable[[UnitOfWork, Site, Source, SignedIn, str, datetime], None]


def routes(site: Site) -> APIRouter:
    """`/nguon-tin`, one source below it, the acts on it, and the addresses that digests name."""
    router = APIRouter()

    @router.get(SOURCES)
    def show(request: Request, here: _Here) -> Response:
        return _list(site, request, here)

    @router.get(f"{DESK}/nguon")
    def named_by_digests(request: Request, _here: _Here) -> Response:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(site.root + SOURCES + query, 303)

    @router.get(f"{DESK}/nguon/{{source_id}}")
    def one_named_by_digests(_here: _Here, source_id: str) -> Response:
        return RedirectResponse(f"{site.root}{SOURCES}/{declared(site, source_id).id}", 303)

    @router.get(f"{SOURCES}/{{source_id}}")
    def one(request: Request, here: _Here, source_id: str) -> Response:
        return _one(site, request, here, declared(site, source_id))

    for path, act in _ACTS.items():
        _add_act(router, site, path, act)
    return router


def declared(site: Site, source_id: str) -> Source:
    """The declared source of an id. Raises `PageRefused` (404)."""
    found = next((source for source in site.office.sources if source.id == source_id), None)
    if found is None:
        raise PageRefused("no such source", status=404, key="nothing_here")
    return found


def _add_act(router: APIRouter, site: Site, path: str, act: _Act) -> None:
    @router.post(f"{SOURCES}/{{source_id}}/{path}")
    def done(request: Request, here: _Deciding, source_id: str, form: Form) -> Response:
        source, reason = declared(site, source_id), str(form.get("ly_do") or "").strip()[:1000]
        try:
            with site.office.store.begin() as work:
                act(work, site, source, here, reason, site.clock())
        except SourceDecisionRefused as error:
            return _one(site, request, here, source, problem=error.vi, status=422)
        return RedirectResponse(f"{site.root}{SOURCES}/{source.id}?xong={path}", 303)


def _pause(work: UnitOfWork, _site: Site, source: Source, here: SignedIn, reason: str, now: datetime) -> None:
    pause(work, source, here.user.name, reason, here.actor, now)


def _resume(work: UnitOfWork, _site: Site, source: Source, here: SignedIn, _: str, now: datetime) -> None:
    resume(work, source, here.user.name, here.actor, now)


def _trust(work: UnitOfWork, site: Site, source: Source, here: SignedIn, reason: str, now: datetime) -> None:
    held = held_back(work, site.office.sources)[source.id]
    trust(work, source, here.user.name, reason, held, here.actor, now)


def _distrust(work: UnitOfWork, _site: Site, source: Source, here: SignedIn, _: str, now: datetime) -> None:
    distrust(work, source, here.user.name, here.actor, now)


def _run(work: UnitOfWork, _site: Site, source: Source, here: SignedIn, _: str, now: datetime) -> None:
    run_now(work, source, here.user.name, here.actor, now)


_ACTS: Mapping[str, _Act] = {
    "tam-dung": _pause,
    "mo-lai": _resume,
    "xac-nhan": _trust,
    "rut-xac-nhan": _distrust,
    "xem-ngay": _run,
}


def _list(site: Site, request: Request, here: SignedIn) -> Response:
    said, now = PageWords(lang_of(request)), site.clock()
    days = _days(request, vietnam_day(now))
    with site.office.store.read() as work:
        read = read_sources(work, site.office, site.office.sources, _STRIP, now)
        seen = work.digests.seen_each(span_of(days)) if days else {}
    facts = in_order(read.facts)
    names = {source.id: source.name for source in site.office.sources}
    return site.pages.page(
        "desk/sources.html.j2",
        said.lang,
        here=here,
        facts=facts,
        wishes=read.wishes,
        days=days,
        seen=[(source_id, names.get(source_id, ""), whole) for source_id, whole in seen.items()],
        strips={one.source.id: summary(one, said) for one in facts},
        track_of=track_of,
        tracks=TRACK_OF_STANDING,
        may_add=here.may(Act.ADD_SOURCES),
        own=site.root + SOURCES,
    )


def _one(
    site: Site,
    request: Request,
    here: SignedIn,
    source: Source,
    *,
    problem: str = "",
    status: int = 200,
) -> Response:
    said, now = PageWords(lang_of(request)), site.clock()
    done = request.query_params.get("xong", "")
    with site.office.store.read() as work:
        read = read_sources(work, site.office, [source], _HISTORY, now)
        history = work.looks.history(source.id, 30)
    agencies = {agency.id: agency.name for agency in site.office.agencies}
    return site.pages.page(
        "desk/source.html.j2",
        said.lang,
        status=status,
        here=here,
        one=read.facts[0],
        wish=read.wishes.get(source.id),
        history=history,
        agencies=[agencies.get(name, name) for name in source.agency_ids],
        track_of=track_of,
        tracks=TRACK_OF_STANDING,
        strip=summary(read.facts[0], said),
        done=f"sources_done_{done.replace('-', '_')}" if done in _ACTS else "",
        problem=problem,
        may_decide=here.may(Act.PAUSE_SOURCES),
        own=site.root + SOURCES,
    )


def _days(request: Request, today: date) -> tuple[date, date] | None:
    """The days whose looks are asked for, as a digest names them; the page is of now without."""
    asked = {"tu", "den"} & set(request.query_params)
    return days_asked(request, "tu", "den", (today, today)) if asked else None


def summary(one: SourceFacts, said: PageWords) -> str:
    """The strip in one sentence, for those who do not see it."""
    if not one.looks:
        return said.say("sources_no_look")
    counts = ", ".join(f"{n} {said.words.label(outcome)}" for outcome, n in one.outcomes)
    return said.say("sources_strip", n=len(one.looks), counts=counts)
