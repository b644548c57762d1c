"""Các cặp chờ đối chiếu: xem vì sao, thấy hệ quả, một phím để nhận hoặc bỏ, hoàn tác được.
Links to review: why they may be one, what would follow, one key to accept or refuse, and undo."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.desk.links import Waterfall, pair_path, stake_of, waterfall
from monitor.domain.rooms import WaitingPair
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.explain import explain
from monitor.reconcile.kind import announced_kind
from monitor.reconcile.review import pair_name
from monitor.reconcile.score import LINK_LOG_ODDS
from monitor.steps.attachments import attachment_notes
from monitor.web.desk.decide import Decision, decide, take_back
from monitor.web.desk.following import following, verdict_words
from monitor.web.desk.pairs import PairFile, PairReader, name_of, waiting
from monitor.web.desk.places import DESK
from monitor.web.refusals import PageRefused
from monitor.web.rooms import Nav
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

LINKS = "/doi-chieu"
NAV = Nav(LINKS, "nav_links", Act.SEE_LINKS, 20)
PAGE = 25
_BAR = 1000
_Here = Annotated[SignedIn, staff(Act.SEE_LINKS, back=LINKS)]
_Deciding = Annotated[SignedIn, staff(Act.DECIDE_LINKS, back=LINKS)]


def routes(site: Site) -> APIRouter:
    """`/doi-chieu`, one pair below it, and the address that digests name."""
    router = APIRouter()
    reader = PairReader(site.office, AgencyResolver(site.office.agencies))

    @router.get(LINKS)
    def show(request: Request, here: _Here) -> Response:
        return _list(site, request, here)

    @router.get(f"{DESK}/doi-chieu")
    def named_by_digests(_here: _Here) -> Response:
        return RedirectResponse(site.root + LINKS, 303)

    @router.get(f"{LINKS}/{{pair}}")
    def one(request: Request, here: _Here, pair: str) -> Response:
        return _pair(site, reader, request, here, pair)

    @router.post(f"{LINKS}/{{pair}}/nhan")
    def accept(request: Request, here: _Deciding, pair: str, form: Form) -> Response:
        return _decided(site, reader, request, here, pair, form, Decision.ACCEPT)

    @router.post(f"{LINKS}/{{pair}}/bo")
    def refuse(request: Request, here: _Deciding, pair: str, form: Form) -> Response:
        return _decided(site, reader, request, here, pair, form, Decision.REFUSE)

    @router.post(f"{LINKS}/{{pair}}/hoan-tac")
    def undo(request: Request, here: _Deciding, pair: str) -> Response:
        problem = take_back(site, here, pair)
        if problem:
            return _pair(site, reader, request, here, pair, problem=problem, status=409)
        return RedirectResponse(f"{site.root}{LINKS}/{pair}", 303)

    return router


def _list(site: Site, request: Request, here: SignedIn) -> Response:
    said = PageWords(lang_of(request))
    with site.office.store.read() as work:
        pairs = waiting(work)
        recent = _recent(work)
    pages = max(1, -(-len(pairs) // PAGE))
    number = min(_number(request.query_params.get("trang", "")), pages)
    shown = pairs[(number - 1) * PAGE : number * PAGE]
    return site.pages.page(
        "desk/links.html.j2",
        said.lang,
        here=here,
        total=len(pairs),
        lines=[_line(pair) for pair in shown],
        names=_names(site),
        recent=recent,
        number=number,
        pages=pages,
        last=request.query_params.get("vua", "")[:20],
        own=site.root + LINKS,
    )


def _line(pair: WaitingPair) -> dict[str, Any]:
    return {"pair": pair, "name": name_of(pair), "stake": stake_of(pair).name.lower()}


def _recent(work: UnitOfWork) -> list[dict[str, Any]]:
    """The last decisions that stand, the newest first, so that a slip is found again."""
    standing = [one for one in work.links.decision_history() if one.undone_at is None][-8:]
    titles = {one.id: one.title for one in work.sightings.get(one.link.sighting_id for one in standing)}
    return [
        {
            "link": one.link,
            "name": pair_name(one.link.sighting_id, one.link.disclosure_id),
            "title": titles.get(one.link.sighting_id, one.link.sighting_id),
        }
        for one in reversed(standing)
    ]


def _pair(
    site: Site,
    reader: PairReader,
    request: Request,
    here: SignedIn,
    name: str,
    *,
    problem: str = "",
    reason: str = "",
    status: int = 200,
) -> Response:
    said = PageWords(lang_of(request))
    with site.office.store.read() as work:
        pairs = waiting(work)
        found = reader.read(work, name, pairs, site.clock(), _ids(request))
    if found is None:
        raise PageRefused("no such pair", status=404, key="nothing_here")
    left = [name_of(one) for one in pairs]
    link, sighting = found.review.link, found.review.sighting
    falls = waterfall(link.reasons, LINK_LOG_ODDS)
    return site.pages.page(
        "desk/pair.html.j2",
        said.lang,
        status=status,
        here=here,
        file=found,
        falls=falls,
        accepted=following(found.following.if_accepted, said) if found.following else (),
        refused=following(found.following.if_refused, said) if found.following else (),
        now_said=verdict_words(found.review.verdict, said) if found.review.verdict else "",
        drawn=_drawn(falls),
        conclusion=_conclusion(found),
        names=_names(site),
        announced=sighting.kind or announced_kind(sighting.title, sighting.body),
        files=attachment_notes(sighting),
        # What does not wait is found again by its ids.
        ids="" if name in left else pair_path(link.sighting_id, link.disclosure_id).removeprefix(name),
        mark=mark_of(found),
        left=len(left),
        next_pair=_next(left, name),
        last=request.query_params.get("vua", "")[:20],
        problem=problem,
        reason=reason,
        may_decide=here.may(Act.DECIDE_LINKS),
        own=site.root + LINKS,
    )


def _decided(
    site: Site,
    reader: PairReader,
    request: Request,
    here: SignedIn,
    name: str,
    form: Form,
    decision: Decision,
) -> Response:
    with site.office.store.read() as work:
        before = [name_of(one) for one in waiting(work)]
    reason = str(form.get("ly_do") or "").strip()[:1000]
    problem = decide(site, here, name, decision, str(form.get("moc") or ""), reason, _ids(request))
    if problem:
        return _pair(site, reader, request, here, name, problem=problem, reason=reason, status=409)
    # Who came for this one pair, from a case, stays with it.
    after = _next(before, name) if name in before else name
    return RedirectResponse(
        f"{site.root}{LINKS}{'/' + after if after else ''}?{urlencode({'vua': name})}", 303
    )


def _ids(request: Request) -> tuple[str, str]:
    """The item and the act that a person puts beside each other."""
    return request.query_params.get("tin", ""), request.query_params.get("viec", "")


def mark_of(found: PairFile) -> str:
    """What the pair was when the page was opened: a decision of somebody else changes it."""
    return f"{found.review.link.state}-{len(found.decisions)}"


def _next(names: list[str], name: str) -> str:
    """The pair after this one, the first one from the last; empty when no other waits."""
    if name not in names:
        return names[0] if names else ""
    at = names.index(name)
    rest = names[at + 1 :] + names[:at]
    return rest[0] if rest else ""


def _drawn(falls: Waterfall) -> dict[str, Any]:
    """Where each bar stands on a ruler of a thousand, with zero and the machine's mark."""
    span = (falls.high - falls.low) or 1.0

    def at(value: float) -> int:
        return round((value - falls.low) / span * _BAR)

    return {
        "bars": [
            (at(min(bar.start, bar.end)), max(4, abs(at(bar.end) - at(bar.start)))) for bar in falls.bars
        ],
        "zero": at(0.0),
        "mark": at(LINK_LOG_ODDS),
    }


def _conclusion(found: PairFile) -> list[str]:
    """What `monitor link explain` says below the reasons."""
    review = found.review
    if found.by_hand:
        return []
    told = explain(review.link, review.sighting, review.disclosure).splitlines()
    return [line for line in told if line.startswith(("Kết luận:", "Đếm trên"))]


def _names(site: Site) -> dict[str, str]:
    return {source.id: source.name for source in site.office.sources}


def _number(text: str) -> int:
    return max(1, int(text)) if text.isascii() and text.isdecimal() and len(text) < 6 else 1
