"""Bảng của `monitor rule replay`.
The life of each finding beside what was really told, and how many stood on each day."""

from collections.abc import Sequence
from datetime import datetime

from rich.bar import Bar
from rich.markup import escape
from rich.table import Table

from monitor.domain.bookkeeping import FindingEvent
from monitor.domain.times import due_day, vietnam_day
from monitor.rules.patterns.flooding import FloodLimits
from monitor.rules.wording import NO_AGENCY
from monitor.steps.replay import Life, Said, told_at

_BAR_WIDTH = 40


def lives_table(lives: Sequence[Life], start: datetime) -> Table:
    """One row per finding; `start` (UTC) is where the replay begins, what stood there began earlier."""
    table = Table(title=f"{len(lives)} phát hiện", title_justify="left")
    for head in ("Đơn vị", "Gói thầu, kế hoạch", "Hạn", "Sẽ nêu", "Sẽ hết nêu", "Đã nêu", "Đã hết nêu"):
        table.add_column(head, overflow="fold")
    for life in lives:
        finding = life.finding
        table.add_row(
            escape(finding.agency_name or NO_AGENCY),
            escape(f"{finding.package_title} ({finding.subject_key})"),
            f"{due_day(finding.due_at):%d/%m/%Y}",
            _since(life.first, start),
            _day(life.gone),
            _day(life.told, exact=True),
            _day(life.ended, exact=True),
        )
    return table


def days_table(said: Sequence[Said], events: Sequence[FindingEvent], limits: FloodLimits) -> Table:
    """How many findings would have stood at each instant, as a bar, and how many really did.

    Where the rule would have spoken of too many packages the bar is yellow, with the share beside it:
    from such a day on nobody is told of single packages until a person has looked.
    """
    table = Table(title="Số phát hiện theo ngày", title_justify="left")
    table.add_column("Ngày")
    table.add_column("Sẽ nêu", justify="right")
    table.add_column("", width=_BAR_WIDTH)
    table.add_column("Đã nêu thật", justify="right")
    table.add_column("Quá nhiều")
    most = max((len(one.findings) for one in said), default=0) or 1
    for one in said:
        floods = one.count.floods(limits)
        colour = "yellow" if floods else "default"
        table.add_row(
            _day(one.at),
            str(len(one.findings)),
            Bar(size=most, begin=0, end=len(one.findings), width=_BAR_WIDTH, color=colour),
            str(told_at(events, one.at)),
            f"[yellow]{one.count.fired}/{one.count.packages}[/]" if floods else "",
        )
    return table


def _since(at: datetime | None, start: datetime) -> str:
    if at is None:
        return "không nêu"
    return f"từ trước {vietnam_day(start):%d/%m/%Y}" if at == start else _day(at)


def _day(at: datetime | None, *, exact: bool = False) -> str:
    """The day that an instant ends or, of an `exact` one, in which it lies."""
    if at is None:
        return "–"
    return f"{vietnam_day(at) if exact else due_day(at):%d/%m/%Y}"
