"""Mở từng tin mới để lấy nội dung, tệp đính kèm và giờ đăng.
Reads new items' own pages: many codes stand only in the body or in attachments' names.

A detail that fails never spoils the listing; it is noted as an oddity and tried again later.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256

from monitor.domain.codes import find_codes
from monitor.domain.errors import SourceBlocked, SourceChanged, SourceError, SourceUnreachable
from monitor.domain.sources import Oddity, Source, SourceMemory
from monitor.domain.times import Moment
from sources.canonical import same_host
from sources.listing import Detail, ListedItem, Visit
from sources.trail import Seen
from sources.wording import refusal

_MARK = "detail"
_TITLE = "title"
_READ = "read"
_FAILED = "failed"
_FAILURES_IN_A_ROW = 3
_MOST_REMEMBERED = 2_000


@dataclass(slots=True)
class DetailReading:
    """What opening items brought: `items` completed ones by key; `pending` left for later looks.

    `known` are keys of items that an earlier look opened: their body, codes and attachments are
    stored already. `remembered` goes into the source's memory: address → which details were read.
    """

    finished_at: datetime
    items: dict[str, ListedItem] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    pending: int = 0
    oddities: list[Oddity] = field(default_factory=list)
    captures: list[str] = field(default_factory=list)
    remembered: dict[str, Mapping[str, str]] = field(default_factory=dict)


def read_details(visit: Visit, seen: Sequence[Seen]) -> DetailReading:
    """Open items of the window that were not opened before, those without a code first.

    Stops at the cap, at the first refusal, or after three failures in a row. Only items without
    any code count as `pending`: the others can be linked already.
    """
    memory, settings = visit.memory, visit.pages.settings
    reading = DetailReading(finished_at=visit.now)
    if not settings.details:
        return reading
    reading.remembered = dict(memory.validators)
    wanted = [one.item for one in seen if _wanted(visit, one.item)]
    wanted.sort(key=lambda item: (_failed_before(item, memory), bool(_listed_codes(item))))
    _open_all(visit, wanted[: settings.details_per_look], reading)
    reading.pending = sum(
        1
        for item in wanted[settings.details_per_look :]
        if not _listed_codes(item) and not _failed_before(item, memory)
    )
    reading.known = opened_before(seen, memory) - reading.items.keys()
    reading.remembered = dict(list(reading.remembered.items())[-_MOST_REMEMBERED:])
    return reading


def opened_before(seen: Iterable[Seen], memory: SourceMemory) -> frozenset[str]:
    """Keys of items that an earlier look opened."""
    return frozenset(one.item.native_key for one in seen if _mark(one.item, memory).get(_MARK) == _READ)


def _open_all(visit: Visit, wanted: Sequence[ListedItem], reading: DetailReading) -> None:
    failures = 0
    for item in wanted:
        try:
            reading.items[item.native_key] = _completed(item, _open(visit, item, reading))
        except SourceError as error:
            _note_failure(visit.source, item, error, reading)
            failures += isinstance(error, SourceUnreachable)
            if isinstance(error, SourceBlocked) or failures >= _FAILURES_IN_A_ROW:
                return
        else:
            failures = 0
            _remember(reading, item, {_MARK: _READ, _TITLE: _title_mark(item)})


def _open(visit: Visit, item: ListedItem, reading: DetailReading) -> Detail:
    response = visit.fetch.get(visit.source, item.url)
    reading.captures.append(response.capture_id)
    reading.finished_at = max(reading.finished_at, response.fetched_at)
    if response.status != 200:
        message = f"{response.url} answered {response.status}"
        reason = f"http_{response.status}"
        raise refusal(SourceChanged, visit.source, reason, message, response.capture_id)
    return visit.pages.parse_detail(visit.source, item, response)


def _note_failure(source: Source, item: ListedItem, error: SourceError, reading: DetailReading) -> None:
    _remember(reading, item, {_MARK: _FAILED})
    reading.oddities.append(Oddity(source.id, f"detail:{item.native_key}", error.reason, item.url))


def _wanted(visit: Visit, item: ListedItem) -> bool:
    """New items of the window, and those whose title has changed since they were opened.

    Links to other hosts are kept as text and never followed.
    """
    if item.body or not same_host(visit.source.url, item.url):
        return False
    mark = _mark(item, visit.memory)
    if mark.get(_MARK) == _READ and mark.get(_TITLE) == _title_mark(item):
        return False
    return item.published is None or item.published.latest > visit.window.start


def _failed_before(item: ListedItem, memory: SourceMemory) -> bool:
    return _mark(item, memory).get(_MARK) == _FAILED


def _mark(item: ListedItem, memory: SourceMemory) -> Mapping[str, str]:
    return memory.validators.get(item.url, {})


def _remember(reading: DetailReading, item: ListedItem, mark: Mapping[str, str]) -> None:
    """The latest stands last: the oldest are forgotten first."""
    reading.remembered.pop(item.url, None)
    reading.remembered[item.url] = mark


def _title_mark(item: ListedItem) -> str:
    return sha256(item.title.encode()).hexdigest()[:12]


def _listed_codes(item: ListedItem) -> tuple[str, ...]:
    return find_codes(item.title, item.excerpt, item.url)


def _completed(item: ListedItem, detail: Detail) -> ListedItem:
    return replace(
        item,
        body=detail.body,
        attachments=tuple(dict.fromkeys((*item.attachments, *detail.attachments))),
        published=_better(item.published, detail.published),
    )


def _better(listed: Moment | None, detailed: Moment | None) -> Moment | None:
    """The detail's time where the listing has none, or where it makes the listing's more exact."""
    if listed is None or detailed is None:
        return listed or detailed
    inside = listed.at <= detailed.at < listed.latest
    return detailed if inside and detailed.latest < listed.latest else listed
