"""Các dòng của tệp mẫu thành hồ sơ và tin đăng.
Rows of the hand-over template as records and sightings."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from monitor.domain.codes import find_codes
from monitor.domain.procurement import Award, Notice, Package, Plan, Result
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel
from sources.canonical import canonical_url
from sources.egp.rows import CANCELLED
from sources.imports.columns import CHANNELS
from sources.imports.handed import RowProblem

Cells = Mapping[str, Any]

_CHANNEL = dict(zip(CHANNELS, (Channel.PORTAL, Channel.AGENCY_PAGE), strict=True))


def plan_of(cells: Cells) -> Plan:
    """A plan without its packages; without a version it is taken for the first, 00."""
    version = cells["version"] or "00"
    return Plan(
        plan_no=cells["plan_no"],
        version=version,
        native_id=f"{cells['plan_no']}-{version}",
        name=cells["name"],
        buyer_name=cells["buyer_name"],
        buyer_code=cells["buyer_code"] or "",
        published=cells["published"],
        decision_no=cells["decision_no"] or "",
        decision_date=cells["decision_date"],
        decision_agency=cells["decision_agency"] or "",
        project_name=cells["project_name"] or "",
        total=cells["total"],
        raw=_raw(cells),
    )


def package_of(cells: Cells) -> tuple[tuple[str, str], Package]:
    """The package and the (number, version) of the plan it belongs to."""
    name, bid_no = cells["name"], cells["bid_no"] or ""
    package = Package(
        key=bid_no or f"{cells['plan_no']}/{name}",
        native_id="",
        bid_no=bid_no,
        plan_no=cells["plan_no"],
        name=name,
        price=cells["price"],
        main_procurement_category=cells["category"] or "",
        procurement_method_details=cells["method"] or "",
        is_online=cells["is_online"],
        notice_no=cells["notice_no"] or "",
        raw=_raw(cells),
    )
    return (cells["plan_no"], cells["version"] or "00"), package


def with_packages(plan: Plan, packages: Iterable[Package]) -> Plan:
    """The plan with the packages of its sheet, each key once."""
    kept = tuple({package.key: package for package in packages}.values())
    return replace(plan, packages=kept, package_names=tuple(package.name for package in kept))


def notice_of(cells: Cells) -> Notice:
    """A notice; cancelled by its status, never by the reason alone."""
    version = cells["version"] or "00"
    status = cells["status"] or ""
    end = cells["tender_period_end"]
    return Notice(
        notice_no=cells["notice_no"],
        version=version,
        native_id=f"{cells['notice_no']}-{version}",
        name=cells["name"],
        buyer_name=cells["buyer_name"],
        buyer_code="",
        published=cells["published"],
        first_published=cells["first_published"] or (cells["published"] if version == "00" else None),
        plan_no=cells["plan_no"] or "",
        bid_no=cells["bid_no"] or "",
        price=cells["price"],
        main_procurement_category=cells["category"] or "",
        procurement_method_details=cells["method"] or "",
        tender_period_end=end.at if end else None,
        status_for_notify=status,
        cancelled=status in CANCELLED,
        cancel_reason=cells["cancel_reason"] or "",
        cancel_decision_date=cells["cancel_decision_date"],
        is_online=cells["is_online"],
        raw=_raw(cells),
    )


def result_of(cells: Cells) -> Result:
    """A result; several suppliers get no price of their own."""
    names = [name.strip() for name in (cells["suppliers"] or "").split(";") if name.strip()]
    price = cells["price"] if len(names) == 1 else None
    return Result(
        native_id=cells["notice_no"],
        notice_no=cells["notice_no"],
        name=cells["name"],
        buyer_name=cells["buyer_name"],
        buyer_code="",
        published=cells["published"],
        plan_no=cells["plan_no"] or "",
        bid_no=cells["bid_no"] or "",
        decision_no=cells["decision_no"] or "",
        decision_date=cells["decision_date"],
        decision_agency=cells["decision_agency"] or "",
        price=cells["price"],
        procurement_method_details=cells["method"] or "",
        direct_appointment=bool(cells["direct"]),
        awards=tuple(Award(name, "", price) for name in names),
        raw=_raw(cells),
    )


def sighting_of(cells: Cells, now: datetime) -> Sighting:
    """A posting on a portal or agency page, for a channel that cannot be looked at."""
    key = canonical_url(cells["url"])
    if not key:
        raise RowProblem("địa chỉ trang không đọc được", f"unreadable address {cells['url']!r}")
    return Sighting(
        id=f"{cells['source_id']}|{key}",
        source_id=cells["source_id"],
        channel=_CHANNEL[cells["channel"]],
        native_key=key,
        url=cells["url"],
        title=cells["title"],
        published=cells["published"],
        first_seen_at=now,
        codes=find_codes(cells["title"], cells["url"]),
        raw=_raw(cells),
    )


def _raw(cells: Cells) -> dict[str, Any]:
    """The cells as JSON values."""
    return {key: _plain(value) for key, value in cells.items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, str | int | bool):
        return value
    return value.isoformat() if isinstance(value, date) else value.at.isoformat()
