"""Mục lục của dữ liệu mở: có những gì, ở đâu, được hỏi bao nhiêu lượt.
The index of open data: what there is, where, and how often one may ask; also for the page about it."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.web.api.models import Index, Place, RateLimit
from monitor.web.api.problems import responses
from monitor.web.api.service import Service, answer
from monitor.web.api.wording import both, described, en, vi

VERSION = "1.0.0"
# The page that says the same to people.
PAGE = "/du-lieu-mo"
_LISTS = {
    "packages": "/packages",
    "notices": "/notices",
    "publications": "/publications",
    "aggregates": "/aggregates",
    "changes": "/changes",
}
_OCDS = {"releases": "/ocds/releases", "records": "/ocds/records", "months": "/ocds/release-packages"}


def routes(service: Service) -> APIRouter:
    """`/`."""
    router = APIRouter()

    @router.get(
        "/", summary=both("index"), description=described("index_about"),
        response_model=Index, responses=responses(),
    )  # fmt: skip
    def index(request: Request) -> Response:
        return answer(request, index_of(service))

    return router


def index_of(service: Service) -> Index:
    """What the service offers; a licence only where the publisher has named one."""
    limiter = service.limiter
    return Index(
        title=vi("title"),
        title_en=en("title"),
        about=vi("about"),
        about_en=en("about"),
        version=VERSION,
        publisher=service.publisher.name,
        licence=service.settings.licence or None,
        page=f"{service.office.web_url}{PAGE}",
        description=service.url("/openapi.json"),
        lists=_places(service, _LISTS),
        ocds=_places(service, _OCDS),
        rate_limit=RateLimit(requests=limiter.most, seconds=int(limiter.span.total_seconds())),
    )


def _places(service: Service, paths: dict[str, str]) -> tuple[Place, ...]:
    return tuple(
        Place(name=name, title=vi(name), title_en=en(name), url=service.url(path))
        for name, path in paths.items()
    )
