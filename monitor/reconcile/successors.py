"""Cơ quan nào kế thừa cơ quan nào, từ ngày nào: trước ngày sáp nhập là nhiều đơn vị, từ ngày ấy là một.
Who took over from whom and since when: bodies that were merged are several until the day of the merger.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from enum import IntEnum

from monitor.domain.procurement import Agency


class Kinship(IntEnum):
    """What one agency is to another of the same lineage, the closest first; never false."""

    ITSELF = 1
    PREDECESSOR = 2
    SUCCESSOR = 3


class Successors:
    """The successions of a registry.

    Whoever has but one predecessor is that body under another name, on every day. Of several, none was
    it, nor another of them, before the merger; a succession without a day counts as always.
    """

    def __init__(self, agencies: Mapping[str, Agency]) -> None:
        self._agencies = agencies
        before = Counter(agency.successor_id for agency in agencies.values())
        self._renamed = {agency.id for agency in agencies.values() if before[agency.successor_id] == 1}
        self.lineages = {agency_id: self._last(agency_id) for agency_id in agencies}
        members: dict[str, set[str]] = defaultdict(set)
        for agency_id, lineage in self.lineages.items():
            members[lineage].add(agency_id)
        self._members = {lineage: frozenset(ids) for lineage, ids in members.items() if len(ids) > 1}

    def members(self, lineage: str) -> frozenset[str]:
        """The agencies of a lineage; none where there is but one, which is most often so."""
        return self._members.get(lineage, frozenset())

    def kinship(self, one: str, other: str, on: date) -> Kinship | None:
        """What `one` is to `other` for who looks back from that day; `None`: they are two bodies."""
        if one == other:
            return Kinship.ITSELF
        if other in self._heirs(one, on):
            return Kinship.PREDECESSOR
        return Kinship.SUCCESSOR if one in self._heirs(other, on) else None

    def _last(self, agency_id: str) -> str:
        *_, last = (agency_id, *self._heirs(agency_id, date.max))
        return last

    def _heirs(self, agency_id: str, on: date) -> Iterator[str]:
        """Who had taken over from it by that day, one after another."""
        seen = {agency_id}
        agency = self._agencies[agency_id]
        while (heir := self._agencies.get(agency.successor_id)) and heir.id not in seen:
            since = agency.successor_from
            if since and on < since and agency.id not in self._renamed:
                return
            yield heir.id
            seen.add(heir.id)
            agency = heir
