"""Hồ sơ của Mạng đấu thầu quốc gia, từng phiên bản một.
National records, one row per version, and what changed in them without a new version."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any, TypeVar, cast

from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from monitor.domain.procurement import Notice, Opening, Plan, Project, RecordChange, Result
from storage.bulk import chunks, insert, table_of, upsert
from storage.columns import stored_key
from storage.merging import merge
from storage.record_kinds import TABLES, AnyRecord, Identity, Stored, columns, dump, identity, load
from storage.superseding import Superseded, in_force_at, keep, superseded
from storage.tables.recorded import NoticeRow, OpeningRow, RecordChangeRow, RecordRow, ResultRow

T = TypeVar("T", bound=AnyRecord)


class Records:
    """Every version of every plan, notice, result and opening that was read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, records: Iterable[AnyRecord], at: datetime) -> tuple[RecordChange, ...]:
        """Store records; returns the fields that read differently in a version already known.

        A new version is a new row and no change. A sparser reading never erases (see
        `storage.merging`). The same twice changes nothing and returns nothing.
        """
        changes: list[RecordChange] = []
        by_kind: dict[type[AnyRecord], list[AnyRecord]] = {kind: [] for kind in TABLES}
        for record in records:
            by_kind[type(record)].append(record)
        for kind, group in by_kind.items():
            for chunk in chunks(group):
                changes += self._put_chunk(kind, chunk, at)
        for part in chunks(changes):
            insert(self._session, RecordChangeRow, [asdict(change) for change in part])
        return tuple(changes)

    def plans(self, *, raw: bool = False) -> tuple[Plan, ...]:
        """All stored plan versions; the raw fields are left out unless asked for."""
        return self._all(Plan, raw)

    def notices(self, *, raw: bool = False) -> tuple[Notice, ...]:
        """All stored notice versions; the raw fields are left out unless asked for."""
        return self._all(Notice, raw)

    def results(self, *, raw: bool = False) -> tuple[Result, ...]:
        """All stored results; the raw fields are left out unless asked for."""
        return self._all(Result, raw)

    def openings(self, *, raw: bool = False) -> tuple[Opening, ...]:
        """All stored openings; the raw fields are left out unless asked for."""
        return self._all(Opening, raw)

    def projects(self, *, raw: bool = False) -> tuple[Project, ...]:
        """All stored projects; the raw fields are left out unless asked for."""
        return self._all(Project, raw)

    def open_notices(self, now: datetime) -> tuple[Notice, ...]:
        """Notice versions that close after `now`: these are read again daily (egp-api §6.3)."""
        rows = self._session.exec(select(NoticeRow.document).where(col(NoticeRow.closes_at) > now))
        return tuple(load(Notice, document) for document in rows)

    def changes(self, since: datetime | None = None) -> tuple[RecordChange, ...]:
        """Changes noticed at or after `since` (UTC), oldest first; all without it."""
        query = select(RecordChangeRow).order_by(col(RecordChangeRow.id))
        if since is not None:
            query = query.where(col(RecordChangeRow.noticed_at) >= since)
        return tuple(_change(row) for row in self._session.exec(query))

    def changes_of(self, keys: Iterable[str]) -> tuple[RecordChange, ...]:
        """Changes of these versions (`<number>-<version>`, or `id:<native id>`), oldest first."""
        wanted = sorted(map(stored_key, keys))
        query = select(RecordChangeRow).where(col(RecordChangeRow.key).in_(wanted))
        return tuple(_change(row) for row in self._session.exec(query.order_by(col(RecordChangeRow.id))))

    def known_at(self, kind: type[T], at: datetime, *, raw: bool = False) -> tuple[T, ...]:
        """The versions of one kind that had been read by `at` (UTC), as they read then."""
        table = table_of(TABLES[cast(type[AnyRecord], kind)])
        query = select(table.c.id, table.c.document, table.c.raw if raw else literal(""))
        rows = self._session.connection().execute(
            query.where(table.c.first_read_at <= at).order_by(table.c.id)
        )
        then = in_force_at(self._session, _name(cast(type[AnyRecord], kind)), at)
        found = []
        for key, document, fields in rows:
            before, fields_before = then.get(key, (document, None))
            found.append(load(kind, before, (fields_before or fields) if raw else ""))
        return tuple(found)

    def learnt(self, after: datetime, until: datetime) -> bool:
        """Whether `known_at` tells anything at `until` that it does not tell at `after` (UTC)."""
        firsts = [table_of(model).c.first_read_at for model in TABLES.values()]
        queries = (select(literal(1)).where(at > after, at <= until).limit(1) for at in firsts)
        return superseded(self._session, map(_name, TABLES), after, until) or any(
            self._session.exec(query).first() for query in queries
        )

    def tenders_touched(self, since: datetime) -> tuple[str, ...]:
        """Numbers of notices of which anything was read or reads differently since this instant (UTC).

        Notices, their openings and their results; a result that names no notice stands under its
        native id. Sorted.
        """
        found: set[str] = set()
        for model in (NoticeRow, OpeningRow, ResultRow):
            table = table_of(model)
            query = select(table.c.number, table.c.native_id).where(table.c.changed_at >= since)
            found.update(number or native_id for number, native_id in self._session.exec(query))
        return tuple(sorted(found - {""}))

    def of_tenders(
        self, numbers: Iterable[str]
    ) -> tuple[tuple[Notice, ...], tuple[Opening, ...], tuple[Result, ...]]:
        """Every version of these notices with their openings and results, as `tenders_touched` names them."""
        wanted = sorted(map(stored_key, numbers))
        return self._of(Notice, wanted), self._of(Opening, wanted), self._of(Result, wanted)

    def plans_of(self, numbers: Iterable[str]) -> tuple[Plan, ...]:
        """Every version of these plans."""
        return self._of(Plan, sorted(map(stored_key, numbers)))

    def counts(self) -> dict[str, int]:
        """How many versions of each kind are stored (`plan`, `notice`, …)."""
        return {
            _name(kind): self._session.exec(select(func.count()).select_from(model)).one()
            for kind, model in TABLES.items()
        }

    def _all(self, kind: type[T], raw: bool) -> tuple[T, ...]:
        model = TABLES[cast(type[AnyRecord], kind)]
        table = table_of(model)
        query = select(table.c.document, table.c.raw if raw else literal("")).order_by(table.c.id)
        rows = self._session.connection().execute(query)
        return tuple(load(kind, document, text) for document, text in rows)

    def _of(self, kind: type[T], numbers: list[str]) -> tuple[T, ...]:
        table = table_of(TABLES[cast(type[AnyRecord], kind)])
        found: list[T] = []
        for chunk in chunks(numbers):
            named: Any = table.c.number.in_(chunk)
            if kind is Result:
                named |= (table.c.number == "") & table.c.native_id.in_(chunk)
            rows = self._session.connection().execute(
                select(table.c.document).where(named).order_by(table.c.id)
            )
            found += [load(kind, document) for (document,) in rows]
        return tuple(found)

    def _put_chunk(self, kind: type[AnyRecord], chunk: list[AnyRecord], at: datetime) -> list[RecordChange]:
        model = TABLES[kind]
        known = self._known(model, [identity(record) for record in chunk])
        folded: dict[str, Any] = {}
        for record in chunk:
            key = known.key_of(identity(record))
            # Search row and detail of one look are two readings of the same thing: no change.
            folded[key] = merge(folded[key], record)[0] if key in folded else record
        dumped = {key: dump(record) for key, record in folded.items()}
        differing = [key for key, stored in dumped.items() if known.marks.get(key) not in (None, stored.mark)]
        before = self._documents(model, differing)
        changes: list[RecordChange] = []
        replaced: list[Superseded] = []
        rows = [columns(key, folded[key], dumped[key], at) for key in folded if key not in known.marks]
        for key in differing:
            old = load(kind, *before[key])
            kept, fields = merge(old, folded[key])
            stored = dump(kept)
            if (stored.document, stored.raw) == before[key]:
                continue
            rows.append(columns(key, kept, Stored(stored.document, stored.raw, dumped[key].mark), at))
            replaced.append(_superseded(key, at, before[key], stored))
            changes += [RecordChange(_name(kind), key, f.field, f.old, f.new, at) for f in fields]
        keep(self._session, _name(kind), replaced)
        upsert(self._session, model, rows, keep=("first_read_at",))
        return changes

    def _known(self, model: type[RecordRow], names: list[Identity]) -> "_Known":
        keys = {name.key for name in names} | {name.nameless for name in names if name.native_id}
        table, connection = table_of(model), self._session.connection()
        of_keys = select(table.c.id, table.c.mark).where(table.c.id.in_(keys))
        marks: dict[str, str] = {row[0]: row[1] for row in connection.execute(of_keys)}
        nameless = [name.native_id for name in names if name.key == name.nameless]
        by_native: dict[str, str] = {}
        if not nameless:
            return _Known(marks, by_native)
        found = connection.execute(
            select(table.c.native_id, table.c.id, table.c.mark).where(table.c.native_id.in_(nameless))
        )
        for native_id, key, content in found:
            by_native[native_id] = key
            marks[key] = content
        return _Known(marks, by_native)

    def _documents(self, model: type[RecordRow], keys: list[str]) -> dict[str, tuple[str, str]]:
        if not keys:
            return {}
        rows = self._session.exec(select(model.id, model.document, model.raw).where(col(model.id).in_(keys)))
        return {key: (document, raw) for key, document, raw in rows}


def _name(kind: type[AnyRecord]) -> str:
    return kind.__name__.lower()


def _superseded(key: str, at: datetime, before: tuple[str, str], now: Stored) -> Superseded:
    document, raw = before
    return Superseded(key, at, document, raw if raw != now.raw else None)


def _change(row: RecordChangeRow) -> RecordChange:
    return RecordChange(row.record, row.key, row.field, row.old, row.new, row.noticed_at)


class _Known:
    """Stored marks by key, and which key a record has that does not tell number and version."""

    def __init__(self, marks: dict[str, str], by_native: dict[str, str]) -> None:
        self.marks = marks
        self._by_native = by_native

    def key_of(self, name: Identity) -> str:
        """The key of the stored row that this is a reading of, else a new key."""
        key, nameless = name.key, name.nameless
        if key in self.marks or not name.native_id:
            return key
        if key == nameless:
            return self._by_native.get(stored_key(name.native_id), nameless)
        return nameless if nameless in self.marks else key
