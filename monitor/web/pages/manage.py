"""Trang của một đăng ký: đang hỏi gì, nhận thế nào, tin gần nhất; tạm dừng và mở lại.
The page of one subscription by its secret address: what it asks and brought; pause and resume."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from alerts.harmless import harmless_letter
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import Subscription
from monitor.domain.times import end_of_day, vietnam_day
from monitor.steps import subscribe
from monitor.steps.letterhead import IN_FEED, feeds_path, links_of, network_sight, paged
from monitor.steps.machines import MachineRefused, last_failure, try_machine
from monitor.steps.ways import WEBHOOK
from monitor.subscriptions.life import SubscriptionRefused
from monitor.web.forms import OwnForm
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site, owned, refuse_flooding
from monitor.web.wording import PageWords, lang_of
from storage.store import UnitOfWork

Step = Callable[[UnitOfWork, Subscription], Subscription]

_SHOWN = 20
# What the form offers; anything else pauses until it is resumed.
_SPANS = {"7": 7, "30": 30}


@dataclass(frozen=True, slots=True)
class Tried:
    """What came of a trial message."""

    went: bool
    told: str


def routes(site: Site) -> APIRouter:
    """`/dang-ky/{secret}` and its two switches."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/dang-ky/{secret}")
    def manage(request: Request, secret: str) -> Response:
        return _page(site, request, secret)

    @router.post("/dang-ky/{secret}/thu")
    def trial(request: Request, secret: str, _: OwnForm) -> Response:
        with site.office.store.read() as work:
            one = owned(work, secret)
        if one.channel == WEBHOOK:
            refuse_flooding(site, one)
        return _page(site, request, secret, _tried(site, one, lang_of(request, one.lang)))

    @router.post("/dang-ky/{secret}/tam-dung")
    def pause(request: Request, secret: str, form: OwnForm) -> Response:
        now = site.clock()
        until = _until(str(form.get("ngay", "")), now)
        return _switch(site, request, secret, lambda work, one: subscribe.pause(work, one, until, now))

    @router.post("/dang-ky/{secret}/mo-lai")
    def resume(request: Request, secret: str, _: OwnForm) -> Response:
        return _switch(site, request, secret, lambda work, one: subscribe.resume(work, one, site.clock()))

    return router


def _page(site: Site, request: Request, secret: str, tried: Tried | None = None) -> Response:
    now = site.clock()
    with site.office.store.read() as work:
        one = owned(work, secret)
        newest = work.subscriptions.newest(one.id, _SHOWN)
        total = work.subscriptions.count_matches(one.id)
        waiting = work.subscriptions.count_matches(one.id, untold=True)
        sight = network_sight(site.office, work, now)
        failed = last_failure(work, one, site.office)
    lang = lang_of(request, one.lang)
    shown = paged((match.event for match in newest), site.office.web_url)
    return site.pages.page(
        "manage.html.j2",
        lang,
        one=one,
        asked=site.asked(one.want, lang),
        names=site.names(lang),
        events=tuple(map(harmless_letter, shown)),
        total=total,
        waiting=waiting,
        sight=sight,
        now=now,
        own=f"{site.root}/dang-ky/{secret}",
        read=site.root + feeds_path(one.id, one.secret),
        kept=links_of(one.id, one.secret, site.office.web_url).manage if one.channel == IN_FEED else "",
        tried=tried,
        failed=failed,
    )


def _tried(site: Site, one: Subscription, lang: Lang) -> Tried:
    try:
        status = try_machine(site.office, one)
    except MachineRefused as error:
        return Tried(False, error.vi)
    except SubscriptionRefused as error:
        raise PageRefused(str(error), status=409, key="no_such_step") from error
    return Tried(True, PageWords(lang).say("machine_tried", status=status))


def _switch(site: Site, request: Request, secret: str, step: Step) -> Response:
    """Read, change and store in one transaction; then back to the page."""
    try:
        with site.office.store.begin() as work:
            step(work, owned(work, secret))
    except SubscriptionRefused as error:
        raise PageRefused(str(error), status=409, key="no_such_step") from error
    query = f"?lang={lang_of(request)}" if "lang" in request.query_params else ""
    return RedirectResponse(f"{site.root}/dang-ky/{secret}{query}", 303)


def _until(days: str, now: datetime) -> datetime | None:
    """The end of the last day of the pause, in Việt Nam."""
    if days not in _SPANS:
        return None
    return end_of_day(vietnam_day(now) + timedelta(days=_SPANS[days] - 1))
