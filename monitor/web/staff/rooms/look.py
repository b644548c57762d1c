"""Nền sáng hay tối, tiếng Việt hay tiếng Anh: nhớ trong cookie, không cần kịch bản.
Light or dark, Vietnamese or English: remembered in a cookie; works without any script."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from monitor.web.forms import OwnForm
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.view import THEME_COOKIE
from monitor.web.ways import own_way
from monitor.web.wording import LANG_COOKIE

_YEAR = 31_536_000
_CHOICES = {THEME_COOKIE: ("light", "dark", "system"), LANG_COOKIE: ("vi", "en")}


def routes(site: Site) -> APIRouter:
    """`/giao-dien`."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.post("/giao-dien")
    def choose(request: Request, form: OwnForm) -> Response:
        response = RedirectResponse(site.root + own_way(request.query_params.get("ve", ""), "/dang-ky"), 303)
        for name, choices in _CHOICES.items():
            chosen = form.get(name)
            if chosen in choices:
                _remember(site, response, name, str(chosen))
        return response

    return router


def _remember(site: Site, response: Response, name: str, chosen: str) -> None:
    path = f"{site.root}/"
    if chosen == "system":
        response.delete_cookie(name, path=path)
        return
    response.set_cookie(
        name, chosen, max_age=_YEAR, path=path, secure=site.tls, httponly=True, samesite="lax"
    )
