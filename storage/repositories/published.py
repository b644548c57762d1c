"""Gói thầu đã công bố thành dữ liệu mở, và nhật ký thay đổi của chúng.
Published packages and their changes feed: what open data is served from."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from monitor.domain.published import (
    Change,
    ChangeKind,
    Identified,
    Process,
    PublicPackage,
    Shown,
    Sought,
)
from storage.bulk import chunks, insert, numbers_after, table_of, upsert
from storage.codec import decode, encode, mark
from storage.columns import stored_key
from storage.public_filters import conditions, in_order
from storage.repositories.search import unlist
from storage.tables.opened import PublicChangeRow, PublicCounterRow, PublicPackageRow, PublicReleaseRow

# Where a package may be looked for, in this order.
_NUMBERS = ("key", "notice_no", "bid_no", "package_id")
_SHOWN = ("key", "sorted_at", "changed_at", "agency_id", "document")
_CONTENT = ("agency_id", "category", "method", "status", "places", "words", "mark", "document")
# Parameters of one statement stay well below the limits of both databases.
_AT_ONCE = 500


class Published:
    """One row per published package, one per change; only packages that differ are written."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, packages: Iterable[PublicPackage], at: datetime) -> int:
        """Publish packages as they are now; how many were new or different. Withdrawn ones stay so.

        The numbers of the changes are taken last and held until the transaction ends: whoever reads a
        number can read every smaller one too.
        """
        changes: list[tuple[str, ChangeKind]] = []
        for chunk in chunks({one.process.key: one for one in packages}.values(), _AT_ONCE):
            changes += self._put_chunk(chunk, at)
        self._note(changes, at)
        return len(changes)

    def withdraw(self, keys: Iterable[str], at: datetime) -> int:
        """Take packages out of open data for good; how many there were.

        Only their numbers stay, by which they are recognised when a record of theirs is read again.
        """
        table = table_of(PublicPackageRow)
        gone = [shown.key for shown in self.get(keys).values() if shown.process is not None]
        for chunk in chunks(gone, _AT_ONCE):
            empty = dict.fromkeys(_CONTENT, "")
            self._session.connection().execute(
                table.update()
                .where(table.c.key.in_(chunk))
                .values(
                    **empty,
                    price=None,
                    closes_at=None,
                    has_notice=False,
                    has_postings=False,
                    changed_at=at,
                )
            )
            releases = table_of(PublicReleaseRow)
            self._session.connection().execute(delete(releases).where(releases.c.key.in_(chunk)))
        self._note([(key, ChangeKind.WITHDRAWN) for key in gone], at)
        unlist(self._session, gone)
        return len(gone)

    def get(self, keys: Iterable[str]) -> dict[str, Shown]:
        """Packages by key, withdrawn ones too; unknown ones are left out."""
        table = table_of(PublicPackageRow)
        columns = [table.c[name] for name in _SHOWN]
        found: dict[str, Shown] = {}
        for chunk in chunks(dict.fromkeys(map(stored_key, keys)), _AT_ONCE):
            rows = self._session.connection().execute(select(*columns).where(table.c.key.in_(chunk)))
            found |= {row[0]: _shown(row) for row in rows}
        return found

    def find(self, number: str) -> Shown | None:
        """A package by its key, else by the number of its notice, package or result."""
        table = table_of(PublicPackageRow)
        columns = [table.c[name] for name in _SHOWN]
        for name in _NUMBERS:
            query = select(*columns).where(table.c[name] == number).order_by(table.c.key).limit(1)
            row = self._session.connection().execute(query).first() if number else None
            if row is not None:
                return _shown(row)
        return None

    def listed(self, sought: Sought, limit: int) -> tuple[Shown, ...]:
        """Packages that meet what is sought, the newest first, from after the last one seen."""
        table = table_of(PublicPackageRow)
        columns = [table.c[name] for name in _SHOWN]
        query = select(*columns).where(*conditions(table, sought))
        rows = self._session.connection().execute(in_order(query, table).limit(limit))
        return tuple(_shown(row) for row in rows)

    def releases(
        self, start: datetime, end: datetime, after: tuple[datetime, str, int] | None, limit: int
    ) -> tuple[tuple[datetime, str, int], ...]:
        """Releases dated from `start` to before `end` (UTC) as (instant, key, number), oldest first."""
        at, key, number = (
            col(PublicReleaseRow.at),
            col(PublicReleaseRow.key),
            col(PublicReleaseRow.number),
        )
        query = select(at, key, number).where(at >= start, at < end)
        if after is not None:
            then, last_key, last_number = after
            same = (key > last_key) | ((key == last_key) & (number > last_number))
            query = query.where(at >= then, (at > then) | same)
        rows = self._session.exec(query.order_by(at, key, number).limit(limit))
        return tuple((row[0], row[1], row[2]) for row in rows)

    def changes(self, after: int, limit: int) -> tuple[Change, ...]:
        """Changes with a greater number, in order: none is ever added below the last one read."""
        rows = self._session.exec(
            select(PublicChangeRow)
            .where(col(PublicChangeRow.number) > after)
            .order_by(col(PublicChangeRow.number))
            .limit(limit)
        )
        return tuple(Change(row.number, row.key, ChangeKind(row.kind), row.at) for row in rows)

    def identified(self, column: str, numbers: Iterable[str]) -> tuple[Identified, ...]:
        """Published packages by `notice_no`, `bid_no`, `package_id` or `plan_no`."""
        table = table_of(PublicPackageRow)
        columns = [table.c[n] for n in ("key", "notice_no", "bid_no", "package_id", "plan_no")]
        found: list[Identified] = []
        for chunk in chunks(dict.fromkeys(stored_key(number) for number in numbers if number), _AT_ONCE):
            query = select(*columns).where(table.c[column].in_(chunk)).order_by(table.c.key)
            found += [Identified(*row) for row in self._session.connection().execute(query)]
        return tuple(found)

    def _put_chunk(self, chunk: list[PublicPackage], at: datetime) -> list[tuple[str, ChangeKind]]:
        table = table_of(PublicPackageRow)
        keys = [stored_key(one.process.key) for one in chunk]
        query = select(table.c.key, table.c.mark, table.c.sorted_at).where(table.c.key.in_(keys))
        known = {row[0]: row[1:] for row in self._session.connection().execute(query)}
        rows, releases, changes = [], [], []
        for one in chunk:
            key = stored_key(one.process.key)
            row = _row(one, at)
            before, sorted_at = known.get(key, (None, None))
            # An empty mark is a withdrawn package: it does not come back.
            if before in ("", row["mark"]):
                continue
            row["sorted_at"] = sorted_at or row["sorted_at"]
            rows.append(row)
            changes.append((key, ChangeKind.CREATED if before is None else ChangeKind.UPDATED))
            releases += [
                {"key": key, "number": number, "at": dated} for number, dated in enumerate(one.release_times)
            ]
        upsert(self._session, PublicPackageRow, rows)
        if rows:
            held = table_of(PublicReleaseRow)
            changed = [row["key"] for row in rows]
            self._session.connection().execute(delete(held).where(held.c.key.in_(changed)))
        insert(self._session, PublicReleaseRow, releases)
        return changes

    def _note(self, changes: list[tuple[str, ChangeKind]], at: datetime) -> None:
        if not changes:
            return
        numbers = numbers_after(self._session, PublicCounterRow, "last", {"name": "changes"}, len(changes))
        insert(
            self._session,
            PublicChangeRow,
            (
                {"number": number, "key": key, "kind": kind.value, "at": at}
                for number, (key, kind) in zip(numbers, changes, strict=True)
            ),
        )


def _row(one: PublicPackage, at: datetime) -> dict[str, Any]:
    facts, process = one.facts, one.process
    document = encode(Process, process)
    return {
        "key": stored_key(process.key),
        "notice_no": facts.notice_no,
        "bid_no": facts.bid_no,
        "package_id": facts.package_id,
        "plan_no": facts.plan_no,
        "agency_id": one.agency_id,
        "category": facts.category,
        "method": facts.method,
        "status": facts.status.value if facts.status else "",
        "places": f",{','.join(facts.place_codes)}," if facts.place_codes else "",
        "words": one.words,
        "price": facts.price,
        "closes_at": facts.closes_at,
        "sorted_at": facts.published_at or process.first_read_at,
        "changed_at": at,
        "has_notice": any(not notice.direct_appointment for notice in process.notices),
        "has_postings": bool(process.postings),
        "mark": mark(document, one.agency_id, one.words),
        "document": document,
    }


def _shown(row: Any) -> Shown:
    held: Mapping[str, Any] = row._mapping
    document = held["document"]
    process = decode(Process, document) if document else None
    return Shown(held["key"], held["sorted_at"], held["changed_at"], held["agency_id"], process)
