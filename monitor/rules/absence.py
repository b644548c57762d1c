"""Điều kiện để được nói “chưa thấy”: mọi nguồn đã được xem đủ, không bỏ sót đoạn nào.
What an absence must rest on: every responsible source seen whole, from the start to past the due day.

An outage looks exactly like a missing package. Each doubt found here is one reason to say nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.domain.judgement import DutyContext, SourceCoverage
from monitor.domain.times import start_of_day
from monitor.domain.vocabulary import Channel, DisclosureKind

# A portal may carry a notice some days before the network does.
_PORTAL_FIRST = timedelta(days=7)

# Where only a publication day is known, the other channel may have been served long before.
_UNKNOWN_START = timedelta(days=30)

# Acts that no list is known to carry. The network keeps them in pages of each record (egp-api §5),
# which a look at its lists does not ask for; few portals have a place for them, and only one that is
# declared as showing them can be missing them.
UNLISTED = frozenset(
    {
        DisclosureKind.SHORT_LIST,
        DisclosureKind.OPENING,
        DisclosureKind.TECHNICAL_LIST,
        DisclosureKind.CONTRACT,
    }
)

# A look whose window ends longer ago than this was one stretch of a first back-fill.
_BACK_FILLING = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason why an absence proves nothing, and the sources it comes from."""

    reason: str
    source_ids: tuple[str, ...] = ()


def doubts(context: DutyContext, accuse_from: datetime) -> tuple[Doubt, ...]:
    """Every reason against saying "missing", the weightiest first; empty: absence is proven.

    `accuse_from` (UTC) is the end of the term beyond doubt.
    """
    return tuple(_doubts(context, accuse_from))


def _doubts(context: DutyContext, accuse_from: datetime) -> Iterator[Doubt]:
    if context.doubtful:
        sources = tuple(dict.fromkeys(item.sighting.source_id for item in context.doubtful))
        yield Doubt("doubtful_candidate", sources)
    unlisted = context.disclosure.kind in UNLISTED
    if unlisted and context.duty.channel is Channel.NATIONAL:
        yield Doubt("not_asked")
        return  # what the lists held, and when, says nothing of it
    if not context.coverage:
        yield Doubt("kind_not_shown" if unlisted else "no_source")
    withheld = tuple(c.source_id for c in context.coverage if c.source_id in context.distrusted)
    if withheld:
        yield Doubt("withheld", withheld)
    if context.disclosure.first_version_unknown:
        yield Doubt("first_version_unknown")
    start = required_start(context)
    if start is None:
        yield Doubt("trigger_unknown")
        return
    unseen = tuple(c.source_id for c in context.coverage if not covers(c, start, accuse_from))
    if unseen:
        yield Doubt("not_covered", unseen)


def required_start(context: DutyContext) -> datetime | None:
    """From when on (UTC) a source must have been seen whole, for an absence to mean anything."""
    duty, disclosure = context.duty, context.disclosure
    if duty.trigger_at is not None:
        return duty.trigger_at  # what follows an event known to the minute cannot stand before it
    if duty.trigger_day is None:
        return None
    day = duty.trigger_day
    if disclosure.national is not None:
        day = min(day, disclosure.national.day)
    if duty.channel is Channel.NATIONAL and disclosure.seen_elsewhere is not None:
        day = min(day, disclosure.seen_elsewhere.day) - _UNKNOWN_START
    elif disclosure.kind is DisclosureKind.NOTICE:
        day -= _PORTAL_FIRST
    elif disclosure.decision_date is None and disclosure.opened_at is None:
        day -= _UNKNOWN_START
    return start_of_day(day)


def covers(coverage: SourceCoverage, start: datetime, accuse_from: datetime) -> bool:
    """Whether one unbroken span reaches from `start` past `accuse_from`, with a look to show for it."""
    look = coverage.last_complete
    if look is None or not look.outcome.saw_everything or look.finished_at < accuse_from:
        return False
    if look.window is not None and look.started_at - look.window.end > _BACK_FILLING:
        return False  # a stretch of an unfinished back-fill says nothing of what was published since
    return any(window.start <= start and window.end > accuse_from for window in coverage.windows)
