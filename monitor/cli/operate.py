"""Lệnh vận hành: chạy và xem tình hình.
`monitor run` and `monitor status`."""

from typing import Annotated

import structlog
import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.cli.status_health import LAST_CYCLE, troubles
from monitor.cli.status_tables import print_status
from monitor.config import Settings, load_settings
from monitor.console import open_console
from monitor.cycle import CycleReport, run_cycle
from monitor.domain.errors import MonitorError
from monitor.domain.labels import label
from monitor.domain.sources import Look, Source
from monitor.domain.vocabulary import VerdictKind
from monitor.logs import log_to
from monitor.schedule import run_every
from monitor.steps.answered import look_at_answers
from monitor.steps.canary import queue_canary
from monitor.steps.poll import sources_due
from monitor.wiring import Line, open_line, open_store, utc_now
from monitor.worker import PATIENCE, Delivered, deliver

log = structlog.get_logger()


def run(
    once: Annotated[bool, typer.Option("--once", help="Chạy một vòng rồi thoát.")] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Xem nguồn, kết luận và gửi thư theo lịch cho đến khi được dừng."""
    loaded = load_settings(settings)
    console = open_console()
    loaded.general.data_dir.mkdir(parents=True, exist_ok=True)
    log_to(loaded.general.data_dir / "monitor.log")
    with open_line(loaded) as line:
        if once:
            _one_cycle(line, loaded, console)
            return
        console.print(
            f"{line.province.name}: chạy mỗi {loaded.watch.cycle_minutes} phút. Nhấn Ctrl-C để dừng."
        )
        run_every(
            loaded.watch.cycle_minutes,
            lambda: _guarded(line, loaded, console),
            lambda: between_cycles(line, console),
        )
        console.print("Đã dừng; mọi bước đang làm dở đã được hoàn tất.")


def _guarded(line: Line, settings: Settings, console: Console) -> None:
    """A failing cycle is told and tried again at the next turn; nothing half-done is kept."""
    try:
        _one_cycle(line, settings, console)
    except MonitorError as error:
        log.error("cycle_failed", error=str(error))
        console.print(f"[red]Vòng này không hoàn tất.[/] {escape(error.vi)}")


def between_cycles(line: Line, console: Console) -> None:
    """What a person waits for: the address that an agency just gave, a letter that somebody just sent."""
    try:
        look_at_answers(line, utc_now())
        deliver(line, "worker", utc_now())
    except MonitorError as error:
        log.error("between_cycles_failed", error=str(error))
        console.print(f"[red]Chưa xong việc giữa hai vòng, sẽ làm lại.[/] {escape(error.vi)}")


def _one_cycle(line: Line, settings: Settings, console: Console) -> None:
    now = utc_now()
    due = sources_due(line, now)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task("Đang xem các nguồn", total=len(due))

        def on_look(source: Source, look: Look) -> None:
            progress.update(task, advance=1, description=f"Đã xem {source.name}")
            if not look.outcome.saw_everything:
                console.print(f"[yellow]{source.name}[/]: {label(look.outcome)}. {escape(look.detail_vi)}")

        report = run_cycle(line, now, on_look)
    with line.store.begin() as work:
        queue_canary(line, work, settings.mail.canary, settings.general.lang, now)
    delivered = deliver(line, "worker", now, PATIENCE)
    with line.store.begin() as work:
        work.meta.set(LAST_CYCLE, now.isoformat())
    console.print(_summary(report, delivered), highlight=False)


def _summary(report: CycleReport, delivered: Delivered) -> str:
    counts = dict.fromkeys(VerdictKind, 0)
    for _duty, verdict in report.judged.verdicts:
        counts[verdict.kind] += 1
    seen = sum(look.outcome.saw_everything for look in report.looks)
    return (
        f"{seen}/{len(report.looks)} nguồn xem được đầy đủ · chưa thấy {counts[VerdictKind.MISSING]} · "
        f"đăng sau hạn {counts[VerdictKind.LATE]} · "
        f"chưa kiểm chứng được {counts[VerdictKind.UNVERIFIABLE]} · "
        f"thư đã gửi {delivered.sent}, chờ gửi {delivered.waiting}, dừng {delivered.stopped}"
    )


def status(
    healthy: Annotated[
        bool,
        typer.Option(
            "--healthy",
            help="Chỉ kiểm tra: thoát 1 nếu vòng gần nhất đã quá lâu hoặc thư bị tắc, và nói vì sao.",
        ),
    ] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Lần cuối thấy gì ở đâu, việc gì đến hạn, điều gì đang trục trặc."""
    loaded = load_settings(settings)
    console, now = open_console(), utc_now()
    with open_store(loaded) as store, store.read() as work:
        wrong = troubles(work, loaded, now)
        if not healthy:
            last = work.meta.get(LAST_CYCLE)
            print_status(console, work, loaded, str(last) if last else "", now)
    for one in wrong:
        console.print(f"[red]Trục trặc:[/] {escape(one)}", highlight=False, soft_wrap=True)
    if healthy and wrong:
        raise typer.Exit(1)
