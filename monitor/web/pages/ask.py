"""Đăng ký nhận tin: biểu mẫu, xem trước 30 ngày, gửi thư xác nhận.
Asking for a subscription: the form, the preview of 30 days, the letter that asks for confirmation."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from alerts.harmless import harmless_letter
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import TenderEvent, Want
from monitor.domain.vocabulary import Pace
from monitor.steps import subscribe
from monitor.steps.letterhead import IN_FEED, paged
from monitor.steps.ways import MAIL, WEBHOOK, ZALO, ways_of, webhook_key
from monitor.subscriptions.impossible import Known, impossible
from monitor.subscriptions.life import SubscriptionRefused, consent_text
from monitor.subscriptions.places import place_codes
from monitor.web.forms import is_own_form
from monitor.web.guards import refuse_other_sites
from monitor.web.limits import net_of
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Form, Site
from monitor.web.typed import Asked, Problem, Typed, prefilled, read, sending_problems, typed_in
from monitor.web.wording import PageWords, lang_of
from monitor.wiring import Office
from sources.egp.codelists import code_lists

_SHOWN = 20


def routes(site: Site) -> APIRouter:
    """`/dang-ky`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/dang-ky")
    def form_page(request: Request) -> Response:
        return _page(site, lang_of(request), prefilled(request.query_params.multi_items()))

    @router.get("/dang-ky/da-gui")
    def asked_page(request: Request) -> Response:
        return site.pages.page("asked.html.j2", lang_of(request))

    @router.post("/dang-ky")
    def act(request: Request, form: Form) -> Response:
        refuse_other_sites(request, site.office.web_url)
        typed, lang, now = typed_in(form), lang_of(request), site.clock()
        if not is_own_form(site, request, form):
            return _page(site, lang, typed, strange=True)
        sending = form.get("action") == "gui" and not is_live(request)
        refuse_too_often(site, request, sending=sending, now=now)
        asked = read(typed)
        stands = sending_problems(typed, offered(site.office)) if sending else ()
        problems = [*asked.problems, *stands]
        found, reasons = foreseen(site, asked, asked.want, lang, now)
        if is_live(request):
            return preview_part(site, lang, typed, asked.problems, reasons, found, now)
        if sending and not problems and not reasons:
            try:
                return _send(site, asked, typed, lang, now)
            except SubscriptionRefused as error:
                reasons = (error.vi,)
        return _page(site, lang, typed, problems, reasons, found, now)

    return router


def offered(office: Office) -> tuple[str, ...]:
    """The ways that the form offers; a Zalo user id is known to the account's operator only."""
    return tuple(way for way in ways_of(office) if way != ZALO)


def foreseen(
    site: Site, asked: Asked, want: Want, lang: Lang, now: datetime
) -> tuple[tuple[TenderEvent, ...] | None, tuple[str, ...]]:
    """What it would have matched, or why it never can; neither while the form cannot be read."""
    if asked.problems:
        return None, ()
    try:
        with site.office.store.read() as work:
            return subscribe.preview(site.office, work, want, now), ()
    except SubscriptionRefused as error:
        return None, _reasons(site.office, want, lang, error)


def refuse_too_often(site: Site, request: Request, *, sending: bool, now: datetime) -> None:
    """Raises `PageRefused` (429) for a visitor who has had enough of this hour."""
    limits = site.limits
    limiter = limits.live if is_live(request) else limits.requests if sending else limits.previews
    if not limiter.allow(net_of(request), now):
        raise PageRefused("too often", status=429, key="too_often")


def _reasons(office: Office, want: Want, lang: Lang, error: SubscriptionRefused) -> tuple[str, ...]:
    if lang == "vi":
        return tuple(error.vi.splitlines())
    lists = code_lists()
    known = Known(lists["invest_field"], lists["bid_form"], office.agencies, place_codes((office.province,)))
    return impossible(want, known, lang)


def _send(site: Site, asked: Asked, typed: Typed, lang: Lang, now: datetime) -> Response:
    """Store it and say what comes next. Raises `SubscriptionRefused`."""
    if typed.cach == IN_FEED:
        one = subscribe.ask(site.office, "", lang, IN_FEED, asked.want, asked.rhythm, now)
        return RedirectResponse(f"{site.root}/dang-ky/{one.secret}?lang={lang}", 303)
    if typed.cach == WEBHOOK:
        return _machine(site, asked, typed, lang, now)
    # The address may have had its letters of the day: the answer is the same.
    if site.limits.addresses.allow(asked.address, now):
        with suppress(subscribe.AskedTooOften):
            subscribe.ask(site.office, asked.address, lang, MAIL, asked.want, asked.rhythm, now)
    return RedirectResponse(f"{site.root}/dang-ky/da-gui?lang={lang}", 303)


