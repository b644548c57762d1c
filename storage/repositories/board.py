"""Số đếm của bảng công khai, và hồ sơ của một đơn vị.
The counts of the public board, and the cases of one agency."""

from collections.abc import Iterable

from sqlalchemy import tuple_
from sqlmodel import Session, col, select

from monitor.domain.board import BoardCount, Counted
from monitor.domain.cases import Case
from monitor.domain.vocabulary import CaseState
from storage.bulk import chunks, table_of, upsert
from storage.codec import decode, encode
from storage.repositories.meta import Meta
from storage.tables.board import BoardCountRow
from storage.tables.told import CaseRow

_COUNTED = "board_counted"


class Board:
    """Counted after each judging, so that nothing is counted while somebody waits for a page."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace(self, counts: Iterable[BoardCount], counted: Counted) -> int:
        """Keep these counts and no others; how many rows were new, different or gone."""
        known = {
            (row.agency_id, row.period): row.document for row in self._session.exec(select(BoardCountRow))
        }
        fresh = {(one.agency_id, one.period): encode(BoardCount, one) for one in counts}
        changed = {key: document for key, document in fresh.items() if known.get(key) != document}
        names = ("agency_id", "period", "document")
        rows = [dict(zip(names, (*key, document), strict=True)) for key, document in changed.items()]
        upsert(self._session, BoardCountRow, rows)
        gone = sorted(known.keys() - fresh.keys())
        table = table_of(BoardCountRow)
        for chunk in chunks(gone):
            key = tuple_(table.c.agency_id, table.c.period)
            self._session.connection().execute(table.delete().where(key.in_(chunk)))
        Meta(self._session).set(_COUNTED, encode(Counted, counted))
        return len(changed) + len(gone)

    def counted(self) -> Counted | None:
        """When and over which span was counted last; `None` before the first time."""
        kept = Meta(self._session).get(_COUNTED)
        return None if kept is None else decode(Counted, str(kept))

    def in_period(self, period: str) -> dict[str, BoardCount]:
        """What every agency has in one period, by its id."""
        return {one.agency_id: one for one in self._where(col(BoardCountRow.period) == period)}

    def of(self, agency_id: str) -> dict[str, BoardCount]:
        """What one agency has in every period, by the period."""
        return {one.period: one for one in self._where(col(BoardCountRow.agency_id) == agency_id)}

    def cases_of(self, agency_id: str, states: Iterable[CaseState]) -> tuple[Case, ...]:
        """The cases of one agency in these states, the newest first."""
        query = (
            select(CaseRow.document)
            .where(col(CaseRow.agency_id) == agency_id)
            .where(col(CaseRow.state).in_([state.value for state in states]))
            .order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc())
        )
        return tuple(decode(Case, document) for document in self._session.exec(query))

    def _where(self, condition: object) -> list[BoardCount]:
        query = select(BoardCountRow.document).where(condition)  # type: ignore[arg-type]
        return [decode(BoardCount, document) for document in self._session.exec(query)]
