"""Đối chiếu tin đăng với thông tin phải đăng tải.
Links between sightings and disclosures: the machine's are recomputed, people's stand."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import LinkChanges, LinkDecision
from monitor.domain.errors import StorageError
from monitor.domain.judgement import Link
from monitor.domain.vocabulary import LinkOrigin, LinkState
from storage.bulk import insert, table_of, upsert
from storage.codec import decode, encode, encode_without, joined, mark
from storage.columns import stored_key
from storage.tables.judged import LinkDecisionRow, LinkRow
from storage.touched import touch

Pair = tuple[str, str]

# A link that says the same again keeps the time of its first decision.
_VOLATILE = {"decided_at"}


class Links:
    """The links in force, and every decision that a person took on one."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace_machine(self, links: Iterable[Link]) -> LinkChanges:
        """Make these the machine's links; pairs that a person decided are left alone.

        A link that says the same as before keeps its `decided_at`. Links of origin PERSON in the
        argument are ignored: people's links come only from `decide`.
        """
        table = table_of(LinkRow)
        stored: dict[Pair, tuple[str, str]] = {
            (sighting_id, disclosure_id): (origin, content)
            for sighting_id, disclosure_id, origin, content in self._session.connection().execute(
                select(table.c.sighting_id, table.c.disclosure_id, table.c.origin, table.c.mark)
            )
        }
        wanted = {_pair(link): link for link in links if link.origin is not LinkOrigin.PERSON}
        person = LinkOrigin.PERSON.value
        gone = [pair for pair, (origin, _) in stored.items() if origin != person and pair not in wanted]
        counts = Counter[bool]()
        touched = list(gone)
        upsert(self._session, LinkRow, _noted(_differing(wanted, stored, counts), touched))
        if gone:
            one = delete(table).where(
                table.c.sighting_id == bindparam("seen"), table.c.disclosure_id == bindparam("act")
            )
            self._session.connection().execute(one, [{"seen": s, "act": d} for s, d in gone])
        touch(self._session, touched)
        return LinkChanges(counts[True], counts[False], len(gone))

    def decide(self, link: Link) -> None:
        """Let a person's decision stand for this pair from now on; it can be undone."""
        if link.origin is not LinkOrigin.PERSON or not link.decided_by:
            raise StorageError(
                "a decision on a link needs a person",
                vi="Quyết định đối chiếu phải ghi tên người quyết định. Hãy nhập tên rồi làm lại.",
            )
        current = self._current(_pair(link))
        replaced = "" if current is None or current.origin is LinkOrigin.PERSON else encode(Link, current)
        row = {
            "sighting_id": link.sighting_id,
            "disclosure_id": link.disclosure_id,
            "decided_by": link.decided_by,
            "decided_at": link.decided_at,
            "undone_by": "",
            "document": encode(Link, link),
            "replaced": replaced,
        }
        insert(self._session, LinkDecisionRow, [row])
        upsert(self._session, LinkRow, [_row(link)])
        touch(self._session, [_pair(link)])

    def undo(self, sighting_id: str, disclosure_id: str, by: str, at: datetime) -> Link | None:
        """Take back the last decision on a pair; returns the link in force then, if any.

        The decision before it stands again, else the machine link that was displaced. Raises
        `StorageError` when there is no decision to undo.
        """
        standing = self._session.exec(
            select(LinkDecisionRow)
            .where(
                col(LinkDecisionRow.sighting_id) == sighting_id,
                col(LinkDecisionRow.disclosure_id) == disclosure_id,
                col(LinkDecisionRow.undone_at).is_(None),
            )
            .order_by(col(LinkDecisionRow.id).desc())
        ).all()
        if not standing:
            raise StorageError(
                f"no decision on {sighting_id} / {disclosure_id}",
                vi=f"Chưa có quyết định nào của người về tin “{sighting_id}” nên không có gì để hoàn tác.",
            )
        table = table_of(LinkDecisionRow)
        self._session.connection().execute(
            table.update().where(table.c.id == standing[0].id).values(undone_by=by, undone_at=at)
        )
        document = standing[1].document if len(standing) > 1 else standing[0].replaced
        link = decode(Link, document) if document else None
        links = table_of(LinkRow)
        self._session.connection().execute(
            delete(links).where(links.c.sighting_id == sighting_id, links.c.disclosure_id == disclosure_id)
        )
        if link is not None:
            insert(self._session, LinkRow, [_row(link)])
        touch(self._session, [(sighting_id, disclosure_id)])
        return link

    def all(self) -> tuple[Link, ...]:
        """Every link in force."""
        query = select(LinkRow.document).order_by(col(LinkRow.sighting_id), col(LinkRow.disclosure_id))
        return tuple(decode(Link, document) for document in self._session.exec(query))

    def decisions(self) -> tuple[Link, ...]:
        """The people's links in force: what the machine must respect."""
        query = select(LinkRow.document).where(col(LinkRow.origin) == LinkOrigin.PERSON.value)
        return tuple(decode(Link, document) for document in self._session.exec(query))

    def decisions_at(self, at: datetime) -> tuple[Link, ...]:
        """The people's links in force at `at` (UTC): decided by then, and not taken back by then."""
        standing: dict[Pair, Link] = {}
        for decision in self.decision_history():
            undone = decision.undone_at is not None and decision.undone_at <= at
            if decision.link.decided_at <= at and not undone:
                standing[_pair(decision.link)] = decision.link
        return tuple(standing.values())

    def decided(self, after: datetime, until: datetime) -> bool:
        """Whether anybody decided on a link, or took a decision back, after `after` and by `until` (UTC)."""
        instants = (col(LinkDecisionRow.decided_at), col(LinkDecisionRow.undone_at))
        queries = (select(LinkDecisionRow.id).where(at > after, at <= until).limit(1) for at in instants)
        return any(self._session.exec(query).first() is not None for query in queries)

    def decision_history(self) -> tuple[LinkDecision, ...]:
        """Every decision ever taken, undone ones too, oldest first."""
        rows = self._session.exec(select(LinkDecisionRow).order_by(col(LinkDecisionRow.id)))
        return tuple(LinkDecision(decode(Link, row.document), row.undone_at, row.undone_by) for row in rows)

    def to_review(self) -> tuple[Link, ...]:
        """Doubtful pairs that a person should decide, most likely first."""
        query = (
            select(LinkRow.document)
            .where(col(LinkRow.state) == LinkState.NEEDS_REVIEW.value)
            .order_by(col(LinkRow.score).desc(), col(LinkRow.sighting_id), col(LinkRow.disclosure_id))
        )
        return tuple(decode(Link, document) for document in self._session.exec(query))

    def _current(self, pair: Pair) -> Link | None:
        document = self._session.exec(
            select(LinkRow.document).where(
                col(LinkRow.sighting_id) == pair[0], col(LinkRow.disclosure_id) == pair[1]
            )
        ).first()
        return None if document is None else decode(Link, document)


