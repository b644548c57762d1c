"""Đọc tình trạng các nguồn cho một trang.
Reads how the sources stand, for one page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from monitor.desk.sources import VOLUME_SPAN, SourceFacts, trusted_by, volume
from monitor.digest.sight import seen_at
from monitor.domain.sources import Source
from monitor.rules.flood import CONFIRMATIONS, confirmations_of
from monitor.steps.source_decisions import held_back
from monitor.steps.waiting import waiting_now
from monitor.steps.wanted import Wish, wishes
from monitor.wiring import Office
from storage.store import UnitOfWork


@dataclass(frozen=True, slots=True)
class WatchedFacts:
    """Every asked source, and what was wished of them."""

    facts: tuple[SourceFacts, ...]
    wishes: Mapping[str, Wish]


def read_sources(
    work: UnitOfWork, office: Office, sources: Sequence[Source], squares: int, now: datetime
) -> WatchedFacts:
    """The facts of these sources at `now` (UTC), each with so many of its newest looks."""
    names = [source.id for source in sources]
    since = now - VOLUME_SPAN
    coverage = work.sources.coverage(names)
    blind = {one.source_id: one for one in seen_at(sources, coverage, waiting_now(work), now).blind}
    held, paused = held_back(work, office.sources), work.sources.paused()
    confirmations = confirmations_of(work.meta.get(CONFIRMATIONS))
    items, records = work.watched.items_since(names, since), work.watched.records_since(since)
    facts = tuple(
        SourceFacts(
            source,
            coverage.get(source.id),
            work.watched.looks(source.id, squares),
            volume(source, items, records),
            held[source.id],
            blind.get(source.id),
            paused.get(source.id),
            trusted_by(confirmations, source.id, now),
        )
        for source in sources
    )
    return WatchedFacts(facts, wishes(work, names))
