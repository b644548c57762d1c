"""Một gói thầu được tìm thấy bằng gì: mã gói trên Mạng, mã BP, mã IB, hoặc tên trong một kế hoạch.
By what the records of one package find each other, where they do not share the number of a notice.

The network's id first, then its number; a name counts within one plan only (egp-api §6.2).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from monitor.domain.procurement import Notice, Package, Result
from monitor.reconcile.text import normal_form

R = TypeVar("R", Notice, Result)


@dataclass(frozen=True, slots=True)
class PackageRecords:
    """Notices (every version) and results by each name of the package they are about."""

    notices: Mapping[str, list[Notice]]
    results: Mapping[str, list[Result]]

    def knows(self, names: Iterable[str]) -> bool:
        return any(name in self.notices or name in self.results for name in names)

    def notices_elsewhere(self, own: Sequence[Notice | Result]) -> tuple[Notice, ...]:
        """Notices for the package of these records that do not stand under their number."""
        return _elsewhere(self.notices, own)

    def results_elsewhere(self, own: Sequence[Notice | Result]) -> tuple[Result, ...]:
        """Results of the package of these records that stand under another number, or under none."""
        return _elsewhere(self.results, own)


def package_records(notices: Iterable[Notice], results: Iterable[Result]) -> PackageRecords:
    announced: dict[str, list[Notice]] = defaultdict(list)
    concluded: dict[str, list[Result]] = defaultdict(list)
    for notice in notices:
        for name in names_of(notice):
            announced[name].append(notice)
    for result in results:
        for name in names_of(result):
            concluded[name].append(result)
    return PackageRecords(announced, concluded)


def names_in_plan(package: Package, plan_no: str) -> Iterator[str]:
    """The same of a package as its plan lists it."""
    yield from (name for name in (package.native_id, package.bid_no, package.notice_no) if name)
    yield f"{plan_no}/{normal_form(package.name)}"


def names_of(record: Notice | Result) -> Iterator[str]:
    """What a record of a tender may be found by in a plan; its name within the plan too."""
    yield from (name for name in (record.package_native_id, record.bid_no, record.notice_no) if name)
    if record.plan_no:
        yield f"{record.plan_no}/{normal_form(record.name)}"


def prices_by_name(packages: Iterable[tuple[Iterable[str], int | None]]) -> Mapping[str, int]:
    """What plans give as the price of packages, by each of their names."""
    return {name: price for names, price in packages if price for name in names}


def planned_prices(notices: Iterable[Notice], by_name: Mapping[str, int]) -> tuple[int, ...]:
    """The prices in the plan; a notice shows the estimate instead once one is approved (egp-api §4)."""
    return tuple(by_name[name] for one in notices for name in names_of(one) if name in by_name)


def _elsewhere(records: Mapping[str, list[R]], own: Sequence[Notice | Result]) -> tuple[R, ...]:
    found = {
        id(one): one
        for mine in own
        for name in names_of(mine)
        for one in records.get(name, ())
        if one.notice_no != mine.notice_no and _same_package(one, mine)
    }
    return tuple(found.values())


def _same_package(one: Notice | Result, other: Notice | Result) -> bool:
    """They share a name; like names in one plan are two packages where each has a number of its own."""
    return not (one.bid_no and other.bid_no) or one.bid_no == other.bid_no
