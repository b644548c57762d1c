"""Bằng chứng của một điều chưa thấy: đã xem gì, bao nhiêu trang, tìm theo mã và theo tên ra sao.
The proof of an absence: what was searched, the looks made, and the item that comes nearest."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.judgement import Disclosure, Duty, SourceCoverage
from monitor.domain.searched import Holds, SearchLine
from monitor.domain.sources import Look, Sighting, Source
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.glance import Glance, glance, likely
from monitor.reconcile.nearest import SightingIndex, nearest

# Items read in full after all were looked through for codes and for words of the name.
_READ = 60
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
    """What a search among the items of the sources gave; `items` is how many were looked through.

    With `records` they are packages of the agency that the national network was read to hold.
    """

    items: int
    codes: tuple[str, ...]
    with_code: tuple[Sighting, ...]
    nearest: Nearest | None
    records: bool = False


@dataclass(frozen=True, slots=True)
class SourceProof:
    """One source that should show it: the looks since the clock started, the newest first.

    `seen` is the unbroken span seen whole that reaches furthest; `proving` are complete looks that
    ended after the due instant: each of them alone did not contain the item.
    """

    source: Source
    looks: tuple[Look, ...]
    seen: Window | None
    proving: tuple[Look, ...]

    @property
    def incomplete(self) -> tuple[Look, ...]:
        """Looks that did not see everything: they prove nothing."""
        return tuple(look for look in self.looks if not look.outcome.saw_everything)


def source_proof(
    source: Source, coverage: SourceCoverage, looks: Sequence[Look], duty: Duty, since: datetime | None
) -> SourceProof:
    """The looks at one source from `since` (UTC) on, and which of them prove the absence."""
    kept = tuple(look for look in looks if since is None or look.started_at >= since)
    due = duty.due_at
    proving = tuple(
        look for look in kept if look.outcome.saw_everything and due is not None and look.finished_at >= due
    )
    return SourceProof(source, kept, coverage.windows[-1] if coverage.windows else None, proving)


def search(disclosure: Disclosure, items: Sequence[Glance], read: Read, resolver: AgencyResolver) -> Searched:
    """Look for an act by its codes and by its name among the items of the sources.

    All are looked through at a glance; what holds a code or words of the name is `read` in full.
    """
    wanted = set(disclosure.codes)
    with_code = [item.id for item in items if wanted & set(item.codes)]
    most_alike = _nearest(disclosure, items, read, resolver)
    return Searched(len(items), disclosure.codes, tuple(read(with_code)), most_alike)


def search_records(disclosure: Disclosure, lines: Sequence[SearchLine], resolver: AgencyResolver) -> Searched:
    """The same among an agency's packages on the national network, whose looks ask for no name.

    By its codes among all of them; by its name among those that hold a record of its kind.
    """
    wanted, holds = set(disclosure.codes), _HOLDS.get(disclosure.kind)
    items = tuple(map(_as_item, lines))
    by_id = {one.id: one for one in items}
    alike = [
        glance(one) for line, one in zip(lines, items, strict=True) if holds is None or holds in line.holds
    ]

    def read(ids: Iterable[str]) -> Sequence[Sighting]:
        return [by_id[one] for one in ids]

    return Searched(
        len(lines),
        disclosure.codes,
        tuple(one for one in items if wanted & set(one.codes)),
        _nearest(disclosure, alike, read, resolver),
        records=True,
    )


def _nearest(
    disclosure: Disclosure, items: Sequence[Glance], read: Read, resolver: AgencyResolver
) -> Nearest | None:
    likely_ones = read(likely(disclosure.title, items, _READ))
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
