"""Chọn và đọc các chi tiết đáng đọc trong một lượt.
Which details one look fetches: packages of new plans, reasons of cancellations, direct appointments."""

from datetime import UTC, datetime

from monitor.domain.errors import SourceChanged, SourceError, SourceNeedsAuthorisation
from monitor.domain.procurement import Notice, Plan, Project, Result
from monitor.domain.sources import Oddity
from sources.egp.detail import fetch_notice, fetch_plan, fetch_result, notice_route
from sources.egp.gathered import Gathered
from sources.egp.parsed import Parsed, Searched
from sources.egp.transport import Caller

Wanted = tuple[tuple[str, str], Searched]
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def add_details(caller: Caller, since: datetime | None, gathered: Gathered) -> None:
    """Replace rows by their details, newest first, at most `details_per_look`.

    What was published until `since` (UTC) was asked for before; `None`: nothing was.

    The search alone is what a complete look rests on, so nothing here spoils it: without a token,
    or when a call fails, the remark goes to the look's text and the rows stay as they are.
    """
    wanted = _wanted(gathered, since)
    limit = caller.settings.details_per_look
    for done, (key, record) in enumerate(wanted[:limit]):
        try:
            _replace(gathered, key, record, _fetch(caller, record))
        except SourceNeedsAuthorisation as error:
            gathered.notes.append(f"{len(wanted) - done} chi tiết cần được cấp quyền ({error.reason})")
            return
        except SourceChanged as error:
            oddity = Oddity(caller.source.id, "detail", error.reason, key[1])
            gathered.note_oddities((oddity,))
        except SourceError as error:
            gathered.notes.append(f"dừng đọc chi tiết sau {done} mục ({error.reason})")
            return
    if len(wanted) > limit:
        gathered.notes.append(f"còn {len(wanted) - limit} chi tiết để lượt sau")


def _wanted(gathered: Gathered, since: datetime | None) -> list[Wanted]:
    """What to ask, newest first; plans and results only when new since the last complete look."""
    found = [
        (key, record)
        for key, records in gathered.records.items()
        for record in records
        if _worth_asking(record, since)
    ]
    return sorted(found, key=lambda item: _published_at(item[1]), reverse=True)


def _worth_asking(record: Searched, since: datetime | None) -> bool:
    if isinstance(record, Notice):
        # A cancellation leaves the publication time as it was (egp-api §6.3), so it is asked each time.
        return record.cancelled and bool(notice_route(record))
    if since is not None and _published_at(record) <= since:
        return False
    if isinstance(record, Plan):
        return not record.packages
    if isinstance(record, Project):
        return False
    return record.direct_appointment and record.native_id != record.notice_no


def _published_at(record: Searched) -> datetime:
    return record.published.at if record.published else _LONG_AGO


def _fetch(caller: Caller, record: Searched) -> Parsed[Searched]:
    if isinstance(record, Plan):
        return fetch_plan(caller, record)
    if isinstance(record, Notice):
        return fetch_notice(caller, record)
    if isinstance(record, Result):
        return fetch_result(caller, record)
    return Parsed((record,))


def _replace(gathered: Gathered, key: tuple[str, str], record: Searched, parsed: Parsed[Searched]) -> None:
    gathered.note_oddities(parsed.oddities)
    detailed = parsed.records[0]
    gathered.records[key] = tuple(detailed if held is record else held for held in gathered.records[key])
