"""Đọc các danh sách của bàn làm việc theo trang, đếm trọn.
Reads the desk's lists page by page; the counts are of everything that is asked for."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, or_
from sqlmodel import Session, col, select

from monitor.domain.cases import Case
from monitor.domain.judgement import Finding
from monitor.domain.lists import REASONS_OF, DutyLine, DutyQuery, FindingQuery, Held, ShownAt
from monitor.domain.rooms import LookLine
from monitor.domain.times import Window
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind, Outcome, Severity, VerdictKind
from storage.codec import decode
from storage.tables.judged import DisclosureRow, DutyRow, FindingRow, VerdictRow
from storage.tables.looking import LookRow
from storage.tables.told import CaseRow

_CONCLUDED = (VerdictKind.ON_TIME, VerdictKind.LATE, VerdictKind.MISSING)
# Fields of documents that have no column; inside a text its quotes would stand escaped.
_NO_CAUTION = '"caution":""'
_READ = tuple(f'"confidence":"{one}"' for one in Confidence if one.accuses)
_PATTERN = f'"verdict":"{VerdictKind.UNVERIFIABLE}"'


class Lists:
    """Reads only."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def count_duties(self, asked: DutyQuery) -> int:
        """How many duties are asked for."""
        return int(self._session.exec(_joined(select(func.count()), asked)).one())

    def duties(self, asked: DutyQuery, skip: int, most: int) -> tuple[DutyLine, ...]:
        """One page of them: what is not due yet by its day, everything else the latest due first."""
        query = _joined(_DUTY, asked).join(DisclosureRow, col(DisclosureRow.id) == col(DutyRow.disclosure_id))
        due = col(DutyRow.due_at)
        by_day = due if asked.verdict is VerdictKind.NOT_DUE else due.desc()
        ordered = query.order_by(by_day.nulls_last(), col(DutyRow.id))
        rows = self._session.connection().execute(ordered.offset(skip).limit(most))
        return tuple(_line(row) for row in rows)

    def verdicts(self, asked: DutyQuery) -> dict[tuple[str, VerdictKind], int]:
        """The duties asked for, counted by agency and verdict."""
        query = select(DutyRow.agency_id, VerdictRow.kind, func.count()).group_by(
            col(DutyRow.agency_id), col(VerdictRow.kind)
        )
        return {
            (agency, VerdictKind(kind)): n for agency, kind, n in self._session.exec(_joined(query, asked))
        }

    def channels(self, asked: DutyQuery) -> dict[tuple[Channel, VerdictKind], int]:
        """The duties asked for, counted by channel and verdict."""
        query = select(DutyRow.channel, VerdictRow.kind, func.count()).group_by(
            col(DutyRow.channel), col(VerdictRow.kind)
        )
        rows = self._session.exec(_joined(query, asked))
        return {(Channel(channel), VerdictKind(kind)): n for channel, kind, n in rows}

    def count_findings(self, asked: FindingQuery) -> dict[str, int]:
        """The standing findings asked for, counted by rule."""
        query = select(FindingRow.code, func.count()).where(*_findings(asked)).group_by(col(FindingRow.code))
        return dict(self._session.exec(query.order_by(col(FindingRow.code))).all())

    def findings(self, asked: FindingQuery, skip: int, most: int) -> tuple[Finding, ...]:
        """One page of them, the newest first."""
        query = select(FindingRow.document).where(*_findings(asked))
        ordered = query.order_by(col(FindingRow.first_at).desc(), col(FindingRow.fingerprint))
        return tuple(decode(Finding, one) for one in self._session.exec(ordered.offset(skip).limit(most)))

    def case_numbers(self, subject_keys: Iterable[str]) -> dict[str, str]:
        """The newest case on each package or plan, by its key."""
        query = select(CaseRow.subject_key, CaseRow.id).where(
            col(CaseRow.subject_key).in_(sorted(set(subject_keys)))
        )
        return dict(self._session.exec(query.order_by(col(CaseRow.opened_at), col(CaseRow.id))).all())

    def cases_of(self, agency_ids: Iterable[str]) -> tuple[Case, ...]:
        """Every case of these agencies, the newest first."""
        query = select(CaseRow.document).where(col(CaseRow.agency_id).in_(sorted(agency_ids)))
        ordered = query.order_by(col(CaseRow.opened_at).desc(), col(CaseRow.id).desc())
        return tuple(decode(Case, document) for document in self._session.exec(ordered))

    def count_looks(self, span: Window, source_id: str = "") -> int:
        """How many looks began in the span, at one source or at all."""
        query = select(func.count()).select_from(LookRow)
        return self._session.exec(query.where(*_looks(span, source_id))).one()

    def looks(self, span: Window, source_id: str, skip: int, most: int) -> tuple[LookLine, ...]:
        """One page of them, the newest first."""
        query = select(LookRow.id, LookRow.source_id, LookRow.started_at, LookRow.outcome).add_columns(
            col(LookRow.reason)
        )
        ordered = query.where(*_looks(span, source_id)).order_by(
            col(LookRow.started_at).desc(), col(LookRow.id).desc()
        )
        rows = self._session.connection().execute(ordered.offset(skip).limit(most))
        return tuple(LookLine(one, source, at, Outcome(how), why) for one, source, at, how, why in rows)


