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
    """Notices (every version) and results by each name of the package they are about.

    `names` are those of each record, by its identity: normal forms are dear, and asked for again.
    """

    notices: Mapping[str, list[Notice]]
    results: Mapping[str, list[Result]]
    names: Mapping[int, tuple[str, ...]]

    def knows(self, names: Iterable[str]) -> bool:
        """Whether any notice or result bears one of these names."""
        return any(name in self.notices or name in self.results for name in names)

    def notices_elsewhere(self, own: Sequence[Notice | Result]) -> tuple[Notice, ...]:
        """Notices for the package of these records that do not stand under their number."""
        return self._elsewhere(self.notices, own)

    def results_elsewhere(self, own: Sequence[Notice | Result]) -> tuple[Result, ...]:
        """Results of the package of these records that stand under another number, or under none."""
        return self._elsewhere(self.results, own)

    def _elsewhere(self, records: Mapping[str, list[R]], own: Sequence[Notice | Result]) -> tuple[R, ...]:
        found = {
            id(one): one
            for mine in own
            for name in self.names[id(mine)]
            for one in records.get(name, ())
            if one.notice_no != mine.notice_no and _same_package(one, mine)
        }
        return tuple(found.values())


def package_records(notices: Sequence[Notice], results: Sequence[Result]) -> PackageRecords:
    """The records by their names; what is asked of them later is asked of these very objects."""
    every: tuple[Notice | Result, ...] = (*notices, *results)
    names = {id(one): tuple(names_of(one)) for one in every}
    return PackageRecords(_by_name(notices, names), _by_name(results, names), names)


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


def _by_name(records: Iterable[R], names: Mapping[int, tuple[str, ...]]) -> Mapping[str, list[R]]:
    found: dict[str, list[R]] = defaultdict(list)
    for one in records:
        for name in names[id(one)]:
            found[name].append(one)
    return found


def _same_package(one: Notice | Result, other: Notice | Result) -> bool:
    """They share a name; like names in one plan are two packages where each has a number of its own."""
    return not (one.bid_no and other.bid_no) or one.bid_no == other.bid_no
