"""Dữ liệu của chính đăng ký này: chủ đăng ký tự tải về, tự xóa, không phải hỏi ai.
What is kept of one subscription, to take away or to have erased: of this one alone, as the secret address
of its calendar may have been passed on."""

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.domain.subscriptions import Subscription
from monitor.steps.forget import erase_one, export_one
from monitor.web.forms import OwnForm
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site, owned
from monitor.web.wording import lang_of


def routes(site: Site) -> APIRouter:
    """`/dang-ky/{secret}/du-lieu.json` and `/dang-ky/{secret}/xoa`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get("/dang-ky/{secret}/du-lieu.json")
    def take_away(secret: str) -> Response:
        one = _read(site, secret)
        body = json.dumps(export_one(site.office, one), ensure_ascii=False, indent=1) + "\n"
        named = {"Content-Disposition": f'attachment; filename="{one.id}.json"', "Cache-Control": "no-store"}
        return Response(body, headers=named, media_type="application/json")

    @router.get("/dang-ky/{secret}/xoa")
    def show(request: Request, secret: str) -> Response:
        return _page(site, request, _read(site, secret), done=False)

    @router.post("/dang-ky/{secret}/xoa")
    def act(request: Request, secret: str, _: OwnForm) -> Response:
        one = _read(site, secret)
        erase_one(site.office, one, site.clock())
        return _page(site, request, one, done=True)

    return router


def _read(site: Site, secret: str) -> Subscription:
    with site.office.store.read() as work:
        return owned(work, secret)


def _page(site: Site, request: Request, one: Subscription, *, done: bool) -> Response:
    lang = lang_of(request, one.lang)
    asked, own = site.asked(one.want, lang), f"{site.root}/dang-ky/{one.secret}"
    return site.pages.page("erase.html.j2", lang, one=one, asked=asked, own=own, done=done)
