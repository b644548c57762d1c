"""Phát hiện: mới, đổi, còn, hết.
Findings by fingerprint, and what became of each since the last judging."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import FindingChanges, FindingEvent
from monitor.domain.judgement import Finding
from monitor.domain.vocabulary import VerdictKind
from storage.bulk import chunks, insert, table_of, upsert
from storage.codec import decode, encode, mark
from storage.tables.judged import FindingHistoryRow, FindingRow

# A finding names every capture of the looks behind it: its document may be long.
_AT_ONCE = 100

# What an event of the history means for the caller.
_BECAME = {"opened": "new", "reopened": "new", "changed": "changed", "": "same"}


class Findings:
    """Every finding ever made; those no longer reported are kept with the time they ended."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def put(self, findings: Iterable[Finding], at: datetime) -> FindingChanges:
        """Take the complete set that stands at `at` (UTC); the same set twice changes nothing.

        One that ended and is reported again counts as new; its history stays.
        """
        reported = {finding.fingerprint: finding for finding in findings}
        ended = sorted(self._open() - reported.keys())
        became: dict[str, list[Finding]] = {"new": [], "changed": [], "same": []}
        for chunk in chunks(reported.values(), _AT_ONCE):
            self._put_chunk(chunk, at, became)
        gone: list[Finding] = []
        for numbers in chunks(ended, _AT_ONCE):
            held = self.named(numbers)
            left = [held[number] for number in numbers]
            insert(
                self._session, FindingHistoryRow, [_event(f, encode(Finding, f), at, "ended") for f in left]
            )
            gone += left
        self._end(ended, at)
        new, changed, same = (tuple(group) for group in became.values())
        return FindingChanges(new, changed, same, tuple(gone))

    def open(self) -> tuple[Finding, ...]:
        """Findings that stood at the last judging."""
        query = (
            select(FindingRow.document)
            .where(col(FindingRow.ended_at).is_(None))
            .order_by(col(FindingRow.fingerprint))
        )
        return tuple(decode(Finding, document) for document in self._session.exec(query))

    def get(self, fingerprint: str) -> Finding | None:
        """One finding as last reported, ended ones too."""
        document = self._session.exec(
            select(FindingRow.document).where(col(FindingRow.fingerprint) == fingerprint)
        ).first()
        return None if document is None else decode(Finding, document)

    def named(self, fingerprints: Iterable[str]) -> dict[str, Finding]:
        """Findings by fingerprint as last reported, ended ones too; unknown ones are left out."""
        found: dict[str, Finding] = {}
        for chunk in chunks(sorted(set(fingerprints))):
            query = select(FindingRow.fingerprint, FindingRow.document).where(
                col(FindingRow.fingerprint).in_(chunk)
            )
            found |= {name: decode(Finding, document) for name, document in self._session.exec(query)}
        return found

    def history(self, fingerprint: str) -> tuple[FindingEvent, ...]:
        """The life of one finding, oldest first."""
        rows = self._session.exec(
            select(FindingHistoryRow)
            .where(col(FindingHistoryRow.fingerprint) == fingerprint)
            .order_by(col(FindingHistoryRow.id))
        )
        return tuple(FindingEvent(row.at, row.event, decode(Finding, row.document)) for row in rows)

    def events(self, code: str, until: datetime) -> tuple[FindingEvent, ...]:
        """What became of all findings of one rule up to `until` (UTC), oldest first."""
        rows = self._session.exec(
            select(FindingHistoryRow)
            .join(FindingRow, col(FindingRow.fingerprint) == col(FindingHistoryRow.fingerprint))
            .where(col(FindingRow.code) == code, col(FindingHistoryRow.at) <= until)
            .order_by(col(FindingHistoryRow.id))
        )
        return tuple(FindingEvent(row.at, row.event, decode(Finding, row.document)) for row in rows)

    def _put_chunk(self, chunk: list[Finding], at: datetime, became: dict[str, list[Finding]]) -> None:
        known = self._known(finding.fingerprint for finding in chunk)
        rows, events = [], []
        for finding in chunk:
            before = known.get(finding.fingerprint)
            said = _said(finding)
            document = encode(Finding, finding)
            content = mark(document)
            event, first_at, changed_at = "", at, at
            if before is None or before["ended_at"] is not None:
                event = "opened" if before is None else "reopened"
                first_at = before["first_at"] if before else at
            elif before["told_mark"] != said:
                event, first_at = "changed", before["first_at"]
            else:
                first_at, changed_at = before["first_at"], before["changed_at"]
            became[_BECAME[event]].append(finding)
            if event:
                events.append(_event(finding, document, at, event))
            if event or before is None or before["mark"] != content:
                rows.append(_row(finding, document, first_at, changed_at, said, content))
        upsert(self._session, FindingRow, rows)
        insert(self._session, FindingHistoryRow, events)

    def _open(self) -> set[str]:
        return set(
            self._session.exec(select(FindingRow.fingerprint).where(col(FindingRow.ended_at).is_(None)))
        )

    def _known(self, numbers: Iterable[str]) -> dict[str, dict[str, Any]]:
        table = table_of(FindingRow)
        names = ("fingerprint", "first_at", "changed_at", "ended_at", "told_mark", "mark")
        query = table.select().with_only_columns(*(table.c[name] for name in names))
        known: dict[str, dict[str, Any]] = {}
        for chunk in chunks(numbers):
            for row in self._session.connection().execute(query.where(table.c.fingerprint.in_(chunk))):
                known[row.fingerprint] = dict(row._mapping)
        return known

    def _end(self, numbers: list[str], at: datetime) -> None:
        table = table_of(FindingRow)
        for chunk in chunks(numbers):
            self._session.connection().execute(
                table.update().where(table.c.fingerprint.in_(chunk)).values(ended_at=at)
            )


def _said(finding: Finding) -> str:
    # An absence grows older every day and gathers looks: that is nothing new to tell. A delay is
    # final, so a different count of days is.
    days = finding.days_late if finding.verdict is VerdictKind.LATE else 0
    core = replace(
        finding,
        days_late=days,
        sentence="",
        sentence_en="",
        agency_name="",
        package_title="",
        reasons=(),
        captures=(),
        looks=(),
    )
    return mark(encode(Finding, core))


def _event(finding: Finding, document: str, at: datetime, event: str) -> dict[str, Any]:
    return {"fingerprint": finding.fingerprint, "at": at, "event": event, "document": document}


def _row(
    finding: Finding, document: str, first_at: datetime, changed_at: datetime, said: str, content: str
) -> dict[str, Any]:
    return {
        "fingerprint": finding.fingerprint,
        "code": finding.code,
        "subject_key": finding.subject_key,
        "agency_id": finding.agency_id,
        "channel": finding.channel.value,
        "severity": finding.severity.value,
        "first_at": first_at,
        "changed_at": changed_at,
        "ended_at": None,
        "told_mark": said,
        "mark": content,
        "document": document,
    }
