"""Sửa một đăng ký: cùng biểu mẫu đã điền sẵn, xem trước rồi mới lưu; địa chỉ không đổi.
Changing a subscription: the same form filled in, previewed, then saved; the address stays."""

from collections.abc import Sequence
from datetime import datetime

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Subscription, TenderEvent
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps import subscribe
from monitor.subscriptions.life import SubscriptionRefused
from monitor.web.forms import is_own_form
from monitor.web.guards import refuse_other_sites
from monitor.web.pages.ask import foreseen, is_live, preview_part, refuse_too_often, shown
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Form, Site, owned
from monitor.web.typed import Problem, Typed, changed, read, typed_in, typed_of
from monitor.web.wording import lang_of


def routes(site: Site) -> APIRouter:
    """`/dang-ky/{secret}/sua`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/dang-ky/{secret}/sua")
    def form_page(request: Request, secret: str) -> Response:
        one = _read(site, secret)
        return _page(site, lang_of(request, one.lang), one, typed_of(one.want, one.rhythm))

    @router.post("/dang-ky/{secret}/sua")
    def act(request: Request, secret: str, form: Form) -> Response:
        refuse_other_sites(request, site.office.web_url)
        one, typed, now = _read(site, secret), typed_in(form), site.clock()
        lang, asked = lang_of(request, one.lang), read(typed)
        if not is_own_form(site, request, form):
            return _page(site, lang, one, typed, strange=True)
        refuse_too_often(site, request, sending=False, now=now)
        want = changed(one.want, asked.want)
        found, reasons = foreseen(site, asked, want, lang, now)
        if is_live(request):
            return preview_part(site, lang, typed, asked.problems, reasons, found, now)
        if form.get("action") != "luu" or asked.problems or reasons:
            return _page(site, lang, one, typed, asked.problems, reasons, found, now)
        try:
            subscribe.edit(site.office, one, want, asked.rhythm, now)
        except SubscriptionRefused as error:
            raise PageRefused(str(error), status=409, key="no_such_step") from error
        return RedirectResponse(f"{site.root}/dang-ky/{secret}?lang={lang}", 303)

    return router


def _read(site: Site, secret: str) -> Subscription:
    """Raises `PageRefused`: 404 for no secret, 409 for one that is not active or paused."""
    with site.office.store.read() as work:
        one = owned(work, secret)
    if one.state not in (SubscriptionState.ACTIVE, SubscriptionState.PAUSED):
        raise PageRefused(f"{one.state} cannot be edited", status=409, key="no_such_step")
    return one


def _page(
    site: Site,
    lang: Lang,
    one: Subscription,
    typed: Typed,
    problems: Sequence[Problem] = (),
    reasons: tuple[str, ...] = (),
    found: tuple[TenderEvent, ...] | None = None,
    now: datetime | None = None,
    *,
    strange: bool = False,
) -> Response:
    return site.pages.page(
        "edit.html.j2",
        lang,
        status=403 if strange else 422 if problems or reasons else 200,
        strange=strange,
        one=one,
        own=f"{site.root}/dang-ky/{one.secret}",
        now=now,
        **shown(site, lang, typed, problems, reasons, found),
    )
