"""Điều đã biết về từng nguồn: trí nhớ, độ phủ, tạm dừng.
What is known of each source: memory for the next look, coverage, operator's pauses."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import Pause
from monitor.domain.judgement import SourceCoverage
from monitor.domain.sources import BEGUN_ANEW, ITEMS_VANISHED, Look, Sighting, SourceMemory
from monitor.domain.times import Window, cut_windows, merge_windows
from storage.bulk import insert, table_of, upsert
from storage.codec import decode, decode_raw, encode_raw
from storage.columns import is_shortened
from storage.repositories.looks import begun_anew_at
from storage.tables.looking import CoverageRow, LookRow, PauseRow, SightingRow, SourceStateRow

_RECENT = timedelta(days=60)


class Sources:
    """Per source, what its looks left behind; the declarations themselves are in the profile."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def remember(self, source_id: str, validators: Mapping[str, Mapping[str, str]]) -> None:
        """Replace the HTTP validators (`etag`, `last-modified` by URL) of one source."""
        row = {
            "source_id": source_id,
            "last_look": "",
            "last_complete": "",
            "validators": encode_raw(validators),
        }
        upsert(self._session, SourceStateRow, [row], keep=("last_look", "last_complete"))

    def memory(self, source_id: str, now: datetime) -> SourceMemory:
        """What the next look needs; `recent` are items published within 60 days before `now`."""
        covered_until = self._session.exec(
            select(func.max(CoverageRow.end_at)).where(col(CoverageRow.source_id) == source_id)
        ).one()
        validators = self._session.exec(
            select(SourceStateRow.validators).where(col(SourceStateRow.source_id) == source_id)
        ).first()
        newest = self._session.exec(
            select(func.max(SightingRow.published_at)).where(
                col(SightingRow.source_id) == source_id, _shown_by_its_own_list(source_id)
            )
        ).one()
        recent = self._session.exec(
            select(SightingRow.id, SightingRow.published_at).where(
                col(SightingRow.source_id) == source_id,
                col(SightingRow.published_at) > now - _RECENT,
                _shown_by_its_own_list(source_id),
            )
        )
        prefix = len(source_id) + 1
        published = {sighting_id: at for sighting_id, at in recent if at is not None}
        return SourceMemory(
            covered_until=covered_until,
            newest_published=newest,
            newest_proven=self._newest_proven(source_id, covered_until) if covered_until else None,
            recent={
                self._native_key(sighting_id, prefix): published_at
                for sighting_id, published_at in published.items()
            },
            validators=decode_raw(validators or "{}"),
        )

    def _newest_proven(self, source_id: str, covered_until: datetime) -> datetime | None:
        """When the newest item was published of those that the last complete look, or one before, showed."""
        last_complete = select(SourceStateRow.last_complete_at).where(
            col(SourceStateRow.source_id) == source_id
        )
        return self._session.exec(
            select(func.max(SightingRow.published_at)).where(
                col(SightingRow.source_id) == source_id,
                col(SightingRow.published_at) <= covered_until,
                col(SightingRow.first_seen_at) <= last_complete.scalar_subquery(),
                _shown_by_its_own_list(source_id),
            )
        ).one()

    def coverage(self, source_ids: Iterable[str] | None = None) -> dict[str, SourceCoverage]:
        """Merged spans seen whole and the last looks, of the named sources or of all ever seen.

        A named source without looks gets an empty coverage.
        """
        windows: dict[str, list[Window]] = defaultdict(list)
        spans = select(CoverageRow.source_id, CoverageRow.start_at, CoverageRow.end_at)
        if source_ids is not None:
            source_ids = tuple(source_ids)
            spans = spans.where(col(CoverageRow.source_id).in_(source_ids))
        for source_id, start, end in self._session.exec(spans.order_by(col(CoverageRow.start_at))):
            windows[source_id].append(Window(start, end))
        last_look = self._looks(SourceStateRow.last_look, source_ids)
        last_complete = self._looks(SourceStateRow.last_complete, source_ids)
        wanted = last_look.keys() if source_ids is None else source_ids
        return {
            source_id: SourceCoverage(
                source_id,
                tuple(windows.get(source_id, ())),
                last_complete.get(source_id),
                last_look.get(source_id),
            )
            for source_id in wanted
        }

    def coverage_at(self, at: datetime) -> dict[str, SourceCoverage]:
        """What `coverage()` said at `at` (UTC), of every source looked at by then.

        Made anew from the looks themselves, as stored spans are merged and cannot be cut. A look
        counts from the instant it began: all that a cycle brings carries the instant of the cycle,
        its sightings and records too, and so do the verdicts it comes to.
        """
        rows = self._session.exec(select(LookRow.document).where(col(LookRow.started_at) <= at))
        looks: dict[str, list[Look]] = defaultdict(list)
        for document in rows:
            look = decode(Look, document)
            looks[look.source_id].append(look)
        return {source_id: _covered(source_id, of_source) for source_id, of_source in looks.items()}

    def pause(self, source_id: str, by: str, reason: str, at: datetime) -> None:
        """Stop looking at a source and stop trusting its absences; a second pause replaces the first."""
        self.resume(source_id, by, at)
        row = {"source_id": source_id, "paused_by": by, "reason": reason, "paused_at": at, "resumed_by": ""}
        insert(self._session, PauseRow, [row])

    def resume(self, source_id: str, by: str, at: datetime) -> bool:
        """End the pause in force; `False` when there was none."""
        table = table_of(PauseRow)
        result = self._session.connection().execute(
            table.update()
            .where(table.c.source_id == source_id, table.c.resumed_at.is_(None))
            .values(resumed_by=by, resumed_at=at)
        )
        return result.rowcount > 0

    def paused(self) -> dict[str, Pause]:
        """The pauses in force, by source."""
        rows = self._session.exec(
            select(PauseRow.source_id, PauseRow.paused_by, PauseRow.reason, PauseRow.paused_at).where(
                col(PauseRow.resumed_at).is_(None)
            )
        )
        return {row[0]: Pause(*row) for row in rows}

    def paused_at(self, at: datetime) -> dict[str, Pause]:
        """The pauses in force at `at` (UTC), by source."""
        rows = self._session.exec(
            select(PauseRow.source_id, PauseRow.paused_by, PauseRow.reason, PauseRow.paused_at)
            .where(
                col(PauseRow.paused_at) <= at,
                col(PauseRow.resumed_at).is_(None) | (col(PauseRow.resumed_at) > at),
            )
            .order_by(col(PauseRow.id))
        )
        return {row[0]: Pause(*row) for row in rows}

    def _native_key(self, sighting_id: str, prefix: int) -> str:
        if not is_shortened(sighting_id):
            return sighting_id[prefix:]
        document = self._session.exec(
            select(SightingRow.document).where(col(SightingRow.id) == sighting_id)
        ).one()
        return decode(Sighting, document).native_key

    def _looks(self, column: Any, source_ids: Iterable[str] | None) -> dict[str, Look]:
        query = select(SourceStateRow.source_id, LookRow.document).join(LookRow, col(LookRow.id) == column)
        if source_ids is not None:
            query = query.where(col(SourceStateRow.source_id).in_(source_ids))
        return {source_id: decode(Look, document) for source_id, document in self._session.exec(query)}


