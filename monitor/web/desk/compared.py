"""Đọc bản ghi trên Mạng và so từng ô với tin đã đối chiếu: kế hoạch, thông báo, kết quả và việc khác.
Reads the network's records of one act and compares its linked copies with them, field by field."""

from collections.abc import Iterable
from dataclasses import dataclass

from monitor.domain.judgement import Disclosure, LinkedSighting
from monitor.domain.patterns import Difference
from monitor.domain.procurement import Notice, Plan
from monitor.domain.vocabulary import DisclosureKind, LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.differences import Version, differences_of
from monitor.reconcile.package_names import names_in_plan, planned_prices, prices_by_name
from monitor.steps.pattern_tenders import earlier_of
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Compared:
    """The network's versions of an act, oldest first, and where copies read otherwise than any of them."""

    versions: tuple[Version, ...] = ()
    unlike: tuple[Difference, ...] = ()


def compared(
    work: UnitOfWork, disclosure: Disclosure, shown: tuple[LinkedSighting, ...], resolver: AgencyResolver
) -> Compared:
    """Nothing is told apart where only one side is known, or where a copy announces several acts."""
    if disclosure.national is None:
        return Compared()
    versions = _versions(work, disclosure)
    copies = _copies(work, disclosure, shown)
    if not versions or not copies:
        return Compared(versions)
    notices = [one for one in versions if isinstance(one, Notice)]
    before = earlier_of(work.records.changes_of(f"{one.notice_no}-{one.version}" for one in notices))
    closings = [
        *before.closings.get(disclosure.notice_no, ()),
        *(one.tender_period_end for one in notices if one.tender_period_end is not None),
    ]
    prices = [
        *_planned(work, notices),
        *before.prices.get(disclosure.notice_no, ()),
        *_prices(versions),
    ]
    return Compared(versions, differences_of(versions, closings, prices, copies, resolver))


def _versions(work: UnitOfWork, disclosure: Disclosure) -> tuple[Version, ...]:
    """A plan's own; else the notice's, and after them those of its result where that is the act."""
    if disclosure.kind is DisclosureKind.PLAN:
        return tuple(sorted(work.records.plans_of([disclosure.plan_no]), key=lambda one: one.version))
    if not disclosure.notice_no:
        return ()
    notices, _, results = work.records.of_tenders([disclosure.notice_no])
    ordered = sorted(notices, key=lambda one: one.version)
    if disclosure.kind is not DisclosureKind.RESULT:
        return tuple(ordered)
    dated = sorted(results, key=lambda one: one.published.at.isoformat() if one.published else "")
    return (*ordered, *dated)


def _copies(
    work: UnitOfWork, disclosure: Disclosure, shown: tuple[LinkedSighting, ...]
) -> list[LinkedSighting]:
    linked = [
        one
        for one in shown
        if one.link.state is LinkState.LINKED and one.sighting.kind in (None, disclosure.kind)
    ]
    announced = work.desk.announced((one.sighting.id for one in linked), disclosure.kind) if linked else {}
    return [one for one in linked if announced.get(one.sighting.id, 0) == 1]


def _planned(work: UnitOfWork, notices: list[Notice]) -> tuple[int, ...]:
    plans = work.records.plans_of({one.plan_no for one in notices if one.plan_no})
    named = (
        (names_in_plan(package, plan.plan_no), package.price) for plan in plans for package in plan.packages
    )
    return planned_prices(notices, prices_by_name(named))


def _prices(versions: Iterable[Version]) -> list[int]:
    """Of packages: a plan's own price is a total, a result's what was awarded."""
    priced = [
        part
        for one in versions
        for part in (one.packages if isinstance(one, Plan) else (one,) if isinstance(one, Notice) else ())
    ]
    return [one.price for one in priced if one.price]
