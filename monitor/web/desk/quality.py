"""Chất lượng phát hiện: người xác nhận, chấp nhận giải trình, thấy sai bao nhiêu; quy tắc nêu quá nhiều.
Quality of findings: per rule, the shares that people confirmed, excused or overturned; floods."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.desk.quality import qualities
from monitor.domain.vocabulary import RuleTrack
from monitor.rules.patterns.flooding import COUNTS, counts_of
from monitor.rules.registry import every_rule
from monitor.web.desk.listing import FINDINGS, PATTERNS
from monitor.web.desk.places import DESK
from monitor.web.rooms import Nav
from monitor.web.site import Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import lang_of

QUALITY = "/chat-luong"
NAV = Nav(QUALITY, "nav_quality", Act.SEE_QUALITY, 50)
_Here = Annotated[SignedIn, staff(Act.SEE_QUALITY, back=QUALITY)]


def routes(site: Site) -> APIRouter:
    """`/chat-luong`."""
    router = APIRouter()

    @router.get(QUALITY)
    def show(request: Request, here: _Here) -> Response:
        with site.office.store.read() as work:
            rules = qualities(
                every_rule(),
                work.quality.standing(),
                work.quality.decided(),
                work.quality.overturned(),
                counts_of(work.meta.get(COUNTS)),
            )
        return site.pages.page(
            "desk/quality.html.j2",
            lang_of(request),
            here=here,
            tracks=[(track, [rule for rule in rules if rule.track is track]) for track in RuleTrack],
            floods=[rule for rule in rules if rule.floods],
            decided=sum(rule.decided for rule in rules),
            own=site.root + QUALITY,
            # Who may see no case may not see what rules found either.
            listed=_lists(site) if here.may(Act.SEE_CASES) else {},
        )

    @router.get(f"{DESK}/chat-luong")
    def from_the_desk(_here: _Here) -> Response:
        return RedirectResponse(site.root + QUALITY, 303)

    return router


def _lists(site: Site) -> Mapping[RuleTrack, str]:
    """Where what stands now is listed, by track."""
    return {RuleTrack.OBSERVATION: site.root + FINDINGS, RuleTrack.PATTERN: site.root + PATTERNS}
