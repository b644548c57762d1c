"""Xem lại từ đầu nguồn mà trước nay xem nhầm danh sách.
Looks anew at sources whose earlier looks were at a list that was not meant."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from monitor.domain.ports import LookReport
from monitor.domain.sources import BEGUN_ANEW, ITEMS_VANISHED, Look, Source, SourceMemory
from monitor.domain.vocabulary import Channel
from monitor.rules.meant import mistaken
from monitor.steps.link import Linked
from monitor.steps.poll import look_in_stretches, store_report
from monitor.wiring import Line
from sources.wording import sentence


def begin_anew(
    line: Line,
    linked: Linked,
    looks: tuple[Look, ...],
    now: datetime,
    on_look: Callable[[Source, Look], None],
) -> tuple[Look, ...]:
    """Look once more at those of the sources just looked at that showed another list before.

    From the start of the watch and with nothing remembered: a look that sees all of it takes the place
    of what earlier looks covered. Returns the new looks; empty: nothing more was seen.
    """
    if not any(look.reason == ITEMS_VANISHED for look in looks):
        return ()
    with line.store.read() as work:
        coverage = work.sources.coverage([look.source_id for look in looks])
    wrong = mistaken(linked.recognised, coverage)
    again = []
    for source in line.sources:
        if source.id not in wrong or source.channel is Channel.NATIONAL:
            continue
        report, _goes_on = next(look_in_stretches(line, source, SourceMemory(), now))
        report = _begun_anew(source, report)
        store_report(line, source, report, now)
        on_look(source, report.look)
        again.append(report.look)
    return tuple(again)


def _begun_anew(source: Source, report: LookReport) -> LookReport:
    """Its own id beside the look that it follows; that it was begun anew, where it saw everything."""
    look = replace(report.look, id=f"{report.look.id}/anew")
    if look.outcome.saw_everything:
        look = replace(look, reason=BEGUN_ANEW, detail_vi=sentence(source, BEGUN_ANEW))
    sightings = tuple(replace(sighting, look_id=look.id) for sighting in report.sightings)
    return replace(report, look=look, sightings=sightings)
