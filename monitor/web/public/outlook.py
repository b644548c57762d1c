"""Tầm nhìn của các trang công khai: nguồn nào đang không thấy, lần xem đủ gần nhất lúc nào.
What public pages say of our sight: which sources are not seen, and when we last saw the network whole."""

from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from monitor.digest.sight import sight_of
from monitor.domain.letters import Sight
from monitor.domain.vocabulary import Channel
from monitor.wiring import Office
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class Seen:
    """`whole_at` is the end (UTC) of the last look that saw the national network whole."""

    sight: Sight = field(default_factory=Sight)
    whole_at: datetime | None = None


@dataclass
class Outlook:
    """Looked up once a minute for all readers together."""

    office: Office
    _lock: Lock = field(default_factory=Lock)
    _minute: str = ""
    _seen: Seen = field(default_factory=Seen)

    def seen(self, work: UnitOfWork, now: datetime) -> Seen:
        """What is seen at `now` (UTC)."""
        minute = f"{now:%Y%m%d%H%M}"
        with self._lock:
            if minute != self._minute:
                self._seen, self._minute = self._look(work, now), minute
            return self._seen

    def _look(self, work: UnitOfWork, now: datetime) -> Seen:
        coverage = work.sources.coverage(None)
        national = {source.id for source in self.office.sources if source.channel is Channel.NATIONAL}
        ends = [
            one.last_complete.finished_at
            for name, one in coverage.items()
            if name in national and one.last_complete is not None
        ]
        return Seen(sight_of(self.office.sources, coverage, (), now), max(ends, default=None))
