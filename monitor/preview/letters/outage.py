"""Thư mẫu: báo nguồn chưa xem được, và báo đã xem lại được.
Samples of the message on sources out of sight, and of the one that all are seen again."""

from collections.abc import Mapping
from datetime import timedelta

from monitor.digest.outage import Outages, outage_news
from monitor.domain.labels import Lang
from monitor.domain.notices import OutageData
from monitor.domain.vocabulary import MessageKind
from monitor.preview.scene import HOUR, NOW, SOURCES, blind_sight, heading

KIND = MessageKind.OUTAGE

_PATIENCE = timedelta(hours=6)


def samples(_lang: Lang) -> Mapping[str, OutageData]:
    """The letters by name."""
    names = {one.id: one.name for one in SOURCES}
    sight = blind_sight()
    since = {one.source_id: NOW - 14 * HOUR for one in sight.blind}
    lost = outage_news(sight.blind, names, Outages(since), _PATIENCE, NOW).lost
    told = Outages(since, frozenset(since))
    back = outage_news((), names, told, _PATIENCE, NOW).back
    return {
        "usual": OutageData(heading(), lost, withheld=sight.withheld),
        "over": OutageData(heading(), back=tuple(names[one] for one in back)),
    }
