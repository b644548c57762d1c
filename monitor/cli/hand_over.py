"""Lệnh nhập tệp bàn giao.
`monitor import FILE` and `monitor import --template`."""

import hashlib
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import ConfigError
from monitor.domain.times import VIETNAM
from monitor.law.duties import explain
from monitor.steps.bring_in import NationalTiming, bring_in, national_timing
from monitor.wiring import calendar_as_set, lawbook_at, open_store, utc_now
from sources.imports.handover import Handover, read_handover
from sources.imports.template import write_template

_WORST = 5


def import_file(
    file: Annotated[Path | None, typer.Argument(help="Tệp CSV, XLSX hoặc JSON.")] = None,
    template: Annotated[Path | None, typer.Option(help="Viết tệp mẫu XLSX ra đường dẫn này.")] = None,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Nhập tệp bàn giao; dòng sai được nêu lý do, dòng đúng vẫn vào."""
    console = open_console()
    if template is not None:
        write_template(template)
        console.print(f"Đã viết tệp mẫu {template}. Dòng ví dụ trong tệp là dữ liệu tổng hợp, hãy xóa đi.")
        return
    if file is None:
        raise ConfigError("no file given", vi="Hãy nêu tệp cần nhập, hoặc --template để lấy tệp mẫu.")
    loaded = load_settings(settings)
    now = utc_now()
    handover = read_handover(file, now)
    with open_store(loaded) as store:
        changed = bring_in(store, handover, _digest(file), file.name, now)
        with store.read() as work:
            lawbook = lawbook_at(work, now)
    _print_report(console, file, handover, changed)
    timing = national_timing(handover.records, lawbook, calendar_as_set(loaded), now)
    if timing.judged:
        print_timing(console, timing)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return "sha256:" + hashlib.file_digest(stream, "sha256").hexdigest()


def _print_report(console: Console, file: Path, handover: Handover, changed: bool) -> None:
    kinds = Counter(type(record).__name__ for record in handover.records)
    words = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "không có hồ sơ nào"
    console.print(f"[bold]{file.name}[/] ({handover.kind}): {words}; {len(handover.sightings)} tin đăng.")
    if not changed:
        console.print("Tệp này đã được nhập trước đây: không có gì thay đổi.")
    if handover.rejected:
        table = Table(title=f"{len(handover.rejected)} dòng không nhập được", title_justify="left")
        table.add_column("Trang tính")
        table.add_column("Dòng", justify="right")
        table.add_column("Lý do")
        for row in handover.rejected:
            table.add_row(row.sheet, str(row.line), escape(row.reason_vi))
        console.print(table)


def print_timing(console: Console, timing: NationalTiming) -> None:
    """Print how many first versions came after their due day, and the worst with their dates."""
    late = timing.late
    console.print(
        f"{len(timing.judged)} bản đăng lần đầu có hạn tính được; "
        f"[bold]{len(late)}[/] bản đăng sau hạn ({100 * len(late) / len(timing.judged):.1f} %). "
        f"{timing.unknown} bản không xét vì chưa biết lần đăng đầu tiên."
    )
    if timing.to_verify:
        console.print(
            f"Còn {len(timing.to_verify)} bản đăng sau hạn theo căn cứ chưa đối chiếu với văn bản ký hoặc"
            " có lý do phải xác minh: chỉ để tham khảo, không kể ở trên."
        )
    if not late:
        return
    table = Table(
        title=f"{min(_WORST, len(late))} trường hợp chậm nhất", title_justify="left", show_lines=True
    )
    for column in ("Mã", "Đơn vị", "Quyết định", "Hạn 24:00", "Đăng", "Chậm (ngày làm việc)", "Cách tính"):
        table.add_column(column)
    for disclosure, duty, verdict in late[:_WORST]:
        assert duty.due_at is not None
        assert verdict.published is not None
        last_day = (duty.due_at - timedelta(seconds=1)).astimezone(VIETNAM)
        table.add_row(
            disclosure.subject_key,
            escape(disclosure.buyer_name),
            f"{duty.trigger_day:%d/%m/%Y}" if duty.trigger_day else "–",
            f"{last_day:%d/%m/%Y}",
            f"{verdict.published.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            str(verdict.days_late),
            explain(duty),
        )
    console.print(table)
