"""Chỉ mục tìm kiếm trong kho: ghi cùng giao dịch với gói thầu, tra chữ như nhau trên hai loại kho.
The search index as stored: written in the transaction of the package, looked up alike on both databases."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, text
from sqlmodel import Session, select

from monitor.domain.searched import Holds, SearchEntry, SearchLine, SearchRow
from storage.bulk import chunks, numbers_after, table_of, upsert
from storage.codec import mark
from storage.columns import stored_key
from storage.tables.desk import RevisionCounterRow
from storage.tables.opened import PublicPackageRow
from storage.tables.searched import SearchPackageRow

_AT_ONCE = 500
_COUNTED = ("id", "revision", "mark", "buyer", "category", "method", "status", "places", "price", "closes")
_SHOWN = (
    "id", "key", "title", "buyer", "buyer_name", "notice_no", "bid_no", "plan_no", "category", "method",
    "status", "price", "closes_at", "published_at", "holds",
)  # fmt: skip
_CONTENT = ("buyer", "category", "method", "status", "places", "mark", "title", "buyer_name", "words")
_LOOKED_UP = {
    "sqlite": "SELECT group_concat(rowid) FROM search_words WHERE search_words MATCH :words",
    "postgresql": "SELECT string_agg(CAST(id AS text), ',') FROM search_package "
    "WHERE words @@ CAST(:words AS tsquery)",
}


class Search:
    """One row per published package; a withdrawn one leaves an empty row, so that readers learn of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, entries: Iterable[SearchEntry], *, again: bool = False) -> int:
        """Index packages as they are now; how many were new or different, or all of them with `again`.

        Only what is published is taken: write the package first, in the same transaction.
        """
        written = 0
        for chunk in chunks({stored_key(one.key): one for one in entries}.values(), _AT_ONCE):
            written += self._put_chunk(chunk, again)
        return written

    def revision(self) -> int:
        """The last change of the index; 0 before the first."""
        return self._session.exec(select(func.max(SearchPackageRow.revision))).one() or 0

    def rows_after(self, revision: int) -> Iterator[SearchRow]:
        """What is counted of every package changed after a revision (0: all)."""
        table = table_of(SearchPackageRow)
        columns = [table.c[name] for name in (*_COUNTED, "published", "holds")]
        query = select(*columns).where(table.c.revision > revision).order_by(table.c.id)
        for row in self._session.connection().execute(query):
            yield SearchRow(row[0], row[1], not row[2], *row[3:])

    def holding(self, phrase: str) -> "array[int]":
        """The ids of the packages in whose text these words stand side by side, in no order.

        `phrase` is of `monitor.search.terms`: letters a–z and digits. Raises `ValueError` for others.
        """
        if not phrase.replace(" ", "").isalnum() or not phrase.isascii():
            raise ValueError(f"not a phrase of plain words: {phrase!r}")
        kind = self._session.get_bind().dialect.name
        asked = f'"{phrase}"' if kind == "sqlite" else " <-> ".join(phrase.split())
        found = self._session.connection().execute(text(_LOOKED_UP[kind]), {"words": asked}).scalar()
        return array("I", map(int, found.split(","))) if found else array("I")

    def lines(self, ids: Iterable[int]) -> dict[int, SearchLine]:
        """What is shown of packages, by id; withdrawn and unknown ones are left out."""
        table = table_of(SearchPackageRow)
        found: dict[int, SearchLine] = {}
        for chunk in chunks(ids, _AT_ONCE):
            query = select(*(table.c[name] for name in _SHOWN)).where(
                table.c.id.in_(chunk), table.c.mark != ""
            )
            for row in self._session.connection().execute(query).mappings():
                found[row["id"]] = _line(row)
        return found

    def of_agency(self, agency_id: str, limit: int) -> tuple[SearchLine, ...]:
        """What is shown of the packages of one agency of the registry, the newest first."""
        table, package = table_of(SearchPackageRow), table_of(PublicPackageRow)
        query = (
            select(*(table.c[name] for name in _SHOWN))
            .join_from(package, table, table.c.key == package.c.key)
            .where(package.c.agency_id == agency_id, table.c.mark != "")
            .order_by(package.c.sorted_at.desc(), package.c.key)
            .limit(limit)
        )
        rows = self._session.connection().execute(query).mappings() if agency_id else ()
        return tuple(map(_line, rows))

    def count_of_agency(self, agency_id: str) -> int:
        """How many packages `of_agency` goes through."""
        package = table_of(PublicPackageRow)
        query = select(func.count()).select_from(package).where(package.c.agency_id == agency_id)
        return int(self._session.connection().execute(query).scalar_one()) if agency_id else 0

    def bearing(self, codes: Iterable[str], agency_id: str, most: int) -> tuple[tuple[SearchLine, ...], int]:
        """Packages of an agency that bear one of these codes: the newest `most`, and how many there are."""
        table, package, wanted = table_of(SearchPackageRow), table_of(PublicPackageRow), sorted(set(codes))
        named = or_(*(package.c[name].in_(wanted) for name in ("notice_no", "bid_no", "plan_no")))
        # The joined text keeps both databases from going through every package of an agency instead.
        mine = (package.c.agency_id + "") == agency_id
        columns: list[Any] = [*(table.c[name] for name in _SHOWN), func.count().over().label("all_of_them")]
        query = select(*columns).join_from(package, table, table.c.key == package.c.key)
        query = query.where(named, mine, table.c.mark != "")
        ordered = query.order_by(package.c.sorted_at.desc(), package.c.key).limit(most)
        found = self._session.connection().execute(ordered).mappings().all() if agency_id else []
        return tuple(map(_line, found)), found[0]["all_of_them"] if found else 0

    def published_after(self, key: str, limit: int, *, unknown: bool) -> tuple[str, ...]:
        """Keys of published packages in their order; `unknown`: only of those that are not indexed."""
        package, entry = table_of(PublicPackageRow), table_of(SearchPackageRow)
        query = select(package.c.key).where(package.c.mark != "", package.c.key > key)
        if unknown:
            query = query.where(~select(entry.c.id).where(entry.c.key == package.c.key).exists())
        query = query.order_by(package.c.key).limit(limit)
        return tuple(self._session.connection().execute(query).scalars())

    def restore_words(self) -> None:
        """Make what is looked up anew from the words that are stored, where it is apart from them."""
        if self._session.get_bind().dialect.name == "sqlite":
            self._session.connection().execute(
                text("INSERT INTO search_words(search_words) VALUES ('rebuild')")
            )

    def published(self) -> int:
        """How many packages are published."""
        table = table_of(PublicPackageRow)
        return int(self._session.connection().execute(_counted(table)).scalar_one())

    def _put_chunk(self, chunk: list[SearchEntry], again: bool) -> int:
        table, package = table_of(SearchPackageRow), table_of(PublicPackageRow)
        keys = [stored_key(one.key) for one in chunk]
        connection = self._session.connection()
        query = select(package.c.key).where(package.c.key.in_(keys), package.c.mark != "")
        shown = set(connection.execute(query).scalars())
        rows = connection.execute(
            select(*(table.c[n] for n in ("key", "id", "mark"))).where(table.c.key.in_(keys))
        )
        known = {row[0]: (row[1], row[2]) for row in rows}
        fresh = []
        for key, one in zip(keys, chunk, strict=True):
            row = _row(key, one)
            if key in shown and (again or known.get(key, (0, ""))[1] != row["mark"]):
                fresh.append(row)
        if not fresh:
            return 0
        new = iter(_next(self._session, "search_package_id", sum(row["key"] not in known for row in fresh)))
        (revision,) = _next(self._session, "search_package", 1)
        for row in fresh:
            row["id"] = known[row["key"]][0] if row["key"] in known else next(new)
            row["revision"] = revision
        upsert(self._session, SearchPackageRow, fresh)
        return len(fresh)


