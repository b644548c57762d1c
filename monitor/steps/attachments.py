"""Bước 1b: đọc tệp đính kèm của những tin chưa thấy mã số.
Step 1b of the cycle: look for codes in the attachments of sightings that show none themselves.

An attachment that stays unread is a note on its sighting. It never makes a look less complete.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from monitor.config import Attachments
from monitor.domain.codes import find_codes
from monitor.domain.sources import Look, Sighting, Source
from monitor.domain.vocabulary import Outcome
from monitor.wiring import Line
from sources.attachments.fetch import read_attachment
from sources.attachments.parts import Limits
from sources.attachments.record import AttachmentRecord, from_raw, to_raw
from storage.store import UnitOfWork

log = structlog.get_logger()

_RAW = "attachments_read"
_MOST_WAITING = 5_000
# Recognising the letters of a page takes seconds.
_SLOWER_WITH_OCR = 5


@dataclass(frozen=True, slots=True)
class ItemRead:
    """One sighting whose turn came, with what is now known of its attachments."""

    sighting: Sighting
    records: Mapping[str, AttachmentRecord]
    asked: int
    again: bool


def recall(
    work: UnitOfWork, settings: Attachments, source: Source, sightings: Iterable[Sighting]
) -> list[Sighting]:
    """The sightings of a look with the codes that their attachments gave before; to be stored.

    Those with attachments still to be read are put in the queue of their source, in the same unit of
    work as the look: a kill loses none.
    """
    sightings = list(sightings)
    with_files = [sighting.id for sighting in sightings if sighting.attachments]
    if not with_files:
        return sightings
    known = {sighting.id: records_of(sighting) for sighting in work.sightings.get(with_files)}
    told = [_with_codes(sighting, known.get(sighting.id, {})) for sighting in sightings]
    wanted = [s.id for s in told if _wanted(s, known.get(s.id, {}), settings)]
    if wanted:
        _keep_queue(work, source, (*_queue(work, source), *wanted))
    return told


def read_attachments(line: Line, looks: Iterable[Look], now: datetime) -> int:
    """Read waiting attachments of the sources that were just seen; returns how many were asked for.

    1. take up each source's queue; 2. fetch and read, several sources at once, no more than the
    settings allow; 3. store each sighting as its own unit of work.
    """
    if line.attachments.read == "never":
        return 0
    seen = {look.source_id for look in looks if _was_seen(look)}
    asked = 0
    sources = [source for source in line.sources if source.id in seen]
    with line.store.read() as work:
        waiting = [_in_turn(work, source, 10 * line.attachments.per_look) for source in sources]
    with ThreadPoolExecutor(max_workers=line.workers, thread_name_prefix="attachments") as pool:
        visits = deque(
            (source, items, pool.submit(next, items, None))
            for source, sightings in zip(sources, waiting, strict=True)
            if (items := _read_items(line, source, sightings, now))
        )
        while visits:
            source, items, visit = visits.popleft()
            if (item := visit.result()) is None:
                continue
            asked += item.asked
            _store(line, source, item, now)
            visits.append((source, items, pool.submit(next, items, None)))
    return asked


def records_of(sighting: Sighting) -> dict[str, AttachmentRecord]:
    """What is known of a sighting's attachments, by address; needs its raw fields."""
    return from_raw(sighting.raw.get(_RAW, {}))


def attachment_notes(sighting: Sighting) -> tuple[tuple[str, str], ...]:
    """Each file of a sighting by its address, and in Vietnamese what came of reading it."""
    records = records_of(sighting)
    return tuple((address, _said(records.get(address))) for address in sighting.attachments)


def _said(record: AttachmentRecord | None) -> str:
    if record is None:
        return "chưa mở"
    codes = ", ".join(record.codes)
    read = f"đã đọc, có mã {codes}" if codes else "đã đọc, không có mã"
    if not record.note_vi:
        return read
    return f"{record.note_vi}; {read}" if codes or record.pages_read else record.note_vi


