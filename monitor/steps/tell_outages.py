"""Báo nguồn chưa xem được: một thư cho cả nhóm nguồn, một thư khi tất cả trở lại.
Tell of outages: one message for all sources that crossed the line, one when all are back."""

from datetime import datetime

from monitor.digest.keys import outage_key
from monitor.digest.outage import OutageNews, as_kept, from_kept, outage_news
from monitor.domain.cases import Message, Recipient
from monitor.domain.letters import Heading, Sight
from monitor.domain.notices import OutageData
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.steps.letterhead import written
from monitor.wiring import Line
from storage.store import UnitOfWork

OUTAGES = "outages"


def queue_outages(line: Line, work: UnitOfWork, sight: Sight, leaves: datetime, now: datetime) -> int:
    """Queue what is to be told of sources out of sight at `now` (UTC); how many messages."""
    kept = work.meta.get(OUTAGES)
    names = {source.id: source.name for source in line.sources if source.enabled}
    news = outage_news(sight.blind, names, from_kept(kept), line.outage_patience, now)
    remembered = as_kept(news.after)
    if remembered != kept and (kept or news.after.since):
        work.meta.set(OUTAGES, remembered)
    if not (news.lost or news.back):
        return 0
    return sum(
        work.outbox.queue(_message(line, reader, news, names, sight, now), leaves)
        for reader in line.recipients
    )


def _message(
    line: Line, reader: Recipient, news: OutageNews, names: dict[str, str], sight: Sight, now: datetime
) -> Message:
    data = OutageData(
        Heading(reader.name, line.province.name, now, synthetic=line.synthetic),
        news.lost,
        tuple(names[source_id] for source_id in news.back),
        sight.withheld,
    )
    ids = news.back or tuple(one.source.source_id for one in news.lost)
    # Told with the instant: the same sources may be lost again next month.
    key = outage_key(reader, ids, f"{'back' if news.back else 'lost'} {now.isoformat()}")
    reason = Reason.RESOLVED if news.back else Reason.FIRST
    return written(MessageKind.OUTAGE, reason, reader, key, data, now)
