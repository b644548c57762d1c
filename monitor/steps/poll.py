"""Bước 1: xem các nguồn đến lượt và cất mọi thứ đã thấy.
Step 1 of the cycle: look at the sources that are due and store what they showed."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.domain.errors import ConfigError, SourceChanged, StorageError
from monitor.domain.ports import Fetcher, LookReport
from monitor.domain.sources import Look, Source, SourceMemory
from monitor.domain.times import Window
from monitor.reconcile.kind import announced_kind
from monitor.steps.attachments import recall
from monitor.steps.wanted import wishes
from monitor.wiring import Line
from sources.outcome import look_failed
from sources.registry import platform, stretch_of
from sources.stretches import in_stretches

log = structlog.get_logger()


def sources_due(line: Line, now: datetime) -> tuple[Source, ...]:
    """Enabled sources that are not paused and were last looked at `every_minutes` ago or earlier.

    A back-fill that was cut between two stretches is due at once, and so is what somebody wants now.
    """
    with line.store.read() as work:
        latest = work.looks.latest()
        paused = work.sources.paused()
        wanted = wishes(work, [source.id for source in line.sources])
    return tuple(
        source
        for source in line.sources
        if source.enabled
        and source.id not in paused
        and (
            source.id not in latest
            or source.id in wanted
            or latest[source.id].started_at + timedelta(minutes=source.every_minutes) <= now
            or (_was_cut(latest[source.id]) and _stretch(source) is not None)
        )
    )


def _was_cut(look: Look) -> bool:
    """Whether a stretch was seen whole and the next one never stored: its window ends before it began."""
    return look.window is not None and look.window.end < look.started_at


def poll(
    line: Line, due: Iterable[Source], now: datetime, on_look: Callable[[Source, Look], None]
) -> tuple[Look, ...]:
    """Look at every due source, several hosts at once, and store each look as one unit of work.

    1. read what earlier looks left; 2. visit, in threads; 3. store in the order of declaration;
    4. again, for sources of which another stretch is to be seen. Returns each source's last look.
    """
    due = tuple(due)
    with line.store.read() as work:
        memories = {source.id: work.sources.memory(source.id, now) for source in due}
    series = {source.id: look_in_stretches(line, source, memories[source.id], now) for source in due}
    looks: dict[str, Look] = {}
    going = due
    with ThreadPoolExecutor(max_workers=line.workers, thread_name_prefix="look") as pool:
        while going:
            visits = deque((source, pool.submit(next, series[source.id])) for source in going)
            going = ()
            while visits:
                source, visit = visits.popleft()  # nothing holds a report once it is stored
                report, goes_on = visit.result()
                store_report(line, source, report, now)
                looks[source.id] = report.look
                del report, visit
                if goes_on:
                    going = (*going, source)
                else:
                    on_look(source, looks[source.id])
    return tuple(looks.values())


def look_in_stretches(
    line: Line, source: Source, memory: SourceMemory, now: datetime, fetch: Fetcher | None = None
) -> Iterator[tuple[LookReport, bool]]:
    """The looks that bring one source up to `now`, oldest first, and whether another follows.

    Store each before asking for the next. One look, unless the platform is asked by spans and what
    is to be seen is longer than one: a first look, or one after a long pause.
    """

    def look(memory: SourceMemory, window: Window) -> LookReport:
        return _visit(source, fetch or line.fetch, memory, window, now)

    yield from in_stretches(look, memory, Window(line.watched_since, now), _stretch(source))


def _stretch(source: Source) -> timedelta | None:
    try:
        return stretch_of(source)
    except ConfigError:
        return None  # the look itself ends in what is wrong with the settings


def _visit(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    try:
        return platform(source.platform).look(source, fetch, memory, window, now)
    except StorageError:
        raise  # a full disk is no failing of the source: the cycle stops and says what to do
    except Exception as error:  # one broken source must not stop the others: it becomes its own row
        log.exception("look_crashed", source=source.id)
        crash = SourceChanged(
            source.id,
            f"the look ended in {type(error).__name__}: {error}",
            reason="crashed",
            vi=f"Nguồn “{source.name}”: chương trình gặp lỗi khi đọc trang. "
            "Đội kỹ thuật cần xem nhật ký; chưa kết luận gì từ lượt này.",
        )
        return look_failed(source, crash, now, now)


def store_report(line: Line, source: Source, report: LookReport, now: datetime) -> None:
    """Store one look with all it brought, as one unit of work; the same report twice changes nothing."""
    sightings = [
        replace(sighting, kind=sighting.kind or announced_kind(sighting.title, sighting.body))
        for sighting in report.sightings
    ]
    with line.store.begin() as work:
        work.captures.add_all(line.tray.take(source.id))
        work.looks.add(report.look)
        work.sightings.put(recall(work, line.attachments, source, sightings))
        for change in work.records.put(report.records, now):
            log.info("record_changed", record=change.record, key=change.key, field=change.field)
        for oddity in work.oddities.report(report.oddities, now):
            log.warning("unknown_value", source=source.id, where=oddity.where, value=oddity.value)
        if report.validators:
            work.sources.remember(source.id, report.validators)
    log.info(
        "looked",
        source=source.id,
        outcome=report.look.outcome.value,
        reason=report.look.reason,
        items=report.look.items,
        pages=report.look.pages,
    )
