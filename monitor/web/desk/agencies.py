"""Các đơn vị theo tỷ lệ đăng đúng hạn, xếp như bản tin xếp.
The agencies by the share published on time, in the places that digests tell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.desk.duty_filters import DutyFilters
from monitor.digest.ranking import FEW, SPAN, ranking, share
from monitor.digest.runs import last_week, slot_of, weeks_before
from monitor.domain.digests import Ranking, Tally
from monitor.domain.lists import DutyQuery
from monitor.domain.procurement import Agency
from monitor.domain.times import Window, due_day, vietnam_day
from monitor.domain.vocabulary import VerdictKind
from monitor.steps.digest_facts import INSPECTORATE
from monitor.web.desk.listing import AGENCIES, DUTIES, around, days_asked, only_inside, span_of
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

_WEEK = timedelta(days=7)
_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]


@dataclass(frozen=True, slots=True)
class Standing:
    """One agency in the table; `percent` is cut down, never rounded up to 100."""

    place: int | None
    before: int | None
    tally: Tally
    percent: int | None
    duties: str


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/don-vi`, at the address that digests name."""
    router = APIRouter()

    @router.get(AGENCIES)
    def show(request: Request, here: _Here) -> Response:
        only_inside(here)
        said = PageWords(lang_of(request))
        days = days_asked(request, "han-tu", "han-den", usual_days(site.clock()))
        with site.office.store.read() as work:
            ranked = ranked_now(work, site.office.agencies, span_of(days))
        groups = _groups(site, ranked, days)
        return site.pages.page(
            "desk/list_agencies.html.j2",
            said.lang,
            **around(site, here, said, AGENCIES),
            groups=groups,
            ranked=len(ranked.rows),
            apart=len(ranked.few) + len(ranked.unseen),
            few=FEW,
            first=days[0],
            last=days[1],
        )

    return router


def usual_days(now: datetime) -> tuple[date, date]:
    """The span of the last digest's places."""
    end = last_week(now).end
    return vietnam_day(end - SPAN), due_day(end)


def ranked_now(work: UnitOfWork, agencies: tuple[Agency, ...], span: Window) -> Ranking:
    """The places over a span, as digests count them, and those told a week before."""
    counts = work.lists.verdicts(DutyQuery(due=span, ranked=True))
    tallies = (tally_of(agency.id, agency.name, counts) for agency in agencies)
    week = Window(span.end - _WEEK, span.end)
    run = work.digests.get(INSPECTORATE, slot_of(weeks_before(week, 2)[0]))
    before = run.places if run is not None and run.completed_at is not None else {}
    counted = (one for one in tallies if one.concluded or one.unseen)
    return ranking(counted, before, span.start)


def tally_of(agency_id: str, name: str, counts: Mapping[tuple[str, VerdictKind], int]) -> Tally:
    """What fell due for one agency, of counts by agency and verdict."""
    by_kind = {kind: counts.get((agency_id, kind), 0) for kind in VerdictKind}
    unseen = by_kind[VerdictKind.UNVERIFIABLE]
    return Tally(agency_id, name, by_kind[VerdictKind.ON_TIME], sum(by_kind.values()) - unseen, unseen)


def _groups(site: Site, ranked: Ranking, days: tuple[date, date]) -> list[tuple[str, tuple[Standing, ...]]]:
    """Ranked ones, those with few duties, those too much out of sight; the key of each title."""

    def line(tally: Tally, place: int | None = None, before: int | None = None) -> Standing:
        percent = int(100 * share(tally)) if tally.concluded else None
        query = DutyFilters(tally.agency_id, first=days[0], last=days[1], ranked=True).query()
        return Standing(place, before, tally, percent, f"{site.root}{DUTIES}?{query}")

    found = [
        ("list_ranked", tuple(line(row.tally, row.place, row.before) for row in ranked.rows)),
        ("list_few", tuple(map(line, ranked.few))),
        ("list_unseen", tuple(map(line, ranked.unseen))),
    ]
    return [(key, lines) for key, lines in found if lines]
