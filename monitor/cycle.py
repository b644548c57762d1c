"""Một vòng làm việc: xem nguồn, đối chiếu, kết luận, mở hồ sơ, xếp thư.
The whole line as one short function; running it twice changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from monitor.domain.sources import Look, Source
from monitor.steps.attachments import read_attachments
from monitor.steps.conclude import Concluded, conclude
from monitor.steps.judge import Judged, judge
from monitor.steps.link import Linked, link
from monitor.steps.poll import poll, sources_due
from monitor.wiring import Line


@dataclass(frozen=True, slots=True)
class CycleReport:
    """What one cycle did."""

    at: datetime
    looks: tuple[Look, ...]
    linked: Linked
    judged: Judged
    concluded: Concluded


def run_cycle(
    line: Line, now: datetime, on_look: Callable[[Source, Look], None] = lambda source, look: None
) -> CycleReport:
    """Run the line once at `now` (aware UTC).

    1. look at the sources that are due, and into attachments where no code was seen; 2. recognise
    the same package; 3. judge every duty; 4. what whole tenders, plans and groups of purchases show;
    5. in one transaction: verdicts, findings, case steps and the messages about them. Sending is
    `monitor.worker`'s.
    """
    looks = poll(line, sources_due(line, now), now, on_look)
    linked = link(line, now)
    judged = judge(line, linked, now)
    concluded = conclude(line, linked, judged, now)
    return CycleReport(now, looks, linked, judged, concluded)
    read_attachments(line, looks, now)
