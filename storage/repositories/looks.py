"""Sổ các lượt kiểm tra.
Looks at sources, and the coverage that follows from them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, func
from sqlmodel import Session, col, select

from monitor.domain.rooms import LookTally
from monitor.domain.sources import BEGUN_ANEW, Look
from monitor.domain.times import Window, cut_windows, merge_windows
from monitor.domain.vocabulary import Outcome
from storage.bulk import insert, insert_missing, table_of
from storage.codec import decode, encode
from storage.tables.looking import CoverageRow, LookRow, SourceStateRow

# A field of the document that has no column; inside a text its quotes would stand escaped.
_NOTHING_KEPT = '"capture_ids":[]'


class Looks:
    """Every look, and per source the merged spans seen whole and the last looks."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, look: Look) -> None:
        """Store a look and widen its source's coverage; a look already stored changes nothing.

        One that was begun anew takes the place of all that earlier looks covered, one that disproves a
        span takes it out of that.
        """
        row = {
            "id": look.id,
            "source_id": look.source_id,
            "started_at": look.started_at,
            "finished_at": look.finished_at,
            "outcome": look.outcome.value,
            "saw_everything": look.outcome.saw_everything,
            "reason": look.reason,
            "document": encode(Look, look),
        }
        self._hold(look.source_id)
        if not insert_missing(self._session, LookRow, row, ["id"]):
            return
        if look.outcome.saw_everything and look.window is not None:
            if look.reason == BEGUN_ANEW:
                self._forget(look.source_id)
            if look.disproved is not None:
                self._narrow(look.source_id, look.disproved)
            self._widen(look.source_id, look.window)
        self._remember_last(look)

    def history(self, source_id: str, limit: int = 100, since: datetime | None = None) -> tuple[Look, ...]:
        """The newest looks at one source, begun at `since` (UTC) or later, newest first."""
        return self._newest(_of_source(source_id, since), limit)

    def tally(self, source_id: str, since: datetime | None, due: datetime | None) -> LookTally:
        """Every look at one source begun at `since` or later, counted; `due` as in `proving` (all UTC)."""
        ended_after: Any = 0 if due is None else case((col(LookRow.finished_at) >= due, 1), else_=0)
        query = select(
            LookRow.outcome, func.count(), func.sum(ended_after), func.min(LookRow.started_at)
        ).group_by(col(LookRow.outcome))
        rows = self._session.exec(query.where(*_of_source(source_id, since))).all()
        counts = {Outcome(outcome): (n, after) for outcome, n, after, _ in rows}
        whole = [pair for outcome, pair in counts.items() if outcome.saw_everything]
        complete, partial = sum(n for n, _ in whole), counts.get(Outcome.PARTIAL, (0, 0))[0]
        return LookTally(
            complete,
            partial,
            sum(n for n, _ in counts.values()) - complete - partial,
            sum(after for _, after in whole),
            min((began for *_, began in rows), default=None),
        )

    def proving(
        self, source_id: str, since: datetime | None, due: datetime, limit: int, *, kept: bool = False
    ) -> tuple[Look, ...]:
        """The newest complete looks that ended at `due` (UTC) or later; with `kept` such as kept a page."""
        return self._newest(_proving(source_id, since, due, kept), limit)

    def first_proving(self, source_id: str, since: datetime | None, due: datetime) -> Look | None:
        """The first complete look that ended at `due` (UTC) or later: from it on the absence is proven."""
        query = select(LookRow.document).where(*_proving(source_id, since, due, kept=False))
        earliest = query.order_by(col(LookRow.started_at), col(LookRow.id)).limit(1)
        document = self._session.exec(earliest).first()
        return None if document is None else decode(Look, document)

    def count(self, span: Window) -> int:
        """How many looks at all sources began in the span."""
        query = select(func.count()).select_from(LookRow)
        began = col(LookRow.started_at)
        return self._session.exec(query.where(began >= span.start, began < span.end)).one()

    def get(self, look_id: str) -> Look | None:
        """One look by id."""
        document = self._session.exec(select(LookRow.document).where(col(LookRow.id) == look_id)).first()
        return None if document is None else decode(Look, document)

    def latest(self) -> dict[str, Look]:
        """The last look at each source that was ever looked at."""
        rows = self._session.exec(
            select(SourceStateRow.source_id, LookRow.document).join(
                LookRow, col(LookRow.id) == col(SourceStateRow.last_look)
            )
        )
        return {source_id: decode(Look, document) for source_id, document in rows}

    def latest_ids(self) -> tuple[str, ...]:
        """The ids of the last looks, sorted: other ones mean that a source was looked at since."""
        return tuple(sorted(self._session.exec(select(SourceStateRow.last_look))))

    def first_at(self) -> datetime | None:
        """When (UTC) the first look at any source began; `None` before it."""
        return self._session.exec(select(func.min(LookRow.started_at))).one()

    def failing_since(self, source_id: str) -> datetime | None:
        """Start (UTC) of the first look since which none saw everything; `None` while healthy."""
        last_complete = (
            select(func.max(LookRow.started_at))
            .where(col(LookRow.source_id) == source_id, col(LookRow.saw_everything))
            .scalar_subquery()
        )
        return self._session.exec(
            select(func.min(LookRow.started_at)).where(
                col(LookRow.source_id) == source_id,
                last_complete.is_(None) | (col(LookRow.started_at) > last_complete),
            )
        ).one()

    def _newest(self, conditions: Iterable[Any], limit: int) -> tuple[Look, ...]:
        rows = self._session.exec(
            select(LookRow.document)
            .where(*conditions)
            .order_by(col(LookRow.started_at).desc(), col(LookRow.id).desc())
            .limit(limit)
        )
        return tuple(decode(Look, document) for document in rows)

    def _hold(self, source_id: str) -> None:
        """Lock the source's row until commit, so that two looks at once merge one after the other."""
        blank = {"source_id": source_id, "last_look": "", "last_complete": "", "validators": "{}"}
        insert_missing(self._session, SourceStateRow, blank, ["source_id"])
        self._session.exec(
            select(SourceStateRow.source_id)
            .where(col(SourceStateRow.source_id) == source_id)
            .with_for_update()
        ).one()

    def _forget(self, source_id: str) -> None:
        table = table_of(CoverageRow)
        self._session.connection().execute(delete(table).where(table.c.source_id == source_id))

    def _narrow(self, source_id: str, out: Window) -> None:
        """Take a span out of the stored ones."""
        table = table_of(CoverageRow)
        meets = (
            col(CoverageRow.source_id) == source_id,
            col(CoverageRow.start_at) < out.end,
            col(CoverageRow.end_at) > out.start,
        )
        met = self._session.exec(select(CoverageRow.start_at, CoverageRow.end_at).where(*meets)).all()
        self._session.connection().execute(delete(table).where(*meets))
        self._put(source_id, cut_windows([Window(start, end) for start, end in met], out))

    def _widen(self, source_id: str, window: Window) -> None:
        """Merge a span into the stored disjoint ones; touches only those that it meets."""
        table = table_of(CoverageRow)
        meets = (
            col(CoverageRow.source_id) == source_id,
            col(CoverageRow.start_at) <= window.end,
            col(CoverageRow.end_at) >= window.start,
        )
        met = self._session.exec(select(CoverageRow.start_at, CoverageRow.end_at).where(*meets)).all()
        merged = merge_windows([window, *(Window(start, end) for start, end in met)])
        self._session.connection().execute(delete(table).where(*meets))
        self._put(source_id, merged)

    def _put(self, source_id: str, windows: Iterable[Window]) -> None:
        rows = [{"source_id": source_id, "start_at": w.start, "end_at": w.end} for w in windows]
        insert(self._session, CoverageRow, rows)

    def _remember_last(self, look: Look) -> None:
        last_look_at, last_complete_at = self._session.exec(
            select(SourceStateRow.last_look_at, SourceStateRow.last_complete_at).where(
                col(SourceStateRow.source_id) == look.source_id
            )
        ).one()
        newer: dict[str, Any] = {}
        if last_look_at is None or look.started_at >= last_look_at:
            newer |= {"last_look": look.id, "last_look_at": look.started_at}
        if look.outcome.saw_everything and (last_complete_at is None or look.started_at >= last_complete_at):
            newer |= {"last_complete": look.id, "last_complete_at": look.started_at}
        if newer:
            table = table_of(SourceStateRow)
            self._session.connection().execute(
                table.update().where(table.c.source_id == look.source_id).values(newer)
            )


def begun_anew_at(source_id: str) -> Any:
    """When (UTC) a source was last begun anew, as a part of a query; NULL: never."""
    begun = select(func.max(LookRow.started_at)).where(
        col(LookRow.source_id) == source_id, col(LookRow.reason) == BEGUN_ANEW
    )
    return begun.scalar_subquery()


def _of_source(source_id: str, since: datetime | None) -> Iterator[Any]:
    yield col(LookRow.source_id) == source_id
    if since is not None:
        yield col(LookRow.started_at) >= since


def _proving(source_id: str, since: datetime | None, due: datetime, kept: bool) -> Iterator[Any]:
    yield from _of_source(source_id, since)
    yield col(LookRow.saw_everything)
    yield col(LookRow.finished_at) >= due
    # What was seen before a source was begun anew was another list.
    begun = begun_anew_at(source_id)
    yield begun.is_(None) | (col(LookRow.started_at) >= begun)
    if kept:
        yield ~col(LookRow.document).contains(_NOTHING_KEPT, autoescape=True)
