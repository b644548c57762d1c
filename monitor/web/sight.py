"""Mạng đấu thầu quốc gia có đang được nhìn thấy đầy đủ không.
Whether the national network is seen at present, as every page and feed of a subscriber says."""

from datetime import datetime

from monitor.digest.sight import sight_of
from monitor.domain.letters import Sight
from monitor.domain.vocabulary import Channel
from monitor.wiring import Office
from storage.store import UnitOfWork


def network_sight(office: Office, work: UnitOfWork, now: datetime) -> Sight:
    """What the enabled sources of the network show at `now` (UTC)."""
    national = [source for source in office.sources if source.channel is Channel.NATIONAL]
    return sight_of(national, work.sources.coverage(None), (), now)


def blind_since(sight: Sight) -> datetime | None:
    """Since when the network could not be seen whole, while it cannot and once was."""
    seen = [source.seen_whole_at for source in sight.blind if source.seen_whole_at is not None]
    return min(seen, default=None)
