"""Dải “chưa nhìn thấy”: nguồn nào, từ khi nào, bao nhiêu kết luận phải chờ.
The blind strip above every list: which sources are not seen, since when, and what waits for them."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Lock

from monitor.digest.sight import seen_at
from monitor.domain.letters import Sight
from monitor.domain.lists import REASONS_OF, Held
from monitor.steps.waiting import waiting_now
from monitor.wiring import Office
from storage.store import UnitOfWork

_Key = tuple[tuple[str, ...], str]


@dataclass
class Strip:
    """What is blind now; counted anew after every look, and every minute."""

    office: Office
    _lock: Lock = field(default_factory=Lock)
    _key: _Key | None = None
    _sight: Sight = field(default_factory=Sight)

    def sight(self, work: UnitOfWork, now: datetime) -> Sight:
        """What the enabled sources show at `now` (UTC)."""
        key = work.looks.latest_ids(), f"{now:%Y%m%d%H%M}"
        with self._lock:
            if key != self._key:
                self._sight, self._key = self._look(work, now), key
            return self._sight

    def _look(self, work: UnitOfWork, now: datetime) -> Sight:
        sources = self.office.sources
        seen = seen_at(sources, work.sources.coverage(None), waiting_now(work), now)
        waiting = work.desk.withheld(REASONS_OF[Held.SOURCE])
        named = {source.id: source for source in sources}

        def shows(source_id: str, channel: str, agency_id: str) -> bool:
            source = named[source_id]
            return source.channel == channel and (not source.agency_ids or agency_id in source.agency_ids)

        blind = tuple(
            replace(
                one,
                withheld=sum(
                    n for (channel, who), n in waiting.items() if shows(one.source_id, channel, who)
                ),
            )
            for one in seen.blind
        )
        total = sum(
            n for (channel, who), n in waiting.items() if any(shows(b.source_id, channel, who) for b in blind)
        )
        return replace(seen, blind=tuple(sorted(blind, key=lambda b: (-b.withheld, b.name))), withheld=total)
