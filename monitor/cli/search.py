"""Lệnh làm lại chỉ mục tìm kiếm.
`monitor search rebuild`: every entry of the search index, written anew."""

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.steps.index_search import rebuild_search
from monitor.wiring import open_store
from sources.profile import load_profile

app = typer.Typer(help="Chỉ mục tìm kiếm.", no_args_is_help=True)


@app.callback()
def search() -> None:
    """Chỉ mục tìm kiếm."""


@app.command()
def rebuild(settings: SettingsOption = SETTINGS_FILE) -> None:
    """Làm lại mọi dòng của chỉ mục tìm kiếm; trang tìm kiếm vẫn dùng được trong khi chạy."""
    read = load_settings(settings)
    province = load_profile(read.general.province).province
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = open_console(stderr=True)
    with open_store(read) as store, store.alone(), Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Đang làm lại chỉ mục tìm kiếm", total=None)
        written = rebuild_search(
            store, province, lambda done, total: bar.update(task, completed=done, total=total)
        )
    open_console().print(f"Đã ghi lại {written} gói thầu vào chỉ mục tìm kiếm.", highlight=False)
