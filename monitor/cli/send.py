"""Lệnh `monitor send`: gửi ngay thư đến hạn, hoặc chỉ thử xem nhà cung cấp có nhận không.
Sends what is due now; with `--dry-run` shows it and asks the provider, changing nothing."""

from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from monitor.cli.message_tables import due_table, reader_of
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.cases import Message
from monitor.domain.errors import DeliveryError
from monitor.domain.post import Posting
from monitor.logs import log_to
from monitor.sending import account
from monitor.unwanted import unwanted
from monitor.wiring import open_line, open_office, utc_now
from monitor.worker import PATIENCE, deliver

_ASKED = "sendgrid"
# What each channel wants, by its kind.
Accounts = Mapping[str, Mapping[str, Any]]


def send(
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run",
            help="Chỉ xem: thư nào sẽ đi, nhà cung cấp có nhận không (sandbox); thoát 1 nếu không.",
        ),
    ] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Gửi ngay mọi thư đã đến hạn, không xem nguồn và không kết luận gì."""
    console = open_console()
    loaded = load_settings(settings)
    if dry_run:
        with open_office(loaded) as office:
            with office.store.read() as work:
                due = work.postings.due(utc_now())
                refused = unwanted(work, [one.delivery for one in due])
            accounts = office.channel_settings
        leaving = tuple(one for one in due if one.delivery.message.key not in refused)
        for one in due:
            if (error := refused.get(one.delivery.message.key)) is not None:
                console.print(f"  {one.number} {escape(reader_of(one))}: {escape(error.vi)}", highlight=False)
        if _try_out(console, leaving, accounts):
            raise typer.Exit(1)
        return
    log_to(loaded.general.data_dir / "monitor.log")
    with open_line(loaded) as line, console.status("Đang gửi thư đến hạn"):
        done = deliver(line, "monitor send", utc_now(), PATIENCE)
    console.print(f"Thư đã gửi {done.sent}, chờ gửi lại {done.waiting}, dừng {done.stopped}.")
    if done.stopped:
        console.print("Xem thư dừng: monitor message list --state stopped")


def _try_out(console: Console, due: tuple[Posting, ...], accounts: Accounts) -> int:
    """Print what is due and what the provider says of it; how many of them it does not take."""
    if not due:
        console.print("Không có thư nào đến hạn gửi.")
        return 0
    console.print(due_table(due))
    asked = [one for one in due if one.delivery.message.recipient.channel == _ASKED]
    aside = len(due) - len(asked)
    if aside:
        console.print(f"{aside} thư đi kênh khác (tệp, webhook, Zalo), không có chế độ thử.")
    if not asked:
        return 0
    taken = answered = 0
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as progress:
        task = progress.add_task("Đang hỏi SendGrid (sandbox, không gửi thật)", total=len(asked))
        for one in asked:
            error = _verdict(one.delivery.message, accounts)
            answered += 1
            taken += error is None
            mark = "[green]nhận[/]" if error is None else f"[red]không nhận[/] {escape(error.vi)}"
            console.print(f"  {one.number} {escape(reader_of(one))}: {mark}", highlight=False)
            progress.advance(task)
            if error is not None and (error.busy or error.down):
                break
    if answered < len(asked):
        console.print(f"SendGrid đang bận hoặc không trả lời: còn {len(asked) - answered} thư chưa hỏi.")
    console.print(f"SendGrid nhận {taken}/{len(asked)} thư. Không thư nào được gửi đi.")
    return len(asked) - taken


def _verdict(message: Message, accounts: Accounts) -> DeliveryError | None:
    """Why SendGrid would not take the message, or `None`: it is checked there, and not sent."""
    try:
        module, settings = account(accounts, _ASKED, sandbox=True)
        module.send(message, settings)
    except DeliveryError as error:
        return error
    return None
