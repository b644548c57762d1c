"""Lệnh `monitor demo`: cả dây chuyền trên một tỉnh giả lập.
The command `monitor demo`: the whole line on an invented province."""

from pathlib import Path
from typing import Annotated

import typer

from monitor.demo import run


def demo(
    seed: Annotated[int, typer.Option(help="Hạt giống: cùng số cho cùng một thế giới.")] = 1,
    packages: Annotated[int, typer.Option(min=20, help="Số gói thầu của tỉnh giả lập.")] = 320,
    lang: Annotated[str, typer.Option(help="vi hoặc en.")] = "vi",
    data: Annotated[Path, typer.Option(help="Thư mục dữ liệu của bản chạy thử.")] = Path("demo-data"),
    keep: Annotated[bool, typer.Option("--keep", help="Giữ dữ liệu cũ và chạy tiếp từ chỗ dừng.")] = False,
    outages: Annotated[bool, typer.Option(help="Có gây sự cố ở các nguồn hay không.")] = True,
    once: Annotated[bool, typer.Option("--once", help="Chạy xong thì thoát, không mở trang web.")] = False,
) -> None:
    """Chạy thử trọn vẹn trên một tỉnh giả lập, không cần mạng, rồi mở các trang web của nó."""
    run.demo(seed=seed, packages=packages, lang=lang, folder=data, keep=keep, with_outages=outages, once=once)
