"""Đơn vị trả lời về một hồ sơ qua đường dẫn có chữ ký trong thư.
An agency answers about one case by the signed link of its letter; no login, a POST writes it down."""

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from alerts.harmless import harmless, web_address
from monitor.cases.answering import case_of_token
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.steps.tell_agencies import ANSWER_KEY
from monitor.web.guards import refuse_other_sites
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site
from monitor.web.wording import lang_of
from storage.store import UnitOfWork

_LONGEST = 3000
_LONGEST_ADDRESS = 2000
# A link that got about must not fill a case.
_MOST_ANSWERS = 20


def routes(site: Site) -> APIRouter:
    """`/tra-loi/{token}`: what the case is about, and a form for the address or the reason."""
    router = APIRouter()

    @router.get("/tra-loi/{token}")
    def show(request: Request, token: str) -> Response:
        with site.office.store.read() as work:
            case = _case(work, token)
        return _page(site, request, case, token)

    @router.post("/tra-loi/{token}")
    def answer(request: Request, token: str, form: Form) -> Response:
        refuse_other_sites(request, site.office.web_url)
        address = str(form.get("dia_chi") or "").strip()[:_LONGEST_ADDRESS]
        told = harmless(str(form.get("noi_dung") or ""), _LONGEST)
        with site.office.store.begin() as work:
            case = _case(work, token)
            if problem := _problem(case, address, told):
                return _page(site, request, case, token, problem, address, told, status=422)
            said = "; ".join(part for part in (address and f"đã đăng tại {address}", told) if part)
            event = CaseEvent(site.clock(), case.agency_name or "đơn vị", CaseStep.ANSWERED, said)
            case = replace(case, events=(*case.events, event))
            work.cases.put_all([case])
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


def _problem(case: Case, address: str, told: str) -> str:
    """Why an answer is not taken, as a key of `texts.toml`; empty when it is."""
    if not address and not told:
        return "answer_empty"
    if address and not web_address(address):
        return "answer_address"
    answers = sum(event.action == CaseStep.ANSWERED for event in case.events)
    return "answer_enough" if answers >= _MOST_ANSWERS else ""


def _page(
    site: Site,
    request: Request,
    case: Case,
    token: str,
    problem: str = "",
    address: str = "",
    told: str = "",
    *,
    taken: bool = False,
    status: int = 200,
) -> Response:
    answers = [event for event in case.events if event.action == CaseStep.ANSWERED]
    return site.pages.page(
        "answer.html.j2",
        lang_of(request, "vi"),
        status=status,
        case=case,
        answers=answers,
        own=f"{site.root}/tra-loi/{token}",
        problem=problem,
        address=address,
        told=told,
        taken=taken,
    )
