"""Đăng ký nhận tin: biểu mẫu, xem trước 30 ngày, gửi thư xác nhận.
Asking for a subscription: the form, the preview of 30 days, the letter that asks for confirmation."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from alerts.harmless import harmless_letter
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import TenderEvent, Want
from monitor.domain.vocabulary import Pace
from monitor.steps import subscribe
from monitor.subscriptions.impossible import Known, impossible
from monitor.subscriptions.life import SubscriptionRefused, consent_text
from monitor.subscriptions.places import place_codes
from monitor.web.guards import refuse_other_sites
from monitor.web.limits import visitor
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site
from monitor.web.typed import Asked, Problem, Typed, read, sending_problems, typed_in
from monitor.web.wording import PageWords, lang_of
from monitor.wiring import Office
from sources.egp.codelists import code_lists

_SHOWN = 20


def routes(site: Site) -> APIRouter:
    """`/dang-ky`."""
    router = APIRouter()

    @router.get("/dang-ky")
    def form_page(request: Request) -> Response:
        return _page(site, lang_of(request), Typed())

    @router.get("/dang-ky/da-gui")
    def asked_page(request: Request) -> Response:
        return site.pages.page("asked.html.j2", lang_of(request))

    @router.post("/dang-ky")
    def act(request: Request, form: Form) -> Response:
        refuse_other_sites(request, site.office.web_url)
        typed, lang, now = typed_in(form), lang_of(request), site.clock()
        sending = form.get("action") == "gui"
        _refuse_too_often(site, request, sending, now)
        asked = read(typed)
        problems = [*asked.problems, *(sending_problems(typed) if sending else ())]
        reasons: tuple[str, ...] = ()
        found: tuple[TenderEvent, ...] | None = None
        if not asked.problems:
            try:
                found = _preview(site.office, asked.want, now)
            except SubscriptionRefused as error:
                reasons = _reasons(site.office, asked.want, lang, error)
        if sending and not problems and not reasons:
            _send(site, asked, lang, now)
            return RedirectResponse(f"{site.root}/dang-ky/da-gui?lang={lang}", 303)
        return _page(site, lang, typed, problems, reasons, found, now)

    return router


def _refuse_too_often(site: Site, request: Request, sending: bool, now: datetime) -> None:
    limiter = site.limits.requests if sending else site.limits.previews
    if not limiter.allow(visitor(request.client.host if request.client else ""), now):
        raise PageRefused("too often", status=429, key="too_often")


def _preview(office: Office, want: Want, now: datetime) -> tuple[TenderEvent, ...]:
    with office.store.read() as work:
        return subscribe.preview(office, work, want, now)


def _reasons(office: Office, want: Want, lang: Lang, error: SubscriptionRefused) -> tuple[str, ...]:
    if lang == "vi":
        return tuple(error.vi.splitlines())
    lists = code_lists()
    known = Known(lists["invest_field"], lists["bid_form"], office.agencies, place_codes((office.province,)))
    return impossible(want, known, lang)


def _send(site: Site, asked: Asked, lang: Lang, now: datetime) -> None:
    """Queue the letter, unless the address has had its letters of the day: the answer is the same."""
    if site.limits.addresses.allow(asked.address, now):
        with suppress(subscribe.AskedTooOften):
            subscribe.ask(site.office, asked.address, lang, "mail", asked.want, asked.rhythm, now)


def _page(
    site: Site,
    lang: Lang,
    typed: Typed,
    problems: Sequence[Problem] = (),
    reasons: tuple[str, ...] = (),
    found: tuple[TenderEvent, ...] | None = None,
    now: datetime | None = None,
) -> Response:
    """The form with what was typed; `found` is shown beside it, newest first."""
    said = PageWords(lang)
    return site.pages.page(
        "ask.html.j2",
        lang,
        status=422 if problems or reasons else 200,
        typed=typed,
        problems={problem.field: said.say(problem.key) for problem in problems},
        reasons=reasons,
        events=None
        if found is None
        else tuple(harmless_letter(event) for event in reversed(found[-_SHOWN:])),
        total=len(found or ()),
        tenders=len({event.tender.subject_key for event in found or ()}),
        now=now,
        names=site.names(),
        choices=_choices(site.office),
        consent=consent_text(lang),
        paces=[(pace.value, said.words.label(pace)) for pace in Pace],
    )


def _choices(office: Office) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What can be chosen: codes with words for them; the network's nameless codes are left out."""
    lists = code_lists()
    agencies = sorted((agency.name, agency.id) for agency in office.agencies if not agency.successor_id)
    return {
        "fields": list(lists["invest_field"].items()),
        "methods": [(code, name) for code, name in lists["bid_form"].items() if name],
        "new_places": [(code, office.province.name) for code in office.province.codes_new],
        "old_places": [(code, code) for code in office.province.codes_old],
        "agencies": [(number, name) for name, number in agencies],
    }
