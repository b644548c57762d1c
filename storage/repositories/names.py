"""Tra ngược từ tên, mã ra kế hoạch và gói thầu đang lưu.
Finds stored plans and packages by the terms of their names and by their codes."""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, BigInteger, any_, bindparam, delete, func
from sqlmodel import Session, col, select

from monitor.domain.judgement import Disclosure
from storage.bulk import chunks, insert, insert_new, numbers_after, table_of, upsert
from storage.codec import decode, mark
from storage.columns import stored_key
from storage.tables.judged import DisclosureRow
from storage.tables.named import NameBuyerRow, NameListRow, NamePendingRow, NameSubjectRow, NameTermRow

# What stands beside the number of a subject in every entry: above these bits.
NUMBER_BITS = 24
# Entries a row: appending rewrites no more than the last one.
_PART = 2048
# A longer list is not kept, only counted: it tells too little to be read.
LONGEST_LIST = 16 * _PART
_BYTES = array("q").itemsize
# Stands for all subjects among the terms, and is the counter of their numbers.
_EVERYONE = 0


def _of_some(query: Any, column: Any) -> dict[str, Any]:
    """Made once: to put hundreds of values into a statement takes longer than to look them up.

    PostgreSQL takes them as one array, so that its driver meets one statement however many they are.
    """
    as_array = bindparam("some", type_=ARRAY(BigInteger))
    return {
        "sqlite": query.where(column.in_(bindparam("some", expanding=True))),
        "postgresql": query.where(column == any_(as_array)),
    }


_TOTALS = _of_some(select(NameTermRow.term, NameTermRow.total), col(NameTermRow.term))
_ENTRIES = _of_some(select(NameListRow.term, NameListRow.entries), col(NameListRow.term))
_NUMBERED = _of_some(
    select(DisclosureRow.document).join(
        NameSubjectRow, col(NameSubjectRow.subject_key) == col(DisclosureRow.subject_key)
    ),
    col(NameSubjectRow.number),
)


# A subject's key, and the mark of what changed of it.
Pending = tuple[str, str]


class Named(NamedTuple):
    """A subject as lists know it: its terms, and a head (under 2**39) that stands in every entry.

    `buyer` is the name in its records, and the body it stands for.
    """

    key: str
    head: int
    terms: Collection[str]
    buyer: tuple[str, str]


