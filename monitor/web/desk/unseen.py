"""Đọc bằng chứng của một điều chưa thấy: mọi lượt kiểm tra được đếm, mọi tin được tìm theo mã.
Reads the proof of an absence: all looks are counted, all items searched by code, many by name."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, partial
from threading import Lock

from monitor.desk.absence import ByCode, Searched, SourceProof, search, search_records
from monitor.domain.bookkeeping import Judged
from monitor.domain.judgement import Disclosure, DutyContext, Finding, SourceCoverage
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.glance import Glances
from monitor.rules.absence import required_start
from monitor.wiring import Office
from storage.store import Store, UnitOfWork

# How many looks are listed; all are counted, and listed on a page of their own.
_LOOKS, _PROVING = 30, 3
# Names of more items than this are not compared while somebody waits: a case must open at once.
_MOST_NAMES = 600
_BEARING = 5
_REMEMBERED = 256
# Kept by source and day: a few hundred, of some 200 kB each.
_DAYS = 256


@dataclass(frozen=True, slots=True)
class _Items:
    """Of the items of some sources how many there are, and a glance at the first of them."""

    among: int
    near: Glances


@dataclass
class AbsenceReader:
    """Reads proofs for one office; searches are remembered until there is a new look."""

    office: Office
    resolver: AgencyResolver
    _lock: Lock = field(default_factory=Lock)
    _searched: OrderedDict[tuple[str, ...], Searched] = field(default_factory=OrderedDict)

    @cached_property
    def _items(self) -> Callable[[tuple[str, ...], datetime, tuple[str, ...]], _Items]:
        """Kept a while: cases whose clocks began on the same day look through the same items."""
        return lru_cache(_DAYS)(partial(_items_of, self.office.store))

    def read(
        self, work: UnitOfWork, finding: Finding, judged: Judged, disclosure: Disclosure
    ) -> tuple[tuple[SourceProof, ...], Searched | None]:
        """The looks at each source that should show the act, and what a search for it gave."""
        if finding.verdict is not VerdictKind.MISSING:
            return (), None
        duty = judged.duty
        sources = [
            one
            for one in self.office.sources
            if one.should_show(duty.channel, disclosure.kind, duty.agency_id)
        ]
        coverage = work.sources.coverage([source.id for source in sources])
        since = watched_from(judged, disclosure)
        proofs = tuple(_proof(work, one, coverage[one.id], since, duty.due_at) for one in sources)
        if duty.channel is not Channel.NATIONAL and since is None:
            return proofs, None
        return proofs, self._search(work, finding, disclosure, proofs, since)

    def _search(
        self,
        work: UnitOfWork,
        finding: Finding,
        disclosure: Disclosure,
        proofs: tuple[SourceProof, ...],
        since: datetime | None,
    ) -> Searched:
        newest = tuple(sorted(proof.looks[0].id for proof in proofs if proof.looks))
        key = (finding.fingerprint, *newest)
        with self._lock:
            if key in self._searched:
                return self._searched[key]
        if since is None or finding.channel is Channel.NATIONAL:
            found = self._among_records(work, finding.agency_id, disclosure)
        else:
            found = self._among_items(
                work, tuple(proof.source.id for proof in proofs), since, newest, disclosure
            )
        with self._lock:
            self._searched[key] = found
            if len(self._searched) > _REMEMBERED:
                self._searched.popitem(last=False)
        return found

    def _among_records(self, work: UnitOfWork, agency_id: str, disclosure: Disclosure) -> Searched:
        first, bearing = work.search.bearing(disclosure.codes, agency_id, _BEARING)
        by_code = ByCode(work.search.count_of_agency(agency_id), bearing, first)
        return search_records(
            disclosure, work.search.of_agency(agency_id, _MOST_NAMES), by_code, self.resolver
        )

    def _among_items(
        self,
        work: UnitOfWork,
        sources: tuple[str, ...],
        since: datetime,
        newest: tuple[str, ...],
        disclosure: Disclosure,
    ) -> Searched:
        items = self._items(sources, since, newest)
        first, bearing = work.desk.bearing(disclosure.codes, sources, since, _BEARING)
        by_code = ByCode(items.among, bearing, work.sightings.get(first))
        return search(disclosure, items.near, by_code, work.sightings.get, self.resolver)


def watched_from(judged: Judged, disclosure: Disclosure) -> datetime | None:
    """From when on (UTC) the channel had to be watched for this act, as the verdict itself counts it."""
    return required_start(DutyContext(disclosure, judged.duty, None, (), (), ()))


def _proof(
    work: UnitOfWork, source: Source, coverage: SourceCoverage, since: datetime | None, due: datetime | None
) -> SourceProof:
    looks, name = work.looks, source.id
    tally = looks.tally(name, since, due)
    proving = looks.proving(name, since, due, _PROVING) if due and tally.proving else ()
    kept = next((look for look in proving if look.capture_ids), None)
    if due and proving and kept is None:
        # A look that met the same list again keeps no page.
        kept = next(iter(looks.proving(name, since, due, 1, kept=True)), None)
    return SourceProof(
        source,
        tally,
        looks.history(name, _LOOKS, since),
        coverage.windows[-1] if coverage.windows else None,
        proving,
        looks.first_proving(name, since, due) if due and proving else None,
        kept,
    )


def _items_of(store: Store, sources: tuple[str, ...], since: datetime, newest: tuple[str, ...]) -> _Items:
    """The items of these sources from an instant (UTC) on, as they were after their `newest` looks."""
    with store.read() as work:
        among = sum(work.watched.items_since(sources, since).values())
        return _Items(among, Glances(work.desk.shown_by(sources, since, _MOST_NAMES)))
