"""Thông tin phải đăng tải, nghĩa vụ và kết luận.
What must be published, and what is said of each duty now."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import Judged, VerdictChange
from monitor.domain.judgement import Disclosure, Duty, Verdict
from monitor.domain.vocabulary import Channel, VerdictKind
from storage.bulk import chunks, insert, insert_new, table_of, upsert
from storage.codec import decode, encode_without, mark
from storage.columns import stored_key
from storage.ladders import LADDER, Ladders, with_ladder
from storage.tables.judged import DisclosureRow, DutyRow, LadderRow, VerdictHistoryRow, VerdictRow
from storage.tables.named import NamePendingRow


class Judgements:
    """Disclosures, duties and verdicts; only rows that differ are written."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put_disclosures(self, disclosures: Iterable[Disclosure]) -> int:
        """Store disclosures (before their duties); how many were new or different."""
        written = 0
        for chunk in chunks({item.id: item for item in disclosures}.values()):
            known = self._marks(DisclosureRow, [item.id for item in chunk])
            rows = []
            for item in chunk:
                document = encode_without(Disclosure, item, None)
                content = mark(document)
                if known.get(stored_key(item.id)) != content:
                    rows.append(_disclosure_row(item, content, document.decode("utf-8")))
            upsert(self._session, DisclosureRow, rows)
            # Their names are taken in when somebody next looks for one: not in the time of a cycle.
            waiting = {(row["subject_key"], row["mark"]) for row in rows}
            insert_new(self._session, NamePendingRow, [{"subject_key": k, "mark": m} for k, m in waiting])
            written += len(rows)
        return written

    def put(self, judged: Iterable[tuple[Duty, Verdict]], at: datetime) -> int:
        """Store duties with their verdicts at `at` (UTC); how many of them are new or different.

        A verdict of another kind leaves a row in the history. The disclosures must be stored.
        """
        ladders = Ladders()
        return sum(self._put_chunk(chunk, ladders, at) for chunk in chunks(judged))

    def withdraw_except(self, duty_ids: Collection[str], at: datetime) -> int:
        """Set aside the duties that a complete judging does not know any more; how many.

        As when a sighting that stood alone is linked to its notice. They stay readable by id.
        """
        current = self._session.exec(select(DutyRow.id).where(col(DutyRow.withdrawn_at).is_(None)))
        keep = {stored_key(duty_id) for duty_id in duty_ids}
        gone = [duty_id for duty_id in current if duty_id not in keep]
        table = table_of(DutyRow)
        for chunk in chunks(gone):
            self._session.connection().execute(
                table.update().where(table.c.id.in_(chunk)).values(withdrawn_at=at)
            )
        return len(gone)

    def disclosure(self, disclosure_id: str) -> Disclosure | None:
        """One disclosure by id."""
        document = self._session.exec(
            select(DisclosureRow.document).where(col(DisclosureRow.id) == disclosure_id)
        ).first()
        return None if document is None else decode(Disclosure, document)

    def disclosures(self) -> tuple[Disclosure, ...]:
        """Every disclosure by id."""
        rows = self._session.exec(select(DisclosureRow.document).order_by(col(DisclosureRow.id)))
        return tuple(decode(Disclosure, document) for document in rows)

    def duty(self, duty_id: str) -> Judged | None:
        """One duty with its verdict, withdrawn ones too."""
        row = self._session.exec(_JUDGED.where(col(DutyRow.id) == duty_id)).first()
        return None if row is None else _judged(row)

    def judged(
        self,
        kind: VerdictKind | None = None,
        channel: Channel | None = None,
        agency_id: str | None = None,
    ) -> tuple[Judged, ...]:
        """Current duties with their verdicts, filtered, the earliest due first."""
        query = _JUDGED.where(*_filters(kind, channel, agency_id))
        rows = self._session.exec(query.order_by(col(DutyRow.due_at).nulls_last(), col(DutyRow.id)))
        return tuple(_judged(row) for row in rows)

    def verdicts(
        self,
        kind: VerdictKind | None = None,
        channel: Channel | None = None,
        agency_id: str | None = None,
    ) -> tuple[Verdict, ...]:
        """The verdicts of `judged`, alone."""
        query = select(VerdictRow.document).join(DutyRow, col(DutyRow.id) == col(VerdictRow.duty_id))
        query = query.where(*_filters(kind, channel, agency_id))
        rows = self._session.exec(query.order_by(col(DutyRow.due_at).nulls_last(), col(DutyRow.id)))
        return tuple(decode(Verdict, document) for document in rows)

    def history(self, duty_id: str) -> tuple[VerdictChange, ...]:
        """The verdicts of each kind that a duty went through, oldest first."""
        rows = self._session.exec(
            select(VerdictHistoryRow.at, VerdictHistoryRow.document)
            .where(col(VerdictHistoryRow.duty_id) == duty_id)
            .order_by(col(VerdictHistoryRow.id))
        ).all()
        now = self._session.exec(
            select(VerdictRow.since, VerdictRow.document).where(col(VerdictRow.duty_id) == duty_id)
        ).all()
        return tuple(VerdictChange(at, decode(Verdict, document)) for at, document in (*rows, *now))

    def counts(self, channel: Channel | None = None) -> dict[VerdictKind, int]:
        """How many current duties have each verdict, on one channel or on all."""
        query = (
            select(VerdictRow.kind, func.count())
            .join(DutyRow, col(DutyRow.id) == col(VerdictRow.duty_id))
            .where(*_filters(None, channel, None))
            .group_by(col(VerdictRow.kind))
        )
        return {VerdictKind(kind): number for kind, number in self._session.exec(query)}

    def _put_chunk(self, chunk: list[tuple[Duty, Verdict]], ladders: Ladders, at: datetime) -> int:
        known = self._known([duty.id for duty, _ in chunk])
        duties: dict[str, dict[str, Any]] = {}
        verdicts: dict[str, dict[str, Any]] = {}
        for duty, verdict in chunk:
            key = stored_key(duty.id)
            before = known.get(key)
            document = encode_without(Duty, duty, LADDER)
            ladder = ladders.of(duty)
            content = mark(document, ladder)
            if before is None or before.withdrawn_at is not None or before.duty != content:
                duties[key] = _duty_row(duty, ladder, content, document.decode("utf-8"))
            document = encode_without(Verdict, verdict, None)
            content = mark(document)
            if before is None or before.verdict != content:
                same_kind = before is not None and before.kind == verdict.kind.value
                since = before.since if before is not None and same_kind else at
                verdicts[key] = _verdict_row(verdict, since, content, document.decode("utf-8"))
        self._keep_history([n for n, row in verdicts.items() if n in known and known[n].kind != row["kind"]])
        ladders.put(self._session, {row["ladder"] for row in duties.values()})
        upsert(self._session, DutyRow, list(duties.values()))
        upsert(self._session, VerdictRow, list(verdicts.values()))
        return len(duties.keys() | verdicts.keys())

    def _keep_history(self, duty_ids: list[str]) -> None:
        """Put the verdicts aside that are about to give way to one of another kind."""
        if not duty_ids:
            return
        rows = self._session.exec(
            select(VerdictRow.duty_id, VerdictRow.kind, VerdictRow.since, VerdictRow.document).where(
                col(VerdictRow.duty_id).in_(duty_ids)
            )
        )
        names = ("duty_id", "kind", "at", "document")
        insert(self._session, VerdictHistoryRow, [dict(zip(names, row, strict=True)) for row in rows])

    def _marks(self, model: type[DisclosureRow], ids: list[str]) -> dict[str, str]:
        table = table_of(model)
        query = select(table.c.id, table.c.mark).where(table.c.id.in_(ids))
        return {row[0]: row[1] for row in self._session.connection().execute(query)}

    def _known(self, duty_ids: list[str]) -> dict[str, Any]:
        rows = self._session.connection().execute(_KNOWN.where(col(DutyRow.id).in_(duty_ids)))
        return {row[0]: row for row in rows}


