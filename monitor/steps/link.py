"""Bước 2: nhận ra cùng một gói thầu trên ba kênh.
Step 2 of the cycle: what must be published, and which sightings show it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState
from monitor.law.disclosures import disclosures_of, seen_only_elsewhere
from monitor.law.further import further_disclosures_of
from monitor.law.subject import AgencyOf
from monitor.reconcile.linking import link_all
from monitor.steps.spread import over_cores
from monitor.wiring import Line
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Linked:
    """Disclosures (those seen only off the national network included), links, and all sightings."""

    disclosures: tuple[Disclosure, ...]
    links: tuple[Link, ...]
    sightings: tuple[Sighting, ...]

    @property
    def recognised(self) -> tuple[Sighting, ...]:
        """The sightings that show a known package."""
        linked = {link.sighting_id for link in self.links if link.state is LinkState.LINKED}
        return tuple(sighting for sighting in self.sightings if sighting.id in linked)


def link(line: Line, now: datetime) -> Linked:
    """Compare every sighting with every disclosure; people's decisions win over the machine.

    1. read records and sightings; 2. disclosures from national records, those included that must
    exist because a later record does; 3. link; 4. what was seen only on a portal or agency page
    becomes a disclosure of its own.
    """

    @cache
    def agency_of(name: str, code: str) -> str:
        return line.resolver.resolve(name, code).agency_id

    with line.store.read() as work:
        disclosures, further = _on_record(work, agency_of)
        sightings = tuple(s for s in work.sightings.all() if s.channel is not Channel.NATIONAL)
        decisions = work.links.decisions()

    source_agencies = {source.id: source.agency_ids for source in line.sources}
    showable = (*disclosures, *_spoken_of(further, sightings, decisions))
    links = link_all(
        sightings, showable, line.resolver, source_agencies, decisions, now, over_cores, line.kept
    )

    taken = {link.sighting_id for link in links if link.state is not LinkState.REFUSED}
    lonely = tuple(sighting for sighting in sightings if sighting.id not in taken)

    def agency_of_sighting(sighting: Sighting) -> str:
        declared = source_agencies.get(sighting.source_id, ())
        if len(declared) == 1:
            return declared[0]
        return line.resolver.mentioned(sighting.title, sighting.body, among=declared)

    elsewhere = tuple(seen_only_elsewhere(lonely, agency_of_sighting))
    return Linked((*disclosures, *further, *elsewhere), tuple(links), sightings)


def _on_record(
    work: UnitOfWork, agency_of: AgencyOf
) -> tuple[tuple[Disclosure, ...], tuple[Disclosure, ...]]:
    """What the national records say must be published: the main acts, and the further ones.

    The records go no further than this: while linking runs they would only fill the memory.
    """
    notices, results = work.records.notices(), work.records.results()
    further = further_disclosures_of(notices, results, work.records.openings(), agency_of)
    return (
        tuple(disclosures_of(work.records.plans(), notices, results, agency_of)),
        # An amendment has no number of days after anything: no duty, and its article is about the notice.
        tuple(disclosure for disclosure in further if disclosure.kind is not DisclosureKind.AMENDMENT),
    )


def _spoken_of(
    further: Iterable[Disclosure], sightings: Iterable[Sighting], decisions: Iterable[Link]
) -> Iterator[Disclosure]:
    """The further acts of a kind that some article announces, or that a person decided on.

    Of the others nothing can be linked, and they would only make every comparison longer.
    """
    announced = {sighting.kind for sighting in sightings}
    decided = {decision.disclosure_id for decision in decisions}
    return (d for d in further if d.kind in announced or d.id in decided)
