"""Thư mẫu: tin mời thầu cho nhà thầu.
Samples of a contractor's tender news: a full week, forty tenders, nothing new, nothing seen."""

from collections.abc import Mapping

from monitor.digest.bids import build_bids
from monitor.domain.bulletins import BidData
from monitor.domain.labels import Lang
from monitor.domain.letters import Sight
from monitor.domain.subscriptions import TenderEvent
from monitor.domain.times import Window
from monitor.domain.vocabulary import EventKind, MessageKind, Pace
from monitor.preview.scene import DAY, LONG_TITLE, NOW, SITE, blind_sight, clear_sight, heading
from monitor.preview.tenders import CONTRACTOR, event, footing, names, tender, week_of_news

KIND = MessageKind.BIDS


def samples(lang: Lang) -> Mapping[str, BidData]:
    """The letters by name."""
    forty = tuple(event(EventKind.NEW_NOTICE, tender(n)) for n in range(40))
    return {
        "usual": _letter(lang, week_of_news(LONG_TITLE), clear_sight()),
        "forty": _letter(lang, forty, clear_sight()),
        "nothing": _letter(lang, (), clear_sight()),
        "blind": _letter(lang, (), blind_sight()),
    }


def _letter(lang: Lang, events: tuple[TenderEvent, ...], sight: Sight) -> BidData:
    week = Window(NOW - 7 * DAY, NOW)
    return build_bids(events, heading(CONTRACTOR, SITE), footing(lang), Pace.WEEKLY, week, sight, names(lang))