def _was_seen(look: Look) -> bool:
    """A site that refuses or fails is not asked for files in the same breath."""
    return look.outcome.saw_everything or look.outcome is Outcome.PARTIAL


def _read_items(line: Line, source: Source, waiting: Sequence[Sighting], now: datetime) -> Iterator[ItemRead]:
    settings = line.attachments
    limits = _limits(settings)
    left = settings.per_look
    for sighting in waiting:
        records = records_of(sighting)
        addresses = _wanted(sighting, records, settings)
        stop = asked = 0
        for address in addresses[:left]:
            tries = records[address].tries if address in records else 0
            one = read_attachment(line.fetch, source, address, limits, now, tries)
            records[address] = one.record
            asked += 1
            if stop := one.stop:
                break
        left -= asked
        yield ItemRead(sighting, records, asked, again=bool(_wanted(sighting, records, settings)))
        if stop or left <= 0:
            return


def _limits(settings: Attachments) -> Limits:
    factor = _SLOWER_WITH_OCR if settings.ocr else 1
    return Limits(
        seconds=factor * settings.seconds, cpu_seconds=int(factor * settings.seconds), ocr=settings.ocr
    )


def _wanted(
    sighting: Sighting, records: Mapping[str, AttachmentRecord], settings: Attachments
) -> tuple[str, ...]:
    """Addresses still to be asked for: none where title, text or file names show a code already."""
    if settings.read == "never" or (settings.read == "when-needed" and _own_codes(sighting, records)):
        return ()
    return tuple(
        address
        for address in sighting.attachments[: settings.per_item]
        if address not in records or not records[address].final
    )


def _own_codes(sighting: Sighting, records: Mapping[str, AttachmentRecord]) -> set[str]:
    from_files = {code for record in records.values() for code in record.codes}
    said = find_codes(sighting.title, sighting.body, sighting.url, *sighting.attachments)
    return {*said, *(code for code in sighting.codes if code not in from_files)}


def _with_codes(sighting: Sighting, records: Mapping[str, AttachmentRecord]) -> Sighting:
    found: dict[str, str] = {}
    for record in records.values():
        found = {**record.codes, **found}  # the first file to name a code is the one to cite
    if not found:
        return sighting
    codes = tuple(dict.fromkeys((*sighting.codes, *found)))
    own = _own_codes(sighting, records)
    places = tuple((code, place) for code, place in found.items() if code not in own)
    return replace(sighting, codes=codes, code_places=places)


def _store(line: Line, source: Source, item: ItemRead, now: datetime) -> None:
    sighting = item.sighting
    with line.store.begin() as work:
        work.captures.add_all(line.tray.take(source.id))
        if item.asked:
            # No publication time: this is no new reading of what the listing shows. What the file
            # says is known from now on, not since the listing was first seen.
            told = replace(_with_codes(sighting, item.records), published=None, first_seen_at=now)
            work.sightings.put([replace(told, raw={_RAW: to_raw(item.records)})])
        others = (waiting for waiting in _queue(work, source) if waiting != sighting.id)
        # What is to be tried again waits behind all others.
        _keep_queue(work, source, (*others, sighting.id) if item.again else tuple(others))
    for address, record in item.records.items():
        if item.asked:
            log.info("attachment", source=source.id, url=address, codes=list(record.codes), note=record.note)


def _in_turn(work: UnitOfWork, source: Source, most: int) -> list[Sighting]:
    ids = _queue(work, source)[:most]
    found = {sighting.id: sighting for sighting in work.sightings.get(ids)}
    return [found[one] for one in ids if one in found]


def _queue(work: UnitOfWork, source: Source) -> tuple[str, ...]:
    return tuple(work.meta.get(_key(source)) or ())


def _keep_queue(work: UnitOfWork, source: Source, ids: Iterable[str]) -> None:
    work.meta.set(_key(source), list(dict.fromkeys(ids))[:_MOST_WAITING])


def _key(source: Source) -> str:
    return f"attachments/{source.id}"
