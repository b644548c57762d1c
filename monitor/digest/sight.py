"""Điều chưa nhìn thấy được: nguồn nào, từ khi nào, bao nhiêu kết luận phải chờ.
What we are blind to: which sources, since when, how many conclusions wait for them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.domain.judgement import SourceCoverage, Undetermined
from monitor.domain.letters import BlindReason, BlindSource, Sight
from monitor.domain.sources import Source

# A source that nobody looked at for this long is not seen, whatever its last look said.
_STALE = timedelta(hours=24)
_STALE_LOOKS = 3


def sight_of(
    sources: Iterable[Source],
    coverage: Mapping[str, SourceCoverage],
    undetermined: Iterable[Undetermined],
    now: datetime,
    looks: int = 0,
) -> Sight:
    """What the enabled sources show at `now`.

    A source is blind when its last look did not see everything, when nobody looked lately, or
    when conclusions wait for it because an earlier span was never seen.
    """
    enabled = [source for source in sources if source.enabled]
    waiting = {(item.duty_id, source_id) for item in undetermined for source_id in item.source_ids}
    withheld = Counter(source_id for _, source_id in waiting)
    found = [_blind(source, coverage.get(source.id), withheld[source.id], now) for source in enabled]
    return Sight(
        sources=len(enabled),
        looks=looks,
        blind=tuple(
            sorted((b for b in found if b is not None), key=lambda b: (-b.withheld, b.name, b.source_id))
        ),
        withheld=len({duty_id for duty_id, _ in waiting}),
        unwatched=len({item.duty_id for item in undetermined if not item.source_ids}),
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
