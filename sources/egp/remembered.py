"""Những mục lượt trước đã thấy, để biết danh sách có bị cụt hay là bản cũ không.
What the last complete look saw, so that an emptied, cut or old list is noticed.

National looks bring records and no sightings, so their memory travels as the validators of the
search address: record number → publication time.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from monitor.domain.procurement import Plan, Project, Result
from monitor.domain.sources import SourceMemory
from monitor.domain.times import Window, vietnam_day
from sources.egp.parsed import Searched, SearchRow
from sources.egp.settings import Query

# An item that was really withdrawn makes looks doubtful for no longer than this.
REMEMBERED = timedelta(days=45)
_MOST = 2_000
# So many known items, however old, are looked for in every look.
_CANARIES = 3


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


def recall(memory: SourceMemory, address: str, span: Window) -> dict[str, datetime]:
    """What earlier looks at this address saw and was published lately; unreadable entries are left out.

    Lately is before the end of `span`, or before its beginning where it is longer than what is
    remembered: after a long pause, or in a back-fill, nothing else tells a quiet source from a blind one.
    """
    long = span.end - span.start > REMEMBERED
    oldest = (span.start if long else span.end) - REMEMBERED
    known = {}
    for number, text in memory.validators.get(address, {}).items():
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            continue
        if at.tzinfo is not None and oldest <= at <= span.end:
            known[number] = at
    return known


def to_remember(
    known: Mapping[str, datetime],
    seen: Mapping[str, datetime],
    expected: frozenset[str],
    address: str,
    now: datetime,
) -> dict[str, dict[str, str]]:
    """Validators for the next look: what was seen now, and what was not expected to be seen now."""
    kept = {number: at for number, at in known.items() if number not in expected} | dict(seen)
    newest = sorted(kept.items(), key=lambda item: (item[1], item[0]), reverse=True)[:_MOST]
    return {address: {n: at.isoformat() for n, at in newest if now - REMEMBERED <= at <= now}}


def canaries(known: Mapping[str, datetime], span: Window) -> dict[str, datetime]:
    """The newest known items before the span, when the span itself holds fewer than three.

    A quiet source shows nothing for days, and so does a blind one: that these are still shown
    tells them apart.
    """
    within = sum(span.start <= at < span.end for at in known.values())
    before = sorted(((at, number) for number, at in known.items() if at < span.start), reverse=True)
    return {number: at for at, number in before[: max(0, _CANARIES - within)]}


def silent_since(known: Mapping[str, datetime], span: Window) -> date | None:
    """The Vietnamese day of the newest known item, when that lies before all of the span; else `None`.

    Nothing was shown since: for want of anything new, or because an old copy was served that says
    nothing of its age. What was published meanwhile shows only when those days are asked again.
    """
    newest = max(known.values(), default=span.start)
    return vietnam_day(newest) if vietnam_day(newest) < vietnam_day(span.start) else None


def new_since(memory: SourceMemory, known: Mapping[str, datetime]) -> datetime | None:
    """The instant (UTC) after which everything shown is new to us; `None` before the first whole look."""
    if memory.covered_until is None:
        return None
    return min(memory.covered_until, max(known.values(), default=memory.covered_until))
