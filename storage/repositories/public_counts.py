"""Số kết luận theo đơn vị, kênh và tháng đến hạn.
Verdicts counted by agency, channel and the month in which they fell due."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, func, literal
from sqlalchemy import select as plain_select
from sqlmodel import Session, col, select

from monitor.domain.bookkeeping import Judged
from monitor.domain.judgement import Disclosure, Duty, Verdict
from monitor.domain.published import Counted
from monitor.domain.times import start_of_day, vietnam_day
from storage.bulk import insert, table_of
from storage.codec import decode
from storage.columns import stored_key
from storage.ladders import with_ladder
from storage.tables.judged import DisclosureRow, DutyRow, VerdictRow
from storage.tables.opened import PublicCountRow, PublicReleaseRow

# A due instant is the first that is too late: the month is that of the second before, in Việt Nam.
_SECONDS = 7 * 3600 - 1

Place = tuple[str, str, str]


class PublicCounts:
    """Counted anew after each judging, so that nothing is counted while somebody waits for an answer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def recount(self) -> int:
        """Count every current duty that fell due some day; how many numbers there are."""
        month = self._month()
        groups: tuple[Any, ...] = (col(DutyRow.agency_id), col(DutyRow.channel), month, col(VerdictRow.kind))
        counted = plain_select(*groups, func.count())
        query = (
            counted.join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
            .where(col(DutyRow.withdrawn_at).is_(None), col(DutyRow.due_at).is_not(None))
            .group_by(*groups)
        )
        names = ("agency_id", "channel", "month", "verdict", "number")
        rows = [dict(zip(names, row, strict=True)) for row in self._session.connection().execute(query)]
        self._session.connection().execute(delete(table_of(PublicCountRow)))
        insert(self._session, PublicCountRow, rows)
        return len(rows)

    def listed(
        self,
        agency_id: str = "",
        channel: str = "",
        months: tuple[str, str] = ("", ""),
        after: Place | None = None,
        limit: int = 100,
    ) -> tuple[Counted, ...]:
        """Counts by agency, channel and month (`2026-09`), from after the last one seen."""
        table = table_of(PublicCountRow)
        place = (table.c.agency_id, table.c.channel, table.c.month)
        held: list[Any] = [table.c.agency_id == agency_id] if agency_id else []
        held += [table.c.channel == channel] if channel else []
        held += [table.c.month >= months[0]] if months[0] else []
        held += [table.c.month <= months[1]] if months[1] else []
        if after is not None:
            one, two, three = place
            same = (two > after[1]) | ((two == after[1]) & (three > after[2]))
            held.append((one > after[0]) | ((one == after[0]) & same))
        query = select(*place).where(*held).distinct().order_by(*place).limit(limit)
        places = [tuple(row) for row in self._session.connection().execute(query)]
        numbers = self._numbers(table, [str(agency) for agency, _, _ in places])
        return tuple(Counted(found[0], found[1], found[2], numbers[found]) for found in places)

    def release_months(self) -> tuple[str, ...]:
        """Vietnamese months in which releases are dated (`2026-09`), oldest first."""
        found: list[str] = []
        at: datetime | None = self._first_release(None)
        while at is not None:
            day = vietnam_day(at)
            found.append(f"{day:%Y-%m}")
            following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
            at = self._first_release(start_of_day(following))
        return tuple(found)

    def judged(self, subject_keys: Iterable[str]) -> tuple[tuple[Disclosure, Judged], ...]:
        """The current duties of these notices and plans with their verdicts."""
        query = (
            select(DisclosureRow.document, DutyRow.document, VerdictRow.document, VerdictRow.since)
            .join(DutyRow, col(DutyRow.disclosure_id) == col(DisclosureRow.id))
            .join(VerdictRow, col(VerdictRow.duty_id) == col(DutyRow.id))
            .where(
                col(DisclosureRow.subject_key).in_(list(map(stored_key, subject_keys))),
                col(DutyRow.withdrawn_at).is_(None),
            )
            .order_by(col(DutyRow.id))
        )
        return tuple(
            (
                decode(Disclosure, disclosure),
                Judged(decode(Duty, with_ladder(duty, None)), decode(Verdict, verdict), since),
            )
            for disclosure, duty, verdict, since in self._session.exec(query)
        )

    def _first_release(self, since: datetime | None) -> datetime | None:
        at = col(PublicReleaseRow.at)
        query = select(at).order_by(at).limit(1)
        return self._session.exec(query if since is None else query.where(at >= since)).first()

    def _numbers(self, table: Any, agencies: Collection[str]) -> dict[Any, dict[str, int]]:
        query = table.select().where(table.c.agency_id.in_(sorted(set(agencies))))
        found: dict[Any, dict[str, int]] = {}
        for agency_id, channel, month, verdict, number in self._session.connection().execute(query):
            found.setdefault((agency_id, channel, month), {})[verdict] = number
        return found

    def _month(self) -> Any:
        due: Any = col(DutyRow.due_at)
        if self._session.get_bind().dialect.name == "sqlite":
            return func.strftime("%Y-%m", due, literal(f"+{_SECONDS} seconds"))
        return func.to_char(due + func.make_interval(0, 0, 0, 0, 0, 0, _SECONDS), literal("YYYY-MM"))