def _machine(site: Site, asked: Asked, typed: Typed, lang: Lang, now: datetime) -> Response:
    """The receiver's key, this once. The page's address is shown only where no mail brings it."""
    if asked.address and not site.limits.addresses.allow(asked.address, now):
        raise PageRefused("too often", status=429, key="too_often")
    try:
        one = subscribe.ask(
            site.office, typed.dia_chi_may, lang, WEBHOOK, asked.want, asked.rhythm, now, owner=asked.address
        )
    except subscribe.AskedTooOften as error:
        raise PageRefused(str(error), status=429, key="too_often") from error
    own = "" if one.owner else f"{site.root}/dang-ky/{one.secret}"
    return site.pages.page("machine.html.j2", lang, one=one, key=webhook_key(one), own=own)


def _page(
    site: Site,
    lang: Lang,
    typed: Typed,
    problems: Sequence[Problem] = (),
    reasons: tuple[str, ...] = (),
    found: tuple[TenderEvent, ...] | None = None,
    now: datetime | None = None,
    *,
    strange: bool = False,
) -> Response:
    """The form with what was typed; `strange` when it did not carry our token: nothing was read of it."""
    return site.pages.page(
        "ask.html.j2",
        lang,
        status=403 if strange else 422 if problems or reasons else 200,
        strange=strange,
        now=now,
        consent=consent_text(lang),
        ways=offered(site.office),
        **shown(site, lang, typed, problems, reasons, found),
    )


def is_live(request: Request) -> bool:
    """Whether the page itself asks while somebody types: only the preview is answered, nothing is done."""
    return request.headers.get("hx-request") == "true"


def preview_part(
    site: Site,
    lang: Lang,
    typed: Typed,
    problems: Sequence[Problem],
    reasons: tuple[str, ...],
    found: tuple[TenderEvent, ...] | None,
    now: datetime,
) -> Response:
    """The preview alone, with what is not right yet said in it: half a form is no mistake."""
    context = shown(site, lang, typed, problems, reasons, found)
    return site.pages.page("preview.html.j2", lang, now=now, **{**context, "live": True})


def shown(
    site: Site,
    lang: Lang,
    typed: Typed,
    problems: Sequence[Problem],
    reasons: tuple[str, ...],
    found: tuple[TenderEvent, ...] | None,
) -> Mapping[str, Any]:
    """The form with what was typed; `found` is shown beside it, newest first."""
    said = PageWords(lang)
    latest = None if found is None else paged(reversed(found[-_SHOWN:]), site.office.web_url)
    return {
        "typed": typed,
        "problems": {problem.field: said.say(problem.key) for problem in problems},
        "reasons": reasons,
        "events": None if latest is None else tuple(map(harmless_letter, latest)),
        "total": len(found or ()),
        "tenders": len({event.tender.subject_key for event in found or ()}),
        "names": site.names(lang),
        "live": False,
        "choices": _choices(site.office, lang, typed),
        "paces": [(pace.value, said.words.label(pace)) for pace in Pace],
    }


def _choices(office: Office, lang: Lang, typed: Typed) -> Mapping[str, Sequence[tuple[str, str]]]:
    """What can be chosen: codes with words for them; the network's nameless codes are left out.

    What is chosen stands first among many, and stays to be chosen where it is offered to nobody else any
    more, as a body that was merged: an edited subscription must not lose it by saving.
    """
    lists = code_lists(lang)
    names = {agency.id: agency.name for agency in office.agencies}
    chosen = [(number, names[number]) for number in typed.don_vi if number in names]
    standing = sorted((one.name, one.id) for one in office.agencies if not one.successor_id)
    others = [(number, name) for name, number in standing if number not in typed.don_vi]
    return {
        "fields": list(lists["invest_field"].items()),
        "methods": [
            (code, name or code)
            for code, name in lists["bid_form"].items()
            if name or code in typed.hinh_thuc
        ],
        "new_places": [(code, office.province.name) for code in office.province.codes_new],
        "old_places": [(code, code) for code in office.province.codes_old],
        "agencies": [*chosen, *others],
    }
