"""Bước 1: xem các nguồn đến lượt và cất mọi thứ đã thấy.
Step 1 of the cycle: look at the sources that are due and store what they showed."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import LookReport
from monitor.domain.sources import Look, Source, SourceMemory
from monitor.domain.times import Window
from monitor.reconcile.kind import announced_kind
from monitor.wiring import Line
from sources.outcome import look_failed
from sources.registry import platform

log = structlog.get_logger()


def sources_due(line: Line, now: datetime) -> tuple[Source, ...]:
    """Enabled sources that are not paused and were last looked at `every_minutes` ago or earlier."""
    with line.store.read() as work:
        latest = work.looks.latest()
        paused = work.sources.paused()
    return tuple(
        source
        for source in line.sources
        if source.enabled
        and source.id not in paused
        and (
            source.id not in latest
            or latest[source.id].started_at + timedelta(minutes=source.every_minutes) <= now
        )
    )


def poll(
    line: Line, due: Iterable[Source], now: datetime, on_look: Callable[[Source, Look], None]
) -> tuple[Look, ...]:
    """Look at every due source, several hosts at once, and store each look as one unit of work.

    1. read what earlier looks left; 2. visit, in threads; 3. store in the order of declaration.
    """
    due = tuple(due)
    memories: dict[str, SourceMemory] = {}
    with line.store.read() as work:
        for source in due:
            memories[source.id] = work.sources.memory(source.id, now)
    looks: list[Look] = []
    with ThreadPoolExecutor(max_workers=line.workers, thread_name_prefix="look") as pool:
        visits = [(source, pool.submit(_visit, line, source, memories[source.id], now)) for source in due]
        for source, visit in visits:
            report = visit.result()
            store_report(line, source, report, now)
            on_look(source, report.look)
            looks.append(report.look)
    return tuple(looks)


def _visit(line: Line, source: Source, memory: SourceMemory, now: datetime) -> LookReport:
    window = Window(line.watched_since, now)
    try:
        return platform(source.platform).look(source, line.fetch, memory, window, now)
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
        work.sightings.put(sightings)
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
