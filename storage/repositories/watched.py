"""Các nguồn được nhìn ra sao: lượt kiểm tra gần đây, số tin đã thấy, kết luận đang giữ lại.
How sources are seen: looks in brief, volumes of the last days, conclusions that are held back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.judgement import Duty
from monitor.domain.rooms import LookLine
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, DisclosureKind, Outcome, VerdictKind
from storage.codec import decode
from storage.ladders import with_ladder
from storage.tables.judged import DisclosureRow, DutyRow, LadderRow, VerdictRow
from storage.tables.looking import LookRow, SightingRow
from storage.tables.recorded import NoticeRow, PlanRow, ProjectRow, RecordRow, ResultRow

_HELD_BACK = '"withheld"'
_UNSETTLED = (VerdictKind.NOT_DUE, VerdictKind.UNVERIFIABLE, VerdictKind.MISSING, VerdictKind.LATE)
# What a query of the national network brings, by its name in a source's settings.
_RECORDS: dict[str, type[RecordRow]] = {
    "plans": PlanRow,
    "notices": NoticeRow,
    "results": ResultRow,
    "projects": ProjectRow,
}


class Watched:
    """Reads only: nothing here decodes a whole history."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def looks(self, source_id: str, most: int) -> tuple[LookLine, ...]:
        """The newest looks at one source, the newest first."""
        return self._lines(_LOOKS.where(col(LookRow.source_id) == source_id).limit(most))

    def items_since(self, source_ids: Iterable[str], since: datetime) -> dict[str, int]:
        """By source: how many items were published at `since` (UTC) or later.

        Items without a day of their own count by when they were first seen.
        """
        published, first = col(SightingRow.published_at), col(SightingRow.first_seen_at)
        # Source by source, as the index is: one question about all of them would read every item.
        return {
            source_id: sum(
                self._session.exec(
                    select(func.count())
                    .select_from(SightingRow)
                    .where(col(SightingRow.source_id) == source_id, *dated)
                ).one()
                for dated in ((published >= since,), (published.is_(None), first >= since))
            )
            for source_id in source_ids
        }

    def records_since(self, since: datetime) -> dict[str, int]:
        """By query of the national network: how many records were published at `since` or later."""
        return {
            name: self._session.exec(
                select(func.count()).select_from(row).where(col(row.published_at) >= since)
            ).one()
            for name, row in _RECORDS.items()
        }

    def held_back(self) -> tuple[tuple[Channel, DisclosureKind, str, int], ...]:
        """Conclusions that the flood guard holds back, counted by channel, kind and agency."""
        query = (
            select(DutyRow.channel, DisclosureRow.kind, DutyRow.agency_id, func.count())
            .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
            .join(DisclosureRow, col(DisclosureRow.id) == col(DutyRow.disclosure_id))
            .where(
                col(VerdictRow.kind) == VerdictKind.UNVERIFIABLE.value,
                col(VerdictRow.document).contains(_HELD_BACK, autoescape=True),
                col(DutyRow.withdrawn_at).is_(None),
            )
            .group_by(col(DutyRow.channel), col(DisclosureRow.kind), col(DutyRow.agency_id))
        )
        rows = self._session.exec(query)
        return tuple((Channel(channel), DisclosureKind(kind), agency, n) for channel, kind, agency, n in rows)

    def unsettled_due(self, spans: Iterable[Window], most: int) -> tuple[Duty, ...]:
        """Current duties that a day off may still change and that fall due in one of the spans."""
        found: dict[str, Duty] = {}
        for span in spans:
            query = (
                select(DutyRow.document, LadderRow.document)
                .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
                .outerjoin(LadderRow, col(LadderRow.digest) == col(DutyRow.ladder))
                .where(
                    col(DutyRow.due_at) >= span.start,
                    col(DutyRow.due_at) < span.end,
                    col(DutyRow.withdrawn_at).is_(None),
                    col(VerdictRow.kind).in_([kind.value for kind in _UNSETTLED]),
                )
                .order_by(col(DutyRow.due_at), col(DutyRow.id))
                .limit(most)
            )
            for document, ladder in self._session.exec(query):
                duty = decode(Duty, with_ladder(document, ladder))
                found[duty.id] = duty
        return tuple(found.values())

    def _lines(self, query: Any) -> tuple[LookLine, ...]:
        rows = self._session.connection().execute(query)
        return tuple(
            LookLine(look_id, source_id, started_at, Outcome(outcome), reason)
            for look_id, source_id, started_at, outcome, reason in rows
        )


_LOOKS: Any = (
    select(col(LookRow.id), col(LookRow.source_id), col(LookRow.started_at), col(LookRow.outcome))
    .add_columns(col(LookRow.reason))
    .order_by(col(LookRow.started_at).desc(), col(LookRow.id).desc())
)