_DUTY: Any = (
    select(col(DutyRow.id), col(DisclosureRow.subject_key), col(DisclosureRow.title), col(DisclosureRow.kind))
    .add_columns(col(DutyRow.channel), col(DutyRow.agency_id), col(DutyRow.due_at), col(VerdictRow.kind))
    .add_columns(col(VerdictRow.days_late), col(VerdictRow.reason), col(VerdictRow.published_at))
)


def _line(row: Any) -> DutyLine:
    number, subject, title, kind, channel, agency, due_at, verdict, days_late, reason, published = row
    return DutyLine(
        number, subject, title, DisclosureKind(kind), Channel(channel), agency, due_at,
        VerdictKind(verdict), days_late, reason, published,
    )  # fmt: skip


def _joined(query: Any, asked: DutyQuery) -> Any:
    joined = query.select_from(DutyRow).join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
    return joined.where(*_duties(asked))


def _duties(asked: DutyQuery) -> Iterable[Any]:
    yield col(DutyRow.withdrawn_at).is_(None)
    if asked.agencies:
        yield col(DutyRow.agency_id).in_(asked.agencies)
    if asked.channel is not None:
        yield col(DutyRow.channel) == asked.channel.value
    if asked.verdict is not None:
        yield col(VerdictRow.kind) == asked.verdict.value
    if asked.due is not None:
        yield col(DutyRow.due_at) > asked.due.start
        yield col(DutyRow.due_at) <= asked.due.end
    if asked.shown_at:
        yield or_(*map(_shown, asked.shown_at))
    if asked.held is not None:
        yield _waits(asked.held)
    if asked.ranked:
        yield col(DutyRow.due_at).is_not(None)
        yield col(DutyRow.document).contains(_NO_CAUTION, autoescape=True)
        first, second = (col(DutyRow.document).contains(one, autoescape=True) for one in _READ)
        yield first | second
        yield col(VerdictRow.kind).in_([kind.value for kind in _CONCLUDED]) | _waits(Held.SOURCE)


def _shown(place: ShownAt) -> Any:
    there = col(DutyRow.channel) == place.channel.value
    return there & col(DutyRow.agency_id).in_(place.agencies) if place.agencies else there


def _waits(held: Held) -> Any:
    reason = col(VerdictRow.reason).in_(sorted(REASONS_OF[held]))
    return (col(VerdictRow.kind) == VerdictKind.UNVERIFIABLE.value) & reason


def _findings(asked: FindingQuery) -> Iterable[Any]:
    yield col(FindingRow.ended_at).is_(None)
    if asked.codes:
        yield col(FindingRow.code).in_(asked.codes)
    if asked.not_codes:
        yield col(FindingRow.code).not_in(asked.not_codes)
    if asked.only_inform:
        yield col(FindingRow.severity) == Severity.INFORM.value
    if asked.patterns is not None:
        is_pattern = col(FindingRow.document).contains(_PATTERN, autoescape=True)
        yield is_pattern if asked.patterns else ~is_pattern


def _looks(span: Window, source_id: str) -> Iterable[Any]:
    yield col(LookRow.started_at) >= span.start
    yield col(LookRow.started_at) < span.end
    if source_id:
        yield col(LookRow.source_id) == source_id
