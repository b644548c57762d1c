"""Những gì cần để công bố một gói thầu: kế hoạch, bài đăng đã đối chiếu, lần đọc đầu tiên.
What a package is published from beside its notice: plans, linked postings, when it was first read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.procurement import Plan
from monitor.domain.published import NewlyShown, Posting
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import DisclosureKind, LinkState
from storage.bulk import chunks, insert, table_of
from storage.codec import decode, mark
from storage.columns import stored_key
from storage.record_kinds import load
from storage.tables.judged import DisclosureRow, LinkRow
from storage.tables.looking import SightingRow
from storage.tables.opened import LinkTouchRow, PublicShowingRow
from storage.tables.recorded import NoticeRow, PlanRow, ResultRow

_AT_ONCE = 500
_MANY = 5000


class Publishable:
    """Reads records, links and postings by the numbers of notices and plans."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def plans_touched(self, since: datetime) -> tuple[str, ...]:
        """Numbers of plans of which anything was read or reads differently since this instant (UTC)."""
        table = table_of(PlanRow)
        query = select(table.c.number).where(table.c.changed_at >= since).distinct()
        return tuple(sorted(number for (number,) in self._session.connection().execute(query) if number))

    def plans(self, numbers: Iterable[str]) -> tuple[Plan, ...]:
        """Every version of these plans with their packages, by number and version."""
        table = table_of(PlanRow)
        found: list[Plan] = []
        for chunk in chunks(dict.fromkeys(stored_key(number) for number in numbers if number), _AT_ONCE):
            query = select(table.c.document).where(table.c.number.in_(chunk)).order_by(table.c.id)
            found += [load(Plan, document) for (document,) in self._session.connection().execute(query)]
        return tuple(found)

    def first_read(self, numbers: Iterable[str]) -> dict[str, datetime]:
        """When anything of these notices, results and plans was first read (UTC), by number."""
        found: dict[str, datetime] = {}
        for chunk in chunks(dict.fromkeys(stored_key(number) for number in numbers if number), _AT_ONCE):
            for model in (NoticeRow, ResultRow, PlanRow):
                table = table_of(model)
                named: Any = table.c.number.in_(chunk)
                if model is ResultRow:
                    named |= (table.c.number == "") & table.c.native_id.in_(chunk)
                query = select(table.c.number, table.c.native_id, table.c.first_read_at).where(named)
                for number, native_id, at in self._session.connection().execute(query):
                    held = number or native_id
                    found[held] = min(at, found.get(held, at))
        return found

    def postings(self, subject_keys: Iterable[str]) -> dict[str, tuple[Posting, ...]]:
        """What the portal and agency pages show of these notices and plans, by subject key."""
        found: dict[str, list[Posting]] = defaultdict(list)
        for chunk in chunks(dict.fromkeys(map(stored_key, subject_keys)), _AT_ONCE):
            query = (
                select(DisclosureRow.subject_key, DisclosureRow.kind, SightingRow.document)
                .join(LinkRow, col(LinkRow.disclosure_id) == col(DisclosureRow.id))
                .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
                .where(
                    col(DisclosureRow.subject_key).in_(chunk),
                    col(LinkRow.state) == LinkState.LINKED.value,
                )
                .order_by(col(SightingRow.id), col(DisclosureRow.id))
            )
            for subject_key, kind, document in self._session.exec(query):
                found[subject_key].append(_posting(DisclosureKind(kind), decode(Sighting, document)))
        return {key: tuple(items) for key, items in found.items()}

    def newly_shown(self, *, everything: bool = False) -> NewlyShown:
        """What differs from what was noted, among the links touched since; `everything` compares them all."""
        touches = self._touches()
        # So many are sooner compared all together than looked up one by one.
        whole = everything or len(touches) > _MANY
        subjects = None if whole else self._subjects(touches)
        now, before = self._showings(subjects), self._noted(subjects)
        differing = sorted(key for key in now.keys() | before.keys() if now.get(key) != before.get(key))
        return NewlyShown({key: now.get(key, "") for key in differing}, tuple(one[0] for one in touches))

    def note_shown(self, shown: NewlyShown) -> None:
        """Note what was published of links and postings; an empty mark means that nothing is left.

        Only the touches that were read are done with: what was touched meanwhile is read next time.
        """
        connection = self._session.connection()
        noted, touch = table_of(PublicShowingRow), table_of(LinkTouchRow)
        for chunk in chunks(shown.marks, _AT_ONCE):
            connection.execute(noted.delete().where(noted.c.subject_key.in_(chunk)))
        insert(
            self._session,
            PublicShowingRow,
            ({"subject_key": key, "mark": content} for key, content in shown.marks.items() if content),
        )
        for numbers in chunks(shown.touches):
            connection.execute(touch.delete().where(touch.c.id.in_(numbers)))

    def _touches(self) -> list[tuple[int, str, str]]:
        table = table_of(LinkTouchRow)
        query = select(table.c.id, table.c.sighting_id, table.c.disclosure_id).order_by(table.c.id)
        return [(row[0], row[1], row[2]) for row in self._session.connection().execute(query)]

    def _subjects(self, touches: list[tuple[int, str, str]]) -> list[str]:
        """The subject keys of the acts that the touches are about."""
        link, act = table_of(LinkRow), table_of(DisclosureRow)
        connection = self._session.connection()
        acts = {disclosure_id for _, _, disclosure_id in touches if disclosure_id}
        sightings = {sighting_id for _, sighting_id, disclosure_id in touches if not disclosure_id}
        for chunk in chunks(sorted(sightings), _AT_ONCE):
            linked = select(link.c.disclosure_id).where(link.c.sighting_id.in_(chunk))
            acts |= set(connection.execute(linked).scalars())
        subjects: set[str] = set()
        for chunk in chunks(sorted(acts), _AT_ONCE):
            named = select(act.c.subject_key).where(act.c.id.in_(chunk))
            subjects |= set(connection.execute(named).scalars())
        return sorted(subjects)

    def _noted(self, subjects: list[str] | None) -> dict[str, str]:
        table = table_of(PublicShowingRow)
        query = select(table.c.subject_key, table.c.mark)
        return {
            row[0]: row[1]
            for part in _narrowed(query, table.c.subject_key, subjects)
            for row in self._session.connection().execute(part)
        }

    def _showings(self, subjects: list[str] | None) -> dict[str, str]:
        query = (
            select(DisclosureRow.subject_key, DisclosureRow.id, SightingRow.id, SightingRow.mark)
            .join(LinkRow, col(LinkRow.disclosure_id) == col(DisclosureRow.id))
            .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
            .where(col(LinkRow.state) == LinkState.LINKED.value)
        )
        shown: dict[str, list[str]] = defaultdict(list)
        for part in _narrowed(query, col(DisclosureRow.subject_key), subjects):
            for subject_key, disclosure_id, sighting_id, content in self._session.connection().execute(part):
                if not subject_key.startswith("sighting:"):
                    shown[subject_key].append(f"{disclosure_id}|{sighting_id}|{content}")
        return {key: mark(*sorted(lines)) for key, lines in shown.items()}


def _narrowed(query: Any, column: Any, subjects: list[str] | None) -> Iterator[Any]:
    """The query as it is, or once for each part of the subjects."""
    if subjects is None:
        yield query
        return
    for part in chunks(subjects, _AT_ONCE):
        yield query.where(column.in_(part))


def _posting(kind: DisclosureKind, sighting: Sighting) -> Posting:
    return Posting(
        f"{sighting.id}/{kind}",
        sighting.channel,
        kind,
        sighting.title,
        sighting.url,
        sighting.published,
        sighting.first_seen_at,
    )