_KNOWN: Any = (
    select(col(DutyRow.id), col(DutyRow.mark).label("duty"), col(DutyRow.withdrawn_at))
    .add_columns(col(VerdictRow.mark).label("verdict"), col(VerdictRow.kind), col(VerdictRow.since))
    .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
)

_JUDGED: Any = (
    select(DutyRow.document, LadderRow.document, VerdictRow.document, VerdictRow.since)
    .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
    .outerjoin(LadderRow, col(LadderRow.digest) == col(DutyRow.ladder))
)


def _judged(row: Any) -> Judged:
    document, ladder, verdict, since = row
    return Judged(decode(Duty, with_ladder(document, ladder)), decode(Verdict, verdict), since)


def _filters(kind: VerdictKind | None, channel: Channel | None, agency_id: str | None) -> list[Any]:
    conditions: list[Any] = [col(DutyRow.withdrawn_at).is_(None)]
    if kind is not None:
        conditions.append(col(VerdictRow.kind) == kind.value)
    if channel is not None:
        conditions.append(col(DutyRow.channel) == channel.value)
    if agency_id is not None:
        conditions.append(col(DutyRow.agency_id) == agency_id)
    return conditions


def _disclosure_row(item: Disclosure, content: str, document: str) -> dict[str, Any]:
    return {
        "id": item.id,
        "kind": item.kind.value,
        "subject_key": item.subject_key,
        "agency_id": item.agency_id,
        "title": item.title,
        "mark": content,
        "document": document,
    }


def _duty_row(duty: Duty, ladder: str, content: str, document: str) -> dict[str, Any]:
    return {
        "id": duty.id,
        "disclosure_id": duty.disclosure_id,
        "channel": duty.channel.value,
        "agency_id": duty.agency_id,
        "rule_id": duty.rule_id,
        "due_at": duty.due_at,
        "withdrawn_at": None,
        "ladder": ladder,
        "mark": content,
        "document": document,
    }


def _verdict_row(verdict: Verdict, since: datetime, content: str, document: str) -> dict[str, Any]:
    return {
        "duty_id": verdict.duty_id,
        "kind": verdict.kind.value,
        "days_late": verdict.days_late,
        "reason": verdict.reason,
        "published_at": verdict.published.at if verdict.published else None,
        "since": since,
        "mark": content,
        "document": document,
    }
