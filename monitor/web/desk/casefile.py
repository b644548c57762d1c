"""Đọc mọi thứ đứng sau một hồ sơ: nghĩa vụ, hai kênh, bản lưu, lượt kiểm tra.
Reads everything that stands behind one case: duties, both sides, captures, looks."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, partial
from threading import Lock

from monitor.cases.assess import by_weight
from monitor.desk.absence import Searched, SourceProof, search, search_records, source_proof
from monitor.desk.days import Tile, day_tiles
from monitor.desk.sides import Shown, national_side, other_sides
from monitor.domain.bookkeeping import Judged
from monitor.domain.cases import Case
from monitor.domain.judgement import Disclosure, DutyContext, Finding, Link, LinkedSighting
from monitor.domain.patterns import Difference
from monitor.domain.procurement import Notice
from monitor.domain.sources import Capture
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState, VerdictKind
from monitor.reconcile.agencies import AgencyResolver
from monitor.reconcile.differences import differences_of
from monitor.reconcile.glance import Glance, glance
from monitor.rules.absence import required_start
from monitor.wiring import Office
from storage.store import Store, UnitOfWork

_LOOKS = 60
# More items than this are searched on a page of their own: a case must open at once.
_MOST_ITEMS = 600
_REMEMBERED = 256
_DAYS = 64
_ALONE = "sighting:"


@dataclass(frozen=True, slots=True)
class Ground:
    """One finding with all that it rests on."""

    finding: Finding
    standing: bool
    judged: Judged | None
    disclosure: Disclosure | None
    tiles: tuple[Tile, ...] = ()
    national: Shown | None = None
    others: tuple[Shown, ...] = ()
    proofs: tuple[SourceProof, ...] = ()
    searched: Searched | None = None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as its page shows it; `captures` are all that may be opened from it, by id."""

    case: Case
    grounds: tuple[Ground, ...]
    captures: Mapping[str, Capture]


@dataclass
class CaseReader:
    """Reads case files of one office; searches by name are remembered until there is a new look."""

    office: Office
    _lock: Lock = field(default_factory=Lock)
    _searched: OrderedDict[tuple[str, ...], Searched] = field(default_factory=OrderedDict)

    @cached_property
    def _items(self) -> Callable[[tuple[str, ...], datetime, tuple[str, ...]], tuple[Glance, ...]]:
        """Kept a while: cases whose clocks began on the same day look through the same items."""
        return lru_cache(_DAYS)(partial(_glances, self.office.store))

    @cached_property
    def resolver(self) -> AgencyResolver:
        """Who is who among the agencies."""
        return AgencyResolver(self.office.agencies)

    def read(self, work: UnitOfWork, case: Case, now: datetime) -> CaseFile:
        """Everything behind a case at `now` (UTC)."""
        found = work.findings.named(case.fingerprints)
        disclosures = work.desk.disclosures(finding.disclosure_id for finding in found.values())
        linked = _linked(work, disclosures)
        grounds = tuple(
            self._ground(work, case, finding, disclosures.get(finding.disclosure_id), linked, now)
            for finding in _in_order(case, found)
        )
        return CaseFile(case, grounds, _captures(work, grounds))

    def _ground(
        self,
        work: UnitOfWork,
        case: Case,
        finding: Finding,
        disclosure: Disclosure | None,
        linked: Mapping[str, tuple[LinkedSighting, ...]],
        now: datetime,
    ) -> Ground:
        standing = finding.fingerprint in case.open_fingerprints
        judged = work.judgements.duty(finding.duty_id)
        if disclosure is None or judged is None:
            return Ground(finding, standing, judged, disclosure)
        shown = linked.get(disclosure.id, ()) or _alone(work, disclosure, judged)
        notice, unlike = self._differences(work, disclosure, shown)
        proofs, searched = self._absence(work, finding, judged, disclosure)
        return Ground(
            finding,
            standing,
            judged,
            disclosure,
            day_tiles(judged.duty, judged.verdict, self.office.desk.calendar, now),
            national_side(disclosure, notice, unlike),
            tuple(
                one
                for one in other_sides(shown, unlike)
                if finding.channel is Channel.NATIONAL or one.channel is finding.channel
            ),
            proofs,
            searched,
        )

    def _differences(
        self, work: UnitOfWork, disclosure: Disclosure, shown: tuple[LinkedSighting, ...]
    ) -> tuple[Notice | None, tuple[Difference, ...]]:
        """The latest notice, and where copies linked beyond doubt read otherwise than it ever did."""
        if disclosure.kind is not DisclosureKind.NOTICE or not disclosure.notice_no:
            return None, ()
        versions = sorted(work.records.of_tenders([disclosure.notice_no])[0], key=lambda one: one.version)
        if not versions:
            return None, ()
        copies = [one for one in shown if one.link.state is LinkState.LINKED]
        closings = [one.tender_period_end for one in versions if one.tender_period_end is not None]
        prices = [one.price for one in versions if one.price is not None]
        return versions[-1], differences_of(versions, closings, prices, copies, self.resolver)

    def _absence(
        self, work: UnitOfWork, finding: Finding, judged: Judged, disclosure: Disclosure
    ) -> tuple[tuple[SourceProof, ...], Searched | None]:
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
        proofs = tuple(
            source_proof(one, coverage[one.id], work.looks.history(one.id, _LOOKS), duty, since)
            for one in sources
        )
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
            records = work.search.of_agency(finding.agency_id, _MOST_ITEMS)
            found = search_records(disclosure, records, self.resolver)
        else:
            items = self._items(tuple(proof.source.id for proof in proofs), since, newest)
            found = search(disclosure, items, work.sightings.get, self.resolver)
        with self._lock:
            self._searched[key] = found
            if len(self._searched) > _REMEMBERED:
                self._searched.popitem(last=False)
        return found


