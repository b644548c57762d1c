"""Dữ liệu mở tại /api/v1: chỉ đọc, không cần khóa, ai cũng hỏi được từ mọi trang.
Open data at /api/v1: read only, without a key, and open to pages of every origin."""

from collections.abc import Callable

from fastapi import APIRouter, Depends, FastAPI, Request
from starlette.datastructures import MutableHeaders
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from monitor.config import OpenData
from monitor.ocds.values import Publisher
from monitor.subscriptions.places import place_codes
from monitor.web.api import counts, index, ocds, packages
from monitor.web.api.problems import add_problems
from monitor.web.api.service import Service
from monitor.web.api.wording import both, described, vi
from monitor.web.limits import Limiter
from monitor.web.rooms import PUBLIC
from monitor.web.site import Clock
from monitor.wiring import Office
from sources.egp.codelists import code_lists

PATH = "/api/v1"
_SMALL = 1000
_ROUTES: tuple[Callable[[Service], APIRouter], ...] = (
    index.routes,
    packages.routes,
    counts.routes,
    ocds.routes,
)


def open_data(office: Office, clock: Clock, settings: OpenData, limiter: Limiter) -> FastAPI:
    """The application to mount at `PATH`; `clock` gives aware UTC instants."""
    service = service_of(office, clock, settings, limiter)

    def limited(request: Request) -> None:
        service.count(request)

    app = FastAPI(
        title=both("title"),
        description=described("about"),
        version=index.VERSION,
        docs_url=None,
        redoc_url=None,
        dependencies=[PUBLIC, Depends(limited)],
    )
    for routes in _ROUTES:
        app.include_router(routes(service))
    add_problems(app)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALL)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["GET"],
        expose_headers=["ETag", "Retry-After"],
    )
    app.add_middleware(OpenToAll)
    return app


def service_of(office: Office, clock: Clock, settings: OpenData, limiter: Limiter) -> Service:
    """What the routes work with, from what is set."""
    base = f"{office.web_url}{PATH}"
    publisher = Publisher(
        settings.publisher or office.province.inspectorate.name,
        settings.ocid_prefix,
        base,
        code_lists()["bid_form"],
        vi("unnamed"),
        settings.licence,
    )
    return Service(
        office,
        clock,
        settings,
        publisher,
        place_codes((office.province,)),
        {agency.id: agency.name for agency in office.agencies},
        base,
        limiter,
    )


class IndexAddress:
    """Takes the service's own address without a slash at its end too; `root` stands before all of ours."""

    def __init__(self, app: ASGIApp, *, root: str) -> None:
        self._app = app
        self._bare = root + PATH

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"] == self._bare:
            scope = {**scope, "path": scope["path"] + "/"}
        await self._app(scope, receive, send)


class OpenToAll:
    """Lets other pages load what is public, and search engines and caches keep it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def opened(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["cross-origin-resource-policy"] = "cross-origin"
            await send(message)

        await self._app(scope, receive, opened)
