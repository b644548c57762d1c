"""Lệnh kiểm tra một gói hồ sơ.
`monitor dossier verify FILE.zip`: needs neither settings nor database."""

from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from monitor.console import open_console
from monitor.dossier.verify import problems

app = typer.Typer(help="Gói hồ sơ.", no_args_is_help=True)


@app.callback()
def dossier() -> None:
    """Gói hồ sơ đã tải từ bàn làm việc."""


@app.command()
def verify(file: Annotated[Path, typer.Argument(metavar="FILE.zip", help="Gói hồ sơ đã tải.")]) -> None:
    """Kiểm từng tệp và từng bản lưu trong gói; thoát 1 nếu có gì không khớp."""
    console = open_console()
    found = problems(file)
    for problem in found:
        console.print(f"[red]Không khớp[/] {problem}", highlight=False)
    if found:
        raise typer.Exit(1)
    console.print("Mọi tệp và mọi bản lưu đều khớp mã băm.", highlight=False)
    console.print(f"sha256 của cả gói: {sha256(file.read_bytes()).hexdigest()}", highlight=False)
