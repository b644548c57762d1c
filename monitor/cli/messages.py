"""Lệnh thư: xem trước mọi loại thư, tìm thư, xem một thư, đưa thư dừng vào hàng lại.
`monitor message …`: preview every kind, list, look at one, put a stopped one back in line."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import structlog
import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from monitor.cli.message_tables import clock, postings_table, print_posting, reader_of
from monitor.cli.readers import known_readers
from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.labels import LANGS, Lang
from monitor.domain.vocabulary import DeliveryState, MessageKind
from monitor.logs import log_to
from monitor.preview.browser import find_browser
from monitor.preview.gallery import Gallery, chosen
from monitor.steps.resend import named, send_again
from monitor.wiring import open_store, utc_now
from sources.profile import load_profile

app = typer.Typer(help="Thư gửi đi: xem trước, tìm, xem, gửi lại.", no_args_is_help=True)
log = structlog.get_logger()

WITHOUT_PICTURES = 3
_SAMPLES = Path("thu-mau")

Name = Annotated[str, typer.Argument(metavar="THƯ", help="Số hoặc khóa của thư, xem ở: monitor message list")]


class State(StrEnum):
    """The states that an operator asks for."""

    QUEUED = "queued"
    STOPPED = "stopped"
    SENT = "sent"


@app.command("list")
def list_messages(
    state: Annotated[
        State | None, typer.Option(help="Chờ gửi (queued), đã dừng (stopped), đã gửi (sent).")
    ] = None,
    recipient: Annotated[str, typer.Option(help="Mã hoặc địa chỉ người nhận.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Nhiều nhất chừng ấy thư, mới nhất trước.")] = 50,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Thư mới nhất trước, với kết cục của từng thư."""
    asked = None if state is None else DeliveryState(state.value)
    with open_store(load_settings(settings)) as store, store.read() as work:
        found = work.postings.newest(asked, recipient, limit)
    open_console().print(postings_table(found) if found else "Không có thư nào như vậy.")


@app.command("show")
def show(name: Name, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Một thư: gửi ai, đã thử mấy lần, vì sao dừng, nội dung."""
    with open_store(load_settings(settings)) as store, store.read() as work:
        found = named(work, name)
    print_posting(open_console(), found)


@app.command("retry")
def retry(
    name: Name,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Vì sao gửi lại được: đã sửa gì.")],
    unblock: Annotated[
        bool, typer.Option("--unblock", help="Gửi lại tới địa chỉ bị chặn vì thư hỏng, nay đã dùng được.")
    ] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Đưa một thư đã dừng vào hàng lại; thư cho thanh tra và đơn vị đi tới địa chỉ đang cài đặt."""
    loaded = load_settings(settings)
    log_to(loaded.general.data_dir / "monitor.log")
    readers = known_readers(loaded, load_profile(loaded.general.province).agencies)
    with open_store(loaded) as store, store.begin() as work:
        found = send_again(work, name, by, reason, readers, utc_now(), unblock=unblock)
    log.info("queued_again", key=found.delivery.message.key, by=by, reason=reason, unblock=unblock)
    open_console().print(
        f"Thư {found.number} tới {reader_of(found)} đã vào hàng lại, "
        f"gửi từ {clock(found.delivery.not_before)}. Gửi ngay: monitor send",
        markup=False,
    )


@app.command("preview")
def preview(
    out: Annotated[Path, typer.Option(help="Thư mục để viết trang xem trước.")] = _SAMPLES,
    kind: Annotated[MessageKind | None, typer.Option(help="Chỉ loại thư này.")] = None,
    lang: Annotated[Literal["vi", "en"] | None, typer.Option(help="Chỉ ngôn ngữ này.")] = None,
) -> None:
    """Viết mọi loại thư bằng cả hai thứ tiếng: HTML, chữ thường và ảnh chụp; dữ liệu đều do dự án đặt ra.

    Thoát 3 khi không có trình duyệt nên không có ảnh.
    """
    console = open_console()
    browser = find_browser()
    langs: tuple[Lang, ...] = LANGS if lang is None else (lang,)
    letters = chosen(kind, langs)
    gallery = Gallery(out, browser)
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=console,
    ) as progress:
        task = progress.add_task("Đang viết thư mẫu", total=len(letters))
        for letter in letters:
            progress.update(task, description=f"Đang viết {letter.name}")
            gallery.add(letter)
            progress.advance(task)
    page = gallery.close(langs[0])
    console.print(f"Đã viết {len(letters)} thư mẫu. Mở bằng trình duyệt: {page}", soft_wrap=True)
    if browser is None:
        console.print(
            "Không thấy trình duyệt Chromium nên không có ảnh chụp: hãy cài chromium, hoặc đặt biến "
            "MONITOR_BROWSER là đường dẫn của trình duyệt, rồi chạy lại."
        )
        raise typer.Exit(WITHOUT_PICTURES)
