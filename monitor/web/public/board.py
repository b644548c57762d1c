"""Bảng công khai: các đơn vị theo tỷ lệ đúng hạn, xu hướng, cách tính.
The public board: agencies by the share published on time, the trend, and how it is counted."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import Response

from monitor.board.standing import full_percent, ordered, percent
from monitor.digest.ranking import FEW
from monitor.web.public.drawing import months_drawn
from monitor.web.public.sheets import FORMS
from monitor.web.public.standings import Kept, Latest, Standings, method, unseen_limit
from monitor.web.rooms import PUBLIC, Nav
from monitor.web.site import Site
from monitor.web.wording import PageWords, lang_of

BOARD = "/bang"
NAV = Nav(BOARD, "board_nav", None, 60)
# The addresses of the orders; the first is that of the ranks.
ORDERS: Mapping[str, str] = {"dung-han": "on_time", "du-kenh": "full", "cham": "delay", "ten": "name"}


def routes(site: Site) -> APIRouter:
    """`/bang`, ordered by `?xep=`."""
    router = APIRouter(dependencies=[PUBLIC])
    latest, written = Latest(site), Kept[Markup]()

    @router.get(BOARD)
    def show(request: Request) -> Response:
        said = PageWords(lang_of(request))
        with site.office.store.read() as work:
            found = latest.standings(work)
        if found is None:
            return site.pages.page("public/no_board.html.j2", said.lang)
        asked = request.query_params.get("xep", "")
        order = asked if asked in ORDERS else next(iter(ORDERS))
        bodies = written.of(found.counted.at)
        if (said.lang, order) not in bodies:
            bodies[said.lang, order] = _body(site, said, found, order)
        return site.pages.page("public/board.html.j2", said.lang, body=bodies[said.lang, order])

    return router


def shared(site: Site, said: PageWords, found: Standings) -> Mapping[str, Any]:
    """What the board and an agency's page have in common."""
    return {
        "counted": found.counted,
        "table": found.table,
        "percent": percent,
        "full_percent": full_percent,
        "method": method(site, said),
        "least": FEW,
        "unseen_limit": unseen_limit(),
        "forms": tuple(FORMS),
        "board": site.root + BOARD,
    }


def _body(site: Site, said: PageWords, found: Standings, order: str) -> Markup:
    return site.pages.part(
        "public/board_body.html.j2",
        said.lang,
        **shared(site, said, found),
        ranked=ordered(found.table.ranked, ORDERS[order]),
        order=order,
        orders=ORDERS,
        months=found.months,
        chart=months_drawn(found.months, said),
        file="toan-tinh",
    )
