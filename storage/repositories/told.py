"""Sổ những điều đã báo.
What was told already, one row each, so that nobody is told the same thing twice."""

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session, col, select

from storage.bulk import chunks, insert_new
from storage.columns import stored_key
from storage.tables.told import ToldRow


class Told:
    """The versions of what was told; only those asked about are ever read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def among(self, versions: Iterable[str]) -> frozenset[str]:
        """Which of these versions were told before."""
        known: set[str] = set()
        for chunk in chunks(dict.fromkeys(versions)):
            query = select(ToldRow.version).where(col(ToldRow.version).in_(chunk))
            stored = set(self._session.exec(query))
            known.update(version for version in chunk if stored_key(version) in stored)
        return frozenset(known)

    def add(self, versions: Iterable[str], at: datetime) -> None:
        """Note that these versions were told at `at` (UTC); those told before keep their time."""
        rows = ({"version": version, "told_at": at} for version in dict.fromkeys(versions))
        insert_new(self._session, ToldRow, rows)
