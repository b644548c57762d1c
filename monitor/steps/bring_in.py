"""Nhập tệp bàn giao và tính ngay hạn đăng của các kế hoạch trong đó.
Bring a hand-over file in, and judge the national duty of every record it holds."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.judgement import Disclosure, Duty, DutyContext, Verdict
from monitor.domain.procurement import Notice, Plan, Record, Result
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.law.calendar import Calendar
from monitor.law.disclosures import disclosures_of
from monitor.law.duties import duties_of
from monitor.law.lawbook import LawBook
from monitor.reconcile.kind import announced_kind
from monitor.rules.verdict import judge
from sources.imports.handover import Handover
from storage.store import Store


@dataclass(frozen=True, slots=True)
class NationalTiming:
    """How the imported disclosures stand against their due date on the national network.

    `judged` are those whose first publication is known; `unknown` counts the others (a later
    version, or a date that is still doubtful), which are called neither late nor on time.
    """

    judged: tuple[tuple[Disclosure, Duty, Verdict], ...]
    unknown: int

    @property
    def late(self) -> tuple[tuple[Disclosure, Duty, Verdict], ...]:
        """Late ones by a rule that was read or confirmed, the latest first."""
        rows = [row for row in self._after_due if not _only_informs(row[1])]
        return tuple(sorted(rows, key=lambda row: (-row[2].days_late, row[0].id)))

    @property
    def to_verify(self) -> tuple[tuple[Disclosure, Duty, Verdict], ...]:
        """Those that came late by a rule that nobody read, or with a caution."""
        return tuple(row for row in self._after_due if _only_informs(row[1]))

    @property
    def _after_due(self) -> tuple[tuple[Disclosure, Duty, Verdict], ...]:
        return tuple(row for row in self.judged if row[2].kind is VerdictKind.LATE)


def _only_informs(duty: Duty) -> bool:
    return not duty.confidence.accuses or bool(duty.caution)


def national_timing(
    records: Iterable[Record], lawbook: LawBook, calendar: Calendar, now: datetime
) -> NationalTiming:
    """Judge the national duty of the records' first versions; later versions are never late."""
    records = tuple(records)
    disclosures = disclosures_of(
        [r for r in records if isinstance(r, Plan)],
        [r for r in records if isinstance(r, Notice)],
        [r for r in records if isinstance(r, Result)],
        lambda name, code: "",
    )
    judged = []
    unknown = 0
    for disclosure in disclosures:
        for duty in duties_of(disclosure, lawbook, calendar):
            if duty.channel is Channel.NATIONAL and duty.due_at is not None:
                context = DutyContext(disclosure, duty, None, (), (), ())
                verdict = judge(context, calendar, now)
                if verdict.kind in (VerdictKind.ON_TIME, VerdictKind.LATE):
                    judged.append((disclosure, duty, verdict))
                else:
                    unknown += 1
    return NationalTiming(tuple(judged), unknown)


def bring_in(store: Store, handover: Handover, digest: str, name: str, now: datetime) -> bool:
    """Store what a hand-over file holds; returns whether anything in the database changed.

    The same file twice changes nothing: records and sightings are keyed, the import by its digest.
    """
    sightings = [
        replace(sighting, kind=sighting.kind or announced_kind(sighting.title, sighting.body))
        for sighting in handover.sightings
    ]
    with store.begin() as work:
        if work.imports.seen(digest):
            return False
        work.records.put(handover.records, now)
        work.sightings.put(sightings)
        work.imports.add(
            digest,
            name,
            handover.kind,
            len(handover.records) + len(sightings),
            [{"line": row.line, "reason": row.reason_vi} for row in handover.rejected],
            now,
        )
    return True