def _covered(source_id: str, looks: list[Look]) -> SourceCoverage:
    # Stretches of one visit begin together: the last of them reaches furthest, or saw nothing whole.
    looks.sort(
        key=lambda look: (
            look.started_at,
            look.reason == BEGUN_ANEW,
            look.window is None,
            look.window and look.window.end,
        )
    )
    begun = max((number for number, look in enumerate(looks) if look.reason == BEGUN_ANEW), default=0)
    whole = [look for look in looks[begun:] if look.outcome.saw_everything]
    seen: list[Window] = []
    for look in whole:
        if look.disproved is not None:
            seen = list(cut_windows(seen, look.disproved))
        if look.window is not None:
            seen.append(look.window)
    return SourceCoverage(
        source_id,
        merge_windows(seen),
        whole[-1] if whole else None,
        looks[-1],
    )


def _shown_by_its_own_list(source_id: str) -> Any:
    """Not of items that may be another list's.

    Such are those that stood only in looks which had lost what was known, and those last seen before
    the source was begun anew. Kept in memory, one visit to a wrong category would make every later look
    at the right one doubtful.
    """
    looks = select(LookRow.id).where(col(LookRow.source_id) == source_id)
    begun = begun_anew_at(source_id)

    def in_a_lossy_look(seen_at: Any) -> Any:
        then = looks.where(col(LookRow.started_at) == col(seen_at))
        lossy = then.where(col(LookRow.reason) == ITEMS_VANISHED)
        # A look begun anew follows a lossy one within the same visit.
        return lossy.exists() & ~then.where(col(LookRow.saw_everything)).exists()

    lost = in_a_lossy_look(SightingRow.first_seen_at) & in_a_lossy_look(SightingRow.last_seen_at)
    return ~lost & (begun.is_(None) | (col(SightingRow.last_seen_at) >= begun))
