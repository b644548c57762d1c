"""Báo nguồn chưa xem được: một thư cho cả nhóm nguồn, một thư khi tất cả trở lại.
Tell of outages: one message for all sources that crossed the line, one when all are back."""

from dataclasses import replace
from datetime import datetime

from monitor.cases.turns import OUTAGES as TURN
from monitor.cases.turns import Turns
from monitor.digest.addresses import DeskAddresses
from monitor.digest.keys import outage_key
from monitor.digest.outage import OutageNews, as_kept, from_kept, outage_news
from monitor.domain.cases import Message, Recipient
from monitor.domain.letters import Heading, Sight
from monitor.domain.notices import OutageData
from monitor.domain.vocabulary import MessageKind, Reason
from monitor.steps.letterhead import written
from monitor.steps.turns import pace_of
from monitor.wiring import Line
from storage.store import UnitOfWork

OUTAGES = "outages"


def queue_outages(
    line: Line, work: UnitOfWork, sight: Sight, turns: Turns, now: datetime
) -> tuple[int, Turns]:
    """Queue what is to be told of sources out of sight at `now` (UTC); how many messages, and the turns then.

    While it is not the turn of outages nothing is marked as told: what is over by then never is.
    """
    kept, pace = work.meta.get(OUTAGES), pace_of(line)
    names = {source.id: source.name for source in line.sources if source.enabled}
    before = from_kept(kept)
    news = outage_news(sight.blind, names, before, line.outage_patience, now)
    telling = turns.is_open(TURN, pace, now) if news.lost or news.back else None
    remembered = as_kept(replace(news.after, told=before.told) if telling is False else news.after)
    if remembered != kept and (kept or news.after.since):
        work.meta.set(OUTAGES, remembered)
    turns = turns.moved(TURN, pace, now, telling, len(news.lost) + len(news.back))
    if not telling:
        return 0, turns
    messages = [_message(line, reader, news, names, sight, now) for reader in line.recipients]
    return sum(work.outbox.queue(one, pace.leaves(now)) for one in messages), turns


def _message(
    line: Line, reader: Recipient, news: OutageNews, names: dict[str, str], sight: Sight, now: datetime
) -> Message:
    data = OutageData(
        Heading(reader.name, line.province.name, now, DeskAddresses(line.web_url).sources(), line.synthetic),
        news.lost,
        tuple(names[source_id] for source_id in news.back),
        sight.withheld,
    )
    ids = news.back or tuple(one.source.source_id for one in news.lost)
    # Told with the instant: the same sources may be lost again next month.
    key = outage_key(reader, ids, f"{'back' if news.back else 'lost'} {now.isoformat()}")
    reason = Reason.RESOLVED if news.back else Reason.FIRST
    return written(MessageKind.OUTAGE, reason, reader, key, data, now)
