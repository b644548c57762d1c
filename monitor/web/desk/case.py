"""Trang của một hồ sơ: phát hiện, cách tính hạn, hai kênh, bằng chứng, diễn biến, việc tiếp theo.
The page of one case: finding, count of days, both sides, proof, its life, and what can be done."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.access.permissions import Act
from monitor.cases.answering import answer_token
from monitor.cases.asking import Question, open_question
from monitor.desk.acts import offers
from monitor.desk.rows import queue_row
from monitor.desk.timeline import timeline
from monitor.domain.case_steps import step_label
from monitor.domain.cases import Case
from monitor.domain.desk import FindingFacts
from monitor.domain.times import vietnam_day
from monitor.law.lawbook import load_lawbook
from monitor.steps.reachable import desk_now
from monitor.steps.tell_agencies import ANSWER_KEY
from monitor.web.desk.casefile import CaseFile, CaseReader, Ground
from monitor.web.desk.dossiers import last_made
from monitor.web.desk.entry import case_seen
from monitor.web.desk.law import LAW
from monitor.web.desk.lines import TRACKS, Tag, channel_words, short_sentence, verdict_tag
from monitor.web.desk.links import LINKS
from monitor.web.desk.listing import AGENCIES, LOOKS
from monitor.web.desk.owners import owners
from monitor.web.desk.places import DESK, case_path
from monitor.web.desk.sources import SOURCES
from monitor.web.desk.steps import Problem, take_step
from monitor.web.site import Form, Site
from monitor.web.staff.gate import staff
from monitor.web.view import SignedIn
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

_Here = Annotated[SignedIn, staff(Act.SEE_CASES)]
_Handling = Annotated[SignedIn, staff(Act.HANDLE_CASES, back=DESK)]
_Second = Annotated[SignedIn, staff(Act.CLOSE_AS_SECOND, back=DESK)]


def routes(site: Site) -> APIRouter:
    """`/ban-lam-viec/ho-so/{number}`, what is done there, and the short address that letters may use."""
    router = APIRouter()
    reader = CaseReader(site.office)

    @router.get(f"{DESK}/ho-so/{{number}}")
    def show(request: Request, here: _Here, number: str) -> Response:
        return _page(site, reader, request, here, number)

    @router.get(f"{DESK}/HS-{{rest}}")
    def short(here: _Here, rest: str) -> Response:
        with site.office.store.read() as work:
            case = case_seen(work, here, f"HS-{rest}")
        return RedirectResponse(site.root + case_path(case), 303)

    @router.post(f"{DESK}/ho-so/{{number}}/buoc")
    def step(request: Request, here: _Handling, number: str, form: Form) -> Response:
        return _stepped(site, reader, request, here, number, form)

    @router.post(f"{DESK}/ho-so/{{number}}/nguoi-thu-hai")
    def second(request: Request, here: _Second, number: str, form: Form) -> Response:
        return _stepped(site, reader, request, here, number, form, second=True)

    return router


def _stepped(
    site: Site,
    reader: CaseReader,
    request: Request,
    here: SignedIn,
    number: str,
    form: Form,
    *,
    second: bool = False,
) -> Response:
    """Take the step, then back to the case; or the case again with what is wrong and what was typed."""
    problem = take_step(site, here, number, form, PageWords(lang_of(request)), second=second)
    if problem is None:
        return RedirectResponse(f"{site.root}{case_path(number)}?xong=1", 303)
    return _page(site, reader, request, here, number, problem)


def _page(
    site: Site,
    reader: CaseReader,
    request: Request,
    here: SignedIn,
    number: str,
    problem: Problem | None = None,
) -> Response:
    now, said = site.clock(), PageWords(lang_of(request))
    with site.office.store.read() as work:
        case = case_seen(work, here, number)
        file = reader.read(work, case, now)
        files = work.answer_files.of(case.id)
        desk_asked = desk_now(site.office, work, case.agency_id, now)
        people = work.users.names()
        answer = _answer_path(site, work, here, case)
        givable = [(user.login, user.name) for user in owners(work, here)]
        made = last_made(work, case.id) if here.may(Act.SEE_DOSSIERS) else None
    facts = {ground.finding.fingerprint: _facts(ground) for ground in file.grounds}
    places = _places(site, here, case, vietnam_day(now))
    row = queue_row(case, facts, site.office.desk, now)
    return site.pages.page(
        "desk/case.html.j2",
        said.lang,
        status=problem.status if problem else 200,
        case=case,
        file=file,
        blocks=[_block(ground, said, places["law"]) for ground in file.grounds],
        row=row,
        clock=row.clock,
        entries=timeline(case, for_agency=bool(here.agency_id)),
        inside=not here.agency_id,
        answer=answer,
        files=files,
        offers=_offers(site, here, case, row.clock),
        desk_asked=desk_asked,
        question=open_question(case),
        ask_until=_ask_until(site, now),
        owner=people.get(case.owner, case.owner),
        made_at=made.at if made else None,
        givable=givable,
        problem=problem,
        done="xong" in request.query_params,
        step_words=step_label,
        here=here,
        head=_head(file, said),
        today=vietnam_day(now),
        desk=site.root + DESK,
        own=site.root + case_path(case),
        places=places,
    )


def _places(site: Site, here: SignedIn, case: Case, today: date) -> Mapping[str, Any]:
    """Where what is named leads; nowhere for who may not go there."""
    sources, known = here.may(Act.SEE_SOURCES), {agency.id for agency in site.office.agencies}
    return {
        "own": site.root + case_path(case),
        "sources": site.root + SOURCES if sources else "",
        "looks": site.root + LOOKS if sources else "",
        "links": site.root + LINKS if here.may(Act.SEE_LINKS) and not here.agency_id else "",
        "law": site.root + LAW if here.may(Act.SEE_LAW) else "",
        "agency": f"{site.root}{AGENCIES}/{case.agency_id}" if case.agency_id in known else "",
        "today": today,
    }


def _answer_path(site: Site, work: UnitOfWork, here: SignedIn, case: Case) -> str:
    """Where the agency's officer answers: the page of the signed link that letters bring."""
    key = work.meta.get(ANSWER_KEY) if here.may(Act.ANSWER_CASES) and case.state.is_open else None
    return f"{site.root}/tra-loi/{answer_token(case.id, bytes.fromhex(str(key)))}" if key else ""


