"""Trang của một đăng ký: đang hỏi gì, nhận thế nào, tin gần nhất; tạm dừng và mở lại.
The page of one subscription by its secret address: what it asks and brought; pause and resume."""

from collections.abc import Callable
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from alerts.harmless import harmless_letter
from monitor.domain.subscriptions import Subscription
from monitor.domain.times import end_of_day, vietnam_day
from monitor.steps.letterhead import network_sight
from monitor.subscriptions.life import SubscriptionRefused, paused, resumed
from monitor.web.guards import refuse_other_sites
from monitor.web.refusals import PageRefused
from monitor.web.site import Form, Site, owned
from monitor.web.wording import lang_of

Step = Callable[[Subscription], Subscription]

_SHOWN = 20
# What the form offers; anything else pauses until it is resumed.
_SPANS = {"7": 7, "30": 30}


def routes(site: Site) -> APIRouter:
    """`/dang-ky/{secret}` and its two switches."""
    router = APIRouter()

    @router.get("/dang-ky/{secret}")
    def manage(request: Request, secret: str) -> Response:
        now = site.clock()
        with site.office.store.read() as work:
            one = owned(work, secret)
            matches = work.subscriptions.matches(one.id)
            sight = network_sight(site.office, work, now)
        lang = lang_of(request, one.lang)
        newest = tuple(harmless_letter(match.event) for match in reversed(matches[-_SHOWN:]))
        return site.pages.page(
            "manage.html.j2",
            lang,
            one=one,
            asked=site.asked(one.want, lang),
            names=site.names(),
            events=newest,
            total=len(matches),
            waiting=sum(not match.told_in for match in matches),
            sight=sight,
            now=now,
            own=f"{site.root}/dang-ky/{secret}",
        )

    @router.post("/dang-ky/{secret}/tam-dung")
    def pause(request: Request, secret: str, form: Form) -> Response:
        now = site.clock()
        until = _until(str(form.get("ngay", "")), now)
        return _switch(site, request, secret, lambda one: paused(one, until, now))

    @router.post("/dang-ky/{secret}/mo-lai")
    def resume(request: Request, secret: str) -> Response:
        return _switch(site, request, secret, lambda one: resumed(one, site.clock()))

    return router


def _switch(site: Site, request: Request, secret: str, step: Step) -> Response:
    """Read, change and store in one transaction; then back to the page."""
    refuse_other_sites(request, site.office.web_url)
    try:
        with site.office.store.begin() as work:
            work.subscriptions.put([step(owned(work, secret))])
    except SubscriptionRefused as error:
        raise PageRefused(str(error), status=409, key="no_such_step") from error
    query = f"?lang={lang_of(request)}" if "lang" in request.query_params else ""
    return RedirectResponse(f"{site.root}/dang-ky/{secret}{query}", 303)


def _until(days: str, now: datetime) -> datetime | None:
    """The end of the last day of the pause, in Việt Nam."""
    if days not in _SPANS:
        return None
    return end_of_day(vietnam_day(now) + timedelta(days=_SPANS[days] - 1))