def _glances(
    store: Store, sources: tuple[str, ...], since: datetime, newest: tuple[str, ...]
) -> tuple[Glance, ...]:
    """The items of these sources from an instant (UTC) on, as they were after their `newest` looks."""
    with store.read() as work:
        return tuple(map(glance, work.desk.shown_by(sources, since, _MOST_ITEMS)))


def watched_from(judged: Judged, disclosure: Disclosure) -> datetime | None:
    """From when on (UTC) the channel had to be watched for this act, as the verdict itself counts it."""
    return required_start(DutyContext(disclosure, judged.duty, None, (), (), ()))


def _linked(
    work: UnitOfWork, disclosures: Mapping[str, Disclosure]
) -> Mapping[str, tuple[LinkedSighting, ...]]:
    found: dict[str, list[LinkedSighting]] = {}
    for link, sighting in work.desk.linked(disclosures):
        found.setdefault(link.disclosure_id, []).append(LinkedSighting(link, sighting))
    return {name: tuple(pairs) for name, pairs in found.items()}


def _alone(work: UnitOfWork, disclosure: Disclosure, judged: Judged) -> tuple[LinkedSighting, ...]:
    """The item itself, where the act was seen on a portal or agency page only."""
    name = disclosure.subject_key.removeprefix(_ALONE)
    if name == disclosure.subject_key:
        return ()
    return tuple(
        LinkedSighting(
            Link(one.id, disclosure.id, LinkState.LINKED, LinkOrigin.CODE, 1.0, (), judged.since), one
        )
        for one in work.sightings.get([name])
    )


def _in_order(case: Case, found: Mapping[str, Finding]) -> Iterable[Finding]:
    """What still stands first, the worst first; what ended after it."""
    ordered = by_weight(found.values())
    return sorted(ordered, key=lambda one: one.fingerprint not in case.open_fingerprints)


def _captures(work: UnitOfWork, grounds: Iterable[Ground]) -> Mapping[str, Capture]:
    names: dict[str, None] = {}
    for ground in grounds:
        shown = (*((ground.national,) if ground.national else ()), *ground.others)
        names |= dict.fromkeys(one.capture_id for one in shown if one.capture_id)
        names |= dict.fromkeys(ground.finding.captures)
        if ground.disclosure is not None:
            names |= dict.fromkeys(ground.disclosure.capture_ids)
        for proof in ground.proofs:
            # The pages of the newest complete look, in which the item did not stand.
            newest = next((look for look in proof.proving if look.capture_ids), None)
            names |= dict.fromkeys(newest.capture_ids if newest else ())
    return {capture.id: capture for capture in work.captures.named(names)}
