"""Sự thật của một lịch sử: điều gì phải được nêu, điều gì được phép nêu ở mỗi vòng.
What must be found by a cycle of a history, and what may be; never read from the code under test."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from monitor.demo.model import Act, Planted, World
from monitor.demo.names import NATIONAL_NOTICES, NATIONAL_PLANS, NATIONAL_RESULTS
from monitor.demo.truth import Eyes, faults_at
from monitor.domain.times import start_of_day
from monitor.domain.vocabulary import DisclosureKind
from tests.drill.blind.faults import Kind
from tests.drill.blind.history import History

_NEVER = datetime.min.replace(tzinfo=UTC)
_NATIONAL = {
    DisclosureKind.PLAN: NATIONAL_PLANS,
    DisclosureKind.NOTICE: NATIONAL_NOTICES,
    DisclosureKind.CANCELLATION: NATIONAL_NOTICES,
    DisclosureKind.RESULT: NATIONAL_RESULTS,
}
# Where no decision is known, an absence is asked of the month before the publication too.
_MONTH = timedelta(days=31)


class CleanLooks(Eyes):
    """The demo's truth of what must be found, asked of the looks with which nothing was wrong."""

    def __init__(self, past: History, now: datetime) -> None:
        super().__init__(past.world, now, [episode.outage for episode in past.episodes])
        self._clean = [moment for moment in past.moments if moment <= now]
        self._past = past

    def seen_until(self, source_id: str) -> datetime:
        """The last cycle in which the source was as it should be."""
        blind = [episode for episode in self._past.episodes if episode.source_id == source_id]
        seen = (at for at in reversed(self._clean) if not any(episode.covers(at) for episode in blind))
        return next(seen, _NEVER)


def must_be_found(past: History, now: datetime) -> tuple[Planted, ...]:
    """The faults that clean looks have shown beyond doubt by `now`: the very next cycle must say them."""
    acts = {act.id: act for act in past.world.acts}
    eyes = CleanLooks(past, now)
    return tuple(
        fault
        for fault in faults_at(past.world, now)
        if eyes.must_find(acts[fault.act_id], fault)
        and start_of_day(acts[fault.act_id].decided) - _MONTH >= past.since
    )


def may_be_found(past: History, now: datetime) -> tuple[Planted, ...]:
    """The faults that stand, and those that stood when a source that is blind now was last seen.

    A copy frozen without a trace is no exception: everybody who opens the page sees the same.
    """
    standing = list(faults_at(past.world, now))
    for blind in (episode for episode in past.episodes if episode.covers(now)):
        standing += faults_at(past.world, blind.last_good)
        if blind.kind is Kind.FROZEN_COPY:
            standing += faults_at(_frozen(past.world, blind.source_id, blind.last_good), now)
    return tuple(standing)


def _frozen(world: World, source_id: str, at: datetime) -> World:
    return replace(world, acts=tuple(_acts_as_shown(world.acts, source_id, at)))


def _acts_as_shown(acts: tuple[Act, ...], source_id: str, until: datetime) -> Iterator[Act]:
    def shown(at: datetime | None, by: str) -> datetime | None:
        return None if at is not None and by == source_id and at > until else at

    for act in acts:
        yield replace(
            act,
            portal=shown(act.portal, act.portal_source),
            page=shown(act.page, act.page_source),
            national=shown(act.national, _NATIONAL[act.kind]),
        )
