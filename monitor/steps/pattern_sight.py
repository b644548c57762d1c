"""Của ai và đã nhìn thấy đến đâu: dùng chung khi gom hồ sơ cho các quy tắc về dấu hiệu.
Whose a record is and how far the network was seen, shared by what gathers subjects for pattern rules."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from monitor.domain.judgement import SourceCoverage
from monitor.domain.patterns import Coverage
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.wiring import Line

_READ = (DisclosureKind.NOTICE, DisclosureKind.RESULT)


@dataclass(frozen=True, slots=True)
class Body:
    """The agency behind a record: its id (empty: not recognised) and the name people read."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sight:
    """Bodies by name and code, and the national coverage that counts for each.

    A source in `unseen` (distrusted, paused) counts as never seen: it withholds what rests on it.
    """

    line: Line
    known: Mapping[str, SourceCoverage]
    unseen: frozenset[str]
    names: Mapping[str, str]
    _made: dict[str, Coverage] = field(default_factory=dict)

    def body_of(self, name: str, code: str) -> Body:
        agency_id = self.line.resolver.resolve(name, code).agency_id
        return Body(agency_id, self.names.get(agency_id, name))

    def coverage_of(self, agency_id: str) -> Coverage:
        """The national sources that should show an agency's notices and results."""
        if agency_id not in self._made:
            self._made[agency_id] = {
                kind: tuple(
                    self._of(source.id)
                    for source in self.line.sources
                    if source.should_show(Channel.NATIONAL, kind, agency_id)
                )
                for kind in _READ
            }
        return self._made[agency_id]

    def _of(self, source_id: str) -> SourceCoverage:
        if source_id in self.unseen or source_id not in self.known:
            return SourceCoverage(source_id, (), None, None)
        return self.known[source_id]


def sight_of_line(line: Line, known: Mapping[str, SourceCoverage], unseen: frozenset[str]) -> Sight:
    return Sight(line, known, unseen, {agency.id: agency.name for agency in line.agencies})
