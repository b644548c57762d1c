"""Đơn vị trả lời về một hồ sơ qua đường dẫn có chữ ký trong thư.
An agency answers about one case by the signed link of its letter; no login, a POST writes it down."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from starlette.responses import Response

from monitor.board.masking import masked
from monitor.cases.answering import case_of_token
from monitor.cases.asking import open_question
from monitor.desk.files import FileRefused
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.staff import Actor, Deed
from monitor.steps.answered import put_in_line
from monitor.steps.audit import audit
from monitor.steps.tell_agencies import ANSWER_KEY
from monitor.web.answer_form import AT_ONCE, AnswerForm, keep_files, reader
from monitor.web.limits import net_of
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

# Who comes by a signed link has no account; the audit log says by which way they came.
_BY_LINK = "signed_link"
# What both sides said to one another, and what was seen at the addresses given.
_SHOWN = (CaseStep.EXPLANATION_ASKED, CaseStep.ANSWERED, CaseStep.ADDRESS_SEEN)


def routes(site: Site) -> APIRouter:
    """`/tra-loi/{token}`: what the case is about, and a form for the address, the reason and files."""
    router = APIRouter(dependencies=[PUBLIC])

    def find(token: str) -> Case:
        with site.office.store.read() as work:
            return _case(work, token)

    @router.get("/tra-loi/{token}")
    def show(request: Request, token: str) -> Response:
        return _page(site, request, find(token), token)

    @router.post("/tra-loi/{token}")
    def answer(
        request: Request, token: str, form: Annotated[AnswerForm, Depends(reader(site, find))]
    ) -> Response:
        said = PageWords(lang_of(request))
        if not form.own:
            return _page(site, request, find(token), token, form, said.say("answer_strange"), status=403)
        try:
            with site.office.store.begin() as work:
                case = _case(work, token)
                if problem := form.problem(case):
                    return _page(site, request, case, token, form, said.say(problem, n=AT_ONCE))
                case = _write_down(site, work, case, form, net_of(request))
        except FileRefused as error:
            # Nothing of the answer was kept: what was typed stands in the form again.
            return _page(site, request, find(token), token, form, error.told(said.lang), about_files=True)
        return _page(site, request, case, token, taken=True)

    return router


def _case(work: UnitOfWork, token: str) -> Case:
    """The case of a token. Raises `PageRefused` (404), the same for whatever is no token of ours."""
    key = work.meta.get(ANSWER_KEY)
    number = case_of_token(token, bytes.fromhex(str(key))) if key else None
    case = work.cases.get(number) if number else None
    if case is None:
        raise PageRefused("no such answer token", status=404, key="not_found")
    return case


def _write_down(site: Site, work: UnitOfWork, case: Case, form: AnswerForm, net: str) -> Case:
    """The case with the answer, its files, its address in line and its row in the audit log.

    Raises `FileRefused`: then nothing of it stands.
    """
    now, agency = site.clock(), case.agency_name or "đơn vị"
    kept = keep_files(work, case, form, now)
    said = form.said(kept)
    case = replace(case, events=(*case.events, CaseEvent(now, agency, CaseStep.ANSWERED, said)))
    work.cases.put_all([case])
    if form.address:
        put_in_line(work, case.id, form.address)
    files = [file.digest for file in kept]
    audit(work, Actor(agency, _BY_LINK, net=net), Deed.CASE_ANSWERED, case.id, now, note=said, files=files)
    return case


def _page(
    site: Site,
    request: Request,
    case: Case,
    token: str,
    form: AnswerForm | None = None,
    problem: str = "",
    *,
    about_files: bool = False,
    taken: bool = False,
    status: int = 422,
) -> Response:
    """The form; with a `problem` what was typed stands in it again."""
    answers = [
        (event, masked(event.note) if event.action == CaseStep.ANSWERED else "")
        for event in case.events
        if event.action in _SHOWN
    ]
    question, rules = open_question(case), site.office.desk
    with site.office.store.read() as work:
        files = work.answer_files.of(case.id)
    return site.pages.page(
        "answer.html.j2",
        lang_of(request),
        status=status if problem else 200,
        case=case,
        answers=answers,
        asked=CaseStep.EXPLANATION_ASKED,
        inspectorate=site.office.province.inspectorate.name,
        until=question.last_day(rules.manners.answer_days, rules.calendar) if question else None,
        overdue=question is not None
        and question.overdue(rules.manners.answer_days, rules.calendar, site.clock()),
        published=site.published.publish != "aggregates",
        files=files,
        own=f"{site.root}/tra-loi/{token}",
        problem=problem,
        about_files=about_files or (form is not None and len(form.files) > AT_ONCE),
        at_once=AT_ONCE,
        form=form or AnswerForm(),
        taken=taken,
    )
