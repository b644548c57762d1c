"""Gom các gói trong kế hoạch và các gói chỉ định thầu cho các quy tắc về dấu hiệu.
Gathers planned packages that have no notice yet, and direct appointments, planned or concluded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from monitor.domain.patterns import PlannedPackage, Purchase
from monitor.domain.procurement import Notice, Package, Plan, Result
from monitor.law.versions import first_and_latest, grouped
from monitor.reconcile.text import normal_form
from monitor.steps.pattern_sight import Sight
from sources.egp.planned import planned_until, setting_of

_DIRECT = "CDT"


@dataclass(frozen=True, slots=True)
class Listed:
    """A package of a plan's latest version: its names for finding its notice, and what is read of it."""

    planned: PlannedPackage
    names: frozenset[str]
    direct: Purchase | None


def listed_in(plans: Iterable[Plan], sight: Sight) -> tuple[Listed, ...]:
    """The packages of the latest version of every plan; their raw fields are let go."""
    by_number = grouped(plans, lambda plan: plan.plan_no)
    return tuple(one for versions in by_number.values() for one in _of_plan(versions, sight))


def unannounced(
    listed: Iterable[Listed], notices: Mapping[str, list[Notice]], results: Mapping[str, list[Result]]
) -> Iterator[PlannedPackage]:
    """Those for which the store holds neither notice nor result, by any of their names."""
    begun = {name for group in notices.values() for one in group for name in _names(one)}
    begun |= {name for group in results.values() for one in group for name in _names(one)}
    return (one.planned for one in listed if begun.isdisjoint(one.names))


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
        posted = notices.get(number, ())
        if first.direct_appointment and number and planned.isdisjoint(_names(first)):
            purchase = _concluded(number, first, posted[-1] if posted else None, sight)
            if purchase is not None:
                yield purchase


def _of_plan(versions: list[Plan], sight: Sight) -> Iterator[Listed]:
    first, latest = first_and_latest(versions)
    body = sight.body_of(latest.buyer_name, latest.buyer_code)
    coverage = sight.coverage_of(body.id)
    setting, purpose = setting_of(latest.raw), latest.project_name or latest.name
    day = latest.decision_date or (latest.published.day if latest.published else None)
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
        yield Listed(planned, frozenset(names_in_plan(package, latest.plan_no)), direct)


def _concluded(number: str, result: Result, posted: Notice | None, sight: Sight) -> Purchase | None:
    """The price of the package where it is known, as ceilings are about that; else what was paid."""
    price = (posted.price if posted else None) or result.price
    day = result.decision_date or (result.published.day if result.published else None)
    if not price or day is None or not result.procurement_method_details.startswith(_DIRECT):
        return None
    body = sight.body_of(result.buyer_name, result.buyer_code)
    category = result.main_procurement_category
    return Purchase(number, result.name, body.id, body.name, category, price, day, result.capture_id)


def prices_by_name(packages: Iterable[tuple[Iterable[str], int | None]]) -> Mapping[str, int]:
    """What plans give as the price of packages, by each of their names."""
    return {name: price for names, price in packages if price for name in names}


def planned_prices(notices: Iterable[Notice], by_name: Mapping[str, int]) -> tuple[int, ...]:
    """The prices in the plan; a notice shows the estimate instead once one is approved (egp-api §4)."""
    return tuple(by_name[name] for one in notices for name in _names(one) if name in by_name)


def names_in_plan(package: Package, plan_no: str) -> Iterator[str]:
    """What a package may be found by (egp-api §6.2)."""
    yield from (name for name in (package.native_id, package.bid_no, package.notice_no) if name)
    yield f"{plan_no}/{normal_form(package.name)}"


def _names(record: Notice | Result) -> Iterator[str]:
    """What a record of a tender may be found by in a plan (egp-api §6.2); its name within the plan too."""
    yield from (name for name in (record.package_native_id, record.bid_no, record.notice_no) if name)
    if record.plan_no:
        yield f"{record.plan_no}/{normal_form(record.name)}"
