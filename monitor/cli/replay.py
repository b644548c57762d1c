"""Lệnh cho một quy tắc chạy lại qua các ngày đã qua.
`monitor rule replay CODE --from --to`: what a rule would have said, beside what was told."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.past import day_of, end_or_now, open_past, refuse_unknown
from monitor.cli.replay_tables import days_table, lives_table
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.console import open_console
from monitor.domain.errors import ConfigError
from monitor.domain.times import start_of_day
from monitor.rules.registry import all_rules, pattern_rules
from monitor.steps.replay import Said, days_between, lives_of, replayed
from monitor.wiring import Line, utc_now


class Step(StrEnum):
    """How far apart the days are."""

    DAY = "day"
    WEEK = "week"


_LENGTH = {Step.DAY: timedelta(days=1), Step.WEEK: timedelta(days=7)}


def replay(
    code: Annotated[str, typer.Argument(metavar="CODE", help="Mã quy tắc, ví dụ missing_on_portal.")],
    first: Annotated[str, typer.Option("--from", help="Ngày đầu, như 2026-09-01 hoặc 01/09/2026.")],
    last: Annotated[str, typer.Option("--to", help="Ngày cuối.")],
    step: Annotated[Step, typer.Option(help="Xét từng ngày hay từng tuần.")] = Step.DAY,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Quy tắc sẽ nêu gì, từ ngày nào đến ngày nào, so với điều đã nêu thật; không ghi gì vào kho."""
    title, now = _title(code), utc_now()
    since, until = day_of(first), day_of(last)
    if until < since:
        raise ConfigError(
            f"{first} is after {last}", vi=f"Ngày đầu {first} ở sau ngày cuối {last}. Hãy đổi hai ngày lại."
        )
    with open_past(settings) as line:
        refuse_unknown(line, end_or_now(until, now), now)
        known_from = refuse_unknown(line, end_or_now(since, now), now)
        # What stood already when the first day began is not said on that day.
        start = max(start_of_day(since), known_from)
        days = days_between(since, until, _LENGTH[step])
        said = _replayed(line, code, (start, *(end_or_now(day, now) for day in days)))
        with line.store.read() as work:
            events = work.findings.events(code, said[-1].at)
    lives = lives_of(said, events, start)
    console = open_console()
    console.print(f"[bold]{title}[/] ({code})")
    console.print(lives_table(lives, start) if lives else "Không có phát hiện nào trong những ngày ấy.")
    console.print(days_table(said[1:], events, line.flood))


def _title(code: str) -> str:
    titles = {rule.CODE: rule.TITLE for rule in all_rules()}
    titles |= {rule.CODE: rule.TITLE for rule in pattern_rules()}
    if code not in titles:
        raise ConfigError(
            f"no rule {code}", vi=f"Không có quy tắc {code}. Các quy tắc: {', '.join(sorted(titles))}"
        )
    return titles[code]


def _replayed(line: Line, code: str, instants: Sequence[datetime]) -> tuple[Said, ...]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=open_console(stderr=True), transient=True) as progress:
        steps = replayed(line, code, instants)
        return tuple(progress.track(steps, total=len(instants), description="Đang xét từng ngày"))
