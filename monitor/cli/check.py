"""Lệnh kết luận từ những gì đã lưu, ở hiện tại hoặc một thời điểm đã qua.
`monitor check`: what would be said from what is stored, now or at an earlier instant."""

import json
from datetime import datetime
from typing import Annotated

import typer
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.check_tables import (
    TOLD,
    CheckLine,
    as_plain,
    check_lines,
    check_table,
    counts_in_words,
    patterns_table,
)
from monitor.cli.past import agency_named, clock, instant_of, open_past, refuse_unknown, spoken
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.console import open_console
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang
from monitor.steps.as_of import line_as_of
from monitor.steps.judge import judge
from monitor.steps.link import link
from monitor.steps.patterns import noticed_in
from monitor.wiring import Line, utc_now

# More lines than anybody reads on a screen.
_MOST = 200


def check(
    as_of: Annotated[
        str, typer.Option("--as-of", help="Ngày (hết ngày ấy) hoặc ngày giờ: kết luận như đã biết khi đó.")
    ] = "",
    agency: Annotated[str, typer.Option(help="Chỉ một đơn vị: tên hoặc mã.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Cả những việc đúng hạn, chưa đến hạn, không phải đăng.")
    ] = False,
    lang: Annotated[str, typer.Option(help="vi hoặc en.")] = "vi",
    as_json: Annotated[bool, typer.Option("--json", help="In JSON cho chương trình khác đọc.")] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Kết luận từ những gì đã lưu; không xem nguồn, không ghi, không gửi thư."""
    language, now = spoken(lang), utc_now()
    with open_past(settings) as line:
        at = instant_of(as_of, now) if as_of else now
        refuse_unknown(line, at, now)
        only = agency_named(line, agency).id if agency else ""
        every, noticed = _judged(line, at, quiet=as_json)
    lines = [one for one in every if not only or one.duty.agency_id == only]
    patterns = [one for one in noticed if not only or one.agency_id == only]
    if as_json:
        typer.echo(json.dumps(as_plain(lines, patterns, at), ensure_ascii=False, indent=2))
        return
    _print(lines if everything else [one for one in lines if one.verdict.kind in TOLD], language)
    if patterns:
        open_console().print(patterns_table(patterns, language))
    told = f"Như đã biết lúc {clock(at)}" if language == "vi" else f"As known at {clock(at, 'en')}"
    open_console().print(f"{told}: {counts_in_words(lines, language)}", highlight=False)


def _judged(line: Line, at: datetime, *, quiet: bool) -> tuple[tuple[CheckLine, ...], tuple[Finding, ...]]:
    """Every duty, and what the rules about whole tenders, plans and groups say."""
    then = line_as_of(line, at)
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    # Transient: on a small database the bar is gone before anybody reads it.
    with Progress(*columns, console=open_console(stderr=True), transient=True, disable=quiet) as progress:
        task = progress.add_task("Đang đối chiếu", total=3)
        linked = link(then, at)
        progress.update(task, advance=1, description="Đang kết luận")
        judged = judge(then, linked, at)
        progress.update(task, advance=1, description="Đang tìm dấu hiệu")
        noticed = noticed_in(then, linked, judged, at)
        progress.update(task, advance=1)
    return check_lines(judged.verdicts, linked.disclosures, line.agencies), noticed.findings


def _print(lines: list[CheckLine], lang: Lang) -> None:
    console = open_console()
    if lines:
        console.print(check_table(lines[:_MOST], lang))
    if len(lines) > _MOST:
        console.print(
            f"Còn {len(lines) - _MOST} dòng nữa; xem từng đơn vị bằng --agency, hoặc tất cả bằng --json."
            if lang == "vi"
            else f"{len(lines) - _MOST} more lines; see one agency by --agency, or all by --json."
        )
