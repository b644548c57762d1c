"""Bằng chứng của một điều chưa thấy: đã xem gì, bao nhiêu trang, tìm theo mã và theo tên ra sao.
The proof of an absence: what was searched, the looks made, and the item that comes nearest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from monitor.domain.judgement import Disclosure
from monitor.domain.rooms import LookTally
from monitor.domain.searched import Holds, SearchLine
from monitor.domain.sources import Look, Sighting, Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.glance import Glances
from monitor.reconcile.nearest import SightingIndex, nearest

# Items read in full after all were looked through for codes and for words of the name.
_READ = 24
T = TypeVar("T")
Read = Callable[[Iterable[str]], Sequence[Sighting]]
_HOLDS = {
    DisclosureKind.PLAN: Holds.PLAN,
    DisclosureKind.NOTICE: Holds.NOTICE,
    DisclosureKind.RESULT: Holds.RESULT,
}


@dataclass(frozen=True, slots=True)
class Nearest:
    """The item most like what was not found: how alike (0 to 1), and why it is not the one."""

    sighting: Sighting
    alike: float
    why: str


@dataclass(frozen=True, slots=True)
class Searched:
    """What a search among the items of the sources gave.

    By its codes the act was looked for among all `items`: `bearing` of them bear one, the first are in
    `with_code`. By its name it was looked for among `compared` of the `near` that stand next to it in
    time, which are fewer where there are very many. With `records` they are packages of the agency that
    the national network was read to hold.
    """

    items: int
    codes: tuple[str, ...]
    bearing: int
    with_code: tuple[Sighting, ...]
    near: int
    compared: int
    nearest: Nearest | None
    records: bool = False


@dataclass(frozen=True, slots=True)
class ByCode(Generic[T]):
    """Of all that were looked through for the codes, how many bear one, and the first of those."""

    among: int
    bearing: int
    first: Sequence[T]


@dataclass(frozen=True, slots=True)
class SourceProof:
    """One source that should show it, and the looks since the clock started at `since` (UTC).

    `tally` counts all of them, `looks` are the newest. `seen` is the unbroken span seen whole that reaches
    furthest. Each of the complete looks that ended after the due instant did not contain the item:
    `proving` are the newest of those, `first` is the first of all, `kept` the newest that kept its pages.
    """

    source: Source
    tally: LookTally
    looks: tuple[Look, ...]
    seen: Window | None
    proving: tuple[Look, ...]
    first: Look | None
    kept: Look | None


def search(
    disclosure: Disclosure,
    items: Glances,
    by_code: ByCode[Sighting],
    read: Read,
    resolver: AgencyResolver,
) -> Searched:
    """Look for an act by its name among items of the sources; what bears its codes was found before.

    All are looked through at a glance; what holds words of the name is `read` in full.
    """
    return Searched(
        by_code.among,
        disclosure.codes,
        by_code.bearing,
        tuple(by_code.first),
        len(items),
        len(items),
        _nearest(disclosure, items, read, resolver),
    )


def search_records(
    disclosure: Disclosure, lines: Sequence[SearchLine], by_code: ByCode[SearchLine], resolver: AgencyResolver
) -> Searched:
    """The same among an agency's packages on the national network, whose looks ask for no name.

    By its name among those of `lines` that hold a record of its kind.
    """
    holds = _HOLDS.get(disclosure.kind)
    alike = (line for line in lines if holds is None or holds in line.holds)
    by_id = {item.id: item for item in map(_as_item, alike)}

    def read(ids: Iterable[str]) -> Sequence[Sighting]:
        return [by_id[one] for one in ids]

    return Searched(
        by_code.among,
        disclosure.codes,
        by_code.bearing,
        tuple(map(_as_item, by_code.first)),
        len(lines),
        len(by_id),
        _nearest(disclosure, Glances(by_id.values()), read, resolver),
        records=True,
    )


def _nearest(disclosure: Disclosure, items: Glances, read: Read, resolver: AgencyResolver) -> Nearest | None:
    likely_ones = read(items.likely(disclosure.title, _READ))
    found = nearest(disclosure, SightingIndex(likely_ones, resolver)) if likely_ones else None
    return Nearest(*found) if found else None


def _as_item(line: SearchLine) -> Sighting:
    numbers = tuple(number for number in (line.notice_no, line.bid_no, line.plan_no) if number)
    return Sighting(
        f"national|{line.key}",
        "",
        Channel.NATIONAL,
        line.key,
        "",
        line.title,
        None,
        line.published_at,
        codes=numbers,
    )
