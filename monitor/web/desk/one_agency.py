"""Một đơn vị: nghĩa vụ, hồ sơ, điều đang chờ, vị trí qua các tuần.
One agency: its duties, its cases, what is awaited from it, its places week by week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.cases.awaited import answer_by
from monitor.desk.duty_filters import DutyFilters
from monitor.digest.agency import answering
from monitor.digest.past_states import closed_in
from monitor.digest.runs import last_week
from monitor.digest.weekly import week_ahead
from monitor.domain.cases import Case
from monitor.domain.lists import DutyQuery
from monitor.domain.procurement import Agency
from monitor.domain.times import due_day, vietnam_day
from monitor.domain.vocabulary import CaseState, Channel, VerdictKind
from monitor.steps.digest_facts import INSPECTORATE
from monitor.web.desk.duties import shown_duties
from monitor.web.desk.listing import AGENCIES, DUTIES, PAGE, around, days_asked, paged, span_of
from monitor.web.desk.places import DESK, case_path
from monitor.web.refusals import PageRefused
from monitor.web.site import Site
from monitor.web.staff.gate import own_agency, staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

_OPEN, _MENDED, _AWAITED, _SOON = "con-mo", "da-khac-phuc", "cho-tra-loi", "sap-den-han"
_WEEKS = 26
_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One case of the agency; `by` is the last day for its answer, where one is awaited."""

    case: Case
    address: str
    by: date | None = None
    overdue: bool = False


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/don-vi/{agency_id}` and its parts, at the addresses that agencies' digests name."""
    router = APIRouter()

    @router.get(f"{AGENCIES}/{{agency_id}}")
    def show(request: Request, here: _Here, agency_id: str) -> Response:
        own_agency(here, agency_id)
        agency = next((one for one in site.office.agencies if one.id == agency_id), None)
        if agency is None:
            raise PageRefused("no such agency", status=404, key="nothing_here")
        said, part = PageWords(lang_of(request)), request.query_params.get("muc", "")
        with site.office.store.read() as work:
            if part in _CASES:
                told = _cases(site, work, request, agency, part)
            elif part == _SOON:
                told = _duties(site, work, request, agency, said)
            else:
                part, told = "", _overview(site, work, here, agency)
        return site.pages.page(
            f"desk/{'list_agency' if part else 'agency'}.html.j2",
            said.lang,
            **around(site, here, said, f"{AGENCIES}/{agency.id}"),
            agency=agency,
            inside=not here.agency_id,
            all_agencies=site.root + AGENCIES,
            part=part.replace("-", "_"),
            parts=[("list_part_" + one.replace("-", "_"), one) for one in (*_CASES, _SOON)],
            **told,
        )

    return router


def served_by(site: Site, agency: Agency, now: datetime) -> frozenset[str]:
    """The agencies for which this one answers today: itself, and those that it took over."""
    desks = answering(site.office.agencies, vietnam_day(now))
    taken = {one for one, desk in desks.items() if desk.id == agency.id}
    return frozenset(taken | {agency.id})


def _is_open(_site: Site, case: Case, _days: tuple[date, date]) -> bool:
    return case.state.is_open


def _is_mended(_site: Site, case: Case, days: tuple[date, date]) -> bool:
    return closed_in(case, span_of(days), CaseState.RESOLVED)


def _is_awaited(site: Site, case: Case, _days: tuple[date, date]) -> bool:
    return answer_by(case, site.office.desk.manners, site.office.desk.calendar) is not None


_CASES = {_OPEN: _is_open, _MENDED: _is_mended, _AWAITED: _is_awaited}


def _cases(site: Site, work: UnitOfWork, request: Request, agency: Agency, part: str) -> Mapping[str, Any]:
    now, fits = site.clock(), _CASES[part]
    week = last_week(now)
    days = days_asked(request, "tu", "den", (vietnam_day(week.start), due_day(week.end)))
    found = [one for one in work.lists.cases_of(served_by(site, agency, now)) if fits(site, one, days)]
    page = paged(request, len(found), _query(part, days))
    return {
        "page": page,
        "days": days if part == _MENDED else None,
        "duties": (),
        "cases": [_shown(site, one, now) for one in found[page.skip : page.skip + PAGE]],
    }


def _duties(
    site: Site, work: UnitOfWork, request: Request, agency: Agency, said: PageWords
) -> Mapping[str, Any]:
    now = site.clock()
    ahead = week_ahead(now)
    days = days_asked(request, "tu", "den", (vietnam_day(ahead.start), due_day(ahead.end)))
    served = tuple(sorted(served_by(site, agency, now)))
    asked = DutyQuery(served, verdict=VerdictKind.NOT_DUE, due=span_of(days))
    page = paged(request, work.lists.count_duties(asked), _query(_SOON, days))
    return {
        "page": page,
        "days": days,
        "duties": shown_duties(site, work, asked, page.skip, said),
        "cases": (),
    }


def _overview(site: Site, work: UnitOfWork, here: SignedIn, agency: Agency) -> Mapping[str, Any]:
    counts = work.lists.channels(DutyQuery((agency.id,)))
    runs = [] if here.agency_id else work.digests.list(INSPECTORATE)[-_WEEKS:]
    cases = work.lists.cases_of((agency.id,))
    return {
        "channels": [
            (
                channel,
                [
                    (kind, counts.get((channel, kind), 0), _all_of(site, agency, channel, kind))
                    for kind in VerdictKind
                ],
            )
            for channel in Channel
        ],
        "places": [(run, run.places.get(agency.id)) for run in reversed(runs) if run.completed_at],
        "states": [(state, sum(one.state is state for one in cases)) for state in CaseState],
        "queue": f"{site.root}{DESK}/ho-so",
    }


def _all_of(site: Site, agency: Agency, channel: Channel, kind: VerdictKind) -> str:
    return f"{site.root}{DUTIES}?{DutyFilters(agency.id, channel, kind).query()}"


def _shown(site: Site, case: Case, now: datetime) -> CaseShown:
    by = answer_by(case, site.office.desk.manners, site.office.desk.calendar)
    overdue = by is not None and by < vietnam_day(now)
    return CaseShown(case, site.root + case_path(case), by, overdue)


def _query(part: str, days: tuple[date, date]) -> Any:
    def query(**further: str) -> str:
        given = {"muc": part, "tu": days[0].isoformat(), "den": days[1].isoformat(), **further}
        return "&".join(f"{name}={value}" for name, value in given.items())

    return query
