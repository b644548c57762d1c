"""Danh sách nghĩa vụ công khai: theo kênh, kết luận, hạn, đơn vị, và vì sao chưa kết luận.
The list of duties: by channel, verdict, due days, agency, and why nothing is concluded yet."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.permissions import Act
from monitor.desk.duty_filters import RANKED, DutyFilters, read_duty_filters
from monitor.domain.lists import DutyLine, DutyQuery, Held, ShownAt
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.rules.wording import UNDETERMINED
from monitor.web.desk.lines import Tag
from monitor.web.desk.listing import DUTIES, PAGE, around, paged
from monitor.web.desk.places import case_path
from monitor.web.site import Site
from monitor.web.staff.gate import own_agency, staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

_TRACKS: Mapping[VerdictKind, str] = {
    VerdictKind.ON_TIME: "ok",
    VerdictKind.LATE: "late",
    VerdictKind.MISSING: "breach",
    VerdictKind.UNVERIFIABLE: "blind",
}
_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]


@dataclass(frozen=True, slots=True)
class DutyShown:
    """One line of the table; `case` is the address of the case on its package, if there is one."""

    line: DutyLine
    agency: str
    verdict: Tag
    why: str
    case: str


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/nghia-vu`, at the addresses that digests name."""
    router = APIRouter()

    @router.get(DUTIES)
    def show(request: Request, here: _Here) -> Response:
        said = PageWords(lang_of(request))
        asked, unread = read_duty_filters(request.query_params)
        if here.agency_id and asked.agency:
            own_agency(here, asked.agency)
        asked = replace(asked, agency=here.agency_id or asked.agency)
        named = {one.id: one for one in site.office.sources}
        if unknown := set(asked.sources) - named.keys():
            kept = tuple(one for one in asked.sources if one not in unknown)
            asked, unread = replace(asked, sources=kept), (*unread, "nguon")
        question = asked.asked(
            tuple(ShownAt(named[one].channel, named[one].agency_ids) for one in asked.sources)
        )
        with site.office.store.read() as work:
            page = paged(request, work.lists.count_duties(question), asked.query)
            lines = shown_duties(site, work, question, page.skip, said)
            counted = _counted(work, question)
        return site.pages.page(
            "desk/list_duties.html.j2",
            said.lang,
            **around(site, here, said, DUTIES),
            asked=asked,
            unread=unread,
            page=page,
            lines=lines,
            counted=counted,
            ranked_word=RANKED,
            inside=not here.agency_id,
            agencies=sorted(((one.id, one.name) for one in site.office.agencies), key=lambda one: one[1]),
            channels=[(one, said.words.label(one)) for one in Channel],
            verdicts=[(one, said.words.label(one)) for one in VerdictKind],
            sources=_source_choices(asked, site, said),
            helds=[(one, said.say(f"list_held_{one.name.lower()}")) for one in Held],
        )

    return router


def shown_duties(
    site: Site, work: UnitOfWork, asked: DutyQuery, skip: int, said: PageWords
) -> tuple[DutyShown, ...]:
    """One page of duties in words."""
    names = {agency.id: agency.name for agency in site.office.agencies}
    found = work.lists.duties(asked, skip, PAGE)
    cases = work.lists.case_numbers(one.subject_key for one in found)

    def shown(one: DutyLine) -> DutyShown:
        number = cases.get(one.subject_key, "")
        return DutyShown(
            one,
            names.get(one.agency_id, one.agency_id) or said.say("desk_no_agency"),
            Tag(_TRACKS.get(one.verdict, "neutral"), said.words.label(one.verdict)),
            _why(one, said),
            site.root + case_path(number) if number else "",
        )

    return tuple(map(shown, found))


def _source_choices(asked: DutyFilters, site: Site, said: PageWords) -> list[tuple[str, str]]:
    """Every source by name, and several together where several are asked for."""
    several = [(",".join(asked.sources), said.say("list_sources", n=len(asked.sources)))]
    single = sorted(((one.id, one.name) for one in site.office.sources), key=lambda one: one[1])
    return [*(several if len(asked.sources) > 1 else ()), *single]


def _counted(work: UnitOfWork, asked: DutyQuery) -> Mapping[str, Any] | None:
    """For a list that places are counted from: how many of its duties were on time, concluded, unseen."""
    if not asked.ranked:
        return None
    kinds = dict.fromkeys(VerdictKind, 0)
    for (_, kind), n in work.lists.verdicts(asked).items():
        kinds[kind] += n
    unseen = kinds[VerdictKind.UNVERIFIABLE]
    return {
        "on_time": kinds[VerdictKind.ON_TIME],
        "concluded": sum(kinds.values()) - unseen,
        "unseen": unseen,
    }


def _why(one: DutyLine, said: PageWords) -> str:
    """What stands beside the verdict: the day it was seen, the delay, why nothing is said."""
    parts = []
    if one.published_at is not None:
        parts.append(said.say("list_seen_on", day=said.words.day(one.published_at)))
    if one.verdict in (VerdictKind.LATE, VerdictKind.MISSING) and one.days_late:
        parts.append(said.say("list_days_past", n=one.days_late))
    if one.reason in UNDETERMINED:
        vietnamese, english = UNDETERMINED[one.reason]
        parts.append(english if said.lang == "en" else vietnamese)
    return "; ".join(parts)
