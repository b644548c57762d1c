"""Sức khỏe của một nguồn cho người đọc: đang thế nào, lượt gần đây, lượng tin so với mong đợi.
The health of a source for people: how it stands, its last looks, volume seen and expected."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from monitor.domain.bookkeeping import Pause
from monitor.domain.judgement import SourceCoverage
from monitor.domain.letters import BlindSource
from monitor.domain.rooms import LookLine
from monitor.domain.sources import Look, Source
from monitor.domain.vocabulary import Outcome
from monitor.rules.flood import Confirmation

VOLUME_SPAN = timedelta(days=30)


class Standing(StrEnum):
    """How a source stands, the worst reason first."""

    PAUSED = "paused"
    DISABLED = "disabled"
    BLIND = "blind"
    SUSPECT = "suspect"
    SEEN = "seen"


TRACK_OF_STANDING = {
    Standing.PAUSED: "late",
    Standing.DISABLED: "neutral",
    Standing.BLIND: "blind",
    Standing.SUSPECT: "late",
    Standing.SEEN: "ok",
}


def track_of(outcome: Outcome) -> str:
    """The colour of one look's square: seen whole, seen in part, not seen."""
    if outcome.saw_everything:
        return "ok"
    return "late" if outcome is Outcome.PARTIAL else "blind"


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of one source; `seen` is the volume of the last 30 days, `None` where none is counted.

    `held` counts conclusions that the flood guard holds back; `looks` are the newest first.
    """

    source: Source
    coverage: SourceCoverage | None
    looks: tuple[LookLine, ...]
    seen: int | None
    held: int = 0
    blind: BlindSource | None = None
    pause: Pause | None = None
    trusted: Confirmation | None = None

    @property
    def standing(self) -> Standing:
        """What a person should know first."""
        if self.pause is not None:
            return Standing.PAUSED
        if not self.source.enabled:
            return Standing.DISABLED
        if self.blind is not None:
            return Standing.BLIND
        return Standing.SUSPECT if self.held else Standing.SEEN

    @property
    def last(self) -> Look | None:
        """The last look, however it ended."""
        return self.coverage.last_look if self.coverage else None

    @property
    def last_complete(self) -> Look | None:
        """The last look that saw everything."""
        return self.coverage.last_complete if self.coverage else None

    @property
    def too_few(self) -> bool:
        """Whether fewer items were seen than a healthy source yields."""
        return self.seen is not None and 0 < self.source.expected_per_30_days > self.seen

    @property
    def outcomes(self) -> tuple[tuple[Outcome, int], ...]:
        """How often each outcome came in the strip, in the order of the vocabulary."""
        found = Counter(look.outcome for look in self.looks)
        return tuple((outcome, found[outcome]) for outcome in Outcome if found[outcome])


_ORDER = tuple(Standing)


def in_order(facts: Iterable[SourceFacts]) -> tuple[SourceFacts, ...]:
    """What needs a person first; sources that are switched off stand at the end."""

    def rank(one: SourceFacts) -> tuple[bool, int, int, str]:
        return (
            one.standing is Standing.DISABLED,
            _ORDER.index(one.standing),
            -one.held,
            one.source.name,
        )

    return tuple(sorted(facts, key=rank))


def volume(source: Source, items: Mapping[str, int], records: Mapping[str, int]) -> int | None:
    """What a source showed in the last 30 days; the network's queries bring records, not items."""
    query = source.settings.get("query")
    if isinstance(query, str):
        return records.get(query)
    return items.get(source.id)


def trusted_by(confirmations: Iterable[Confirmation], source_id: str, now: datetime) -> Confirmation | None:
    """The confirmation of a source that is in force at `now`, the latest one."""
    standing = [one for one in confirmations if one.source_id == source_id and one.holds(now)]
    return standing[-1] if standing else None