class Names:
    """Terms → subjects. An entry is `head << NUMBER_BITS | number`; the number leads to the disclosures.

    The lists are only where to look: they may name a subject that changed since and means nobody.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def pending(self, most: int) -> tuple[Pending, ...]:
        """At most so many changes that wait to be taken in; nobody else takes any in until commit."""
        numbers_after(self._session, NameTermRow, "total", {"term": _EVERYONE}, 0)
        query = select(NamePendingRow.subject_key, NamePendingRow.mark).limit(most)
        return tuple((row[0], row[1]) for row in self._session.exec(query))

    def waiting(self) -> int:
        """How many changes wait to be taken in."""
        return self._session.exec(select(func.count()).select_from(NamePendingRow)).one()

    def disclosures_of(self, keys: Iterable[str]) -> Iterator[Disclosure]:
        """All that is stored of these plans and packages."""
        for chunk in chunks(keys):
            query = select(DisclosureRow.document).where(col(DisclosureRow.subject_key).in_(chunk))
            for document in self._session.exec(query):
                yield decode(Disclosure, document)

    def take_in(self, pending: Sequence[Pending], named: Iterable[Named]) -> int:
        """These changes wait no longer; the named are found from now on. How many were new or different."""
        new = self._unknown({stored_key(one.key): one for one in named})
        numbers = numbers_after(self._session, NameTermRow, "total", {"term": _EVERYONE}, len(new))
        lists: defaultdict[str, array[int]] = defaultdict(lambda: array("q"))
        rows = []
        for number, (key, content, one) in zip(numbers, new, strict=True):
            rows.append({"number": number, "subject_key": key, "mark": content})
            entry = one.head << NUMBER_BITS | number
            for term in set(one.terms):
                lists[term].append(entry)
        insert(self._session, NameSubjectRow, rows)
        self._append({_digest(term): entries for term, entries in lists.items()})
        buyers = dict.fromkeys(one.buyer for _, _, one in new)
        insert_new(self._session, NameBuyerRow, [{"name": name, "body": body} for name, body in buyers])
        table = table_of(NamePendingRow)
        for chunk in chunks(pending):
            keys, marks = zip(*chunk, strict=True)
            of_these = table.c.subject_key.in_(keys), table.c.mark.in_(marks)
            self._session.connection().execute(delete(table).where(*of_these))
        return len(new)

    def restart(self) -> None:
        """Forget every name: all that is stored waits to be taken in again."""
        for model in (NameListRow, NameTermRow, NameSubjectRow, NameBuyerRow, NamePendingRow):
            self._session.connection().execute(delete(table_of(model)))
        everyone = select(DisclosureRow.subject_key, DisclosureRow.mark).distinct()
        statement = table_of(NamePendingRow).insert().from_select(["subject_key", "mark"], everyone)
        self._session.connection().execute(statement)

    def buyers(self) -> tuple[tuple[str, str], ...]:
        """Every buyer's name in the records, with the body it stands for."""
        return tuple(
            (row[0], row[1]) for row in self._session.exec(select(NameBuyerRow.name, NameBuyerRow.body))
        )

    def total(self) -> int:
        """How many subjects were numbered."""
        return self._totals([_EVERYONE]).get(_EVERYONE, 0)

    def counts(self, terms: Iterable[str]) -> dict[str, int]:
        """How many subjects carry each term; terms that nobody carries are left out."""
        by_digest = {_digest(term): term for term in terms}
        return {by_digest[term]: total for term, total in self._totals(list(by_digest)).items()}

    def entries(self, terms: Iterable[str]) -> dict[str, "array[int]"]:
        """Who carries each term; lists longer than `LONGEST_LIST` are not whole and must not be asked for."""
        by_digest = {_digest(term): term for term in terms}
        found: dict[str, array[int]] = {}
        for chunk in chunks(by_digest):
            for term, data in self._some(_ENTRIES, chunk):
                found.setdefault(by_digest[term], array("q")).frombytes(data)
        return found

    def numbered(self, numbers: Collection[int]) -> tuple[Disclosure, ...]:
        """The disclosures of the subjects of these numbers; a number out of use means nobody."""
        return tuple(decode(Disclosure, row[0]) for row in self._some(_NUMBERED, list(numbers)))

    def _unknown(self, named: Mapping[str, Named]) -> list[tuple[str, str, Named]]:
        """Those that are new or say something else than before; the rows of the latter are dropped."""
        known: dict[str, str] = {}
        table = table_of(NameSubjectRow)
        for chunk in chunks(named):
            query = select(table.c.subject_key, table.c.mark).where(table.c.subject_key.in_(chunk))
            known.update((row[0], row[1]) for row in self._session.connection().execute(query))
        new = []
        for key, one in named.items():
            content = mark(str(one.head), "\n".join(sorted(set(one.terms))), *one.buyer)
            if known.get(key) != content:
                new.append((key, content, one))
        for chunk in chunks(key for key, _, _ in new if key in known):
            self._session.connection().execute(delete(table).where(table.c.subject_key.in_(chunk)))
        return new

    def _append(self, lists: Mapping[int, "array[int]"]) -> None:
        # In ascending order the pages of the tables are written one after another.
        for terms in chunks(sorted(lists)):
            totals = self._totals(terms)
            tails = self._tails(
                {term: totals[term] // _PART for term in terms if totals.get(term, 0) % _PART}
            )
            rows: list[dict[str, Any]] = []
            for term in terms:
                total = totals.get(term, 0)
                rows += _parts(term, total, tails.get(term, b""), lists[term])
                totals[term] = total + len(lists[term])
            upsert(self._session, NameListRow, rows)
            upsert(self._session, NameTermRow, [{"term": term, "total": totals[term]} for term in terms])

    def _tails(self, last: Mapping[int, int]) -> dict[int, bytes]:
        """The last part, not yet full, of each of these lists."""
        table = table_of(NameListRow)
        parts = {part for part in last.values() if part < LONGEST_LIST // _PART}
        query = select(table.c.term, table.c.part, table.c.entries).where(
            table.c.term.in_(list(last)), table.c.part.in_(parts)
        )
        rows = self._session.connection().execute(query) if parts else ()
        return {term: bytes(data) for term, part, data in rows if last[term] == part}

    def _totals(self, terms: Sequence[int]) -> dict[int, int]:
        found: dict[int, int] = {}
        for chunk in chunks(terms):
            found.update((row[0], row[1]) for row in self._some(_TOTALS, chunk))
        return found

    def _some(self, query: Mapping[str, Any], values: Sequence[int]) -> Iterable[Any]:
        connection = self._session.connection()
        return connection.execute(query[connection.dialect.name], {"some": values})


def _parts(term: int, total: int, tail: bytes, new: "array[int]") -> Iterator[dict[str, Any]]:
    """The rows that hold the new entries, and with them those of the part that was not yet full."""
    if total >= LONGEST_LIST:
        return
    part = total // _PART
    data = (tail + new.tobytes())[: (LONGEST_LIST - part * _PART) * _BYTES]
    size = _PART * _BYTES
    for at in range(0, len(data), size):
        yield {"term": term, "part": part + at // size, "entries": data[at : at + size]}


def _digest(term: str) -> int:
    """64 bits that stand for a term: two of a province's terms as good as never share them."""
    return (
        int.from_bytes(blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), signed=True)
        or 1
    )
