"""Xác nhận và ngừng nhận: mở trang không đổi gì, bấm nút mới đổi.
Confirming and stopping: opening the page changes nothing, as mail scanners open links; a POST does."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from monitor.domain.subscriptions import Subscription
from monitor.steps import subscribe
from monitor.steps.machines import MachineRefused
from monitor.steps.ways import WEBHOOK
from monitor.subscriptions.life import SubscriptionRefused
from monitor.web.forms import OwnForm
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Form, Site, owned, refuse_flooding
from monitor.web.wording import PageWords, lang_of

# RFC 8058, section 3.1: what a mail program posts when its reader presses its own button.
_ONE_CLICK = ("List-Unsubscribe", "One-Click")


def routes(site: Site) -> APIRouter:
    """`/dang-ky/{secret}/xac-nhan` and `/dang-ky/{secret}/huy`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/dang-ky/{secret}/xac-nhan")
    def show_confirm(request: Request, secret: str) -> Response:
        return _page(site, request, "confirm.html.j2", _read(site, secret))

    @router.post("/dang-ky/{secret}/xac-nhan")
    def confirm(request: Request, secret: str, _: OwnForm) -> Response:
        one = _read(site, secret)
        if one.channel == WEBHOOK:
            refuse_flooding(site, one)
        try:
            one = subscribe.confirm(site.office, one, site.clock())
        except MachineRefused as error:
            return _page(site, request, "confirm.html.j2", one, problem=error.vi, status=422)
        except SubscriptionRefused as error:
            raise PageRefused(str(error), status=409, key="too_late") from error
        return _page(site, request, "confirm.html.j2", one)

    @router.get("/dang-ky/{secret}/huy")
    def show_stop(request: Request, secret: str) -> Response:
        return _page(site, request, "stop.html.j2", _read(site, secret))

    @router.post("/dang-ky/{secret}/huy")
    def stop(request: Request, secret: str, form: Form) -> Response:
        # Whoever has the secret may stop it, and a mail program knows no token of ours.
        now = site.clock()
        every = form.get("tat_ca") == "1"
        one = subscribe.stop(site.office, _read(site, secret), now, now, every=every)
        if form.get(_ONE_CLICK[0]) == _ONE_CLICK[1]:
            return PlainTextResponse(PageWords(one.lang).say("stopped_what") + "\n")
        return _page(site, request, "stop.html.j2", one)

    return router


def _read(site: Site, secret: str) -> Subscription:
    with site.office.store.read() as work:
        return owned(work, secret)


def _others(site: Site, one: Subscription) -> int:
    with site.office.store.read() as work:
        return len(subscribe.beside(work, one))


def _page(
    site: Site, request: Request, template: str, one: Subscription, *, problem: str = "", status: int = 200
) -> Response:
    lang = lang_of(request, one.lang)
    own = f"{site.root}/dang-ky/{one.secret}"
    asked = site.asked(one.want, lang)
    context = {"one": one, "asked": asked, "own": own, "problem": problem, "others": _others(site, one)}
    return site.pages.page(template, lang, status=status, **context)