def unlist(session: Session, keys: Iterable[str]) -> None:
    """Take packages out of the index; call it in the transaction that withdraws them."""
    table = table_of(SearchPackageRow)
    for chunk in chunks(dict.fromkeys(map(stored_key, keys)), _AT_ONCE):
        (revision,) = _next(session, "search_package", 1)
        empty = dict.fromkeys(_CONTENT, "")
        session.connection().execute(
            table.update()
            .where(table.c.key.in_(chunk))
            .values(**empty, price=None, closes=None, closes_at=None, holds=0, revision=revision)
        )


def _line(row: Mapping[Any, Any]) -> SearchLine:
    return SearchLine(**{**{name: row[name] for name in _SHOWN}, "holds": Holds(row["holds"])})


def _next(session: Session, name: str, count: int) -> range:
    return numbers_after(session, RevisionCounterRow, "last", {"name": name}, count) if count else range(0)


def _counted(table: Any) -> Any:
    return select(func.count()).select_from(table).where(table.c.mark != "")


def _row(key: str, one: SearchEntry) -> dict[str, Any]:
    row: dict[str, Any] = {
        "key": key,
        "buyer": one.buyer,
        "category": one.category,
        "method": one.method,
        "status": one.status,
        "places": f",{','.join(one.places)}," if one.places else "",
        "price": one.price,
        "closes": _seconds(one.closes_at),
        "published": _seconds(one.sorted_at),
        "holds": one.holds.value,
        "title": one.title,
        "buyer_name": one.buyer_name,
        "notice_no": one.notice_no,
        "bid_no": one.bid_no,
        "plan_no": one.plan_no,
        "closes_at": one.closes_at,
        "published_at": one.sorted_at,
        "words": one.words,
    }
    return row | {"mark": mark(repr(tuple(row.values())))}


def _seconds(at: datetime | None) -> int | None:
    return None if at is None else int(at.timestamp())
