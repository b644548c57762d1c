"""Đọc mọi thứ đứng sau một hồ sơ: nghĩa vụ, hai kênh, bản lưu, lượt kiểm tra.
Reads everything that stands behind one case: duties, both sides, captures, looks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from monitor.cases.assess import by_weight
from monitor.desk.absence import Searched, SourceProof
from monitor.desk.days import Tile, day_tiles
from monitor.desk.links import pair_path
from monitor.desk.sides import Shown, national_side, other_sides
from monitor.domain.bookkeeping import Judged
from monitor.domain.cases import Case
from monitor.domain.judgement import Disclosure, Finding, Link, LinkedSighting
from monitor.domain.sources import Capture
from monitor.domain.vocabulary import Channel, LinkOrigin, LinkState
from monitor.reconcile.agencies import AgencyResolver
from monitor.web.desk.compared import compared
from monitor.web.desk.unseen import AbsenceReader
from monitor.wiring import Office
from storage.store import UnitOfWork

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

    @property
    def nearest_pair(self) -> str:
        """Where a person decides that the nearest item is the one all the same: below `/doi-chieu/`."""
        nearest = self.searched.nearest if self.searched and not self.searched.records else None
        if nearest is None or self.disclosure is None:
            return ""
        return pair_path(nearest.sighting.id, self.disclosure.id)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as its page shows it; `captures` are all that may be opened from it, by id."""

    case: Case
    grounds: tuple[Ground, ...]
    captures: Mapping[str, Capture]


@dataclass(frozen=True)
class CaseReader:
    """Reads case files of one office."""

    office: Office

    @cached_property
    def resolver(self) -> AgencyResolver:
        """Who is who among the agencies."""
        return AgencyResolver(self.office.agencies)

    @cached_property
    def _unseen(self) -> AbsenceReader:
        return AbsenceReader(self.office, self.resolver)

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
        beside = tuple(one for one in shown if finding.channel in (Channel.NATIONAL, one.sighting.channel))
        told = compared(work, disclosure, beside, self.resolver)
        proofs, searched = self._unseen.read(work, finding, judged, disclosure)
        return Ground(
            finding,
            standing,
            judged,
            disclosure,
            day_tiles(judged.duty, judged.verdict, self.office.desk.calendar, now),
            national_side(disclosure, told.versions, told.unlike),
            other_sides(beside, told.unlike),
            proofs,
            searched,
        )


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
            # The pages of the newest complete look that kept any, in which the item did not stand.
            names |= dict.fromkeys(proof.kept.capture_ids if proof.kept else ())
    return {capture.id: capture for capture in work.captures.named(names)}
