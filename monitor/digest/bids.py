"""Soạn tin mời thầu cho một người đăng ký: gộp theo gói, gói sắp đóng thầu đứng trước.
Builds a subscriber's bid news: one line a tender, those that close first come first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from monitor.domain.bulletins import BidData, BidLine, Footing
from monitor.domain.letters import Heading, Sight
from monitor.domain.subscriptions import TenderEvent
from monitor.domain.times import Window
from monitor.domain.vocabulary import Pace


def lines_of(events: Iterable[TenderEvent], now: datetime) -> tuple[BidLine, ...]:
    """The events by tender, what can still be bid for first; the tender reads as in its newest event."""
    by_tender: dict[str, list[TenderEvent]] = defaultdict(list)
    for event in sorted(events, key=lambda event: (event.learnt_at, event.id)):
        by_tender[event.tender.subject_key].append(event)
    lines = [BidLine(happened[-1].tender, tuple(happened)) for happened in by_tender.values()]
    return tuple(sorted(lines, key=lambda line: line.place(now)))


def build_bids(
    events: Iterable[TenderEvent],
    heading: Heading,
    footing: Footing,
    pace: Pace,
    period: Window,
    sight: Sight,
    names: Mapping[str, str],
    *,
    list_url: str = "",
) -> BidData:
    """What one subscription is told. `names` are the words for codes; only those that occur are kept.

    The count of tenders leads to the list at `list_url`, if there is one.
    """
    lines = lines_of(events, heading.told_at)
    codes = {code for line in lines for code in (line.tender.category, line.tender.method) if code}
    kept = {code: names[code] for code in sorted(codes) if code in names}
    return BidData(heading, footing, pace, period, lines, sight, kept, list_url if lines else "")
