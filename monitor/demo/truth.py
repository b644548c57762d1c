"""Sự thật của thế giới mẫu: tính đến lúc này, chỗ nào chưa đăng, chỗ nào đăng muộn.
What is really wrong in the demo world at a moment, read from the timeline alone and never from the code
under test; and what of it can be known while some sources are out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from monitor.demo.model import Act, Article, Planted, World
from monitor.demo.names import (
    FEED_WORKS,
    NATIONAL_NOTICES,
    NATIONAL_PLANS,
    NATIONAL_RESULTS,
)
from monitor.demo.outages import Outage
from monitor.demo.schedule import MIRROR_DAYS, NOTICE_DAYS, national_days
from monitor.demo.servers.feed import IN_FEED
from monitor.demo.workdays import days_late, due_kind
from monitor.domain.times import end_of_day, start_of_day, vietnam_day
from monitor.domain.vocabulary import Channel, DisclosureKind

# Sources are looked at once a day; this long before an outage the last good look may lie.
BETWEEN_LOOKS = timedelta(hours=25)
# What the network misses is known by the date that one page prints: its clock may be so far behind.
CLOCKS_LAG = timedelta(days=2)
_MIRRORS = (Channel.PORTAL, Channel.AGENCY_PAGE)
_NATIONAL_SOURCES: Mapping[DisclosureKind, str] = {
    DisclosureKind.PLAN: NATIONAL_PLANS,
    DisclosureKind.NOTICE: NATIONAL_NOTICES,
    DisclosureKind.CANCELLATION: NATIONAL_NOTICES,
    DisclosureKind.RESULT: NATIONAL_RESULTS,
}


def faults_at(world: World, now: datetime) -> tuple[Planted, ...]:
    """Everything that is missing or late at `now` (UTC), whether or not it can be seen."""
    return tuple(fault for act in world.acts for fault in _faults_of(act, now))


def expected_at(world: World, now: datetime, outages: Sequence[Outage] = ()) -> tuple[Planted, ...]:
    """The faults that must be found by `now`: those that the sources, looked at between the
    outages since `world.watch_start`, have shown beyond doubt."""
    acts = {act.id: act for act in world.acts}
    eyes = Eyes(world, now, outages)
    return tuple(fault for fault in faults_at(world, now) if eyes.must_find(acts[fault.act_id], fault))


def possible_at(world: World, now: datetime, outages: Sequence[Outage] = ()) -> tuple[Planted, ...]:
    """The faults that may be found: those standing at `now`, and those that stood when the source
    that would have shown their end was last seen."""
    standing = {(f.act_id, f.channel, f.kind): f for f in faults_at(world, now)}
    for outage in outages:
        if outage.covers(now):
            for fault in faults_at(world, outage.start):
                standing.setdefault((fault.act_id, fault.channel, fault.kind), fault)
    return tuple(standing.values())


def _faults_of(act: Act, now: datetime) -> Iterator[Planted]:
    if act.national is None or act.national > now:
        seen = min((at for channel in _MIRRORS if (at := act.shown(channel)) and at <= now), default=None)
        if seen is not None:
            yield from _fault(act, Channel.NATIONAL, _missed_nationally(act.kind, vietnam_day(seen)), now)
        return
    if act.kind is not DisclosureKind.NOTICE:
        due = end_of_day(due_kind(act.decided, national_days(act.regime_day)))
        yield from _fault(act, Channel.NATIONAL, due, now)
    due = end_of_day(due_kind(act.decided, MIRROR_DAYS))
    yield from _fault(act, Channel.PORTAL, due, now)
    if act.page_source:
        yield from _fault(act, Channel.AGENCY_PAGE, due, now)


def _fault(act: Act, channel: Channel, due: datetime, now: datetime) -> Iterator[Planted]:
    shown = act.shown(channel)
    if shown is not None and shown > now:
        shown = None
    late = shown is not None and shown >= due
    if not late and (shown is not None or now < due):
        return
    yield Planted(
        kind="late" if late else "missing",
        channel=channel,
        disclosure=act.kind,
        act_id=act.id,
        codes=act.codes[:1],
        title=act.title,
        agency_id=act.agency_id,
        due_at=due,
        seen_at=shown,
        expected_days_late=_days(due, shown) if late and shown else None,
    )


def _missed_nationally(kind: DisclosureKind, seen: date) -> datetime:
    """When the network must carry what stood elsewhere since `seen` (UTC)."""
    days = NOTICE_DAYS if kind is DisclosureKind.NOTICE else national_days(seen)
    return end_of_day(due_kind(seen, days))


def _days(due: datetime, shown: datetime) -> int:
    # The due instant is 24:00: the due day is the one that ends then.
    return max(1, days_late(vietnam_day(due - timedelta(seconds=1)), vietnam_day(shown)))


class Eyes:
    """What could be seen: until when each source was last looked at, and what a feed let go."""

    def __init__(self, world: World, now: datetime, outages: Iterable[Outage]) -> None:
        self._now = now
        self._outages = tuple(outages)
        self._gaps = _feed_gaps(world, now, self._outages)

    def seen_until(self, source_id: str) -> datetime:
        """The last moment of which a look at the source can tell."""
        now = self._now
        for outage in sorted(self._outages, key=lambda outage: outage.start, reverse=True):
            if outage.source_id == source_id and outage.start <= now < outage.end:
                now = outage.start
        return now if now == self._now else now - BETWEEN_LOOKS

    def must_find(self, act: Act, fault: Planted) -> bool:
        """Whether every source that the fault rests on has been seen past the moment that shows it."""
        needed = dict(self._needed(act, fault))
        if any(self.seen_until(source_id) < moment for source_id, moment in needed.items()):
            return False
        if fault.channel is not Channel.AGENCY_PAGE or act.page_source != FEED_WORKS:
            return True
        # An absence from the feed needs it seen whole from the first day on, a late item only itself.
        first = fault.seen_at or start_of_day(act.decided) - timedelta(days=8)
        return not any(start <= fault.due_at and first <= end for start, end in self._gaps)

    def _needed(self, act: Act, fault: Planted) -> Iterator[tuple[str, datetime]]:
        national = _NATIONAL_SOURCES[act.kind]
        until = fault.seen_at or fault.due_at
        if fault.channel is not Channel.NATIONAL and act.national is not None:
            yield national, act.national
            yield (act.portal_source if fault.channel is Channel.PORTAL else act.page_source), until
            return
        if fault.kind != "missing":
            yield national, until
            return
        shown = [
            (source_id, at)
            for source_id, at in ((act.portal_source, act.portal), (act.page_source, act.page))
            if source_id and at is not None
        ]
        first = min(shown, key=lambda pair: pair[1])
        yield first
        yield national, _missed_nationally(act.kind, vietnam_day(first[1] + CLOCKS_LAG))


def _feed_gaps(world: World, now: datetime, outages: Iterable[Outage]) -> list[tuple[datetime, datetime]]:
    """Spans whose items had left the feed before anybody could look: it shows its newest 30 only."""
    items = [article for article in world.articles if article.source_id == FEED_WORKS]
    gaps = [(start_of_day(world.start), _oldest_shown(items, world.watch_start))]
    for outage in outages:
        if outage.source_id == FEED_WORKS and outage.end <= now:
            oldest = _oldest_shown(items, outage.end + BETWEEN_LOOKS)
            if oldest > outage.start - BETWEEN_LOOKS:
                gaps.append((outage.start - BETWEEN_LOOKS, oldest))
    return gaps


def _oldest_shown(items: Sequence[Article], now: datetime) -> datetime:
    shown = [article.published for article in items if article.published <= now][-IN_FEED:]
    return shown[0] if len(shown) == IN_FEED else items[0].published
