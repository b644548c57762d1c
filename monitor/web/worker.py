"""Một tiến trình của máy chủ trang web; nhiều tiến trình cùng nghe một địa chỉ.
One process of the web server; several listen at one address and share what is counted of visitors."""

import atexit
import os
import signal
from contextlib import ExitStack
from datetime import timedelta
from multiprocessing import parent_process
from pathlib import Path
from threading import Thread

from fastapi import FastAPI

from monitor.access.openid import provider
from monitor.access.sealing import Vault
from monitor.access.sessions import Spans
from monitor.config import Settings, load_settings
from monitor.logs import log_to
from monitor.operator_secret import operator_secret
from monitor.web.app import create_app
from monitor.web.limits import Limits
from monitor.wiring import Office, open_office, utc_now
from storage.hits import Hits

# Where a process that was begun by another finds its settings file.
SETTINGS = "WEB_WORKER_SETTINGS"
LOG = "web.log"
_HITS = "hits.db"


def application() -> FastAPI:
    """The application of a process begun by `monitor serve`, which ends when that one is gone."""
    settings = load_settings(Path(os.environ[SETTINGS]))
    opened = ExitStack()
    atexit.register(opened.close)
    office = opened.enter_context(open_office(settings))
    log_to(settings.general.data_dir / LOG)
    Thread(target=_end_with_the_parent, daemon=True).start()
    return application_of(settings, office)


def application_of(settings: Settings, office: Office) -> FastAPI:
    """The application as the settings have it. Raises `ConfigError` for what cannot be read."""
    web = settings.web
    secret = web.oidc_client_secret.get_secret_value()
    return create_app(
        office,
        utc_now,
        authority=web.feed_authority,
        event_key=web.sendgrid_event_key.get_secret_value(),
        spans=Spans(timedelta(minutes=web.session_idle_minutes), timedelta(hours=web.session_hours)),
        provider=provider(web.oidc_issuer, web.oidc_client_id, secret, web.oidc_name, web.url),
        published=settings.open_data,
        trusted_proxies=web.trusted_proxies,
        vault=Vault(operator_secret(settings)),
        limits=Limits(Hits(settings.general.data_dir / _HITS)),
    )


def _end_with_the_parent() -> None:
    """A parent that was killed takes no leave: without this its processes would hold the address."""
    if parent := parent_process():
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
