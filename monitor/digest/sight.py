"""Điều chưa nhìn thấy được: nguồn nào, từ khi nào, bao nhiêu kết luận phải chờ.
What we are blind to: which sources, since when, how many conclusions wait for them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.domain.judgement import SourceCoverage, Undetermined
from monitor.domain.letters import BlindReason, BlindSource, Sight
from monitor.domain.sources import Source

# A source that nobody looked at for this long is not seen, whatever its last look said.
_STALE = timedelta(hours=24)
_STALE_LOOKS = 3


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many conclusions wait: for each source, in all, and where no source is declared."""

    by_source: Mapping[str, int] = field(default_factory=dict)
    duties: int = 0
    unwatched: int = 0


def waiting_for(undetermined: Iterable[Undetermined]) -> Waiting:
    """What waits; a conclusion that waits for two sources counts with each, and once in all."""
    items = tuple(undetermined)
    waiting = {(item.duty_id, source_id) for item in items for source_id in item.source_ids}
    return Waiting(
        dict(sorted(Counter(source_id for _, source_id in waiting).items())),
        len({duty_id for duty_id, _ in waiting}),
        len({item.duty_id for item in items if not item.source_ids}),
    )


def sight_of(
    sources: Iterable[Source],
    coverage: Mapping[str, SourceCoverage],
    undetermined: Iterable[Undetermined],
    now: datetime,
    looks: int = 0,
) -> Sight:
    """`seen_at` with what waits as a judging has it at hand."""
    return seen_at(sources, coverage, waiting_for(undetermined), now, looks)


def seen_at(
    sources: Iterable[Source],
    coverage: Mapping[str, SourceCoverage],
    waiting: Waiting,
    now: datetime,
    looks: int = 0,
) -> Sight:
    """What the enabled sources show at `now`: the one definition, for letters and pages alike.

    A source is not seen when its last look did not see everything, when nobody looked lately, or
    when conclusions wait for it because an earlier span was never seen. A hole that was filled, or
    for which nothing waits any more, counts nowhere.
    """
    enabled = [source for source in sources if source.enabled]
    found = [
        _blind(source, coverage.get(source.id), waiting.by_source.get(source.id, 0), now)
        for source in enabled
    ]
    return Sight(
        sources=len(enabled),
        looks=looks,
        blind=tuple(
            sorted((b for b in found if b is not None), key=lambda b: (-b.withheld, b.name, b.source_id))
        ),
        withheld=waiting.duties,
        unwatched=waiting.unwatched,
    )


def _blind(
    source: Source, coverage: SourceCoverage | None, withheld: int, now: datetime
) -> BlindSource | None:
    last = coverage.last_look if coverage else None
    whole = coverage.last_complete if coverage else None
    if last is None:
        reason = BlindReason.NEVER_LOOKED
    elif not last.outcome.saw_everything:
        reason = BlindReason.LAST_LOOK_FAILED
    elif now - last.finished_at > max(_STALE, timedelta(minutes=source.every_minutes * _STALE_LOOKS)):
        reason = BlindReason.NOT_LOOKED_LATELY
    elif withheld:
        reason = BlindReason.GAP
    else:
        return None
    return BlindSource(
        source_id=source.id,
        name=source.name,
        channel=source.channel,
        seen_whole_at=whole.started_at if whole else None,
        outcome=last.outcome if last else None,
        reason=reason,
        detail=last.detail_vi if last else "",
        withheld=withheld,
    )
