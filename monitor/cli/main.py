"""Lệnh `monitor`: cửa vào của mọi việc.
The `monitor` command; every error is shown as a Vietnamese sentence that says what to do."""

import gc
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from monitor.cli import (
    audit,
    cases,
    check,
    dossier,
    hand_over,
    law,
    links,
    messages,
    operate,
    publish,
    readers,
    rules,
    search,
    send,
    serve,
    setup,
    sources,
    subscription_changes,
    subscription_show,
    subscriptions,
    users,
)
from monitor.console import open_console
from monitor.demo import run as demo_run
from monitor.domain.errors import MonitorError

app = typer.Typer(
    help="Giám sát công khai thông tin đấu thầu.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.command("init")(setup.init)
app.command("upgrade")(setup.upgrade)
app.command("run")(operate.run)
app.command("send")(send.send)
app.command("status")(operate.status)
app.command("serve")(serve.serve)
app.command("check")(check.check)
app.command("import")(hand_over.import_file)
app.add_typer(cases.app, name="case")
app.add_typer(dossier.app, name="dossier")
app.add_typer(links.app, name="link")
app.add_typer(law.app, name="law")
app.add_typer(sources.app, name="source")
app.add_typer(rules.app, name="rule")
app.add_typer(search.app, name="search")
app.add_typer(publish.app, name="publish")
app.add_typer(subscriptions.app, name="subscription")
app.add_typer(users.app, name="user")
app.add_typer(audit.app, name="audit")
app.add_typer(messages.app, name="message")
app.add_typer(readers.app, name="recipient")
subscriptions.app.command("show")(subscription_show.show)
subscriptions.app.command("edit")(subscription_changes.edit_one)
subscriptions.app.command("test")(subscription_changes.try_one)
subscriptions.app.command("zalo")(subscription_changes.enter_tokens)


@app.command()
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
    demo_run.demo(
        seed=seed, packages=packages, lang=lang, folder=data, keep=keep, with_outages=outages, once=once
    )


def main() -> None:
    """Entry point: 0 fine, 2 for an error that the reader can mend."""
    # A cycle holds many small objects for its whole length: collect seldom, as they do not die young.
    gc.set_threshold(100_000, 20, 20)
    try:
        app()
    except MonitorError as error:
        console = open_console(stderr=True)
        console.print(f"[bold red]Không thực hiện được.[/] {escape(error.vi)}", highlight=False)
        console.print(f"[dim]{type(error).__name__}: {escape(str(error))}[/]", highlight=False)
        sys.exit(2)
