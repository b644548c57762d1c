"""Những câu hỏi của bàn làm việc: hồ sơ nào đã đổi, phát hiện nào đứng sau, bộ lọc đã lưu.
What the desk asks: which cases changed, the facts of their findings, saved views."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import merge
from itertools import islice
from operator import itemgetter
from typing import Any

from pydantic_core import from_json
from sqlalchemy import delete, func
from sqlmodel import Session, col, select

from monitor.domain.cases import Case
from monitor.domain.desk import FindingFacts, SavedView, ShownItem
from monitor.domain.judgement import Disclosure, Link
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState, Severity, VerdictKind
from storage.bulk import chunks, numbers_after, table_of, upsert
from storage.codec import decode
from storage.columns import stored_key
from storage.tables.desk import CaseRevisionRow, RevisionCounterRow, SavedViewRow
from storage.tables.judged import DisclosureRow, DutyRow, FindingRow, LinkRow, VerdictRow
from storage.tables.looking import SightingCodeRow, SightingRow
from storage.tables.told import CaseRow

_CASES = {"name": "case_file"}


def revise(session: Session, case_ids: Iterable[str]) -> None:
    """Give cases that were just stored the next revision."""
    ids = sorted(set(case_ids))
    if not ids:
        return
    (revision,) = numbers_after(session, RevisionCounterRow, "last", _CASES, 1)
    upsert(session, CaseRevisionRow, [{"case_id": name, "revision": revision} for name in ids])


class Desk:
    """Reads in the order of change, so that nothing is decoded twice."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def revision(self) -> int:
        """The newest change of any case; 0 before the first."""
        return self._session.exec(select(func.max(CaseRevisionRow.revision))).one() or 0

    def findings_changed_at(self) -> datetime | None:
        """When (UTC) what is said by any finding last changed."""
        return self._session.exec(select(func.max(FindingRow.changed_at))).one()

    def cases_after(self, revision: int) -> tuple[Case, ...]:
        """Every case changed after a revision (-1: all)."""
        rows = self._session.exec(
            select(CaseRow.document)
            .join(CaseRevisionRow, col(CaseRevisionRow.case_id) == col(CaseRow.id))
            .where(col(CaseRevisionRow.revision) > revision)
        )
        return tuple(decode(Case, document) for document in rows)

    def facts_since(self, at: datetime | None) -> Iterator[FindingFacts]:
        """The facts of every finding whose statement changed at `at` (UTC) or later; `None`: of all."""
        query = select(FindingRow.fingerprint, FindingRow.document)
        if at is not None:
            query = query.where(col(FindingRow.changed_at) >= at)
        for fingerprint, document in self._session.exec(query):
            yield _facts(fingerprint, from_json(document))

    def disclosures(self, ids: Iterable[str]) -> dict[str, Disclosure]:
        """Disclosures by id; unknown ones are left out."""
        found: dict[str, Disclosure] = {}
        for chunk in chunks(sorted(set(ids))):
            query = select(DisclosureRow.id, DisclosureRow.document).where(col(DisclosureRow.id).in_(chunk))
            for _, document in self._session.exec(query):
                read = decode(Disclosure, document)
                found[read.id] = read
        return found

    def withheld(self, reasons: Iterable[str]) -> dict[tuple[Channel, str], int]:
        """How many duties are unverifiable for one of these reasons, by channel and agency."""
        query = (
            select(DutyRow.channel, DutyRow.agency_id, func.count())
            .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
            .where(
                col(VerdictRow.kind) == VerdictKind.UNVERIFIABLE.value,
                col(VerdictRow.reason).in_(sorted(reasons)),
                col(DutyRow.withdrawn_at).is_(None),
            )
            .group_by(col(DutyRow.channel), col(DutyRow.agency_id))
        )
        return {(Channel(channel), agency): count for channel, agency, count in self._session.exec(query)}

    def linked(self, disclosure_ids: Iterable[str]) -> tuple[tuple[Link, Sighting], ...]:
        """Every pair of these disclosures with its sighting, the raw fields left out."""
        query = (
            select(LinkRow.document, SightingRow.document)
            .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
            .where(col(LinkRow.disclosure_id).in_(sorted(map(stored_key, disclosure_ids))))
            .order_by(col(LinkRow.disclosure_id), col(LinkRow.sighting_id))
        )
        return tuple((decode(Link, link), decode(Sighting, seen)) for link, seen in self._session.exec(query))

    def announced(self, sighting_ids: Iterable[str], kind: DisclosureKind) -> dict[str, int]:
        """By item: how many acts of a kind it announces beyond doubt."""
        query = (
            select(LinkRow.sighting_id, func.count())
            .join(DisclosureRow, col(DisclosureRow.id) == col(LinkRow.disclosure_id))
            .where(
                col(LinkRow.sighting_id).in_(sorted(map(stored_key, sighting_ids))),
                col(LinkRow.state) == LinkState.LINKED.value,
                col(DisclosureRow.kind) == kind.value,
            )
            .group_by(col(LinkRow.sighting_id))
        )
        return dict(self._session.exec(query).all())

    def shown_by(self, source_ids: Iterable[str], since: datetime, most: int) -> tuple[ShownItem, ...]:
        """What sources showed that was published at `since` (UTC) or later, the earliest `most`.

        Items without a day of their own count by when they were first seen.
        """
        when = _shown_at()
        query = select(when, SightingRow.id, SightingRow.title, SightingRow.document).where(when >= since)
        query = query.order_by(when, col(SightingRow.id)).limit(most)
        # One source at a time: together they could not be read in the order of their index.
        each = (
            self._session.exec(query.where(col(SightingRow.source_id) == name)) for name in sorted(source_ids)
        )
        rows = islice(merge(*each, key=itemgetter(0, 1)), most)
        return tuple(_item(name, title, from_json(document)) for _, name, title, document in rows)

    def bearing(
        self, codes: Iterable[str], source_ids: Iterable[str], since: datetime, most: int
    ) -> tuple[tuple[str, ...], int]:
        """Items of these sources that bear one of these codes: the earliest `most`, and how many there are.

        Among all that were published at `since` (UTC) or later, counted as in `shown_by`.
        """
        # The joined text keeps both databases from going through every item of a source instead.
        source, when = col(SightingRow.source_id) + "", _shown_at()
        found = (
            select(SightingRow.id, when.label("shown"))
            .join(SightingCodeRow, col(SightingCodeRow.sighting_id) == col(SightingRow.id))
            .where(
                col(SightingCodeRow.code).in_(sorted(set(codes))),
                source.in_(sorted(source_ids)),
                when >= since,
            )
            .distinct()
            .subquery()
        )
        count = self._session.exec(select(func.count()).select_from(found)).one()
        first = select(found.c.id).order_by(found.c.shown, found.c.id).limit(most)
        return tuple(self._session.exec(first)) if count else (), count

    def views(self, login: str) -> tuple[SavedView, ...]:
        """The saved views of an account by name."""
        rows = self._session.exec(
            select(SavedViewRow).where(col(SavedViewRow.login) == login).order_by(col(SavedViewRow.name))
        )
        return tuple(SavedView(row.login, row.name, row.query) for row in rows)

    def save_view(self, view: SavedView) -> None:
        """Keep a view; one of the same name is replaced."""
        upsert(self._session, SavedViewRow, [{"login": view.login, "name": view.name, "query": view.query}])

    def drop_view(self, login: str, name: str) -> None:
        """Forget a view."""
        table = table_of(SavedViewRow)
        self._session.connection().execute(delete(table).where(table.c.login == login, table.c.name == name))


def _shown_at() -> Any:
    return func.coalesce(col(SightingRow.published_at), col(SightingRow.first_seen_at))


def _item(name: str, title: str, document: Any) -> ShownItem:
    # A third of what the whole sighting takes.
    return ShownItem(name, title, document.get("body", ""), tuple(document.get("codes", ())))


def _facts(fingerprint: str, document: Any) -> FindingFacts:
    return FindingFacts(
        fingerprint,
        Channel(document["channel"]),
        DisclosureKind(document["kind"]),
        VerdictKind(document["verdict"]),
        Severity(document["severity"]),
        datetime.fromisoformat(document["due_at"]),
        document["days_late"],
    )
