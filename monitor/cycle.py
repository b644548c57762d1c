"""Một vòng làm việc: xem nguồn, đối chiếu, kết luận, nhận dấu hiệu, mở hồ sơ, xếp thư.
The whole line as one short function; running it twice changes nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.domain.sources import Look, Source
from monitor.steps.answered import look_at_answers
from monitor.steps.attachments import read_attachments
from monitor.steps.begin_anew import begin_anew
from monitor.steps.conclude import Concluded, conclude
from monitor.steps.count_board import count_board
from monitor.steps.judge import Judged, judge
from monitor.steps.learn import Learnt, learn
from monitor.steps.link import Linked, link
from monitor.steps.notify import notify
from monitor.steps.patterns import Noticed, notice
from monitor.steps.poll import poll, sources_due
from monitor.steps.publish import publish
from monitor.steps.watch_machines import watch_machines
from monitor.wiring import Line


@dataclass(frozen=True, slots=True)
class CycleReport:
    """What one cycle did; `judged` holds what single duties show, `noticed` what whole tenders do.

    `learnt` is what happened to tenders, `letters` how many subscribers' letters were queued.
    """

    at: datetime
    looks: tuple[Look, ...]
    linked: Linked
    judged: Judged
    noticed: Noticed
    concluded: Concluded
    learnt: Learnt
    letters: int

    @property
    def everything(self) -> Judged:
        """What was concluded on: the judgement with the findings of both."""
        return with_noticed(self.judged, self.noticed)


def with_noticed(judged: Judged, noticed: Noticed) -> Judged:
    """The judgement with what the pattern rules found beside it."""
    return replace(judged, findings=(*judged.findings, *noticed.findings))


def run_cycle(
    line: Line, now: datetime, on_look: Callable[[Source, Look], None] = lambda source, look: None
) -> CycleReport:
    """Run the line once at `now` (aware UTC).

    1. look at the sources that are due, into attachments where no code was seen, and at the addresses
    that agencies gave; 2. recognise the same package, and begin anew where only now the list that was
    meant is seen; 3. judge every duty; 4. what whole tenders, plans
    and groups of purchases show; 5. in one transaction: verdicts, findings, case steps and the messages
    about them; 6. what happened to tenders, and who asked for it; 7. webhooks that refuse, and the
    letters of subscribers; 8. what the public may read. Sending is `monitor.worker`'s.
    """
    looks = poll(line, sources_due(line, now), now, on_look)
    read_attachments(line, looks, now)
    look_at_answers(line, now)
    linked = link(line, now)
    if again := begin_anew(line, linked, looks, now, on_look):
        looks = tuple({look.source_id: look for look in (*looks, *again)}.values())
        linked = link(line, now)
    judged = judge(line, linked, now)
    noticed = notice(line, linked, judged, now)
    concluded = conclude(line, linked, with_noticed(judged, noticed), now)
    learnt = learn(line, now)
    watch_machines(line, now)
    letters = notify(line, now)
    publish(line, now)
    count_board(line, judged, now)
    return CycleReport(now, looks, linked, judged, noticed, concluded, learnt, letters)
