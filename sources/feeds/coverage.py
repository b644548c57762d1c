"""Nguồn tin cho biết tới đâu.
Which span of publication times a feed shows whole: its cap decides how far back (portals §3.4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from monitor.domain.sources import SourceMemory
from monitor.domain.times import Moment, Window
from sources.feeds.read import Feed

_IN_ORDER_SHARE = 0.8
_USUAL_CAP = 30


@dataclass(frozen=True, slots=True)
class Coverage:
    """`window` seen whole; `reason` says why nothing can be said (`not_in_order`), else empty.

    `last` is the time of the last item of a full feed; what was there before it is cut off.
    """

    window: Window
    reason: str = ""
    last: Moment | None = None


def is_full(feed: Feed, cap: int | None) -> bool:
    """Whether older items may have been cut off; a doubt counts as full, for it narrows the claim.

    `cap` as declared (0 = never full). Undeclared: NukeViet's 30 (portals §3.4); of other software nobody
    knows it, for operators set any number, and what a feed of twelve items leaves out was not seen.
    """
    count = len(feed.items)
    if cap is not None:
        return 0 < cap <= count
    if "nukeviet" in feed.generator.casefold():
        return count >= _USUAL_CAP
    return count > 0


def covered(times: Sequence[Moment | None], full: bool, window: Window, until: datetime) -> Coverage:
    """From `window.start`, or from the oldest shown item when the feed is full, to `until` (UTC).

    `times` are in the feed's own order. A full feed cuts off what came before its last item; it is
    only that simple when items stand newest first: some sites order by weight. The span begins
    after the uncertain span of the last item.
    """
    whole = Window(min(window.start, until), until)
    if not full:
        return Coverage(whole)
    known = [moment for moment in times if moment]
    if len(known) < len(times) or not _newest_first(known):
        return Coverage(whole, "not_in_order")
    # The last item, not the oldest: an old one pinned on top says nothing of the end.
    last = known[-1]
    return Coverage(Window(min(max(window.start, last.latest), until), until), last=last)


def disproved(shown: Coverage, memory: SourceMemory) -> Window | None:
    """What earlier looks were taken to have seen of a full feed, and never can have.

    It shows items from before the end of what they covered, and none as old as the newest that one of
    them took along: they were at a copy that had stopped, and what came first after it has left the
    feed since, unseen by anybody.
    """
    known, until, last = memory.newest_proven, memory.covered_until, shown.last
    if known is None or until is None or last is None or not known < last.at < until:
        return None
    return Window(known, shown.window.start)


def _newest_first(moments: Sequence[Moment]) -> bool:
    pairs = list(pairwise(moments))
    in_order = sum(1 for newer, older in pairs if older.at < newer.latest)
    return not pairs or in_order >= len(pairs) * _IN_ORDER_SHARE
