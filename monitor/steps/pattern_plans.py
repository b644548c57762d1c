"""Gom các gói trong kế hoạch và các gói chỉ định thầu cho các quy tắc về dấu hiệu.
Gathers planned packages that have no notice yet, and direct appointments, planned or concluded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.patterns import PlannedPackage, Purchase
from monitor.domain.procurement import Notice, Plan, Result
from monitor.domain.times import start_of_day
from monitor.law.versions import first_and_latest, grouped
from monitor.reconcile.package_names import PackageRecords, names_in_plan, names_of
from monitor.steps.pattern_sight import Sight
from sources.egp.planned import planned_until, setting_of

_DIRECT = "CDT"


@dataclass(frozen=True, slots=True)
class Listed:
    """A package of a plan's latest version: its names for finding its notice, and what is read of it.

    `purpose` is what its plan is for; its first and its latest version were posted, or else decided, at
    `first_posted` and `last_posted` (UTC), `None` where no day is known.
    """

    planned: PlannedPackage
    names: frozenset[str]
    direct: Purchase | None
    purpose: str = ""
    first_posted: datetime | None = None
    last_posted: datetime | None = None


def listed_in(plans: Iterable[Plan], sight: Sight) -> tuple[Listed, ...]:
    """The packages of the latest version of every plan; their raw fields are let go."""
    by_number = grouped(plans, lambda plan: plan.plan_no)
    return tuple(one for versions in by_number.values() for one in _of_plan(versions, sight))


def unannounced(listed: Iterable[Listed], records: PackageRecords) -> Iterator[PlannedPackage]:
    """Those for which the store holds neither notice nor result, by any of their names."""
    return (one.planned for one in listed if not records.knows(one.names))


def purchases_of(
    listed: Iterable[Listed],
    notices: Mapping[str, list[Notice]],
    results: Mapping[str, list[Result]],
    sight: Sight,
) -> Iterator[Purchase]:
    """Each direct appointment once: as planned, else as its result was posted."""
    planned: set[str] = set()
    for one in listed:
        if one.direct is not None:
            planned |= one.names
            yield one.direct
    for number, found in results.items():
        first = found[0]
        if first.direct_appointment and number and planned.isdisjoint(names_of(first)):
            purchase = _concluded(number, found, notices.get(number, []), sight)
            if purchase is not None:
                yield purchase


def _of_plan(versions: list[Plan], sight: Sight) -> Iterator[Listed]:
    first, latest = first_and_latest(versions)
    body = sight.body_of(latest.buyer_name, latest.buyer_code)
    coverage = sight.coverage_of(body.id)
    setting, purpose = setting_of(latest.raw), latest.project_name or latest.name
    day = latest.day
    for package in latest.packages:
        until, words = planned_until(package.raw)
        key = package.bid_no or package.key
        method, price = package.procurement_method_details, package.price
        planned = PlannedPackage(
            key,
            latest.plan_no,
            package.name,
            body.id,
            body.name,
            price,
            method,
            first.published if first else None,
            until,
            words,
            latest.capture_id,
            coverage,
        )
        direct = None
        if method.startswith(_DIRECT) and price and day:
            category = package.main_procurement_category
            direct = Purchase(
                key,
                package.name,
                body.id,
                body.name,
                category,
                price,
                day,
                latest.capture_id,
                purpose,
                setting,
            )
        names = frozenset(names_in_plan(package, latest.plan_no))
        yield Listed(planned, names, direct, purpose, _posted(first or latest), _posted(latest))


def _posted(plan: Plan) -> datetime | None:
    if plan.published is not None:
        return plan.published.at
    return start_of_day(plan.decision_date) if plan.decision_date else None


def _concluded(number: str, results: list[Result], posted: list[Notice], sight: Sight) -> Purchase | None:
    """The price of the package where it is known, as ceilings are about that; else what was paid.

    What was paid for one lot of several is no price of the package.
    """
    result, paid = results[0], {one.price for one in results}
    price = (posted[-1].price if posted else None) or (paid.pop() if len(paid) == 1 else None)
    day = result.day
    if not price or day is None or not result.procurement_method_details.startswith(_DIRECT):
        return None
    body = sight.body_of(result.buyer_name, result.buyer_code)
    category = result.main_procurement_category
    return Purchase(number, result.name, body.id, body.name, category, price, day, result.capture_id)
