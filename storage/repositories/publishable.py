"""Những gì cần để công bố một gói thầu: kế hoạch, bài đăng đã đối chiếu, lần đọc đầu tiên.
What a package is published from beside its notice: plans, linked postings, when it was first read."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.procurement import Plan
from monitor.domain.published import Posting
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import DisclosureKind, LinkState
from storage.bulk import chunks, insert, table_of
from storage.codec import decode, mark
from storage.columns import stored_key
from storage.record_kinds import load
from storage.tables.judged import DisclosureRow, LinkRow
from storage.tables.looking import SightingRow
from storage.tables.opened import PublicShowingRow
from storage.tables.recorded import NoticeRow, PlanRow, ResultRow

_AT_ONCE = 500


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

    def newly_shown(self) -> dict[str, str]:
        """Subject keys whose links or linked postings differ from those noted, with what to note of them."""
        now = self._showings()
        table = table_of(PublicShowingRow)
        rows = self._session.connection().execute(select(table.c.subject_key, table.c.mark))
        before = {row[0]: row[1] for row in rows}
        differing = sorted(key for key in now.keys() | before.keys() if now.get(key) != before.get(key))
        return {key: now.get(key, "") for key in differing}

    def note_shown(self, marks: Mapping[str, str]) -> None:
        """Note what was published of links and postings; an empty mark means that nothing is left."""
        table = table_of(PublicShowingRow)
        for chunk in chunks(marks, _AT_ONCE):
            self._session.connection().execute(table.delete().where(table.c.subject_key.in_(chunk)))
        insert(
            self._session,
            PublicShowingRow,
            ({"subject_key": key, "mark": noted} for key, noted in marks.items() if noted),
        )

    def _showings(self) -> dict[str, str]:
        query = (
            select(DisclosureRow.subject_key, DisclosureRow.id, SightingRow.id, SightingRow.mark)
            .join(LinkRow, col(LinkRow.disclosure_id) == col(DisclosureRow.id))
            .join(SightingRow, col(SightingRow.id) == col(LinkRow.sighting_id))
            .where(col(LinkRow.state) == LinkState.LINKED.value)
        )
        shown: dict[str, list[str]] = defaultdict(list)
        for subject_key, disclosure_id, sighting_id, content in self._session.exec(query):
            if not subject_key.startswith("sighting:"):
                shown[subject_key].append(f"{disclosure_id}|{sighting_id}|{content}")
        return {key: mark(*sorted(lines)) for key, lines in shown.items()}


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
