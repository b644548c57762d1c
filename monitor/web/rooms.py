"""Các phòng của trang web: mỗi tệp một phòng, có mặt trong thư mục là được mở.
The rooms of the site, found by being in their folder; each route says who may come in."""

import pkgutil
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from fastapi import APIRouter, Depends, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts

import monitor.web
from monitor.access.permissions import Act
from monitor.domain.errors import MonitorError

# An application of its own, mounted as a whole: open data, for everybody.
_ELSEWHERE = "monitor.web.api."


class RouteUndeclared(MonitorError):
    """A route that does not say who may come in: the site does not start with it."""


@dataclass(frozen=True, slots=True)
class Nav:
    """A room's place in the top bar: `path`, the key of its words, who sees it, and where it stands.

    `act` is `None` for what everybody may open.
    """

    path: str
    words: str
    act: Act | None
    order: int


@dataclass(frozen=True, slots=True)
class Room:
    """One module with `routes(site)` and, where it stands in the top bar, `NAV`."""

    name: str
    routes: Callable[[Any], APIRouter]
    nav: tuple[Nav, ...]


def everybody() -> None:
    """The dependency of public routes: it lets everybody in, on purpose."""


PUBLIC = Depends(everybody)


@cache
def rooms() -> tuple[Room, ...]:
    """Every room, in the order of folders and names; routes of the first are tried first."""
    return tuple(_rooms())


def needs(route: RouteContext) -> tuple[Act | None, ...]:
    """What a route asks for: acts, `None` for a public one; empty when it declares nothing."""
    if not isinstance(route.original_route, APIRoute):
        return ()
    return tuple(dict.fromkeys(_needs(route.dependant)))


def opened(site: Any, *more: APIRouter) -> FastAPI:
    """An application with the routes of `more` and of every room.

    They are its own: those of an included router are built once more for each application, and every
    request would ask router after router. It adds no slash to an address and takes none away, as a
    redirect would name host and scheme as a proxy gave them.
    """
    routers = (*more, *(room.routes(site) for room in rooms()))
    return FastAPI(
        routes=[route for router in routers for route in router.routes],
        lifespan=_together(routers),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )


def refuse_undeclared(app: FastAPI) -> None:
    """Raise `RouteUndeclared` for a route that does not say, exactly once, who may come in."""
    for route in iter_route_contexts(app.routes):
        if len(needs(route)) != 1:
            raise RouteUndeclared(f"{sorted(route.methods or ())} {route.path} declares {needs(route)}")


def _together(routers: Iterable[APIRouter]) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    """The lifespan of an application from those of its routers."""

    @asynccontextmanager
    async def begun(app: FastAPI) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for router in routers:
                await stack.enter_async_context(router.lifespan_context(app))
            yield

    return begun


def _needs(dependant: Dependant) -> Iterator[Act | None]:
    for inner in dependant.dependencies:
        if inner.call is everybody:
            yield None
        act = getattr(inner.call, "act", None)
        if isinstance(act, Act):
            yield act
        yield from _needs(inner)


def _rooms() -> Iterator[Room]:
    for found in pkgutil.walk_packages(monitor.web.__path__, "monitor.web."):
        # Folders are rooms' places: what lies beside them is the machinery.
        if found.ispkg or found.name.count(".") == 2 or found.name.startswith(_ELSEWHERE):
            continue
        module = import_module(found.name)
        if callable(routes := getattr(module, "routes", None)):
            nav = getattr(module, "NAV", ())
            yield Room(found.name, routes, (nav,) if isinstance(nav, Nav) else tuple(nav))
