"""Hồ sơ của thanh tra.
The inspectorate's cases."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.cases import Case
from monitor.domain.vocabulary import CaseState
from storage.bulk import numbers_after, upsert
from storage.codec import decode, encode
from storage.repositories.desk import revise
from storage.tables.told import CaseNumberRow, CaseRow


class Cases:
    """One row per case; its steps are inside it.

    What a writing block reads stays as it was read until the block ends: a person's step and the
    cycle's, each written from the case as it stood, would otherwise undo one another.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def next_number(self, year: int) -> str:
        """The next free case number of a year, as `HS-2026-0001`.

        Two transactions at once never get the same; one that rolls back gives its number back.
        """
        return next(self.next_numbers(year, 1))

    def next_numbers(self, year: int, count: int) -> Iterator[str]:
        """As many free case numbers of a year, in order, taken at once."""
        taken = numbers_after(self._session, CaseNumberRow, "last", {"year": year}, count) if count else ()
        return (f"HS-{year}-{number:04d}" for number in taken)

    def put(self, case: Case) -> None:
        """Store a case as it is now."""
        self.put_all([case])

    def put_all(self, cases: Iterable[Case]) -> None:
        """Store cases as they are now."""
        rows = [_row(case) for case in cases]
        upsert(self._session, CaseRow, rows)
        revise(self._session, (row["id"] for row in rows))

    def get(self, case_id: str) -> Case | None:
        """One case by number."""
        return self._first(col(CaseRow.id) == case_id)

    def by_subject(self, subject_key: str) -> Case | None:
        """The newest case on a package or plan."""
        return self._first(col(CaseRow.subject_key) == subject_key)

    def list(
        self, states: Iterable[CaseState] | None = None, *, changed_since: datetime | None = None
    ) -> tuple[Case, ...]:
        """Cases in these states, or all, the oldest first; of them those changed since an instant (UTC)."""
        query = select(CaseRow.document).order_by(col(CaseRow.opened_at), col(CaseRow.id))
        if states is not None:
            query = query.where(col(CaseRow.state).in_([state.value for state in states]))
        if changed_since is not None:
            query = query.where(col(CaseRow.changed_at) >= changed_since)
        return tuple(decode(Case, document) for document in self._session.exec(self._held(query)))

    def _held(self, query: Any) -> Any:
        options = self._session.connection().get_execution_options()
        return query if options.get("postgresql_readonly") else query.with_for_update()

    def _first(self, condition: Any) -> Case | None:
        query = (
            select(CaseRow.document)
            .where(condition)
            .order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc())
            .limit(1)
        )
        document = self._session.exec(self._held(query)).first()
        return None if document is None else decode(Case, document)


def _row(case: Case) -> dict[str, Any]:
    return {
        "id": case.id,
        "subject_key": case.subject_key,
        "agency_id": case.agency_id,
        "state": case.state.value,
        "severity": case.severity.value,
        "opened_at": case.opened_at,
        "changed_at": case.changed_at,
        "document": encode(Case, case),
    }
