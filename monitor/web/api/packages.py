"""Gói thầu, thông báo mời thầu, nơi đã đăng.
Packages, notices, and where they were seen."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from monitor.domain.published import Process, Shown, Sought
from monitor.domain.vocabulary import Channel
from monitor.web.api import views
from monitor.web.api.conclusions import conclusions, confirmed
from monitor.web.api.filters import PackageQuery
from monitor.web.api.models import (
    NoticePage,
    PackageDetail,
    PackagePage,
    PublicationPage,
    Publications,
)
from monitor.web.api.problems import DataRefused, responses
from monitor.web.api.service import Service, answer, cursor_of
from monitor.web.api.wording import both, described

Key = Annotated[
    str, Path(pattern=r"^[A-Za-z0-9._:~-]{1,200}$", description=both("key"), examples=["IB2600420060"])
]


class PublicationQuery(PackageQuery):
    """Also the channel."""

    channel: Annotated[Channel | None, Query(description=both("channel"))] = None


def routes(service: Service) -> APIRouter:
    """`/packages`, `/packages/{key}`, `/notices`, `/publications`."""
    router = APIRouter()
    lists = responses(400)
    one = responses(404, 410)

    @router.get(
        "/packages", summary=both("packages"), description=described("packages_about"),
        response_model=PackagePage, responses=lists,
    )  # fmt: skip
    def packages(request: Request, query: Annotated[PackageQuery, Query()]) -> Response:
        found, after = listed(service, request, query.sought(service.places), query.limit)
        return answer(
            request, PackagePage(items=tuple(views.package(service, *one) for one in found), next=after)
        )

    @router.get(
        "/packages/{key}", summary=both("package"), description=described("package_about"),
        response_model=PackageDetail, responses=one,
    )  # fmt: skip
    def package(request: Request, key: Key) -> Response:
        return answer(request, _detail(service, key))

    @router.get(
        "/packages/{key}/publications", summary=both("publications"),
        description=described("publications_about"), response_model=Publications, responses=one,
    )  # fmt: skip
    def publications_of(request: Request, key: Key) -> Response:
        with service.office.store.read() as work:
            shown, process = public(work.published.find(key))
        return answer(request, views.seen(service, shown, process))

    @router.get(
        "/notices", summary=both("notices"), description=described("notices_about"),
        response_model=NoticePage, responses=lists,
    )  # fmt: skip
    def notices(request: Request, query: Annotated[PackageQuery, Query()]) -> Response:
        sought = query.sought(service.places, with_notice=True)
        found, after = listed(service, request, sought, query.limit)
        return answer(
            request, NoticePage(items=tuple(views.notice(service, *one) for one in found), next=after)
        )

    @router.get(
        "/publications", summary=both("publications"), description=described("publications_about"),
        response_model=PublicationPage, responses=lists,
    )  # fmt: skip
    def publications(request: Request, query: Annotated[PublicationQuery, Query()]) -> Response:
        sought = query.sought(service.places)
        found, after = listed(service, request, sought, query.limit)
        items = tuple(views.seen(service, *one, query.channel) for one in found)
        return answer(request, PublicationPage(items=items, next=after))

    return router


def listed(
    service: Service, request: Request, sought: Sought, limit: int
) -> tuple[tuple[tuple[Shown, Process], ...], str | None]:
    """A page of packages, and the address of the next one while there is more."""
    with service.office.store.read() as work:
        found = work.published.listed(sought, limit + 1)
    page = found[:limit]
    after = None
    if len(found) > limit:
        after = service.next_url(request, cursor_of(page[-1].sorted_at, page[-1].key))
    return tuple((shown, shown.process) for shown in page if shown.process is not None), after


def public(shown: Shown | None) -> tuple[Shown, Process]:
    """The package with its process. Raises `DataRefused`: 404 for none, 410 for a withdrawn one."""
    if shown is None:
        raise DataRefused("not_found", 404)
    if shown.process is None:
        raise DataRefused("withdrawn", 410)
    return shown, shown.process


def _detail(service: Service, key: str) -> PackageDetail:
    with service.office.store.read() as work:
        shown, process = public(work.published.find(key))
        cases = confirmed(service, work, process)
        said = conclusions(service, work, process)
    return PackageDetail(
        **dict(views.package(service, shown, process)),
        notices=tuple(map(views.version, process.notices)),
        results=views.outcomes(process),
        publications=views.seen(service, shown, process).publications,
        confirmed=cases,
        conclusions=said,
    )
