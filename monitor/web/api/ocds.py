"""Dữ liệu theo chuẩn OCDS: bản công bố, hồ sơ, theo tháng.
OCDS releases and records, also by month."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from monitor.domain.published import Shown, Sought
from monitor.domain.times import start_of_day
from monitor.ocds.packages import record_package, release_package
from monitor.ocds.releases import record_of, releases_of
from monitor.web.api.filters import Paging
from monitor.web.api.models import Month, Months, RecordPackage, ReleasePackage
from monitor.web.api.packages import listed, public
from monitor.web.api.problems import DataRefused, responses
from monitor.web.api.service import Service, answer, cursor_of, read_cursor
from monitor.web.api.wording import both, described

_EVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC))
_MONTH = r"^(19[7-9]\d|20\d\d|21\d\d)-(0[1-9]|1[0-2])$"
MonthText = Annotated[str, Path(pattern=_MONTH, description=both("month"), examples=["2026-09"])]
Ocid = Annotated[str, Path(pattern=r"^[A-Za-z0-9._:~-]{1,300}$", description=both("ocid"))]


def routes(service: Service) -> APIRouter:
    """`/ocds/releases`, `/ocds/records`, `/ocds/records/{ocid}`, `/ocds/release-packages`."""
    router = APIRouter(prefix="/ocds", tags=["OCDS"])

    @router.get(
        "/releases", summary=both("releases"), description=described("releases_about"),
        response_model=ReleasePackage, responses=responses(400, 404),
    )  # fmt: skip
    def releases(request: Request, query: Annotated[Paging, Query()]) -> Response:
        return answer(request, _releases(service, request, query, _EVER))

    @router.get(
        "/records", summary=both("records"), description=described("records_about"),
        response_model=RecordPackage, responses=responses(400, 404),
    )  # fmt: skip
    def records(request: Request, query: Annotated[Paging, Query()]) -> Response:
        return answer(request, _records(service, request, query))

    @router.get(
        "/records/{ocid}", summary=both("record"), description=described("record_about"),
        response_model=RecordPackage, responses=responses(404, 410),
    )  # fmt: skip
    def record(request: Request, ocid: Ocid) -> Response:
        key = ocid.removeprefix(service.publisher.ocid(""))
        with service.office.store.read() as work:
            found = work.published.get([key]).get(key) if key != ocid else None
        shown, process = public(found)
        uri = service.url(f"/ocds/records/{ocid}")
        made = record_of(process, service.publisher)
        return answer(request, record_package([made], service.publisher, uri, shown.changed_at))

    @router.get(
        "/release-packages", summary=both("months"), description=described("months_about"),
        response_model=Months, responses=responses(),
    )  # fmt: skip
    def months(request: Request) -> Response:
        with service.office.store.read() as work:
            found = work.public_counts.release_months()
        items = tuple(Month(month=m, url=service.url(f"/ocds/release-packages/{m}")) for m in found)
        return answer(request, Months(items=items))

    @router.get(
        "/release-packages/{month}", summary=both("month"), description=described("month_about"),
        response_model=ReleasePackage, responses=responses(400, 404),
    )  # fmt: skip
    def month(request: Request, month: MonthText, query: Annotated[Paging, Query()]) -> Response:
        return answer(request, _releases(service, request, query, _span(month)))

    return router


def _span(month: str) -> tuple[datetime, datetime]:
    year, number = map(int, month.split("-"))
    following = date(year + 1, 1, 1) if number == 12 else date(year, number + 1, 1)
    return start_of_day(date(year, number, 1)), start_of_day(following)


def _releases(
    service: Service, request: Request, query: Paging, span: tuple[datetime, datetime]
) -> dict[str, Any]:
    """A page of releases by time. A package without any is no package of the standard: 404."""
    cursor = read_cursor(query.cursor, (str, int))
    after = (cursor[0], cursor[1][0], cursor[1][1]) if cursor else None
    with service.office.store.read() as work:
        found = work.published.releases(*span, after, query.limit + 1)
        page = found[: query.limit]
        shown = work.published.get(key for _, key, _ in page)
    made = {key: _all_of(service, one) for key, one in shown.items()}
    body = [made[key][number] for _, key, number in page if number < len(made[key])]
    if not body:
        raise DataRefused("not_found", 404)
    published = max(one.changed_at for one in shown.values())
    package = release_package(body, service.publisher, _uri(service, request), published)
    return _with_next(service, request, package, cursor_of(*page[-1]) if len(found) > query.limit else "")


def _records(service: Service, request: Request, query: Paging) -> dict[str, Any]:
    at = read_cursor(query.cursor, (str,))
    sought = Sought(after=(at[0], at[1][0]) if at else None)
    found, after = listed(service, request, sought, query.limit)
    if not found:
        raise DataRefused("not_found", 404)
    made = [record_of(process, service.publisher) for _, process in found]
    published = max(shown.changed_at for shown, _ in found)
    package = record_package(made, service.publisher, _uri(service, request), published)
    return {**package, "links": {"next": after}} if after else package


def _all_of(service: Service, shown: Shown) -> list[dict[str, Any]]:
    return releases_of(shown.process, service.publisher) if shown.process else []


def _with_next(service: Service, request: Request, package: dict[str, Any], cursor: str) -> dict[str, Any]:
    return {**package, "links": {"next": service.next_url(request, cursor)}} if cursor else package


def _uri(service: Service, request: Request) -> str:
    return service.next_url(request, request.query_params.get("cursor", ""))
