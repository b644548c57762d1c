"""Lệnh mở trang web cho người đăng ký.
`monitor serve`: the pages of subscribers over HTTP; a cycle may run beside it."""

from datetime import timedelta
from typing import Annotated

import typer

from monitor.access.openid import Provider, provider
from monitor.access.sessions import Spans
from monitor.cli.setup import SETTINGS_FILE, SettingsOption
from monitor.config import Web, load_settings
from monitor.console import open_console
from monitor.logs import log_to
from monitor.web.app import create_app
from monitor.web.server import server
from monitor.wiring import open_office, utc_now


def serve(
    host: Annotated[str | None, typer.Option(help="Nghe ở địa chỉ này; mặc định theo [web] host.")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Cổng; mặc định theo [web] port.")
    ] = None,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Mở trang đăng ký nhận tin, trang quản lý và nguồn tin, cho đến khi được dừng."""
    loaded = load_settings(settings)
    host, port = host or loaded.web.host, loaded.web.port if port is None else port
    with open_office(loaded) as office:
        log_to(loaded.general.data_dir / "web.log")
        app = create_app(
            office,
            utc_now,
            authority=loaded.web.feed_authority,
            event_key=loaded.web.sendgrid_event_key.get_secret_value(),
            spans=_spans(loaded.web),
            provider=_provider(loaded.web),
            published=loaded.open_data,
        )
        open_console().print(
            f"{office.province.name}: trang đăng ký tại http://{host}:{port}/dang-ky. Nhấn Ctrl-C để dừng."
        )
        server(app, host, port).run()


def _spans(web: Web) -> Spans:
    return Spans(timedelta(minutes=web.session_idle_minutes), timedelta(hours=web.session_hours))


def _provider(web: Web) -> Provider | None:
    secret = web.oidc_client_secret.get_secret_value()
    return provider(web.oidc_issuer, web.oidc_client_id, secret, web.oidc_name, web.url)