def _pair(link: Link) -> Pair:
    return stored_key(link.sighting_id), stored_key(link.disclosure_id)


def _noted(rows: Iterable[dict[str, object]], touched: list[Pair]) -> Iterator[dict[str, object]]:
    for row in rows:
        touched.append((stored_key(str(row["sighting_id"])), stored_key(str(row["disclosure_id"]))))
        yield row


def _differing(
    wanted: Mapping[Pair, Link], stored: Mapping[Pair, tuple[str, str]], counts: Counter[bool]
) -> Iterator[dict[str, object]]:
    """Rows of links that are new (counted as `True`) or say something else than before (`False`)."""
    for pair, link in wanted.items():
        origin, content = stored.get(pair, ("", ""))
        if origin == LinkOrigin.PERSON.value:
            continue
        document = encode_without(Link, link, _VOLATILE)
        if mark(document) != content:
            counts[pair not in stored] += 1
            yield _row(link, document)


def _row(link: Link, document: bytes = b"") -> dict[str, object]:
    document = document or encode_without(Link, link, _VOLATILE)
    return {
        "sighting_id": link.sighting_id,
        "disclosure_id": link.disclosure_id,
        "state": link.state.value,
        "origin": link.origin.value,
        "score": link.score,
        "mark": mark(document),
        "document": joined(document, decided_at=link.decided_at),
    }
