"""Những gì từng biết, trước khi một lần đọc sau sửa hoặc bổ sung.
What was known of each row before later readings changed or completed it: nothing that was ever
concluded from loses its ground."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from storage.bulk import insert
from storage.tables.superseded import SupersededRow


@dataclass(frozen=True, slots=True)
class Superseded:
    """The documents of a row that were in force until `until` (UTC); `raw` is `None` where it stayed."""

    key: str
    until: datetime
    document: str
    raw: str | None


def keep(session: Session, kind: str, rows: Iterable[Superseded]) -> None:
    """Put aside what is about to be written over."""
    insert(
        session,
        SupersededRow,
        ({"kind": kind, "key": r.key, "until": r.until, "document": r.document, "raw": r.raw} for r in rows),
    )


def in_force_at(session: Session, kind: str, at: datetime) -> Mapping[str, tuple[str, str | None]]:
    """By key, the documents in force at `at` (UTC) of the rows that were written over since.

    Raw fields are `None` where today's are still those of then.
    """
    rows = session.exec(
        select(SupersededRow.key, SupersededRow.document, SupersededRow.raw)
        .where(col(SupersededRow.kind) == kind, col(SupersededRow.until) > at)
        .order_by(col(SupersededRow.id))
    )
    found: dict[str, tuple[str, str | None]] = {}
    for key, document, raw in rows:
        # The first one after `at` was in force then; its raw fields may be noted at a later one.
        first, known = found.get(key, (document, None))
        found[key] = first, raw if known is None else known
    return found


def superseded(session: Session, kinds: Iterable[str], after: datetime, until: datetime) -> bool:
    """Whether anything of these kinds was written over after `after` and by `until` (UTC)."""
    when = col(SupersededRow.until)
    query = select(SupersededRow.id).where(
        col(SupersededRow.kind).in_(list(kinds)), when > after, when <= until
    )
    return session.exec(query.limit(1)).first() is not None
