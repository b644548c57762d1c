"""Lệnh mở trang web cho người đăng ký.
`monitor serve`: the pages of subscribers over HTTP; a cycle may run beside it."""

import os
from typing import Annotated

import typer
from rich.markup import escape

from monitor.access.sealing import Vault
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.logs import log_to
from monitor.operator_secret import operator_secret
from monitor.steps.staff import seal_all
from monitor.web.server import listening, serve_in_processes, server
from monitor.web.worker import LOG, SETTINGS, application, application_of
from monitor.wiring import Office, open_office


def serve(
    host: Annotated[str | None, typer.Option(help="Nghe ở địa chỉ này; mặc định theo [web] host.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Cổng; mặc định theo [web] port.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, max=64, help="Số tiến trình; mặc định theo [web] workers.")
    ] = None,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Mở trang đăng ký nhận tin, trang quản lý và nguồn tin, cho đến khi được dừng."""
    loaded = load_settings(settings)
    web = loaded.web
    host, port, workers = host or web.host, web.port if port is None else port, workers or web.workers
    with listening(host, port) as bound:
        with open_office(loaded) as office:
            log_to(loaded.general.data_dir / LOG)
            _seal(office, Vault(operator_secret(loaded)))
            app = application_of(loaded, office)
            open_console().print(
                f"{office.province.name}: trang đăng ký tại http://{host}:{port}/dang-ky. "
                "Nhấn Ctrl-C để dừng."
            )
            if workers == 1:
                server(app).run(sockets=[bound])
                return
        # The application above was the proof that each process can make its own.
        os.environ[SETTINGS] = str(settings.absolute())
        serve_in_processes(application, bound, workers)


def _seal(office: Office, vault: Vault) -> None:
    if broken := seal_all(office.store, vault):
        console = open_console(stderr=True)
        for error in broken:
            console.print(f"[bold yellow]Lưu ý.[/] {escape(error.vi)}", highlight=False)
