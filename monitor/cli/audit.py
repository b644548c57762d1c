"""Lệnh xem và kiểm tra nhật ký.
`monitor audit verify|list`: whether the chain holds, and who did what."""

import re
from datetime import datetime
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from monitor.access.chain import GENESIS, Head, Misfit
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import ConfigError, MonitorError
from monitor.domain.times import VIETNAM, start_of_day
from monitor.steps.audit import verify as verify_log
from monitor.web.staff.labels import deed_words, detail_words
from monitor.web.wording import PageWords
from monitor.wiring import open_store

app = typer.Typer(help="Nhật ký việc đã làm.", no_args_is_help=True)

_NOTED = re.compile(r"(\d{1,15}):([0-9a-f]{12,64})")
_MISFITS = {
    "changed": "nội dung không khớp mã băm của chính nó: dòng đã bị sửa",
    "removed": "không còn trong nhật ký: dòng đã bị xóa",
    "moved": "không nối vào dòng trước: dòng bị chèn thêm hoặc đổi chỗ",
    "forked": "không phải dòng đã ghi chép trước đây: nhật ký đã bị viết lại",
    "cut": "không còn, dù trước đây đã ghi chép tới số ấy hoặc xa hơn: phần cuối đã bị cắt",
}


class AuditBroken(MonitorError):
    """The log is not as it was written."""


@app.command()
def verify(
    noted: Annotated[
        str, typer.Option("--noted", help="Đầu chuỗi đã chép lần trước, dạng SỐ:MÃ; lộ cả phần cuối bị cắt.")
    ] = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Đi hết nhật ký, nêu dòng đầu tiên không khớp; in số và mã của dòng mới nhất để chép ra nơi khác."""
    before = _noted(noted)
    with open_store(load_settings(settings)) as store, store.read() as work:
        head, misfit = verify_log(work, before)
    if misfit is not None:
        raise AuditBroken(f"row {misfit.number} {misfit.what}", vi=_told(head, misfit))
    console = open_console()
    if head.number == 0:
        console.print("Nhật ký còn trống.")
        return
    console.print(f"{head.number} dòng đều khớp. Hãy chép dòng dưới ra nơi khác để đối chiếu lần sau:")
    console.print(f"{head.number}:{head.hash}", soft_wrap=True, highlight=False)


@app.command("list")
def list_rows(
    since: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Từ ngày này.")] = None,
    by: Annotated[str, typer.Option("--by", help="Chỉ việc của người này.")] = "",
    about: Annotated[
        str, typer.Option("--object", help="Chỉ việc về hồ sơ, cặp, nguồn, tài khoản này.")
    ] = "",
    most: Annotated[int, typer.Option(min=1, max=10_000, help="Nhiều nhất bao nhiêu dòng.")] = 50,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Các việc đã làm, mới nhất nằm trên."""
    start = None if since is None else start_of_day(since.date())
    with open_store(load_settings(settings)) as store, store.read() as work:
        rows = work.audit_log.list(since=start, by=by.strip(), subject=about.strip(), most=most)
    console = open_console()
    if not rows:
        console.print("Không có việc nào khớp.")
        return
    table = Table(title=f"{len(rows)} việc", title_justify="left")
    for column in ("Số", "Lúc", "Người", "Việc", "Về", "Chi tiết"):
        table.add_column(column)
    said = PageWords("vi")
    for row in rows:
        table.add_row(
            str(row.number),
            f"{row.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            escape(row.actor.by),
            deed_words(row.deed, said),
            escape(row.object),
            escape(detail_words(row.details)),
        )
    console.print(table)


def _noted(text: str) -> Head | None:
    if not text:
        return None
    parts = _NOTED.fullmatch(text.strip())
    if parts is None:
        raise ConfigError(
            f"--noted {text!r}", vi="--noted phải có dạng SỐ:MÃ như lệnh này in ra, ví dụ 120:3fa4b1c09d2e…"
        )
    return Head(int(parts[1]), parts[2])


def _told(head: Head, misfit: Misfit) -> str:
    fits = f"Các dòng đến số {head.number} đều khớp. " if head.hash != GENESIS else ""
    return (
        f"{fits}Dòng số {misfit.number} {_MISFITS[misfit.what]}. Hãy giữ nguyên kho hiện có, "
        "so với bản sao lưu gần nhất và báo người chịu trách nhiệm."
    )
