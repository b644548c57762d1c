"""Những mục lượt trước đã thấy, để biết danh sách có bị cụt hay là bản cũ không.
What the last complete look saw, so that an emptied, cut or old list is noticed.

National looks bring records and no sightings, so their memory travels as the validators of the
search address: record number → publication time.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from monitor.domain.procurement import Plan, Project, Result
from monitor.domain.sources import SourceMemory
from sources.egp.parsed import Searched, SearchRow
from sources.egp.settings import Query

# Longer than the weekly overlap nothing is read again. An item that was really withdrawn makes
# looks doubtful for no longer than this.
REMEMBERED = timedelta(days=14)


def number_of(record: Searched) -> str:
    """The number that a record keeps through all its versions."""
    if isinstance(record, Plan):
        return record.plan_no
    if isinstance(record, Project):
        return record.native_id
    return record.notice_no


def published_at(record: Searched, query: Query) -> datetime | None:
    """When it was published, as the query counts: results by the result, all others by the notice or plan."""
    if isinstance(record, Result) is not (query is Query.RESULTS):
        return None
    return record.published.at if record.published else None


def seen_in(rows: Iterable[SearchRow], query: Query) -> dict[str, datetime]:
    """Number → latest publication (UTC) of everything in the rows."""
    seen: dict[str, datetime] = {}
    for row in rows:
        for record in row.records:
            at = published_at(record, query)
            if at is not None:
                number = number_of(record)
                seen[number] = max(at, seen.get(number, at))
    return seen


def recall(memory: SourceMemory, address: str, now: datetime) -> dict[str, datetime]:
    """What earlier looks at this address saw and was published lately; unreadable entries are left out."""
    known = {}
    for number, text in memory.validators.get(address, {}).items():
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            continue
        if at.tzinfo is not None and now - REMEMBERED <= at <= now:
            known[number] = at
    return known


def to_remember(
    known: Mapping[str, datetime],
    seen: Mapping[str, datetime],
    read_from: datetime,
    address: str,
    now: datetime,
) -> dict[str, dict[str, str]]:
    """Validators for the next look: what was seen now, and what is older than what was read now."""
    kept = {number: at for number, at in known.items() if at < read_from} | dict(seen)
    return {address: {n: at.isoformat() for n, at in kept.items() if now - REMEMBERED <= at <= now}}