def _ask_until(site: Site, now: datetime) -> date:
    """The last day for the answer to a question that is asked now."""
    rules = site.office.desk
    return Question(1, now, ()).last_day(rules.manners.answer_days, rules.calendar)


def _offers(site: Site, here: SignedIn, case: Case, clock: Any) -> Any:
    return offers(
        case,
        clock,
        here.user.login,
        handles=here.may(Act.HANDLE_CASES),
        second=here.may(Act.CLOSE_AS_SECOND),
        four_eyes=site.office.desk.four_eyes,
    )


def _facts(ground: Ground) -> FindingFacts:
    one = ground.finding
    return FindingFacts(
        one.fingerprint, one.channel, one.kind, one.verdict, one.severity, one.due_at, one.days_late
    )


def _block(ground: Ground, said: PageWords, law: str) -> Mapping[str, Any]:
    """What the template says of one finding, in words; `law` is where its rule is explained, if anywhere."""
    finding = ground.finding
    duty = ground.judged.duty if ground.judged else None
    return {
        "ground": ground,
        "finding": finding,
        "track": TRACKS.get(finding.verdict, "neutral") if ground.standing else "ok",
        "tags": (
            verdict_tag(finding.verdict, said),
            Tag("neutral", channel_words(finding.channel, said)),
            *(() if ground.standing else (Tag("ok", said.say("case_settled")),)),
        ),
        "sentence": short_sentence(finding, said),
        "confidence": said.say(f"case_confidence_{duty.confidence.name.lower()}") if duty else "",
        "duty": duty,
        "rule": f"{law}/{duty.rule_id}" if duty and law and duty.rule_id in load_lawbook().by_id else "",
    }


def _head(file: CaseFile, said: PageWords) -> tuple[str, ...]:
    """Numbers and price under the title, behind the agency."""
    first = next((ground.disclosure for ground in file.grounds if ground.disclosure), None)
    codes = first.codes if first else ()
    price = said.words.money(first.price) if first and first.price is not None else ""
    return tuple(fact for fact in (*codes, price) if fact)
